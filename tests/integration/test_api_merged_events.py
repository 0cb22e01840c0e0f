"""Events found to be one: the survivor has the reports of all, for as long as they are one."""

from world import World

PAPERS = [{"kind": "SourceRegistered", "id": id, "publisher": id.title()} for id in ("morning", "evening", "weekly")]
CALLS = [
    {"kind": "CallHeld", "key": f"call-{paper}", "participants": ["PRK", "RUS"], "report": {"source": paper}}
    for paper in ("morning", "evening", "weekly")
]
REPORTED = """query($asOf: AsOf) {
    events(asOf: $asOf, orderBy: POSITION_ASC) { nodes { key reportCount reports { source { ref } } } } }"""


def reported(world: World, position: int | None = None) -> dict[str, list[str]]:
    """The sources of each event's reports."""
    nodes = world.ask(REPORTED, asOf=position and {"position": position})["events"]["nodes"]
    assert all(node["reportCount"] == len(node["reports"]) for node in nodes)
    return {node["key"]: [report["source"]["ref"] for report in node["reports"]] for node in nodes}


def merge(kind: str, event: str, *duplicates: str) -> dict[str, object]:
    """An entry that says that events are one, or that they are not."""
    return {"kind": kind, "event": f"call-{event}", "duplicates": [f"call-{name}" for name in duplicates]}


def test_the_survivor_has_the_reports_of_all_its_own_first(world: World) -> None:
    world.append(*PAPERS)
    world.append(*CALLS)
    apart = world.log.head()

    world.append(merge("EventsMerged", "evening", "morning"))
    one = world.log.head()
    world.append(merge("EventsMerged", "weekly", "evening"))

    assert reported(world) == {"call-weekly": ["weekly", "morning", "evening"]}
    assert reported(world, one) == {"call-evening": ["evening", "morning"], "call-weekly": ["weekly"]}
    assert reported(world, apart) == {f"call-{paper}": [paper] for paper in ("morning", "evening", "weekly")}


def test_those_taken_apart_have_their_own_again(world: World) -> None:
    world.append(*PAPERS)
    world.append(*CALLS)
    world.append(merge("EventsMerged", "evening", "morning", "weekly"))

    world.append(merge("EventsUnmerged", "evening", "weekly"))
    some = reported(world)
    world.append(merge("EventsUnmerged", "evening", "morning"))

    assert some == {"call-evening": ["evening", "morning"], "call-weekly": ["weekly"]}
    assert reported(world) == {f"call-{paper}": [paper] for paper in ("morning", "evening", "weekly")}


def test_a_survivor_that_is_corrected_keeps_the_reports_of_the_others(world: World) -> None:
    world.append(*PAPERS)
    world.append(*CALLS)
    world.append(merge("EventsMerged", "evening", "morning"))

    replacement = {key: value for key, value in CALLS[1].items() if key != "report"} | {"title": "A long call"}
    world.append({"kind": "EventCorrected", "event": "call-evening", "replacement": replacement, "reason": "the title"})

    assert reported(world)["call-evening"] == ["evening", "morning"]
