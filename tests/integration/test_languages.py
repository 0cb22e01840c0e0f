"""What states are called in the languages of the world: told, found by, and taken for the state."""

import pytest
from dsl import a_place, an_actor, an_alias, retract_registration
from world import World

from domain.cast import languages


@pytest.mark.parametrize(
    ("name", "state"),
    [("Nordkorea", "PRK"), ("Corée du Nord", "PRK"), ("Allemagne", "DEU"), ("Япония", "JPN"), ("中国", "CHN"), ("日本", "JPN")],
)
def test_a_state_is_found_by_its_name_in_any_language(world: World, name: str, state: str) -> None:
    query = "query ($name: String!) { actor(ref: $name) { ref } actors(search: $name) { nodes { ref } } }"

    answer = world.ask(query, name=name)

    assert answer["actor"] == {"ref": state}
    assert {"ref": state} in answer["actors"]["nodes"]


def test_an_entry_may_name_it_so(world: World) -> None:
    world.append(
        {"kind": "CallHeld", "key": "call-1", "occurred": "2026-03-01", "participants": ["Nordkorea", "Frankreich"]},
        a_place("bayern", within="Deutschland"),
    )

    answer = world.ask(
        '{ event(key: "call-1") { parties { actor { ref } } } place(ref: "bayern") { country { ref } }'
        ' events(filter: {actors: ["Corea del Norte"]}) { totalCount } }'
    )

    assert [party["actor"]["ref"] for party in answer["event"]["parties"]] == ["PRK", "FRA"]
    assert (answer["place"], answer["events"]) == ({"country": {"ref": "DEU"}}, {"totalCount": 1})


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "Nordkorea"),
        ("de-AT", "Nordkorea"),
        ("DE", "Nordkorea"),
        ("en", "North Korea"),
        ("en-GB", "North Korea"),
        ("zh", "朝鲜"),
        ("zh-Hant", "北韓"),
        ("no", "Nord-Korea"),
        ("tlh", "North Korea"),
    ],
)
def test_its_name_is_told_in_a_language_and_the_usual_one_where_that_is_not_known(world: World, language: str, name: str) -> None:
    answer = world.ask('query ($in: String) { actor(ref: "PRK") { name(language: $in) } }', **{"in": language})

    assert answer == {"actor": {"name": name}}


def test_a_name_that_an_entry_gives_in_a_language_is_told_in_it(world: World) -> None:
    world.append(an_actor("kim-jong-un", "person", name="Kim Jong Un"), an_alias("kim-jong-un", "김정은", language="ko"))

    answer = world.ask(
        '{ actor(ref: "kim-jong-un") { a: name(language: "ko") b: name(language: "de") c: name names { name language } } }'
    )

    assert answer["actor"] == {
        "a": "김정은",
        "b": "Kim Jong Un",
        "c": "Kim Jong Un",
        "names": [{"name": "Kim Jong Un", "language": None}, {"name": "김정은", "language": "ko"}],
    }


def test_all_its_names_are_told_with_their_languages(world: World) -> None:
    names = world.ask('{ actor(ref: "PRK") { names { name language } } }')["actor"]["names"]

    assert names[0] == {"name": "North Korea", "language": None}
    assert {"name": "DPRK", "language": "en"} in names
    assert {"name": "Nordkorea", "language": "de"} in names
    assert len({name["language"] for name in names}) > 90


def test_what_is_no_language_is_refused(world: World) -> None:
    refusal = world.refusal('{ actor(ref: "PRK") { name(language: "in German") } }')

    assert refusal["extensions"]["code"] == "BAD_USER_INPUT"
    assert "write en, ko, zh-Hant" in refusal["message"]


def test_a_name_that_somebody_gave_another_goes_before_what_a_state_is_called_elsewhere(world: World) -> None:
    world.append(an_actor("band", "other", name="Nordkorea"))

    assert world.ask('{ actor(ref: "Nordkorea") { ref } }') == {"actor": {"ref": "band"}}


def test_a_name_of_several_states_is_refused_with_them(world: World) -> None:
    assert world.refusal('{ actor(ref: "Nigeri") { ref } }')["extensions"]["candidates"] == ["NER", "NGA"]


def test_a_state_is_called_so_as_soon_as_the_log_knows_it_and_no_longer_than_that(world: World) -> None:
    before = world.log.head()
    world.append(retract_registration({"kind": "ActorRegistered", "id": "PRK"}))

    answer = world.ask(
        f'{{ now: actor(ref: "Nordkorea") {{ ref }} then: actor(ref: "Nordkorea", asOf: {{position: {before}}}) {{ ref }}'
        ' first: actor(ref: "Nordkorea", asOf: {position: 1}) { ref } }'
    )

    assert answer == {"now": None, "then": {"ref": "PRK"}, "first": None}


def test_an_edition_of_the_names_is_part_of_what_defines_the_views() -> None:
    assert languages.edition().startswith("pycountry ")
