"""Finding actors and places among what a database knows."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from dsl import a_place, an_actor, an_alias, merge_actors, provisional
from world import World

from domain.postgres.connection import set_schema
from projections.schemas import LIVE
from scripts.importing.cast import Cast
from scripts.importing.draft import Draft, Mention, Reject, Spot
from scripts.importing.gazetteer import Gazetteer
from scripts.importing.settling import Settler


@pytest.fixture
def conn(world: World) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(world.url, autocommit=True) as conn:
        set_schema(conn, LIVE)
        yield conn


def an_office(actor: str, held: str) -> dict[str, Any]:
    return {"kind": "OfficeHeld", "actor": actor, "office": "President", "of": "USA", "held": held}


def test_an_actor_is_found_by_name_alias_country_and_after_a_merge(world: World, conn: psycopg.Connection[Any]) -> None:
    world.append(an_actor("putin", "person", name="V. V. Putin", of="RUS"), an_alias("putin", "Vladimir Putin"))
    world.append(an_actor("poutine", "person", name="Vladimir Poutine"), merge_actors("putin", "poutine"))
    cast = Cast(conn)

    found = [cast.find(Mention(name), "2014-01-01").ref for name in ("Vladimir Putin", "VLADIMIR POUTINE", "North Korea", "DPRK")]

    assert found == ["putin", "putin", "PRK", "PRK"]


def test_a_code_finds_an_actor_whatever_it_is_called(world: World, conn: psycopg.Connection[Any]) -> None:
    world.append(an_actor("taliban", "armed_group", codes=[{"scheme": "ucdp-actor", "code": "303"}]))
    cast = Cast(conn)

    assert cast.find(Mention("Students", codes=(("ucdp-actor", "303"),)), None).ref == "taliban"
    assert cast.find(Mention("Taliban"), None).ref == "taliban"


def test_a_code_of_an_actor_registered_by_the_import_finds_it_again(conn: psycopg.Connection[Any]) -> None:
    cast = Cast(conn)

    first = cast.find(Mention("Government of Utopia", kind="organization", codes=(("ucdp-actor", "9"),)), None)
    again = cast.find(Mention("Utopian state", codes=(("ucdp-actor", "9"),)), None)

    assert first.registration == {
        "kind": "ActorRegistered",
        "id": "government-of-utopia",
        "actor_kind": "organization",
        "name": "Government of Utopia",
        "codes": [{"scheme": "ucdp-actor", "code": "9"}, {"scheme": "imported", "code": "Government of Utopia"}],
    }
    assert again == (first.ref, None)


def test_a_code_met_later_is_added_to_an_actor_that_the_import_registered_by_its_name(conn: psycopg.Connection[Any]) -> None:
    cast = Cast(conn)
    first = cast.find(Mention("Front of Utopia"), None)

    coded = cast.find(Mention("Front of Utopia", codes=(("ucdp-actor", "9"),)), None)
    renamed = cast.find(Mention("New Front", codes=(("ucdp-actor", "9"),)), None)
    namesake = cast.find(Mention("Front of Utopia", codes=(("ucdp-actor", "10"),)), None)

    assert coded == (
        first.ref,
        {"kind": "ActorCoded", "actor": first.ref, "codes": [{"scheme": "ucdp-actor", "code": "9"}]},
    )
    assert renamed == (first.ref, None)
    assert namesake.ref != first.ref


def test_what_people_registered_is_given_no_codes(world: World, conn: psycopg.Connection[Any]) -> None:
    world.append(an_actor("front-of-utopia", "armed_group", name="Front of Utopia"))

    assert Cast(conn).find(Mention("Front of Utopia", codes=(("ucdp-actor", "9"),)), None) == ("front-of-utopia", None)


def test_a_cameo_code_is_asked_only_where_the_name_is_unknown(world: World, conn: psycopg.Connection[Any]) -> None:
    world.append(
        an_actor("putin", "person", of="RUS"), an_actor("kremlin", of="RUS", codes=[{"scheme": "cameo", "code": "RUSGOV"}])
    )
    cast = Cast(conn)

    assert cast.find(Mention("PUTIN", "RUS", codes=(("cameo", "RUSGOV"),)), None).ref == "putin"
    assert cast.find(Mention("MOSCOW", "RUS", codes=(("cameo", "RUSGOV"),)), None).ref == "kremlin"


@pytest.mark.parametrize(("day", "meant"), [("1990-06-01", "bush-41"), ("2003-06-01", "bush-43")])
def test_of_two_with_one_name_the_one_in_office_is_meant(world: World, conn: psycopg.Connection[Any], day: str, meant: str) -> None:
    world.append(
        an_actor("bush-41", "person", name="George Bush", of="USA"), an_actor("bush-43", "person", name="George Bush", of="USA")
    )
    world.append(an_office("bush-41", "1989-01-20/1993-01-20"), an_office("bush-43", "2001-01-20/2009-01-20"))

    assert Cast(conn).find(Mention("George Bush", "USA"), day).ref == meant


def test_of_predecessor_and_successor_with_one_name_the_one_of_the_time_is_meant(
    world: World, conn: psycopg.Connection[Any]
) -> None:
    world.append(an_actor("old", "armed_group", name="The Front"), an_actor("new", "armed_group", name="The Front"))
    world.append({"kind": "ActorSucceeded", "predecessor": "old", "successor": "new", "on": "2000-05-01"})
    cast = Cast(conn)

    assert [cast.find(Mention("The Front"), day).ref for day in ("1999-01-01", "2001-01-01")] == ["old", "new"]


@pytest.mark.parametrize(
    ("known", "mention", "meant"),
    [
        (an_actor("k", "person", name="Kim Jong-un", of="PRK"), "Kim Jong Un", "k"),
        (an_actor("k", "person", name="Kim Jong-un", of="RUS"), "Kim Jong Un", "kim-jong-un"),
        (an_actor("k", "other", name="Kim Jong-un"), "Kim Jong Un", "k"),
        (an_actor("k", "other", name="Kim"), "Kim", "kim-prk"),
        (an_actor("k", "other", name="Kim", of="PRK"), "Kim", "k"),
        (an_actor("k", "party", name="Kim Jong-un", of="PRK"), "Kim Jong Un", "kim-jong-un"),
    ],
)
def test_a_strict_mention_means_only_whom_name_and_state_make_certain(
    world: World, conn: psycopg.Connection[Any], known: dict[str, Any], mention: str, meant: str
) -> None:
    world.append(known)

    assert Cast(conn).find(Mention(mention, "PRK", "person", (("archigos", "1"),), strict=True), None).ref == meant


def test_a_strict_mention_means_nobody_by_an_alias(world: World, conn: psycopg.Connection[Any]) -> None:
    world.append(an_actor("k", "person", name="Kim Jong Un", of="PRK"), an_alias("k", "Kim"))

    assert Cast(conn).find(Mention("Kim", "PRK", "person", strict=True), None).ref == "kim-prk"


def test_leaders_that_an_import_registered_are_told_apart_by_their_offices(world: World, conn: psycopg.Connection[Any]) -> None:
    for ref, held in (("bush-41", "1989-01-20/1993-01-20"), ("bush-43", "2001-01-20/2009-01-20")):
        world.append(provisional(an_actor(ref, "person", name="Bush", of="USA")), an_office(ref, held))

    found = [Cast(conn).find(Mention("BUSH", "USA"), day).ref for day in ("1990-06-01", "2003-06-01")]

    assert found == ["bush-41", "bush-43"]


def test_the_same_names_mean_the_same_actors_once_all_are_registered(world: World, conn: psycopg.Connection[Any]) -> None:
    countries = ("GBR", "USA", None, "FRA")
    mentions = [Mention(name, country) for name in ("John Smith", "Georgia", "Korea", "Police") for country in countries]
    first = Cast(conn)
    found = [first.find(mention, "2014-01-01") for mention in mentions]
    world.append(*(f.registration for f in found if f.registration))

    again = Cast(conn)

    assert [again.find(mention, "2014-01-01") for mention in mentions] == [(f.ref, None) for f in found]


def test_a_place_is_registered_within_all_it_lies_in_and_found_again(world: World, conn: psycopg.Connection[Any]) -> None:
    spot = Spot("Vladivostok", "city", "RUS", ("Primorye",), 43.1, 131.9)

    ref, new = Gazetteer(conn).find(spot)
    world.append(*new)

    assert (ref, [entry["id"] for entry in new]) == ("rus-primorye-vladivostok", ["rus-primorye", ref])
    assert Gazetteer(conn).find(spot) == (ref, [])
    assert world.ask("{ place(ref: $r) { country { ref } within { name } latitude } }".replace("$r", f'"{ref}"'))["place"] == {
        "country": {"ref": "RUS"},
        "within": {"name": "Primorye"},
        "latitude": 43.1,
    }


def test_a_known_place_is_found_by_its_name_in_its_country(world: World, conn: psycopg.Connection[Any]) -> None:
    world.append(a_place("beijing", within="CHN"))

    assert Gazetteer(conn).find(Spot("Beijing", "city", "CHN", ("Beijing Shi",))) == ("beijing", [])
    assert Gazetteer(conn).find(Spot("Beijing", "city", "USA"))[0] == "usa-beijing"


def test_no_place_takes_the_name_of_its_country(conn: psycopg.Connection[Any]) -> None:
    places = Gazetteer(conn)

    somewhere, city = (places.find(spot)[1][0]["name"] for spot in (Spot("", "country", "SGP"), Spot("Singapore", "city", "SGP")))

    assert (somewhere, city) == ("somewhere in Singapore", "Singapore (city)")


def test_a_country_that_annals_does_not_know_rejects_the_row(conn: psycopg.Connection[Any]) -> None:
    draft = Draft(3, {"kind": "InteractionCoded", "key": "k", "source": Mention("A", "XXX", of=True)}, raw="row")

    assert Settler(conn).settle([draft]) == ([], [Reject(3, "'XXX' is the code of no state that annals knows", "row")])
