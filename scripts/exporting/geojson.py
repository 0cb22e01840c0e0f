"""geojson: a point an event, for maps."""

from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from scripts.exporting.columns import COLUMNS, note_losses, uuid_of
from scripts.exporting.format import EventFormat, Raw
from scripts.exporting.losses import Losses

AREAS = ("COUNTRY", "REGION")
"""Places too wide for a point: one in their middle would be where nothing happened."""

IN_GEOMETRY = ("id", "latitude", "longitude")


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes a FeatureCollection (RFC 7946), a feature a line."""
    out.write(b'{"type":"FeatureCollection","features":[')
    separator = b"\n"
    for event in events:
        if _is_at_a_point(event, losses):
            out.write(separator + orjson.dumps(_feature(event)))
            separator = b",\n"
            note_losses(event, losses)
    out.write(b"\n]}\n")


def _is_at_a_point(event: Raw, losses: Losses) -> bool:
    place = event["place"]
    if place is None:
        losses.left_out("no place is known")
    elif place["latitude"] is None or place["longitude"] is None:
        losses.left_out("the place has no coordinates")
    elif place["kind"] in AREAS:
        losses.left_out("the place is a whole country or region, and a point in it would be false")
    else:
        return True
    return False


def _feature(event: Raw) -> dict[str, Any]:
    place = event["place"]
    geometry = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}
    properties = {column.name: column.value(event) for column in COLUMNS if column.name not in IN_GEOMETRY}
    return {"type": "Feature", "id": uuid_of(event), "geometry": geometry, "properties": properties}


FORMAT = EventFormat(
    "geojson",
    write,
    "A FeatureCollection with a point for every event at a place with coordinates; its properties are the columns of csv. Events"
    " at no known point are left out: none is put in the middle of a country.",
)
