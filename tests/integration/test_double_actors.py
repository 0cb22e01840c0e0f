"""Actors that the log holds twice: which are proposed, why, and that a person's verdict is kept."""

from collections.abc import Iterator

import pytest
from dsl import (
    Annals,
    Raw,
    actors,
    an_actor,
    an_alias,
    distinguish_actors,
    merge_actors,
    provisional,
    retract_registration,
    troops,
    unmerge_actors,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import bare_database

from domain.errors import BadInput
from projections.doubles.actors import find_actor_doubles
from projections.doubles.people import find_new_doubles
from projections.doubles.suggestion import merges

Found = list[tuple[str, str, float]]

PRK_AND_RUS = actors("PRK", "RUS")


def doubles(annals: Annals, above: float = 0.5) -> Found:
    with annals.connect() as conn:
        return [(s.survivor, s.duplicate, s.score) for s in find_actor_doubles(conn, above).suggestions]


def new_doubles(annals: Annals, since: int) -> list[tuple[str, str]]:
    with annals.connect() as conn:
        return [(d.survivor, d.duplicate) for d in find_new_doubles(conn, since)]


def why(annals: Annals) -> list[str]:
    with annals.connect() as conn:
        return [reason for s in find_actor_doubles(conn, 0).suggestions for reason in s.reasons]


def a_person(id: str, name: str, **fields: str) -> Raw:
    return an_actor(id, "person", name=name, **fields)


def test_two_with_one_name_are_proposed(annals: Annals) -> None:
    annals.given(*PRK_AND_RUS, a_person("kim-1", "Kim Jong Un", of="PRK"), a_person("kim-2", "KIM Jong-un", of="PRK"))

    assert doubles(annals) == [("kim-1", "kim-2", 0.98)]
    assert why(annals) == ["both are called Kim Jong Un"]


def test_one_name_in_two_countries_is_hardly_one_actor(annals: Annals) -> None:
    annals.given(*PRK_AND_RUS, a_person("kim-1", "Kim", of="PRK"), a_person("kim-2", "Kim", of="RUS"))

    assert doubles(annals, above=0) == [("kim-1", "kim-2", 0.49)]
    assert why(annals) == ["both are called Kim, but of another country"]


def test_a_person_and_a_party_of_one_name_are_hardly_one_actor(annals: Annals) -> None:
    annals.given(a_person("kim-1", "Kim"), an_actor("kim-2", "party", name="Kim"))

    assert doubles(annals) == []
    assert why(annals) == ["both are called Kim, but of another kind"]


def test_the_alias_of_one_may_be_the_name_of_the_other(annals: Annals) -> None:
    annals.given(a_person("boss", "The Boss"), a_person("kim", "Kim Jong Un"), an_alias("boss", "Kim Jong-un"))

    assert doubles(annals) == [("boss", "kim", 0.88)]
    assert why(annals) == ["Kim Jong-un is the name of one and an alias of the other"]


def test_an_alias_may_be_common_to_two(annals: Annals) -> None:
    annals.given(a_person("a", "One"), a_person("b", "Two"), an_alias("a", "The Boss"))
    annals.given(an_alias("b", "The Boss"))

    assert doubles(annals) == [("a", "b", 0.84)]


def test_one_code_is_one_actor(annals: Annals) -> None:
    code = [{"scheme": "archigos", "code": "81dcc176"}]
    annals.given(an_actor("a", "person", name="One", codes=code), an_actor("b", "person", name="Two", codes=code))

    assert doubles(annals) == [("a", "b", 0.94)]
    assert why(annals) == ["both are 81dcc176 in archigos"]


def test_a_code_that_many_share_is_that_of_a_class(annals: Annals) -> None:
    police = [{"scheme": "cameo", "code": "COP"}]
    annals.given(*(an_actor(f"police-{name}", "other", name=f"Police of {name}", codes=police) for name in "abcd"))

    assert doubles(annals, above=0) == []


@pytest.mark.parametrize("scheme", ["cameo", "imported"])
def test_the_code_of_a_role_or_of_an_import_identifies_nobody(annals: Annals, scheme: str) -> None:
    code = [{"scheme": scheme, "code": "COP"}]
    annals.given(an_actor("a", "other", name="One", codes=code), an_actor("b", "other", name="Two", codes=code))

    assert doubles(annals, above=0) == []


def test_a_name_spelt_in_two_ways_in_one_country_is_proposed(annals: Annals) -> None:
    annals.given(*PRK_AND_RUS, a_person("putin", "Vladimir Putin", of="RUS"), a_person("putin-2", "Vladmir Putin", of="RUS"))

    assert doubles(annals) == [("putin", "putin-2", 0.64)]
    assert why(annals) == ["Vladmir Putin is spelt nearly like Vladimir Putin"]


def test_a_name_spelt_in_two_ways_in_two_countries_is_not(annals: Annals) -> None:
    annals.given(*PRK_AND_RUS, a_person("putin", "Vladimir Putin", of="RUS"), a_person("putin-2", "Vladmir Putin", of="PRK"))

    assert doubles(annals, above=0) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Citizen (Australia)", "Citizen (Austria)"),
        ("Citizens of Australia", "Citizens of Austria"),
        ("Police (Australia)", "Policeman (Australia)"),
        ("Government (Niger)", "Government (Nigeria)"),
        ("1st Airborne Brigade", "2nd Airborne Brigade"),
    ],
)
def test_roles_and_names_that_only_look_alike_are_not_proposed(annals: Annals, one: str, other: str) -> None:
    annals.given(*_states("Australia", "Austria", "Niger", "Nigeria"))

    annals.when(an_actor("one", "other", name=one), an_actor("other", "other", name=other))

    assert doubles(annals, above=0) == []


