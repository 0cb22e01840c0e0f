"""Atom (RFC 4287): changes to events as a feed for readers of news."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid5
from xml.etree import ElementTree as xml

from domain.identity import NAMESPACE as IDS

NAMESPACE = "http://www.w3.org/2005/Atom"

NEVER = "1970-01-01T00:00:00+00:00"
"""When a log without entries was changed last: a feed has to say."""

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""

xml.register_namespace("", NAMESPACE)

Raw = dict[str, Any]


class FeedLinks(NamedTuple):
    """Addresses that a feed names."""

    feed: str
    """The feed, whichever page of it is read: what it is known by."""
    page: str
    """The page that is read."""
    base: str
    """Where the server answers: an address without a slash at its end."""
    older: str | None
    """The page with the entries before these."""


def feed(title: str, updated: str | None, changes: Iterable[Raw], links: FeedLinks) -> bytes:
    """A feed of changes, the last first. `updated`: when the last entry was recorded, if there is one."""
    root = xml.Element(_name("feed"))
    _add(root, "id", links.feed)
    _add(root, "title", title)
    _add(root, "updated", updated or NEVER)
    _add(_add(root, "author"), "name", "annals")
    _add(root, "link", rel="self", href=links.page, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=f"{links.base}/", type="text/html")
    if links.older:
        _add(root, "link", rel="next", href=links.older)
    for change in changes:
        _entry(root, change, links.base)
    written: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: xml.Element, change: Raw, base: str) -> None:
    event, kind = change["event"], change["entryKind"]
    step: Raw = next((step for step in event["history"] if step["position"] == change["position"]), {})
    entry = _add(root, "entry")
    _add(entry, "id", id_of(change))
    _add(entry, "title", event["title"] if change["position"] == event["position"] else f"{kind}: {event['title']}")
    _add(entry, "updated", change["recordedAt"])
    page = urlencode({"kind": "event", "ref": event["key"], "asOf": change["position"]})
    _add(entry, "link", rel="alternate", href=f"{base}/?{page}", type="text/html")
    _add(entry, "category", term=kind)
    _add(entry, "summary", "\n".join(_told(event, step)), type="text")


def id_of(change: Raw) -> str:
    """What a change is known by: the same in every feed, whatever becomes of its event, and wherever the log is restored."""
    return f"urn:uuid:{uuid5(IDS, 'change:{position} {recordedAt}'.format_map(change))}"


def _told(event: Raw, step: Raw) -> Iterable[str]:
    """What a change says: why, what became otherwise, on whose word."""
    occurred = event["occurred"]["edtf"]
    yield f"{event['key']}{f', {occurred}' if occurred else ''}{', retracted' if event['retracted'] else ''}"
    if step.get("reason"):
        yield step["reason"]
    if fields := [change["field"] for change in step.get("changes", ())]:
        yield f"changed: {', '.join(fields)}"
    for report in step.get("reports", ()):
        source = report["source"]
        said = f": {report['quote']}" if report["quote"] else ""
        yield f"{source['publisher'] or source['title'] or source['ref']} ({report['hedge'].lower()}){said}"


def _add(parent: xml.Element, name: str, text: str | None = None, **attributes: str) -> xml.Element:
    element = xml.SubElement(parent, _name(name), {key: _plain(value) for key, value in attributes.items()})
    element.text = None if text is None else _plain(text)
    return element


def _plain(text: str) -> str:
    return NO_XML.sub("\ufffd", text)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
