"""/feed.atom: what readers of news are told of changes."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from dsl import merge, retract
from world import World, limited

ATOM = "{http://www.w3.org/2005/Atom}"
CALL = {"kind": "CallHeld", "key": "call", "title": "A call", "occurred": "2025-10-01", "participants": ["PRK", "RUS"]}
CORRECTION = {"kind": "EventCorrected", "event": "call", "changes": {"occurred": "2025-10-02"}, "reason": "it was the day after"}


def feed(world: World, **parameters: Any) -> ElementTree.Element:
    response = world.client.get("/feed.atom", params=parameters)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries(found: ElementTree.Element) -> list[ElementTree.Element]:
    return found.findall(f"{ATOM}entry")


def texts(found: ElementTree.Element, name: str) -> list[str | None]:
    return [entry.findtext(f"{ATOM}{name}") for entry in entries(found)]


def link(element: ElementTree.Element, rel: str) -> str | None:
    return next((each.get("href") for each in element.findall(f"{ATOM}link") if each.get("rel") == rel), None)


@pytest.fixture
def changed(told: World) -> World:
    """A world in which a call was recorded, corrected and retracted last."""
    for entry in (CALL, CORRECTION, retract("call", reason="there was none")):
        told.append(entry)
    return told


def test_every_change_is_an_entry_the_last_first(changed: World) -> None:
    found = feed(changed, first=3)

    assert texts(found, "title") == ["EventRetracted: A call", "EventCorrected: A call", "A call"]
    assert (texts(found, "summary")[1] or "").splitlines() == [
        "call, 2025-10-02, retracted",
        "it was the day after",
        "changed: occurred",
    ]
    assert [c.get("term") for e in entries(found) for c in e.findall(f"{ATOM}category")][2] == "CallHeld"


def test_a_feed_has_what_atom_asks_of_it(changed: World) -> None:
    found = feed(changed)

    for element in (found, *entries(found)):
        assert element.findtext(f"{ATOM}id")
        assert element.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
        assert link(element, "alternate")
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "annals"
    assert link(found, "self") == "http://localhost/feed.atom"
    assert found.findtext(f"{ATOM}updated") == texts(found, "updated")[0]
    ids = texts(found, "id")
    assert len(set(ids)) == len(ids)
    assert all(id and id.startswith("urn:uuid:") for id in ids)


def test_ids_and_times_of_entries_stay_whatever_comes_after(changed: World) -> None:
    before = feed(changed, actor="PRK")
    known = list(zip(texts(before, "id"), texts(before, "updated"), strict=True))
    changed.append({**CALL, "key": "survivor"}, {"kind": "EventReinstated", "event": "call", "reason": "there was"})
    changed.append(merge("survivor", "call"))

    after = feed(changed, actor="PRK")

    assert known == list(zip(texts(after, "id"), texts(after, "updated"), strict=True))[-len(known) :]
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")


def test_a_filter_chooses_the_events_and_an_entry_leads_to_the_explorer_as_of_then(changed: World) -> None:
    position = changed.ask('{ event(key: "call") { position } }')["event"]["position"]
    changed.append({**CALL, "key": "other", "participants": ["CHN", "JPN"]})

    found = feed(changed, actor="PRK", kind="CallHeld")

    assert len(entries(found)) == 3
    page = urlsplit(link(entries(found)[2], "alternate") or "")
    assert parse_qs(page.query) == {"kind": ["event"], "ref": ["call"], "asOf": [str(position)]}


def test_pages_lead_back_to_the_first_change_all_as_of_one_position(changed: World) -> None:
    whole = texts(feed(changed), "id")
    page = feed(changed, first=4)
    found, own = texts(page, "id"), page.findtext(f"{ATOM}id")
    assert len(found) == 4 < len(whole)
    changed.append({**CALL, "key": "meanwhile"})

    while older := link(page, "next"):
        page = ElementTree.fromstring(changed.client.get(older).content)
        found += texts(page, "id")
        assert page.findtext(f"{ATOM}id") == own

    assert found == whole


def test_nothing_is_sent_again_to_who_has_it(changed: World) -> None:
    tag = changed.client.get("/feed.atom").headers["etag"]

    assert changed.client.get("/feed.atom", headers={"if-none-match": tag}).status_code == 304
    changed.append({**CALL, "key": "later"})
    assert changed.client.get("/feed.atom", headers={"if-none-match": tag}).status_code == 200


def test_text_that_xml_cannot_hold_or_takes_for_a_tag_does_no_harm(told: World) -> None:
    told.append({**CALL, "title": "<b>A & \ufffe call</b>"})

    assert texts(feed(told, first=1), "title") == ["<b>A & \ufffd call</b>"]


def test_an_empty_feed_is_a_feed(told: World) -> None:
    found = feed(told, text="nothing-such")

    assert entries(found) == []
    assert found.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"actor": "Rusia"}, "unknown actor 'Rusia'; did you mean RUS"),
        ({"first": "ten"}, "first is a number of entries, not 'ten'"),
        ({"before": "x"}, "'x' is no cursor; take one from pageInfo or an edge"),
        ({"bom": "true"}, "there is no parameter 'bom'"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(told: World, parameters: dict[str, str], message: str) -> None:
    response = told.client.get("/feed.atom", params=parameters)

    assert (response.status_code, response.text.count("\n")) == (400, 1)
    assert response.text.startswith(message)


def test_a_page_has_no_more_entries_than_a_query_may_cost(told: World) -> None:
    with limited(told, max_cost=30_000) as client:
        page = ElementTree.fromstring(client.get("/feed.atom").content)
    with limited(told, max_cost=10_000) as client:
        refused = client.get("/feed.atom")

    assert 0 < len(entries(page)) < len(entries(feed(told)))
    assert link(page, "next")
    assert (refused.status_code, refused.text.count("\n")) == (400, 1)
    assert "cost, more than 10000" in refused.text