def _states(*names: str) -> Iterator[Raw]:
    for number, name in enumerate(names):
        yield an_actor(f"AA{chr(65 + number)}", name=name)


def test_the_same_words_in_another_order_are_proposed(annals: Annals) -> None:
    annals.given(*_states("Russia"), an_actor("a", "other", name="Central Bank (Russia)"))
    annals.given(an_actor("b", "other", name="Central Bank of Russia"))

    assert doubles(annals) == [("a", "b", 0.71)]


def test_a_leader_known_by_the_last_name_is_proposed(annals: Annals) -> None:
    annals.given(*PRK_AND_RUS, a_person("vladimir-putin", "Vladimir Putin", of="RUS"), a_person("putin", "Putin", of="RUS"))

    assert doubles(annals) == [("putin", "vladimir-putin", 0.6)]
    assert why(annals) == ["Putin is short for Vladimir Putin"]


def test_a_leader_may_be_one_of_whom_a_data_set_knows_no_more_than_the_country(annals: Annals) -> None:
    annals.given(*PRK_AND_RUS, a_person("putin", "Putin", of="RUS"), an_actor("here", "other", name="Vladimir Putin", of="RUS"))
    annals.given(an_actor("nowhere", "other", name="Roman Putin"), an_actor("there", "other", name="Igor Putin", of="PRK"))

    assert doubles(annals) == [("here", "putin", 0.6)]


def test_the_one_with_more_events_is_to_survive(annals: Annals) -> None:
    annals.given(*PRK_AND_RUS, an_actor("a", "armed_force", name="The Army"), an_actor("b", "armed_force", name="The Army"))
    annals.given(troops(sender="b"))

    assert [(survivor, duplicate) for survivor, duplicate, _ in doubles(annals)] == [("b", "a")]


def test_one_of_a_list_without_events_does_not_survive_one_with_events(annals: Annals) -> None:
    code = [{"scheme": "archigos", "code": "1a"}]
    annals.given(*PRK_AND_RUS, a_person("kim", "Kim", of="PRK"), an_actor("list", "person", name="Kim", of="PRK", codes=code))
    before = doubles(annals)

    annals.when(troops(sender="kim"))

    assert [survivor for survivor, *_ in (*before, *doubles(annals))] == ["list", "kim"]


@pytest.mark.parametrize(
    ("known", "new", "pair"),
    [
        (a_person("known", "Vladimir Putin", of="RUS"), a_person("new", "Putin", of="RUS"), ("known", "new")),
        (an_actor("known", "other", name="V. Putin", of="RUS"), a_person("new", "Putin", of="RUS"), ("known", "new")),
        (a_person("known", "Putin", of="RUS"), an_actor("new", "other", name="Putin"), ("known", "new")),
        (a_person("known", "Vladimir Putin", of="RUS"), an_actor("new", "other", name="Putin"), None),
        (a_person("known", "Putin", of="PRK"), a_person("new", "Putin", of="RUS"), None),
        (an_actor("known", "other", name="Putin"), an_actor("new", "other", name="Putin"), None),
        (an_actor("known", "party", name="Putin"), a_person("new", "Putin"), None),
    ],
)
def test_an_import_makes_a_double_of_a_person_whom_name_and_state_may_mean(
    annals: Annals, known: Raw, new: Raw, pair: tuple[str, str] | None
) -> None:
    annals.given(*PRK_AND_RUS, known)
    before = annals.log.head()

    annals.when(provisional(new))

    assert new_doubles(annals, before) == ([pair] if pair else [])
    assert new_doubles(annals, annals.log.head()) == []


