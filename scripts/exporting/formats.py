"""All formats of events. A new one is a file and a line here."""

from scripts.exporting import csv_rows, gdelt, geojson, jsonld, parquet
from scripts.exporting.format import EventFormat

EVENT_FORMATS: tuple[EventFormat, ...] = (csv_rows.FORMAT, geojson.FORMAT, jsonld.FORMAT, gdelt.FORMAT, parquet.FORMAT)
BY_NAME = {format.name: format for format in EVENT_FORMATS}
