"""What a place can lie within: a place, a state or a territory, and nothing else."""

import pytest
from dsl import a_place, a_summit
from world import World

from domain.errors import Refused

PUTIN = {"kind": "ActorRegistered", "id": "vladimir-putin", "actor_kind": "person", "name": "Vladimir Putin"}
GEORGIA = {"kind": "ActorRegistered", "id": "georgia-tann", "actor_kind": "person", "name": "Georgia"}
FREELAND = {"kind": "ActorRegistered", "id": "freeland", "actor_kind": "territory", "name": "Freeland"}
AT_FREELAND = {"kind": "ActorAliased", "actor": "freeland", "alias": "Land of the Free"}


@pytest.mark.parametrize("name", ["vladimir-putin", "Vladimir Putin"])
@pytest.mark.parametrize("together", [True, False])
def test_no_place_lies_within_a_person(world: World, name: str, together: bool) -> None:
    before = [] if together else [PUTIN]
    world.append(*before)

    with pytest.raises(Refused) as refused:
        world.append(*([PUTIN] if together else []), a_place("dacha", within=name))

    (problem,) = refused.value.problems
    assert problem.field == ("within",)
    assert problem.message == (
        "vladimir-putin is an actor, but neither a state nor a territory: no place lies in it; name a place or a state"
    )


@pytest.mark.parametrize("name", ["CHN", "Hong Kong", "beijing", "Beijing", "freeland", "Land of the Free"])
@pytest.mark.parametrize("together", [True, False])
def test_a_place_lies_within_a_place_a_state_or_a_territory(world: World, name: str, together: bool) -> None:
    around = [a_place("beijing", within="CHN"), FREELAND, AT_FREELAND]
    if not together:
        world.append(*around)

    summit = a_summit(participants=["CHN", "RUS"], place="square")
    world.append(*(around if together else []), a_place("square", within=name), summit)

    query = "query($place: String!) { events(filter: {place: $place}) { nodes { key } } }"
    assert world.ask(query, place=name)["events"]["nodes"] == [{"key": "summit"}]


@pytest.mark.parametrize("state", ["Freeland", "South Vietnam"])
def test_a_state_without_a_code_of_iso_is_the_country_of_what_lies_in_it(world: World, state: str) -> None:
    world.append(FREELAND | {"actor_kind": "state"}, a_place("city", within=state), a_place("square", within="city"))

    assert world.ask('{ place(ref: "square") { country { name } } }') == {"place": {"country": {"name": state}}}


def test_of_a_person_and_a_place_of_one_name_the_place_is_meant(world: World) -> None:
    world.append(GEORGIA, a_place("atlanta", within="Georgia"))

    assert world.ask('{ place(ref: "atlanta") { country { ref } } }') == {"place": {"country": {"ref": "GEO"}}}


def test_what_nobody_knows_is_refused_with_the_nearest_area(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.append(a_place("square", within="Chima"))

    assert "unknown place or state 'Chima'; did you mean" in str(refused.value)
    assert "CHN" in str(refused.value)