def test_of_the_doubles_that_an_import_made_the_one_with_more_events_survives(annals: Annals) -> None:
    annals.given(*PRK_AND_RUS, a_person("known", "Vladimir Putin", of="RUS"))
    before = annals.log.head()

    annals.when(provisional(a_person("new", "Putin", of="RUS")), troops(sender="new"))

    assert new_doubles(annals, before) == [("new", "known")]


def test_what_succeeds_another_is_no_double_of_it(annals: Annals) -> None:
    annals.given(an_actor("SUN", name="Soviet Union"), an_actor("RUS", name="Russia"), an_alias("SUN", "Russia"))
    annals.given({"kind": "ActorSucceeded", "predecessor": "SUN", "successor": "RUS"})

    assert doubles(annals, above=0) == []


def test_what_belongs_to_a_state_is_no_double_of_it(annals: Annals) -> None:
    annals.given(an_actor("RUS", name="Russia"), an_actor("government", "organization", name="Russia", of="RUS"))

    assert doubles(annals, above=0) == []


def test_a_retracted_actor_is_no_double(annals: Annals) -> None:
    annals.given(a_person("a", "Kim"), a_person("b", "Kim"))

    annals.when(retract_registration({"kind": "ActorRegistered", "id": "b"}))

    assert doubles(annals, above=0) == []


def test_merged_actors_are_proposed_no_more_until_they_are_taken_apart(annals: Annals) -> None:
    annals.given(a_person("a", "Kim"), a_person("b", "Kim"))
    before = doubles(annals)

    annals.when(merge_actors("a", "b"))
    merged = doubles(annals, above=0)
    annals.when(unmerge_actors("a", "b"))

    assert merged == []
    assert doubles(annals) == before == [("a", "b", 0.93)]


def test_what_was_told_apart_is_not_proposed_again_not_even_for_what_merged_with_it(annals: Annals) -> None:
    annals.given(a_person("a", "Kim"), a_person("b", "Kim"), a_person("c", "Kim"))

    annals.when(distinguish_actors("b", "a"))
    apart = {(survivor, duplicate) for survivor, duplicate, _ in doubles(annals)}
    annals.when(merge_actors("a", "c"))

    assert apart == {("a", "c"), ("b", "c")}
    assert doubles(annals, above=0) == []


def test_nothing_is_told_apart_from_itself(annals: Annals) -> None:
    annals.given(a_person("a", "Kim"))

    with pytest.raises(BadInput, match="apart from itself"):
        annals.when(distinguish_actors("a", "a"))


NAMES = ("Kim Jong Un", "Kim Jong-eun", "Kim", "Jong Un Kim", "Vladimir Putin", "Vladmir Putin", "V. Putin")
persons = st.tuples(st.sampled_from(NAMES), st.sampled_from(("person", "other")), st.sampled_from(("PRK", "RUS", None)))
casts = st.lists(persons, min_size=2, max_size=6)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cast=casts, aliases=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(NAMES)), max_size=2))
def test_after_merging_all_that_is_proposed_nothing_is_left_to_propose(
    server_url: str, cast: list[tuple[str, str, str | None]], aliases: list[tuple[int, str]]
) -> None:
    with bare_database(server_url) as url:
        annals = Annals(url)
        annals.given(*PRK_AND_RUS, *(an_actor(f"a-{n}", kind, name=name, of=of) for n, (name, kind, of) in enumerate(cast)))
        for number, alias in aliases:
            annals.given(an_alias(f"a-{number}", alias))
        before = doubles(annals)
        with annals.connect() as conn:
            found = find_actor_doubles(conn, 0.5)
        decided = [
            (survivor, [s.duplicate for s in led] + [s.survivor for s in led]) for survivor, led in merges(found.suggestions)
        ]
        verdicts = [(survivor, [name for name in dict.fromkeys(names) if name != survivor]) for survivor, names in decided]

        for survivor, duplicates in verdicts:
            annals.when(merge_actors(survivor, *duplicates))
        merged = doubles(annals)
        for survivor, duplicates in verdicts:
            annals.when(unmerge_actors(survivor, *duplicates))

        assert merged == []
        assert doubles(annals) == before
        annals.close()
