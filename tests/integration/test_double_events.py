"""Events that the log holds twice: which are proposed, why, and that a person's verdict is kept."""

import pytest
from dsl import CAST, Annals, Raw, a_place, a_report, a_summit, an_actor, distinguish, id_of, merge, merge_actors, retract, unmerge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import bare_database

from projections.doubles.events import find_event_doubles
from projections.doubles.suggestion import merges

Found = list[tuple[str, str, float]]


def doubles(annals: Annals, above: float = 0.0) -> Found:
    with annals.connect() as conn:
        return [(s.survivor, s.duplicate, s.score) for s in find_event_doubles(conn, above).suggestions]


def why(annals: Annals) -> list[str]:
    with annals.connect() as conn:
        return [reason for s in find_event_doubles(conn, 0).suggestions for reason in s.reasons]


def a_row(key: str, source: str = "PRK", target: str | None = "RUS", code: str = "040", **fields: str | None) -> Raw:
    """A row of a data set."""
    said = {"kind": "InteractionCoded", "key": key, "scheme": "icews", "code": code, "source": source, "target": target}
    return {name: value for name, value in (said | {"occurred": "2025-09-03", "place": "beijing"} | fields).items() if value}


def a_mirror(key: str, code: str = "040", **fields: str | None) -> Raw:
    return a_row(key, "RUS", "PRK", code, **fields)


SAME = "the same parties, code and day, "


@pytest.mark.parametrize(
    ("second", "score", "reason"),
    [
        (a_row("b"), 0.96, SAME + "the same place"),
        (a_row("b", place=None), 0.77, SAME + "the place named by one alone"),
        (a_row("b", place="moscow"), 0.48, SAME + "but another place"),
        (a_mirror("b"), 0.95, "an act of both, told from either side: " + SAME + "the same place"),
    ],
    ids=["same", "one without place", "another place", "mirror"],
)
def test_two_rows_of_one_act_are_proposed(annals: Annals, second: Raw, score: float, reason: str) -> None:
    annals.given(*CAST, a_place("moscow"), a_row("a"), second)

    assert doubles(annals) == [("a", "b", score)]
    assert why(annals) == [reason]


@pytest.mark.parametrize(
    ("first", "second", "score"),
    [
        (a_row("a", place=None), a_row("b", place=None), 0.86),
        (a_row("a", occurred="2025-09"), a_row("b", occurred="2025-09"), 0.67),
        (a_row("a", target=None), a_row("b", target=None), 0.77),
        (a_row("a", code="050"), a_mirror("b", "050"), 0.7),
        (a_row("a", code="042"), a_mirror("b", "043"), 0.95),
    ],
    ids=["no place", "no day", "one party", "an act that one can do alone", "a visit made and hosted"],
)
def test_the_less_is_known_the_less_likely_it_is_one(annals: Annals, first: Raw, second: Raw, score: float) -> None:
    annals.given(*CAST, first, second)

    assert doubles(annals) == [("a", "b", score)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a_row("a"), a_row("b", occurred="2025-09-04")),
        (a_row("a"), a_row("b", code="046")),
        (a_row("a"), a_row("b", target="CHN")),
        (a_row("a", code="112"), a_mirror("b", "112")),
        (a_row("a", code="042"), a_mirror("b", "042")),
        (a_row("a", code="042"), a_row("b", code="043")),
        (a_row("a"), a_row("b", status="planned")),
        (a_row("a", occurred=None), a_row("b", occurred=None)),
    ],
    ids=["day", "code", "party", "each accuses the other", "each visits the other", "visits and hosts", "planned", "undated"],
)
def test_two_acts_are_not_proposed(annals: Annals, first: Raw, second: Raw) -> None:
    annals.given(*CAST, first, second)

    assert doubles(annals) == []


def test_a_meeting_of_which_every_one_is_told_is_the_coded_row_too(annals: Annals) -> None:
    annals.given(*CAST, a_summit("a", participants=["PRK", "RUS"], place="beijing"), a_mirror("b", "046"))

    assert doubles(annals) == [("a", "b", 0.95)]


def test_actors_found_to_be_one_make_events_alike(annals: Annals) -> None:
    annals.given(*CAST, an_actor("north", name="The North"), a_row("a"), a_row("b", "north"))
    before = doubles(annals)

    annals.when(merge_actors("PRK", "north"))

    assert before == []
    assert doubles(annals) == [("a", "b", 0.96)]


def test_each_double_is_proposed_once_for_the_first_that_is_most_like_it(annals: Annals) -> None:
    annals.given(*CAST, a_place("moscow"), a_row("a"), a_row("b", place="moscow"), a_row("c", place="moscow"), a_row("d"))

    assert doubles(annals) == [("a", "d", 0.96), ("b", "c", 0.96), ("a", "b", 0.48)]


def test_retracted_and_merged_events_are_no_doubles(annals: Annals) -> None:
    annals.given(*CAST, a_row("a"), a_row("b"), a_row("c"))

    annals.when(retract("b"), merge("a", "c"))

    assert doubles(annals) == []


def test_what_was_told_apart_is_not_proposed_again(annals: Annals) -> None:
    annals.given(*CAST, a_row("a"), a_row("b"), a_row("c"))

    annals.when(distinguish("a", "b"))
    apart = doubles(annals)
    annals.when(merge("a", "c"))

    assert apart == [("a", "c", 0.96)]
    assert doubles(annals) == []


def test_one_can_be_told_apart_from_others_one_after_another(annals: Annals) -> None:
    annals.given(*CAST, a_row("a"), a_row("b"), a_row("c"))

    annals.when(distinguish("a", "b"))
    annals.when(distinguish("a", "b", "c"))

    annals.then("apart", {"line": 1, "other": id_of("b")}, {"line": 2, "other": id_of("c")})
    assert doubles(annals) == [("b", "c", 0.96)]


rows = st.builds(
    lambda mirrored, code, day, place: (mirrored, code, day, place),
    st.booleans(),
    st.sampled_from(("040", "042", "043", "050", "112")),
    st.sampled_from(("2025-09-03", "2025-09")),
    st.sampled_from(("beijing", "moscow", None)),
)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(rows, min_size=2, max_size=12), above=st.sampled_from((0.3, 0.5, 0.9)))
def test_after_merging_all_that_is_proposed_nothing_is_left_and_unmerging_proposes_it_again(
    server_url: str, told: list[tuple[bool, str, str, str | None]], above: float
) -> None:
    with bare_database(server_url) as url:
        annals = Annals(url)
        made = enumerate(told)
        annals.given(*CAST, a_place("moscow"))
        annals.given(*((a_mirror if m else a_row)(f"e-{n}", code=c, occurred=d, place=p, report=None) for n, (m, c, d, p) in made))
        before = doubles(annals, above)
        with annals.connect() as conn:
            found = find_event_doubles(conn, above)
        verdicts = [(into, sorted({n for s in led for n in s.pair} - {into})) for into, led in merges(found.suggestions)]

        annals.when(*(merge(into, *duplicates) for into, duplicates in verdicts))
        merged = doubles(annals, above)
        annals.when(*(unmerge(into, *duplicates) for into, duplicates in verdicts))

        assert merged == []
        assert doubles(annals, above) == before
        annals.close()


def test_a_report_makes_no_difference(annals: Annals) -> None:
    annals.given(*CAST, a_row("a") | {"report": a_report("paper")}, a_row("b") | {"report": a_report("other-paper")})

    assert doubles(annals) == [("a", "b", 0.96)]
