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


COUNTED = """query($ref: String!) {
    actor(ref: $ref) { eventCount events(first: 5) { totalCount nodes { key } } filtered: events(filter: {kinds: [CALL_HELD]}) {
        totalCount nodes { key } } } }"""


def counts(world: World, ref: str) -> list[int]:
    """In how many events an actor stands, by everything that tells."""
    actor = world.ask(COUNTED, ref=ref)["actor"]
    pages = (actor["events"], actor["filtered"])
    return [actor["eventCount"], *(count for page in pages for count in (page["totalCount"], len(page["nodes"])))]


def test_an_event_in_which_an_actor_stands_several_times_counts_once_for_it(world: World) -> None:
    people = [{"kind": "ActorRegistered", "id": id, "actor_kind": "person", "name": id.title()} for id in ("chief", "aide")]
    world.append(*TWINS, *people)
    speakers = [{"actor": person, "representing": "one"} for person in ("chief", "aide")]
    world.append(CALL | {"participants": [*speakers, "twin"]})

    assert counts(world, "one") == [1, 1, 1, 1, 1]


def test_so_does_one_in_which_both_of_those_stand_that_were_merged(world: World) -> None:
    world.append(*TWINS)
    world.append(CALL | {"participants": ["one", "twin", "PRK"]})
    world.append(*(CALL | {"key": f"of-{id}-alone", "participants": [id, "PRK"]} for id in ("one", "twin")))

    before = [counts(world, ref) for ref in ("one", "twin")]
    world.append(MERGED)

    assert before == [[2, 2, 2, 2, 2], [2, 2, 2, 2, 2]]
    assert counts(world, "one") == [3, 3, 3, 3, 3]
