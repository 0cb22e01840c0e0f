"""The code books against the tables they were taken from, and against kinds as they are coded."""

import csv
import os
import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from domain.codes import PLOVER_MODES, PLOVER_TYPES, Coding, Quad, goldstein, plover_of, unknown_modes

MODES_DROPPED = {
    "return",
    "ease",
    "ban",
    "political",
    "seize",
    "assassinate",
    "pro_autocracy",
    "cleansing",
    "massacre",
}


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample data that ANNALS_SAMPLES names."""
    if not (given := os.environ.get("ANNALS_SAMPLES")):
        pytest.skip("ANNALS_SAMPLES is not set")
    return Path(given)


@pytest.mark.parametrize(
    ("cameo", "hundredths"),
    [
        ("046", 700),
        ("040", 100),
        ("042", 190),
        ("057", 800),
        ("017", 0),
        ("072", 830),
        ("013", 40),
        ("145", -750),
        ("0874", 1000),
        ("0871", 900),
        ("163", -800),
        ("154", -720),
        ("111", -200),
        ("190", -1000),
        ("192", -950),
    ],
)
def test_an_act_has_the_score_of_gdelts_table_in_hundredths(cameo: str, hundredths: int) -> None:
    assert goldstein(cameo) == hundredths


@pytest.mark.parametrize("cameo", ["10000", "46", "", "1213"])
def test_a_code_outside_gdelts_table_has_no_score(cameo: str) -> None:
    assert goldstein(cameo) is None


def test_a_code_keeps_its_zero() -> None:
    assert (goldstein("010"), goldstein("10")) == (0, -500)


@pytest.mark.parametrize(
    ("cameo", "plover"),
    [
        ("046", ("CONSULT", None)),
        ("042", ("CONSULT", "visit")),
        ("163", ("COERCE", "restrict")),
        ("0813", ("RETREAT", None)),
        ("1832", ("ASSAULT", "explosives")),
        ("1712", ("ASSAULT", None)),
        ("175", ("ASSAULT", None)),
        ("1321", ("THREATEN", None)),
        ("010", None),
        ("08", None),
        ("9999", None),
    ],
)
def test_a_cameo_code_has_the_type_and_mode_of_the_map(cameo: str, plover: tuple[str, str | None] | None) -> None:
    assert plover_of(cameo) == plover


def test_modes_that_the_manual_does_not_know_are_listed() -> None:
    unknown = unknown_modes()

    assert ("1712", "ASSAULT", "seize") in unknown
    assert {mode for _, _, mode in unknown} == MODES_DROPPED


def test_the_manual_has_sixteen_types_and_sixty_seven_modes() -> None:
    assert len(PLOVER_TYPES) == 16
    assert sum(map(len, PLOVER_MODES.values())) == 67
    assert PLOVER_MODES.keys() == PLOVER_TYPES.keys()


def test_quads_are_numbered_as_in_data_sets() -> None:
    assert [quad.number for quad in Quad] == [1, 2, 3, 4]
    assert (PLOVER_TYPES["CONSULT"].number, PLOVER_TYPES["AID"].number) == (1, 2)
    assert (PLOVER_TYPES["ACCUSE"].number, PLOVER_TYPES["PROTEST"].number) == (3, 4)


def test_a_coding_has_the_quad_of_its_type_and_the_score_of_its_code() -> None:
    coding = Coding("SANCTION", "163", "discontinue")

    assert (coding.quad, coding.goldstein) == (Quad.MATERIAL_CONFLICT, -800)


def test_a_coding_may_have_one_code_book_only() -> None:
    assert (Coding(None, "016").quad, Coding(None, "016").goldstein) == (None, -200)
    assert (Coding("AID", None).quad, Coding("AID", None).goldstein) == (Quad.MATERIAL_COOPERATION, None)
    assert Coding("REJECT", "1213").goldstein is None


@pytest.mark.parametrize(
    ("plover", "cameo", "mode", "message"),
    [
        ("CONSLT", "046", None, "'CONSLT' is not a PLOVER type; the types are AGREE, CONSULT,"),
        (
            "CONSULT",
            "046",
            "fax",
            "'fax' is not a mode of CONSULT; its modes are multilateral, phone, third-party, visit",
        ),
        ("AID", "072", "phone", "'phone' is not a mode of AID; it has no modes"),
        (None, "046", "visit", "mode 'visit' belongs to no PLOVER type; give the type too"),
        ("CONSULT", "46", None, r"'46' is not a CAMEO code; did you mean '046'\?"),
        ("CONSULT", "999", None, "'999' is not a CAMEO code; it has two to four digits, as in 046"),
        ("CONSULT", "", None, "'' is not a CAMEO code"),
        ("", "046", None, "'' is not a PLOVER type"),
    ],
)
def test_a_coding_of_unknown_codes_is_refused(plover: str | None, cameo: str, mode: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Coding(plover, cameo, mode)


def test_every_table_names_its_source_first() -> None:
    tables = [table for table in files("domain.codes").iterdir() if table.name.endswith(".csv")]

    assert len(tables) == 5
    assert all(table.read_text(encoding="utf-8").startswith("# source: ") for table in tables)


def test_the_scores_are_those_of_the_sample(samples: Path) -> None:
    lines = (samples / "cameo" / "CAMEO.goldsteinscale.txt").read_text(encoding="utf-8").splitlines()[1:]

    for code, score in (line.split("\t") for line in lines):
        assert goldstein(code) == Decimal(score) * 100, code


def test_the_types_and_modes_are_those_of_the_sample(samples: Path) -> None:
    types, modes = _rows(samples / "plover" / "event_types.csv"), _rows(samples / "plover" / "modes.csv")

    quads = {row["event_type"]: row["quad_category"].lower().replace(" ", "_") for row in types}
    assert quads == PLOVER_TYPES
    assert {(row["event_type"], row["mode"]) for row in modes} == {(t, m) for t, ms in PLOVER_MODES.items() for m in ms}


def test_the_map_is_that_of_the_sample(samples: Path) -> None:
    text = (samples / "plover" / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8")

    mapped = re.findall(r"^([0-9]+): *([A-Z]+) *(?:, *([a-z_-]*))?", text, re.MULTILINE)
    assert len(mapped) == 276
    unknown = set(unknown_modes())
    for code, plover, mode in mapped:
        expected = None if (code, plover, mode) in unknown else mode or None
        assert code == "08" or plover_of(code) == (plover, expected)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
