"""Import, export, and import again: the events are the same, for each format that goes both ways."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from command_line import Answer, run_annals
from exporting import rows_of_gdelt
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rows import tabbed
from world import new_database

from scripts.importing.formats.gdelt import SECOND

COUNTRIES = st.sampled_from(["USA", "FRA", "ROM", "PRK", "PSE"])
TYPES = st.sampled_from(["GOV", "MIL", "REB", "COP", "MED"])


@st.composite
def actors(draw: st.DrawFn, number: int) -> dict[str, str]:
    """The cells of an actor: a country, a region, somebody of either, or a sort of people alone."""
    country = draw(st.none() | COUNTRIES | st.sampled_from(["AFR", "EUR"]))
    types = draw(st.lists(TYPES, max_size=2, unique=True) if country else st.lists(TYPES, min_size=1, max_size=2, unique=True))
    group = draw(st.sampled_from(["", "", "UNO"])) if not country else ""
    ethnic = draw(st.sampled_from(["", "", "", "KUR"]))
    # A code can begin like a country without being one: then it has no country's column.
    lead = draw(st.sampled_from(["", "", "ROU"])) if not country and not group else ""
    cells = {"Code": "".join([country or lead, group, ethnic, *types]), "CountryCode": country or "", "KnownGroupCode": group}
    cells |= {"EthnicCode": ethnic} | {f"Type{place}Code": code for place, code in enumerate(types, start=1)}
    cells["Name"] = draw(st.sampled_from(["", "OFFICER", "THE PEOPLE"]))
    return {f"Actor{number}{column}": cell for column, cell in cells.items()}


PLACES = st.sampled_from(
    [
        {"Type": "0"},
        {"Type": "1", "FullName": "France", "CountryCode": "FR", "ADM1Code": "FR", "Lat": "46", "Long": "2"},
        {"Type": "1", "FullName": "Gaza Strip", "CountryCode": "GZ", "ADM1Code": "GZ"},
        {"Type": "2", "FullName": "Texas, United States", "CountryCode": "US", "ADM1Code": "USTX"},
        {"Type": "3", "FullName": "Savannah, Georgia, United States", "CountryCode": "US", "ADM1Code": "USGA", "Lat": "32.0835"}
        | {"Long": "-81.0998"},
        {"Type": "4", "FullName": "Paris, Ile-de-France, France", "CountryCode": "FR", "ADM1Code": "FR00", "Lat": "48.8666667"}
        | {"Long": "2.33333"},
        {"Type": "4", "FullName": "Tbilisi, Georgia (general), Georgia", "CountryCode": "GG", "ADM1Code": "GG00", "Lat": "41.725"}
        | {"Long": "44.7908"},
        {"Type": "4", "FullName": "Red Sea, Oceans (general), Oceans", "CountryCode": "OS", "Lat": "20", "Long": "38"},
        {"Type": "5", "FullName": "Luxembourg, Luxembourg (general), Luxembourg", "CountryCode": "LU", "ADM1Code": "LU00"},
    ]
)
CODES = st.sampled_from([("010", "1"), ("043", "1"), ("0871", "2"), ("112", "3"), ("145", "3"), ("190", "4")])


@st.composite
def gdelt_rows(draw: st.DrawFn, id: int) -> Mapping[str, str]:
    """A row of GDELT 1.0 or 2.0 with at least one actor."""
    code, quad = draw(CODES)
    place = {f"ActionGeo_{column}": cell for column, cell in draw(PLACES).items()}
    second = draw(st.booleans())
    added = draw(st.sampled_from(["20180123", "20180123001500"]))
    day = draw(st.dates(min_value=date(1979, 1, 1), max_value=date(2025, 1, 1)))
    what = {"EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2], "QuadClass": quad}
    what |= {"GoldsteinScale": draw(st.sampled_from(["", "-10", "0.0", "3.4", "1.123456789"]))}
    url = draw(st.sampled_from(["", "https://example.org/a", "BBC Monitoring"]))
    told = {"GLOBALEVENTID": str(id), "SQLDATE": f"{day:%Y%m%d}", "DATEADDED": added, "SOURCEURL": url}
    return told | draw(actors(1)) | (draw(actors(2)) if second else {}) | what | place


def annals(url: str, *arguments: str | Path, stdin: bytes = b"") -> Answer:
    answer = run_annals(url, *arguments, stdin=stdin)
    assert answer.code == 0, answer.err
    return answer


def events(url: str) -> dict[str, Any]:
    """All that the log says of each event."""
    lines = [json.loads(line) for line in annals(url, "export", "ndjson").out.splitlines()]
    return {line["key"]: {name: value for name, value in line.items() if name != "logged"} for line in lines if "key" in line}


@pytest.mark.timeout(600)
@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_gdelt_coded_is_the_same_after_an_export_to_gdelt_and_to_the_log(server_url: str, data: st.DataObject) -> None:
    rows = [data.draw(gdelt_rows(id)) for id in range(1, 41)]

    with TemporaryDirectory() as folder, new_database(server_url) as one, new_database(server_url) as two:
        file = Path(folder) / "events.tsv"
        file.write_bytes(tabbed(SECOND, *rows))
        annals(one, "import", "gdelt", file)
        expected = events(one)
        assert len(expected) == len(rows)

        file.write_text(annals(one, "export", "gdelt").out, encoding="utf-8")
        annals(two, "import", "gdelt", file)
        assert events(two) == expected

        with new_database(server_url) as three:
            annals(three, "append", "-", stdin=annals(one, "export", "ndjson").out.encode())
            assert events(three) == expected


def test_a_row_of_gdelt_comes_out_with_all_that_was_read_of_it(server_url: str, tmp_path: Path) -> None:
    row = {
        "GLOBALEVENTID": "95001",
        "SQLDATE": "20180123",
        "Actor1Code": "ISRMIL",
        "Actor1Name": "SOLDIER",
        "Actor1CountryCode": "ISR",
        "Actor1Type1Code": "MIL",
        "Actor2Code": "PSEREB",
        "Actor2CountryCode": "PSE",
        "Actor2Type1Code": "REB",
        "EventCode": "190",
        "EventBaseCode": "190",
        "EventRootCode": "19",
        "QuadClass": "4",
        "GoldsteinScale": "-10",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Paris, Ile-de-France, France",
        "ActionGeo_CountryCode": "FR",
        "ActionGeo_ADM1Code": "FR00",
        "ActionGeo_Lat": "48.8667",
        "ActionGeo_Long": "2.33333",
        "DATEADDED": "20180123001500",
        "SOURCEURL": "https://example.org/a",
    }
    file = tmp_path / "events.tsv"
    file.write_bytes(tabbed(SECOND, row))
    with new_database(server_url) as url:
        annals(url, "import", "gdelt", file)
        answer = annals(url, "export", "gdelt")

    found = rows_of_gdelt(answer.out)["95001"]
    assert {column: found[column] for column in row if column != "DATEADDED"} == {c: v for c, v in row.items() if c != "DATEADDED"}
    assert "shortened" not in answer.err
