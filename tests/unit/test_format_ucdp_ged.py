"""UCDP GED: what a row of its 49 columns stands for."""

from typing import Any

import pytest
from rows import comma_separated, read
from rows import entry as entry_of
from rows import reason as reason_of

from domain.values.dates import read_edtf
from scripts.importing.draft import Draft, Mention, Spot
from scripts.importing.formats.ucdp_ged import UCDP_GED
from scripts.importing.layouts import columns

COLUMNS = columns("ucdp_ged")
ROW = {
    "id": "77",
    "year": "2016",
    "type_of_violence": "1",
    "side_a_new_id": "118",
    "side_a": "Government of Utopia",
    "side_b_new_id": "234",
    "side_b": "Front",
    "number_of_sources": "2",
    "source_article": '"Agency,2016-01-06,Clashes; ten dead";"Daily,2016-01-07,More"',
    "source_original": "army; monitors",
    "where_prec": "1",
    "where_coordinates": "Rasa town",
    "adm_1": "North province",
    "adm_2": "Rasa district",
    "latitude": "34.2",
    "longitude": "37.2",
    "country_id": "652",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2016-01-05 00:00:00.000",
    "date_end": "2016-01-05",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "3",
    "deaths_unknown": "0",
    "best": "6",
    "high": "8",
    "low": "5",
    "gwnoa": "652",
}


def entry(**cells: str) -> Any:
    return entry_of(UCDP_GED, comma_separated(COLUMNS, ROW | cells))


def reason(**cells: str) -> str:
    return reason_of(UCDP_GED, comma_separated(COLUMNS, ROW | cells))


def test_a_row_is_violence_with_sides_bounds_and_deaths_by_side() -> None:
    found = entry()

    assert {name: found[name] for name in ("kind", "key", "occurred", "one_sided", "aggregate", "deaths", "deaths_b")} == {
        "kind": "ViolenceRecorded",
        "key": "ucdp-ged:77",
        "occurred": "2016-01-05",
        "one_sided": False,
        "aggregate": False,
        "deaths": {"low": "5", "best": "6", "high": "8"},
        "deaths_b": {"best": "2"},
    }


def test_a_side_is_its_persistent_number_and_a_government_acts_for_its_state() -> None:
    found = entry()

    government = Mention("Government of Utopia", "SYR", "organization", (("ucdp-actor", "118"),), of=True)
    assert found["side_a"] == [{"actor": government, "as_said": "Government of Utopia"}]
    assert found["side_b"] == [{"actor": Mention("Front", None, "armed_group", (("ucdp-actor", "234"),)), "as_said": "Front"}]


def test_every_article_cited_is_a_report_beside_that_of_ucdp() -> None:
    (draft,) = read(UCDP_GED, comma_separated(COLUMNS, ROW))

    assert isinstance(draft, Draft)
    assert [(s["publisher"], s["published"], s["title"]) for s in draft.needs] == [
        ("Agency", "2016-01-06", "Clashes; ten dead"),
        ("Daily", "2016-01-07", "More"),
    ]
    assert draft.entry["report"] == [
        {"source": "ucdp-ged", "attributed_to": ["army", "monitors"], "coded": {"type_of_violence": "1"}},
        *({"source": source["id"]} for source in draft.needs),
    ]


def test_an_old_citation_without_columns_is_one_source_by_its_text() -> None:
    (draft,) = read(UCDP_GED, comma_separated(COLUMNS, ROW | {"source_article": 'Agency 1989-05-17 "HEADLINE, LONG'}))

    assert isinstance(draft, Draft)
    assert [source["title"] for source in draft.needs] == ['Agency 1989-05-17 "HEADLINE, LONG']


def test_a_citation_of_an_impossible_day_is_one_text() -> None:
    (draft,) = read(UCDP_GED, comma_separated(COLUMNS, ROW | {"source_article": '"Agency,2016-00-00,Clashes"'}))

    assert isinstance(draft, Draft)
    assert [source["title"] for source in draft.needs] == ["Agency,2016-00-00,Clashes"]


