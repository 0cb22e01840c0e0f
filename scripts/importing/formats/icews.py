"""ICEWS Coded Event Data: one row a sentence that was coded, 20 columns with tabs between and a heading.

Key: event id and date together; the id alone comes more than once. An act that is mutual has a row each way: both are recorded.
Source: doi.org/10.7910/DVN/28075, and the sample in andybega/icews on GitHub, commit 3746c72955."""

from functools import lru_cache

from domain.codes import goldstein, is_cameo
from scripts.importing.countries import country_named
from scripts.importing.dates import iso_day
from scripts.importing.draft import Draft, Format, Mention, Spot
from scripts.importing.formats.icews_names import code_named, codes_named
from scripts.importing.layout import Layout
from scripts.importing.reading import BadRow, Row, table

SOURCE = "icews"

COLUMNS = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)

WITHOUT_CODE = tuple(column for column in COLUMNS if column != "CAMEO Code")
"""One of the year files came without the codes."""

LAYOUT = Layout(
    orders=(COLUMNS, WITHOUT_CODE),
    needs=("Event ID", "Event Date", "Source Name", "Event Text", "Target Name"),
    reads=("Source Country", "Target Country", "Intensity", "Story ID", "Sentence Number", "Publisher", *COLUMNS[14:]),
    days=("Event Date",),
    besides=("CAMEO Code",),
)

OWN_NAMES = {"Congo": "COG"}
"""What ICEWS calls a state by a name that others share: its other Congo is the Democratic Republic of Congo."""

SIZES = {"Province": "region", "District": "district", "City": "city"}
"""What a place can be named by, the widest first, and what sort of place that is."""


def understand(row: Row) -> Draft:
    """One coded sentence."""
    day = iso_day("Event Date", row.need("Event Date"))
    entry = {
        "kind": "InteractionCoded",
        "key": f"{SOURCE}:{row.need_whole('Event ID')}:{day}",
        "occurred": day,
        "scheme": "icews",
        "code": _code(row),
        "source": _actor(row, "Source"),
        "target": row.attempt("a target", _actor, row, "Target"),
        "intensity": row.attempt("Intensity", row.score, "Intensity"),
        "place": row.attempt("a place", _spot, row),
        "report": {"source": SOURCE, "via": _passage(row)},
    }
    return row.draft({name: value for name, value in entry.items() if value is not None})


def _code(row: Row) -> str:
    text, code = row.need("Event Text"), row.get("CAMEO Code")
    if code is None:
        return code_named(text)
    codes = codes_named(text)
    if not codes or code in codes:
        return code
    meant = codes[0]
    wrong = f"CAMEO Code is {code!r}, but {text!r} is {meant}"
    if (is_cameo(code) and f"0{code}" not in codes) or not _goes_with(meant, row.get("Intensity")):
        raise BadRow(f"{wrong}; a program may have taken the code for a number")
    row.spoil("with a CAMEO Code mended by Event Text and Intensity", wrong)
    return meant


def _goes_with(code: str, intensity: str | None) -> bool:
    """Whether a score is on the same side as that of the code; ICEWS' table differs from GDELT's by a little."""
    usual = goldstein(code)
    try:
        given = float(intensity or "nan")
    except ValueError:
        return False
    return usual is not None and (usual > 0, usual < 0) == (given > 0, given < 0) and given == given


def _actor(row: Row, side: str) -> Mention | None:
    name, country = row.get(f"{side} Name"), row.get(f"{side} Country")
    return _mention(name, country, f"{side} Country") if name else None


@lru_cache(maxsize=65_536)
def _mention(name: str, country: str | None, column: str) -> Mention:
    code = _country(country, column) if country else None
    return Mention(name, country=code, of=code is not None)


def _country(name: str, column: str) -> str:
    code = OWN_NAMES.get(name) or country_named(name)
    if code is None:
        raise BadRow(f"{column} is {name!r}, which is no state that annals knows")
    return code


def _spot(row: Row) -> Spot | None:
    if (country := row.get("Country")) is None:
        return None
    names = [row[column].strip("()") for column in SIZES if column in row]
    nearest = next((column for column in reversed(SIZES) if column in row), None)
    # Only a town has a point of its own: else the row gives the middle of a province or country.
    where = (row.number("Latitude"), row.number("Longitude")) if nearest == "City" else (None, None)
    return _place(_country(country, "Country"), tuple(names), SIZES[nearest] if nearest else "country", *where)


@lru_cache(maxsize=65_536)
def _place(country: str, names: tuple[str, ...], kind: str, latitude: float | None, longitude: float | None) -> Spot:
    return Spot(names[-1] if names else "", kind, country, names[:-1], latitude, longitude)


def _passage(row: Row) -> str | None:
    """Where the sentence stands: publisher, story and number."""
    parts = (("", "Publisher"), ("story ", "Story ID"), ("sentence ", "Sentence Number"))
    return ", ".join(f"{word}{row[column]}" for word, column in parts if column in row) or None


ICEWS = Format(
    name="icews",
    description="ICEWS Coded Event Data: 20 columns with a heading, tabs between",
    source={
        "kind": "SourceRegistered",
        "id": SOURCE,
        "publisher": "Lockheed Martin; Harvard Dataverse",
        "title": "ICEWS Coded Event Data",
        "language": "en",
        "url": "https://doi.org/10.7910/DVN/28075",
    },
    read=table(understand, LAYOUT),
    layout=LAYOUT,
)
