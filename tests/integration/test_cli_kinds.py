"""annals kinds: the kinds of events for those who code, and what is answered where one does not exist."""

import pytest
from command_line import run_annals

from domain.events import EVENT_KINDS

NOWHERE = "postgresql://annals@127.0.0.1:1/nothing"
"""No database is needed to say which kinds there are."""


def test_all_kinds_are_listed_with_meaning_and_codes() -> None:
    answer = run_annals(NOWHERE, "kinds")

    lines = answer.out.splitlines()
    assert answer.code == 0
    assert all(any(line.startswith(f"{kind.__name__} ") for line in lines) for kind in EVENT_KINDS)
    (summit,) = [line for line in lines if line.startswith("SummitHeld ")]
    assert "A meeting of heads of state or government." in summit
    assert "CONSULT" in summit
    assert "046" in summit


def test_one_kind_is_shown_with_fields_codes_and_an_example() -> None:
    answer = run_annals(NOWHERE, "kinds", "ForceUsed")

    assert answer.code == 0
    for part in (
        "by_as_said",
        "How many people were injured.",
        "ASSAULT/drone",
        "195",
        "- kind: ForceUsed",
        "hit: [a market in Borno]",
    ):
        assert part in answer.out


def test_programs_get_the_same_as_json() -> None:
    all_kinds, one = (
        run_annals(NOWHERE, "kinds", "--format", "json"),
        run_annals(NOWHERE, "kinds", "VOTE_TAKEN", "--format", "json"),
    )

    assert [each["kind"] for each in all_kinds.json] == [kind.__name__ for kind in EVENT_KINDS]
    assert one.json == next(each for each in all_kinds.json if each["kind"] == "VoteTaken")
    fields = {field["name"]: field for field in one.json["fields"]}
    assert (fields["motion"]["required"], fields["votes_for"]["type"], fields["vetoed_by"]["role"]) == (True, "figure", "voter")
    assert one.json["codes"] == [{"when": None, "plover": None, "cameo": None, "quad": None, "goldstein": None}]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("Coup", "unknown kind 'Coup'; did you mean PowerSeized, CoupAttempted? annals kinds lists the kinds of events"),
        (
            "SourceRegistered",
            "SourceRegistered is an entry about the cast or a revision, and no kind of event;"
            " annals schema --entries has its fields",
        ),
        ("Xyzzy", "unknown kind 'Xyzzy'; annals kinds lists the kinds of events"),
    ],
)
def test_an_unknown_kind_is_answered_with_those_that_mean_the_like(asked: str, message: str) -> None:
    answer = run_annals(NOWHERE, "kinds", asked)

    assert (answer.code, answer.out, answer.err) == (2, "", f"error: {message}\n")


def test_an_entry_of_an_unknown_kind_is_answered_in_the_same_way(database_url: str) -> None:
    answer = run_annals(database_url, "append", "-", stdin=b"- {kind: TariffImposed, by: USA, on: CAN}\n")

    assert answer.code == 2
    assert "unknown kind 'TariffImposed'; did you mean TradeMeasureTaken" in answer.err
    assert "annals kinds lists the kinds of events" in answer.err
