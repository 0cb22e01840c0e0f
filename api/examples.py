"""The queries that the playground opens with: the article's story, question by question."""

EXAMPLES = """\
# annals: what is said to have happened,
# as known now or as of any earlier moment.
# Put the cursor in a query and press Ctrl-Enter.

# Whom has Kim Jong Un had to do with,
# how often, and since when?
query WhoMetWhom {
  relationships(actor: "Kim Jong Un", first: 5) {
    nodes {
      between { name }
      eventCount
      firstEvent { title occurred { edtf } }
      lastEvent { title occurred { edtf } }
    }
  }
}

# How often have he and Vladimir Putin met at a
# summit, where, and how long after the last?
query HowOften {
  appearances(
    together: ["Kim Jong Un", "Vladimir Putin"]
    kinds: [SUMMIT_HELD]
  ) {
    ordinal
    event {
      title
      occurred { edtf }
      place { name country { name } }
    }
    sincePrevious { days }
  }
}

# For the first time in how many years did these
# stand together? (The USSR counts for Russia.)
query SinceWhen {
  appearances(
    together: ["PRK", "CHN", "RUS"]
    kinds: [SUMMIT_HELD, PARADE_ATTENDED]
    includePredecessors: true
  ) {
    event { title occurred { edtf } }
    sincePrevious { years }
  }
}

# Who sent troops, how many,
# and who says so, how firmly?
query WhoSaysSo {
  events(filter: {kinds: [TROOPS_DISPATCHED]}) {
    nodes {
      occurred { edtf }
      reports { source { publisher } hedge quote }
      ... on TroopsDispatched {
        sender { name }
        recipient { name }
        troops { best approximate }
        troopsRange { low high }
      }
    }
  }
}

# What do North Korea and Russia have in common,
# and how does it change from year to year?
query YearByYear {
  relationship(between: ["North Korea", "Russia"]) {
    eventCount
    cooperation
    conflict
    kinds { kind count }
    timeline(by: YEAR) { start eventCount goldsteinMean }
  }
}

# What was known when? At position 0 nothing.
# Try any position up to the head, or a time.
# History: what was added or changed, by whom.
query KnownWhen {
  then: events(asOf: {position: 0}) { totalCount }
  now: events { totalCount }
  event(key: "troops-prk-rus-2024") {
    title
    history {
      position
      recordedAt
      entryKind
      reason
      reports { source { publisher } }
      changes { field before after }
    }
  }
  status { head position lag }
}

# What is recorded from a position on, here from
# the start? Append something, and it appears.
subscription Live {
  eventRecorded(
    after: 0
    filter: {actors: ["North Korea"]}
  ) {
    position
    recordedAt
    entryKind
    event { title occurred { edtf } reportCount }
  }
}
"""
