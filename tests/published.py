"""Rows of the formats as they are published, and the same rows as people have them. All are made up."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from scripts.importing.draft import Draft, Format, Reject
from scripts.importing.formats import FORMATS
from scripts.importing.formats.icews import COLUMNS as ICEWS_COLUMNS
from scripts.importing.layouts import columns

Cells = Mapping[str, str]


class Sample(NamedTuple):
    """A row that a format reads, with its columns in the order of publication, and the column that holds its day."""

    format: str
    columns: Sequence[str]
    row: Cells
    day: str

    @property
    def read(self) -> Format:
        """The format itself."""
        return next(format for format in FORMATS if format.name == self.format)

    def cells(self, **changed: str) -> list[str]:
        """The cells of the row, some of them changed."""
        return [(self.row | changed).get(column, "") for column in self.columns]  # type: ignore[operator]


GDELT = Sample(
    "gdelt",
    columns("gdelt2"),
    {
        "GLOBALEVENTID": "95001",
        "SQLDATE": "20180123",
        "Actor1Code": "FRA",
        "Actor1Name": "FRANCE",
        "Actor1CountryCode": "FRA",
        "Actor2Code": "DEU",
        "Actor2Name": "GERMANY",
        "Actor2CountryCode": "DEU",
        "IsRootEvent": "1",
        "EventCode": "010",
        "EventBaseCode": "010",
        "EventRootCode": "01",
        "QuadClass": "1",
        "GoldsteinScale": "0.0",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Paris, Ile-de-France, France",
        "ActionGeo_CountryCode": "FR",
        "ActionGeo_Lat": "48.8667",
        "ActionGeo_Long": "2.33333",
        "DATEADDED": "20180123001500",
        "SOURCEURL": "https://example.org/a",
    },
    "SQLDATE",
)

UCDP = Sample(
    "ucdp-ged",
    columns("ucdp_ged"),
    {
        "id": "80101",
        "year": "2003",
        "type_of_violence": "1",
        "side_a_new_id": "116",
        "side_a": "Government of Iraq",
        "side_b_new_id": "234",
        "side_b": "Front",
        "where_prec": "1",
        "where_coordinates": "Basra town",
        "adm_1": "Basra province",
        "latitude": "30.5",
        "longitude": "47.8",
        "country_id": "645",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2003-03-21",
        "date_end": "2003-03-21",
        "deaths_a": "1",
        "best": "1006",
        "high": "1008",
        "low": "1005",
        "gwnoa": "645",
    },
    "date_start",
)

ACLED = Sample(
    "acled",
    columns("acled"),
    {
        "event_id_cnty": "YEM91001",
        "event_date": "2026-04-23",
        "time_precision": "1",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Northern Guard",
        "actor2": "Southern Front",
        "iso": "887",
        "country": "Yemen",
        "admin1": "Sanaa",
        "location": "Arhab town",
        "latitude": "15.6",
        "longitude": "44.12",
        "geo_precision": "1",
        "source": "Daily Lamp",
        "notes": "A clash; one says Müller said “no”, another nothing.",
        "fatalities": "3",
    },
    "event_date",
)

ICEWS = Sample(
    "icews",
    ICEWS_COLUMNS,
    {
        "Event ID": "7",
        "Event Date": "2018-06-21",
        "Source Name": "France",
        "Source Country": "France",
        "Event Text": "Make statement",
        "CAMEO Code": "010",
        "Intensity": "0",
        "Target Name": "Germany",
        "Target Country": "Germany",
        "City": "Paris",
        "Country": "France",
        "Latitude": "48.8",
        "Longitude": "2.3",
    },
    "Event Date",
)

POLECAT = Sample(
    "polecat",
    columns("polecat"),
    {
        "Event ID": "X1",
        "Event Date": "2023-01-05",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Intensity": "1.9",
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": "military; diplomatic",
        "Actor Name": "Emmanuel Macron",
        "Actor Country": "FRA",
        "Recipient Name": "Olaf Scholz",
        "Recipient Country": "DEU",
        "City": "Paris",
        "Country": "FRA",
        "Latitude": "48.8",
        "Longitude": "2.3",
    },
    "Event Date",
)

SAMPLES = (GDELT, UCDP, ACLED)


def draft(sample: Sample, **cells: str) -> Draft | Reject:
    """What a format makes of the row, some of its cells changed."""
    (found,) = sample.read.read(io.BytesIO(written(sample, sample.cells(**cells))))
    return found


def entries(sample: Sample, file: bytes, encoding: str = "auto", tell: Callable[[str], None] = lambda text: None) -> list[object]:
    """The entries that a format reads from a file, and the reasons of its rejects.

    tell: is told what is not as usual in the file, but not what of it is not read."""

    def tell_what_is_unusual(note: str) -> None:
        if not note.startswith("has columns that are not read"):
            tell(note)

    found = sample.read.read(io.BytesIO(file), encoding, tell_what_is_unusual)
    return [each.entry if isinstance(each, Draft) else each.reason for each in found]


def written(
    sample: Sample,
    *rows: Sequence[str],
    heading: Sequence[str] | None = None,
    delimiter: str = ",",
    quoting: int = csv.QUOTE_MINIMAL,
) -> bytes:
    """A table of rows under a heading; under that of publication where no other is given, and under none where it is empty."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    if heading is None or heading:
        writer.writerow(sample.columns if heading is None else heading)
    writer.writerows(rows or [sample.cells()])
    return text.getvalue().encode()


def as_json(sample: Sample) -> dict[str, object]:
    """The row as an object: numbers as such, and null for nothing."""
    return {column: _value(sample.row.get(column, "")) for column in sample.columns}


def _value(text: str) -> object:
    if not text:
        return None
    return json.loads(text) if text.isdigit() and text[0] != "0" else text
