"""Events found to be one: the survivor has the reports of all, for as long as they are one."""

import pytest
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


def test_what_codes_the_report_of_an_event_finds_the_event_that_it_was_merged_into(world: World) -> None:
    coded = {"coded": {"sub_event_type": "Armed clash"}}
    world.append(*PAPERS, CALLS[0], CALLS[1] | {"report": {"source": "evening"} | coded})
    query = """{ events(filter: {coded: ["armed clash"]}) { nodes { key reports { coded { column values } } } } }"""
    told = [{"column": "sub_event_type", "values": ["Armed clash"]}]

    assert [node["key"] for node in world.ask(query)["events"]["nodes"]] == ["call-evening"]

    world.append(merge("EventsMerged", "morning", "evening"))

    (node,) = world.ask(query)["events"]["nodes"]
    assert (node["key"], node["reports"]) == ("call-morning", [{"coded": []}, {"coded": told}])


SHORT = "{ event(key: KEY) { reports { source { ref } } } }"
LONG = """{ event(key: KEY) { reports { source { ref title publisher language url published { edtf } } quote attributedTo
    via hedge confidence dated { edtf earliest latest precision } statedIn { key title parties { actor { name } } }
    says { field estimate { low best high approximate } } } } }"""


@pytest.mark.parametrize("query", [SHORT, LONG])
def test_reports_that_an_event_was_corrected_with_come_before_those_of_others(world: World, query: str) -> None:
    world.append(*PAPERS, CALLS[0])
    world.append({"kind": "EventCorroborated", "event": "call-morning", "report": {"source": "evening"}})
    world.append(
        {
            "kind": "EventCorrected",
            "event": "call-morning",
            "replacement": {**CALLS[0], "report": {"source": "weekly"}},
            "reason": "it came from elsewhere",
        }
    )

    reports = world.ask(query.replace("KEY", '"call-morning"'))["event"]["reports"]

    assert [report["source"]["ref"] for report in reports] == ["weekly", "evening"]
