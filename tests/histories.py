"""Small logs with everything that can befall an event, an actor or a name, made up by hypothesis."""

from collections.abc import Iterator, Sequence

from dsl import (
    CAST,
    Memory,
    Raw,
    a_place,
    a_report,
    a_statement,
    a_summit,
    actors,
    an_actor,
    an_alias,
    change,
    correct,
    correct_registration,
    correct_report,
    corroborate,
    distinguish,
    distinguish_actors,
    merge,
    merge_actors,
    provisional,
    reinstate,
    retract,
    retract_registration,
    some_codes,
    troops,
    unmerge,
    unmerge_actors,
    withdraw,
)
from hypothesis import strategies as st

from domain.errors import BadInput

Raws = st.SearchStrategy[Raw]

LEFT_OUT = ("occurred", "title", "participants", "sender", "recipient", "troops", "speaker", "about", "mentions", "stance", "gist")
"""What an event here may have that another has not."""


def _others(event: Raw) -> list[str]:
    """What a correction with this event drops."""
    return [name for name in LEFT_OUT if not event.get(name)]


STATES = ("CHN", "PRK", "RUS", "SUN")
START: Sequence[Raw] = (
    *CAST,
    *actors("SUN"),
    a_summit("a", report=a_report()),
    a_summit("b"),
    troops("c", report=a_report("other-paper")),
    a_statement("d"),
)

keys = st.sampled_from("abcde")
pairs = st.permutations("abcd").map(lambda order: (order[0], order[1]))
couples = st.permutations(STATES).map(lambda order: (order[0], order[1]))
states = st.sampled_from(STATES)
names = st.sampled_from(("North Korea", "Korea", "Russia"))
dates = st.sampled_from(("2025-09-03", "2024/..", "1959-09", "[..2025]", "2025~"))
sources = st.sampled_from(("paper", "other-paper"))
quotes = st.sampled_from(("One.", "Two."))
days = st.sampled_from((None, "2024", "2025-09-04", "2025/.."))
figures = st.sampled_from(({"best": 15000}, {"low": 10000, "high": 12000}, {"best": 9000, "approximate": True}))
codings = st.sampled_from(({}, {"event_type": "Battles"}, {"event_type": "Battles", "sub_event_type": "Armed clash"}))
says = st.one_of(st.just({}), st.builds(lambda figure: {"troops": figure}, figures))
reports = st.lists(st.builds(a_report, sources, quote=quotes, dated=days), max_size=2)
accounts = st.lists(st.builds(a_report, sources, quote=quotes, dated=days, says=says, coded=codings), max_size=2)
aliases = st.builds(an_alias, states, names)
coded = st.builds(some_codes, states, st.sampled_from(("cow", "wikidata")), st.sampled_from(("Q9", "Q90")))

statements: st.SearchStrategy[Raw] = st.one_of(
    st.builds(a_summit, keys, occurred=dates, participants=st.lists(states, min_size=2, max_size=3), report=reports),
    st.builds(troops, keys, occurred=dates, sender=states, recipient=states, troops=figures, report=accounts),
    st.builds(a_statement, keys, about=st.lists(states, max_size=2), mentions=st.lists(states, max_size=1), report=reports),
)

changes = st.fixed_dictionaries(
    {},
    optional={"occurred": dates, "title": st.sampled_from(("A title", None)), "troops": figures | st.none(), "recipient": states},
).filter(bool)
corrections = st.one_of(
    st.builds(lambda key, event, report: correct(key, event, report=report, drop=_others(event)), keys, statements, accounts),
    st.builds(lambda key, changed, report: change(key, **changed) | {"report": report}, keys, changes, accounts),
    st.builds(lambda figure, report: change("c", troops=figure) | {"report": report}, figures | st.none(), accounts),
)
corrected = st.fixed_dictionaries(
    {}, optional={"hedge": st.sampled_from(("alleged", "reported")), "quote": st.none() | quotes, "says": says | st.none()}
).filter(bool)
reported = st.one_of(
    st.builds(corroborate, keys, sources),
    st.builds(lambda source, said: corroborate("c", source, says=said), sources, says),
    st.builds(lambda said: correct_report("a", "paper", {"number": 1}, **said), corrected),
    st.builds(lambda said: correct_report("c", "other-paper", {"number": 1}, **said), corrected),
)

revisions: st.SearchStrategy[Raw] = st.one_of(
    corrections,
    reported,
    st.builds(withdraw, keys, sources),
    st.builds(retract, keys),
    st.builds(reinstate, keys),
    pairs.map(lambda pair: merge(*pair)),
    couples.map(lambda couple: merge_actors(*couple)),
    pairs.map(lambda pair: distinguish(*pair)),
    couples.map(lambda couple: distinguish_actors(*couple)),
)

