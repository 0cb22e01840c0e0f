"""Tables of one's own: what a map makes of a row, and what is said of maps and cells that are wrong."""

import io
from pathlib import Path
from typing import Any

import pytest

from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.events.base import Event
from scripts.importing.draft import Draft, Mention, Reject, Spot
from scripts.importing.own_table.fields import NOT_FROM_A_TABLE, fields_of
from scripts.importing.own_table.format import own_format
from scripts.importing.own_table.map import map_in

DELIVERIES = """\
source: {id: deliveries, title: Deliveries, publisher: Our office}
kind: MaterielSupplied
key: No
fields:
  occurred: Date
  supplier: From
  recipient: {name: To, country: To state, as_said: To}
  place: {name: Port, country: To state, within: Province, latitude: Lat, longitude: Lon, kind: {value: city}}
  items:
    category: Weapon
    quantity: {best: Number, unit: {value: pieces}}
  terms: {column: Paid, values: {yes: sold, no: given}}
report: {quote: Remarks, attributed_to: {column: Papers, separator: ";"}, hedge: {value: reported}}
"""
HEADING = "No,Date,From,To,To state,Port,Province,Lat,Lon,Weapon,Number,Paid,Remarks,Papers"
ROW = "7,2023-04-23,Germany,Home Guard,Ukraine,Odesa,Odesa Oblast,46.48,30.73,Leopard 2,18,no,It came.,Daily Lamp; Star"


def read(text: str, *rows: str, heading: str = HEADING) -> list[Draft | Reject]:
    table = "\n".join([heading, *rows]).encode()
    return list(own_format(map_in(text, "map.yaml")).read(io.BytesIO(table)))


def entry(text: str, row: str, heading: str = HEADING) -> Any:
    (found,) = read(text, row, heading=heading)
    assert isinstance(found, Draft), found
    return found.entry


def reason(text: str, row: str, heading: str = HEADING) -> str:
    (found,) = read(text, row, heading=heading)
    assert isinstance(found, Reject), found
    return found.reason


def of_summit(fields: str, row: str, heading: str) -> Any:
    text = f"source: {{id: mine}}\nkind: SummitHeld\nfields: {{participants: {{column: Who, separator: ';'}}, {fields}}}\n"
    return entry(text, row, heading)


def test_a_row_becomes_an_event_of_the_kind_with_all_that_the_map_names() -> None:
    assert entry(DELIVERIES, ROW) == {
        "kind": "MaterielSupplied",
        "key": "deliveries:7",
        "occurred": "2023-04-23",
        "supplier": {"actor": "DEU"},
        "recipient": {"actor": Mention("Home Guard", "UKR", of=True), "as_said": "Home Guard"},
        "place": Spot("Odesa", "city", "UKR", ("Odesa Oblast",), 46.48, 30.73),
        "items": [{"category": "Leopard 2", "quantity": {"best": "18", "unit": "pieces"}}],
        "terms": "given",
        "report": {"source": "deliveries", "quote": "It came.", "attributed_to": ["Daily Lamp", "Star"], "hedge": "reported"},
    }


@pytest.mark.parametrize(
    ("fields", "heading", "row", "occurred"),
    [
        ("occurred: Day", "Who,Day", "USA;RUS,20230423", "2023-04-23"),
        ("occurred: Day", "Who,Day", "USA;RUS,23/4/2023", "2023-04-23"),
        ("occurred: Day", "Who,Day", "USA;RUS,2023-04~", "2023-04~"),
        ("occurred: Day", "Who,Day", "USA;RUS,2023.0", "2023"),
        ("occurred: Day", "Who,Day", "USA;RUS,2023-04-23T10:00:00", "2023-04-23"),
        ("occurred: {year: Y, month: M, day: D}", "Who,Y,M,D", "USA;RUS,2023,4,23", "2023-04-23"),
        ("occurred: {year: Y, month: M, day: D}", "Who,Y,M,D", "USA;RUS,2023,4,", "2023-04"),
        ("occurred: {first: A, last: B}", "Who,A,B", "USA;RUS,2023-04-23,2023-04-25", "2023-04-23/2023-04-25"),
        ("occurred: {first: A, last: B}", "Who,A,B", "USA;RUS,2023-04-23,2023-04-23", "2023-04-23"),
        ("occurred: {earliest: A, latest: B}", "Who,A,B", "USA;RUS,2023-04-23,2023-04-25", "[2023-04-23..2023-04-25]"),
    ],
)
def test_dates_are_read_from_one_column_or_several(fields: str, heading: str, row: str, occurred: str) -> None:
    assert of_summit(fields, row, heading)["occurred"] == occurred


def test_a_cell_that_lists_several_becomes_a_list_and_states_are_known_by_name_or_code() -> None:
    found = of_summit("occurred: Day", "USA; North Korea;Some Front,2023", "Who,Day")

    assert found["participants"] == [{"actor": "USA"}, {"actor": "PRK"}, {"actor": Mention("Some Front")}]