@pytest.mark.parametrize(
    ("start", "end", "date_prec", "clarity", "edtf"),
    [
        ("2016-01-05", "2016-01-07", "2", "1", "[2016-01-05..2016-01-07]"),
        ("2016-01-05", "2016-01-07", "2", "2", "2016-01-05/2016-01-07"),
        ("2016-02-01", "2016-02-29", "4", "1", "2016-02"),
        ("2016-01-01", "2016-12-31", "5", "1", "2016"),
        ("2016-01-05", "2016-01-05", "2", "1", "2016-01-05~"),
    ],
)
def test_a_day_that_is_not_known_is_no_day(start: str, end: str, date_prec: str, clarity: str, edtf: str) -> None:
    found = entry(date_start=start, date_end=end, date_prec=date_prec, event_clarity=clarity)

    assert found["occurred"] == edtf
    assert read_edtf(edtf).earliest.isoformat() == start  # type: ignore[union-attr]
    assert read_edtf(edtf).latest.isoformat() == end  # type: ignore[union-attr]
    assert found["aggregate"] == (clarity == "2")


@pytest.mark.parametrize(
    ("precision", "spot"),
    [
        ("1", Spot("Rasa town", "town", "SYR", ("North province", "Rasa district"), 34.2, 37.2)),
        ("2", Spot("within 25 km of Rasa town", "region", "SYR")),
        ("3", Spot("Rasa district", "district", "SYR", ("North province",))),
        ("4", Spot("North province", "region", "SYR")),
        ("5", Spot("Rasa town", "region", "SYR")),
        ("6", Spot("", "country", "SYR")),
        ("7", Spot("Rasa town", "other")),
    ],
)
def test_a_place_has_a_point_only_where_it_is_exact(precision: str, spot: Spot) -> None:
    assert entry(where_prec=precision)["place"] == spot


def test_the_civilians_of_all_countries_are_no_actor() -> None:
    found = entry(type_of_violence="3", side_b="Civilians", side_b_new_id="1")

    assert found["one_sided"]
    assert found["side_b"] == []


@pytest.mark.parametrize(("day", "state"), [("1991-08-19", "SUN"), ("1999-10-01", "RUS")])
def test_a_government_acts_for_the_state_of_its_day(day: str, state: str) -> None:
    found = entry(gwnoa="365", country_id="365", date_start=day, date_end=day)

    assert found["side_a"][0]["actor"].country == state
    assert found["place"].country == state


def test_bounds_that_contradict_the_best_estimate_are_quoted_and_not_counted_with() -> None:
    found = entry(low="7", best="6", high="8")

    assert found["deaths"] == {"best": "6", "high": "8"}
    assert found["report"][0]["quote"] == "low 7, best 6, high 8"


@pytest.mark.parametrize("file", [comma_separated(COLUMNS, ROW, heading=False), b"\xef\xbb\xbf" + comma_separated(COLUMNS, ROW)])
def test_a_file_may_lack_the_heading_or_begin_with_a_byte_order_mark(file: bytes) -> None:
    assert entry_of(UCDP_GED, file) == entry()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"type_of_violence": "4"}, "type_of_violence is '4'"),
        ({"event_clarity": "3"}, "event_clarity is '3'"),
        ({"gwnoa": "9999"}, "gwnoa is '9999'"),
        ({"best": "some"}, "best is 'some'"),
        ({"date_end": "2015-01-01"}, "before it starts"),
        ({"date_start": "5.1.2016"}, "5.1.2016"),
        ({"side_a_new_id": ""}, "side_a_new_id is empty"),
    ],
)
def test_what_cannot_be_told_is_rejected(cells: dict[str, str], told: str) -> None:
    assert told in reason(**cells)


COALITION = "Government of Australia, Government of United Kingdom, Government of United States of America"