undone: st.SearchStrategy[list[Raw]] = st.one_of(
    keys.map(lambda key: [retract(key), reinstate(key)]),
    keys.map(lambda key: [corroborate(key, "other-paper"), withdraw(key, "other-paper")]),
    pairs.map(lambda pair: [merge(*pair), unmerge(*pair)]),
    couples.map(lambda couple: [merge_actors(*couple), unmerge_actors(*couple)]),
    aliases.map(lambda alias: [alias, retract_registration(alias)]),
    coded.map(lambda codes: [codes, retract_registration(codes)]),
    st.tuples(aliases, names).map(lambda two: [two[0], correct_registration(two[0], two[0] | {"alias": two[1]})]),
)
"""What is done and undone, though perhaps much later."""

unknown: st.SearchStrategy[Raw] = st.one_of(
    st.builds(
        lambda kind, name, **fields: an_actor("somebody", kind, name=name, **fields),
        st.sampled_from(("person", "other")),
        st.sampled_from(("Putin", "Somebody Putin", "Kim")),
        of=st.sampled_from(("RUS", "PRK")),
        codes=st.sampled_from(("7", "8")).map(lambda code: [{"scheme": "ucdp-actor", "code": code}]),
    ),
    st.builds(lambda name: a_place("somewhere", name=name, within="CHN"), st.sampled_from(("Somewhere", "Anywhere"))),
)
"""Those whom an import may register before a person does."""

registrations: st.SearchStrategy[Raw] = st.one_of(
    aliases,
    coded,
    st.builds(correct_registration, aliases, aliases),
    st.builds(retract_registration, aliases),
    st.builds(lambda id, name: correct_registration({"kind": "ActorRegistered", "id": id}, an_actor(id, name=name)), states, names),
    st.builds(lambda id: retract_registration({"kind": "ActorRegistered", "id": id}), states),
    st.builds(lambda registered, by_import: provisional(registered) if by_import else registered, unknown, st.booleans()),
    st.builds(lambda raw: retract_registration({"kind": raw["kind"], "id": raw["id"]}), unknown),
    st.builds(lambda raw: correct_registration({"kind": raw["kind"], "id": raw["id"]}, raw), unknown),
    st.builds(lambda id, within: a_place(id, within=within), st.sampled_from(("tiananmen", "diaoyutai")), st.just("beijing")),
    st.builds(lambda who, of: {"kind": "OfficeHeld", "actor": who, "office": "President", "of": of}, states, states),
    st.builds(
        lambda who, of, held: {"kind": "MembershipHeld", "actor": who, "of": of, "held": held},
        states,
        states,
        st.sampled_from(("1999/..", "2024-01/2025", "../2025")),
    ),
    st.builds(lambda old, new: {"kind": "ActorSucceeded", "predecessor": old, "successor": new}, states, states),
)


@st.composite
def _histories(draw: st.DrawFn) -> list[Raw]:
    deeds = draw(st.lists(undone, max_size=4))
    others = draw(st.lists(st.one_of(statements, revisions, revisions, registrations), min_size=1, max_size=15))
    done, later = [deed for deed, _ in deeds], [undoing for _, undoing in deeds]
    cut = draw(st.integers(0, len(others)))
    return [*others[:cut], *done, *others[cut:], *later]


mergers: st.SearchStrategy[list[Raw]] = st.lists(
    st.one_of(
        pairs.map(lambda pair: merge(*pair)),
        couples.map(lambda couple: merge_actors(*couple)),
        pairs.map(lambda pair: unmerge(*pair)),
        couples.map(lambda couple: unmerge_actors(*couple)),
    ),
    min_size=4,
    max_size=14,
)

histories = _histories() | mergers
"""What may come after START; what the log refuses is left out when it is told."""


def told(memory: Memory, history: Sequence[Raw]) -> Iterator[int]:
    """Appends one entry after another; gives the head after each that was taken."""
    for number, raw in enumerate(history):
        own_key = {} if "key" in raw or raw["kind"] in UNKEYED else {"key": f"revision-{number}"}
        try:
            memory.given(raw | own_key)
        except BadInput:
            continue
        yield memory.log.head()


UNKEYED = ("ActorRegistered", "ActorAliased", "OfficeHeld", "ActorSucceeded", "PlaceRegistered")
"""Kinds without keys: for these, to say it again is to say nothing."""