@pytest.mark.parametrize(
    ("cell", "figure"),
    [("1,200", "1200"), ("645.0", "645"), ("12,5", "12.5")],
)
def test_figures_are_read_as_tables_write_them(cell: str, figure: str) -> None:
    text = "source: {id: mine}\nkind: ForceUsed\nfields: {by: Who, deaths: {best: Dead}}"

    assert entry(text, f"Some Front;{cell}", "Who;Dead")["deaths"] == {"best": figure}


def test_rows_are_told_apart_by_the_columns_named_else_by_all_that_the_map_names() -> None:
    text = DELIVERIES.replace("key: No\n", "")
    first, again, other = (entry(text, row)["key"] for row in (ROW, ROW, ROW.replace("18", "19")))

    assert first == again != other
    assert entry(DELIVERIES.replace("key: No", "key: [No, Weapon]"), ROW)["key"].startswith("deliveries:")


def test_a_cell_that_breaks_is_left_out_alone_where_the_event_still_says_something_true() -> None:
    (found,) = read(DELIVERIES, ROW.replace("46.48", "146.48"))

    assert isinstance(found, Draft)
    assert "place" not in found.entry
    assert [flaw.what for flaw in found.flaws] == ["without its place"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2023-04-23", "some day", "occurred (column 'Date'): 'some day' is not an EDTF date"),
        ("18", "many", "items.0.quantity.best (column 'Number'): 'many' is not a number"),
        (",no,", ",maybe,", "column 'Paid' is 'maybe'; the map lists yes, no"),
        ("7,", ",", "No is empty"),
        ("Germany", "", "supplier (column 'From'): is missing"),
        (",Ukraine,", ",Nowhere,", "column 'To state' is 'Nowhere', which is neither the name nor the ISO 3166 code of a state"),
    ],
)
def test_a_cell_that_the_event_cannot_do_without_is_named(old: str, new: str, told: str) -> None:
    assert told in reason(DELIVERIES, ROW.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: MaterielSupplied\n", "", "map.yaml, line 1: a map needs kind"),
        ("kind: MaterielSupplied", "kind: Materiel", "map.yaml, line 2: kind: unknown kind 'Materiel'"),
        ("id: deliveries", "id: My deliveries", "map.yaml, line 1: source.id: 'My deliveries' will not do"),
        ("  supplier: From\n", "", "map.yaml, line 4: fields: MaterielSupplied needs supplier"),
        ("  supplier: From", "  suplier: From", "map.yaml, line 6: fields.suplier: there is no such field; did you mean supplier?"),
        (
            "best: Number",
            "bset: Number",
            "map.yaml, line 11: fields.items.quantity.bset: there is no such field; did you mean best?",
        ),
        ("no: given", "no: lent", "map.yaml, line 12: fields.terms: 'lent' is not one of given, sold, bartered"),
        ("occurred: Date", "occurred: [Date]", "map.yaml, line 5: fields.occurred: ['Date'] will not do"),
        ("occurred: Date", "occurred: {month: Date}", "map.yaml, line 5: fields.occurred: needs one of: date"),
        ("supplier: From", "supplier: {value: x, column: y}", "map.yaml, line 6: fields.supplier.name: needs the name of a column"),
        ("hedge: {value", "hedged: {value", "map.yaml, line 13: report.hedged: there is no such field; did you mean hedge?"),
        ("report: {", "report: [", "map.yaml, line 13: is not YAML"),
    ],
)
def test_what_is_wrong_with_a_map_is_told_with_its_line(old: str, new: str, told: str) -> None:
    assert old in DELIVERIES
    with pytest.raises(BadInput) as error:
        map_in(DELIVERIES.replace(old, new), "map.yaml")

    assert told in str(error.value)


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        (HEADING.replace("Weapon", "Weapons"), "map.yaml, line 10: the table has no column 'Weapon'; it has Weapons"),
        (HEADING.replace("Remarks", "Paid"), "map.yaml, line 12: the table has 2 columns 'Paid'; give each a name of its own"),
    ],
)
def test_a_column_that_the_table_lacks_is_told_with_the_line_of_the_map(heading: str, told: str) -> None:
    with pytest.raises(BadInput) as error:
        read(DELIVERIES, ROW, heading=heading)

    assert told in str(error.value)


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.kind())
def test_every_field_of_every_kind_can_be_mapped_but_those_that_point_at_other_events(kind: type[Event]) -> None:
    assert {*fields_of(kind).model_fields} == {*kind.model_fields} - {*NOT_FROM_A_TABLE}


def test_the_example_in_the_documentation_holds() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    example = page[page.index("### A table of your own") :]
    table, text = example.split("```\n")[3], example.split("```yaml\n")[1].split("```")[0]

    first, second = own_format(map_in(text, "map.yaml")).read(io.BytesIO(table.encode()))

    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.entry["occurred"], second.entry["occurred"]) == ("2023-04-03", "2023-04-23")
    assert (first.entry["terms"], second.entry["terms"]) == ("given", "sold")
    assert first.entry["report"]["attributed_to"] == ["Daily Lamp", "Star"]
    assert second.entry["items"] == [{"category": "M777", "quantity": {"best": "1200", "unit": "pieces"}}]