@pytest.mark.parametrize("numbers", ["", "900, 200, 2", "900,200,2", "2;200;900", "900.0, 200.0, 2.0"])
def test_each_government_of_a_coalition_acts_for_its_state(numbers: str) -> None:
    found = entry(
        side_a=COALITION, gwnoa=numbers, side_b="Government of Iraq", gwnob="645", date_start="2003-03-22", date_end="2003-03-22"
    )

    actors = [side["actor"] for side in (*found["side_a"], *found["side_b"])]
    assert [(a.name, a.country, a.of) for a in actors] == [
        ("Government of Australia", "AUS", True),
        ("Government of United Kingdom", "GBR", True),
        ("Government of United States of America", "USA", True),
        ("Government of Iraq", "IRQ", True),
    ]
    assert [a.codes for a in actors] == [(), (), (), (("ucdp-actor", "234"),)]


def test_a_government_that_goes_by_a_name_of_ucdps_own_is_known_by_the_number_that_is_left() -> None:
    side = "Government of Russia (Soviet Union), Government of Syria"

    found = entry(side_b=side, gwnob="365, 652", date_start="2016-01-05")

    assert [party["actor"].country for party in found["side_b"]] == ["RUS", "SYR"]


@pytest.mark.parametrize(
    ("side", "numbers"),
    [(COALITION, "900, 200"), (COALITION, "900, 200, 645"), ("Government of Utopia, Government of Syria", "")],
)
def test_a_coalition_whose_names_and_numbers_differ_is_refused(side: str, numbers: str) -> None:
    assert "whose each is cannot be told" in reason(side_a=side, gwnoa=numbers)


def test_a_government_without_a_number_acts_for_the_state_of_its_name() -> None:
    (party,) = entry(side_a="Government of Iraq", gwnoa="")["side_a"]

    assert (party["actor"].country, party["actor"].of) == ("IRQ", True)


def listed(**cells: str) -> list[str]:
    return [party["as_said"] for party in entry(**cells)["side_b"]]


def test_groups_that_are_one_side_of_a_non_state_conflict_are_parties_of_their_own() -> None:
    parties = entry(type_of_violence="2", side_b="Giants Brigades , STC, Front")["side_b"]

    assert [(party["actor"].name, party["actor"].codes) for party in parties] == [
        ("Giants Brigades", ()),
        ("STC", ()),
        ("Front", ()),
    ]


def test_the_number_of_a_coalition_is_kept_as_it_is_coded() -> None:
    (report, *_) = entry(type_of_violence="2", side_b="Giants Brigades, STC", side_b_new_id="6040")["report"]

    assert report["coded"] == {"type_of_violence": "2", "side_b_new_id": "6040"}


@pytest.mark.parametrize("type", ["1", "2", "3"])
@pytest.mark.parametrize(
    "name",
    [
        "Military Junta for Democracy, Peace and Justice",
        "SAO East, Middle & West",
        "Opposition coalition (Febreristas, Liberals)",
    ],
)
def test_a_name_with_commas_is_one_party(type: str, name: str) -> None:
    assert listed(type_of_violence=type, side_b=name) == [name]


@pytest.mark.parametrize("type", ["1", "3"])
def test_a_rebel_group_that_fights_a_state_is_one_party_under_its_number(type: str) -> None:
    assert listed(type_of_violence=type, side_b="Interahamwe, ex-FAR") == ["Interahamwe, ex-FAR"]


def test_the_ids_of_conflict_and_dyad_and_the_status_are_kept() -> None:
    ids = {"conflict_new_id": "333", "conflict_name": "Utopia: Government", "dyad_new_id": "735"}

    (report, *_) = entry(code_status="Clear", **ids)["report"]

    assert report["coded"] == {"type_of_violence": "1", "code_status": "Clear"} | ids
    assert "hedge" not in report


@pytest.mark.parametrize("status", ["Check event", "Check deaths", "Check"])
def test_what_ucdp_has_still_to_check_is_hedged(status: str) -> None:
    (report, *_) = entry(code_status=status)["report"]

    assert (report["hedge"], report["coded"]["code_status"]) == ("reported", status)
