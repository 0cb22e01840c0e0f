"""geojson: a point an event, for maps."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import orjson

from api.exporting.columns import COLUMNS, note_losses, uuid_of
from api.exporting.format import EventFormat, Raw, TextFile
from api.exporting.losses import Losses

AREAS = ("COUNTRY", "REGION")
"""Places too wide for a point: one in their middle would be where nothing happened."""

IN_GEOMETRY = ("id", "latitude", "longitude")


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes the lines."""
    out.writelines(FEATURES.lines(_noting_losses(events, losses)))


def why_left_out(event: Raw) -> str | None:
    """Why an event has no point; None where it has one."""
    place = event["place"]
    if place is None:
        return "no place is known"
    if place["latitude"] is None or place["longitude"] is None:
        return "the place has no coordinates"
    return "the place is a whole country or region, and a point in it would be false" if place["kind"] in AREAS else None


def _noting_losses(events: Iterable[Raw], losses: Losses) -> Iterator[Raw]:
    for event in events:
        yield event
        if why := why_left_out(event):
            losses.left_out(why)
        else:
            note_losses(event, losses)


def _feature(event: Raw) -> dict[str, Any]:
    place = event["place"]
    geometry = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}
    properties = {column.name: column.value(event) for column in COLUMNS if column.name not in IN_GEOMETRY}
    return {"type": "Feature", "id": uuid_of(event), "geometry": geometry, "properties": properties}


FEATURES = TextFile(
    begin=b'{"type":"FeatureCollection","features":[\n',
    records=lambda events: (orjson.dumps(_feature(event)) for event in events if why_left_out(event) is None),
    between=b",\n",
    end=b"\n]}\n",
)
"""A FeatureCollection (RFC 7946), a feature a line, without the events at no known point."""


FORMAT = EventFormat(
    "geojson",
    write,
    "A FeatureCollection with a point for every event at a place with coordinates; its properties are the columns of csv. Events"
    " at no known point are left out: none is put in the middle of a country.",
)
