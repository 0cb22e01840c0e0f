"""A cell that breaks spoils itself, and not the row of which it is a part; what it would say is never guessed."""

import pytest
from published import ACLED, GDELT, ICEWS, POLECAT, UCDP, Sample, draft

from scripts.importing.draft import Draft, Reject


@pytest.mark.parametrize(
    ("sample", "cells", "field", "reason"),
    [
        (GDELT, {"ActionGeo_Type": "9"}, "place", "ActionGeo_Type is '9'; it is 0 to 5"),
        (GDELT, {"ActionGeo_Lat": "98.1"}, "place", "ActionGeo_Lat is '98.1'; it is a number from -90 to 90"),
        (GDELT, {"ActionGeo_Long": "nan"}, "place", "ActionGeo_Long is 'nan'; it is a number from -180 to 180"),
        (GDELT, {"Actor2CountryCode": "ZZZ"}, "target", "Actor2CountryCode 'ZZZ' is neither a country nor a region of CAMEO"),
        (GDELT, {"QuadClass": "5"}, "coded_quad", "QuadClass is '5'; it is 1, 2, 3 or 4"),
        (GDELT, {"GoldsteinScale": "high"}, "intensity", "GoldsteinScale is 'high', which is not a number"),
        (GDELT, {"GoldsteinScale": "34"}, "intensity", "GoldsteinScale is '34'; a score is a number from -10 to 10"),
        (UCDP, {"where_prec": "9"}, "place", "where_prec is '9'; it is 1 to 7"),
        (UCDP, {"country_id": "9999"}, "place", "country_id is '9999', no state that Gleditsch and Ward have for 2003-03-21"),
        (UCDP, {"latitude": "95"}, "place", "latitude is '95'; it is a number from -90 to 90"),
        (UCDP, {"deaths_a": "few"}, "deaths_a", "deaths_a is 'few', which is not a whole number"),
        (ACLED, {"iso": "999", "country": ""}, "place", "iso is '999', which is not a number of ISO 3166, and country is ''"),
        (ACLED, {"iso": "4"}, "place", "iso is '4', which is AFG, but country is 'Yemen', which is YEM"),
        (ACLED, {"geo_precision": "4"}, "place", "geo_precision is '4'; it is 1, 2 or 3"),
        (ICEWS, {"Country": "Utopia"}, "place", "Country is 'Utopia', which is no state that annals knows"),
        (ICEWS, {"Latitude": "north"}, "place", "Latitude is 'north', which is not a number"),
        (ICEWS, {"Target Country": "Utopia"}, "target", "Target Country is 'Utopia', which is no state that annals knows"),
        (ICEWS, {"Intensity": "high"}, "intensity", "Intensity is 'high', which is not a number"),
        (POLECAT, {"Contexts": "democracy"}, "contexts", "'democracy' is not a PLOVER context"),
        (POLECAT, {"Latitude": "95"}, "place", "Latitude is '95'; it is a number from -90 to 90"),
        (POLECAT, {"Intensity": "11"}, "intensity", "Intensity is '11'; a score is a number from -10 to 10"),
    ],
)
def test_a_row_is_recorded_without_what_is_broken_and_says_so(
    sample: Sample, cells: dict[str, str], field: str, reason: str
) -> None:
    whole, found = draft(sample), draft(sample, **cells)

    assert isinstance(whole, Draft)
    assert isinstance(found, Draft), found
    assert found.entry == {name: value for name, value in whole.entry.items() if name != field}
    assert [flaw.reason for flaw in found.flaws] == [reason]
    assert field in whole.entry
    assert whole.flaws == ()


@pytest.mark.parametrize(
    ("sample", "cells", "reason"),
    [
        (GDELT, {"Actor1CountryCode": "ZZZ"}, "Actor1CountryCode 'ZZZ'"),
        (GDELT, {"Actor1Code": "", "Actor2CountryCode": "ZZZ"}, "names neither Actor1 nor Actor2"),
        (UCDP, {"gwnoa": "9999"}, "gwnoa is '9999'"),
        (UCDP, {"best": "some"}, "best is 'some'"),
        (ACLED, {"event_date": "none"}, "event_date is 'none'"),
        (ICEWS, {"Source Country": "Utopia"}, "Source Country is 'Utopia'"),
    ],
)
def test_a_row_that_would_say_nothing_true_without_it_is_rejected(sample: Sample, cells: dict[str, str], reason: str) -> None:
    found = draft(sample, **cells)

    assert isinstance(found, Reject)
    assert reason in found.reason


def test_a_state_of_the_second_side_that_is_none_leaves_the_side_itself() -> None:
    found = draft(UCDP, gwnob="9999")

    assert isinstance(found, Draft)
    assert [side["as_said"] for side in found.entry["side_b"]] == ["Front"]
    assert [flaw.what for flaw in found.flaws] == ["without the state of side_b"]


def test_kosovo_has_no_number_and_is_known_by_its_name() -> None:
    found = draft(ACLED, iso="0", country="Kosovo")

    assert isinstance(found, Draft)
    assert found.entry["place"].country == "XKX"


def test_a_nothing_of_gdelt_is_no_flaw() -> None:
    found = draft(GDELT, ActionGeo_Type="0", ActionGeo_FullName="", ActionGeo_Lat="", ActionGeo_Long="")

    assert isinstance(found, Draft)
    assert "place" not in found.entry
    assert found.flaws == ()
