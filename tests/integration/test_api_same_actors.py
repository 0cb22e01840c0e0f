"""Actors found to be one, or taken back: whoever asks meets the survivor, and each once."""

from world import World

CALL = {"kind": "CallHeld", "key": "call", "participants": ["twin", "PRK"]}
TWINS = [{"kind": "ActorRegistered", "id": id, "actor_kind": "state", "name": id.title()} for id in ("one", "twin")]
MERGED = {"kind": "ActorsMerged", "actor": "one", "duplicates": ["twin"]}
VILLAGE = {"kind": "PlaceRegistered", "id": "village", "name": "Village", "place_kind": "town", "within": "twin"}


def test_the_name_of_a_merged_actor_finds_its_survivor(world: World) -> None:
    world.append(*TWINS)
    world.append(CALL | {"place": "village"}, VILLAGE)
    world.append({"kind": "ActorAliased", "actor": "one", "alias": "The Elder"}, MERGED)

    data = world.ask("""{ actors(search: "twin") { nodes { ref } } by_place: events(filter: {place: "one"}) { totalCount }
        by_text: events(filter: {text: "elder"}) { totalCount } }""")

    assert data == {"actors": {"nodes": [{"ref": "one"}]}, "by_place": {"totalCount": 1}, "by_text": {"totalCount": 1}}


def test_a_retracted_actor_is_not_found_by_an_alias_either(world: World) -> None:
    world.append(*TWINS, {"kind": "ActorAliased", "actor": "one", "alias": "The Elder"})
    world.append(
        {"kind": "RegistrationRetracted", "registration": {"kind": "ActorRegistered", "id": "one"}, "reason": "no such state"}
    )

    assert world.ask('{ actor(ref: "The Elder") { ref } }') == {"actor": None}
    assert "The Elder" in world.refusal('{ events(filter: {actors: ["The Elder"]}) { totalCount } }')["message"]


def test_a_predecessor_is_shown_once_whoever_says_so(world: World) -> None:
    succession = {"kind": "ActorSucceeded", "predecessor": "one", "successor": "twin"}
    world.append(*TWINS)
    world.append(succession, succession | {"on": "1990"})

    assert world.ask('{ actor(ref: "twin") { predecessors { ref } } }') == {"actor": {"predecessors": [{"ref": "one"}]}}
