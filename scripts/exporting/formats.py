"""All formats of events. A new one is a file and a line here."""

from api.exporting import csv_rows, geojson
from api.exporting.format import EventFormat
from scripts.exporting import gdelt, jsonld, parquet

EVENT_FORMATS: tuple[EventFormat, ...] = (csv_rows.FORMAT, geojson.FORMAT, jsonld.FORMAT, gdelt.FORMAT, parquet.FORMAT)
BY_NAME = {format.name: format for format in EVENT_FORMATS}
