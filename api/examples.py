"""The queries that the playground opens with."""

EXAMPLES = """\
# annals: what is said to have happened in the world, as known now or as of any earlier moment.
# Each query below can be run on its own: put the cursor in it and press Ctrl-Enter.

# How often have Kim Jong Un and Vladimir Putin met, and where?
query Summits {
  appearances(together: ["Kim Jong Un", "Vladimir Putin"], kinds: [SUMMIT_HELD]) {
    ordinal
    event { title occurred { edtf } place { name country { name } } }
    sincePrevious { days }
  }
}

# For the first time in how many years did these three stand together? The Soviet Union counts for Russia.
query Together {
  appearances(together: ["PRK", "CHN", "RUS"], kinds: [SUMMIT_HELD, PARADE_ATTENDED], includePredecessors: true) {
    event { title occurred { edtf } }
    sincePrevious { years }
  }
}

# Who sent troops, how many, and who says so?
query Troops {
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

# What do North Korea and Russia have in common, year by year?
query Relationship {
  relationship(between: ["North Korea", "Russia"]) {
    eventCount
    cooperation
    conflict
    kinds { kind count }
    timeline(by: YEAR) { start eventCount goldsteinMean }
  }
}

# What was known at the start? Nothing. Try a later position; status tells how far the log goes.
query AsOf {
  events(asOf: {position: 0}) { totalCount }
  status { head position lag }
}
"""
