"""annals import --release: newer releases of a data set through the command line."""

import json
from pathlib import Path

import pytest
from command_line import run_annals
from releases import Releases, counts


def test_history_tells_what_a_release_changed_and_as_of_what_it_was(releases: Releases) -> None:
    before = json.loads(releases.take("19.1", {"id": "1"}, {"id": "2"}, {"id": "3"}).out)["head"]

    answer = releases.take("23.1", {"id": "1"}, {"id": "2", "side_b": "New Front"}, {"id": "4"})

    assert counts(answer) == {"recorded": 2, "corrected": 1, "duplicates": 1, "rejected": 0, "retracted": 1}
    found = releases.ask(f"""{{
        now: events(first: 9) {{ totalCount }} then: events(first: 9, asOf: {{position: {before}}}) {{ totalCount }}
        renamed: event(key: "ucdp-ged:2") {{ parties {{ asSaid }} history {{ reason appendedBy }} }}
        was: event(key: "ucdp-ged:2", asOf: {{position: {before}}}) {{ parties {{ asSaid }} }}
        gone: event(key: "ucdp-ged:3") {{ retracted history {{ reason }} }} }}""")
    assert (found["now"]["totalCount"], found["then"]["totalCount"]) == (3, 3)
    assert found["renamed"]["history"][-1]["reason"] == "release 23.1 of ucdp-ged has another side_b"
    assert "ged23.1.csv:3" in found["renamed"]["history"][-1]["appendedBy"]
    assert [p["asSaid"] for p in found["renamed"]["parties"]] == ["Government of Utopia", "New Front"]
    assert [p["asSaid"] for p in found["was"]["parties"]] == ["Government of Utopia", "Front"]
    assert found["gone"] == {
        "retracted": True,
        "history": [{"reason": None}, {"reason": "release 23.1 of ucdp-ged no longer has it"}],
    }


def test_a_side_that_was_renamed_is_the_same_actor(releases: Releases) -> None:
    releases.take("23.1", {"id": "1"}, {"id": "2", "side_b": "New Front"}, {"id": "3"})

    assert releases.ask('{ actor(ref: "Front") { eventCount } }') == {"actor": {"eventCount": 3}}


def test_a_changed_row_without_a_release_is_rejected_with_the_remedy(releases: Releases) -> None:
    answer = releases.take("23.1", {"id": "1", "best": "7"}, release="")

    assert answer.code == 2
    assert "ged23.1.csv:2: key: is recorded already with other content; append a correction instead" in answer.err
    assert "or if the file is a newer release of the data set, say which: --release 23.1" in answer.err


def test_what_may_stand_on_a_rejected_row_is_not_retracted(releases: Releases) -> None:
    answer = releases.take("23.1", {"id": "1"}, {"id": "2"}, {"id": "3", "country_id": "9999"})

    assert (answer.code, counts(answer)["retracted"]) == (2, 0)
    assert "1 events that may be among the rejected rows, so nothing was retracted" in answer.err
    assert releases.ask("{ events { totalCount } }") == {"events": {"totalCount": 3}}


def test_a_file_that_lacks_most_corrects_and_retracts_nothing_until_it_says_what_it_covers(releases: Releases) -> None:
    releases.take("20.1", *({"id": str(n)} for n in range(1, 21)))

    part = releases.take("23.1", {"id": "1", "best": "7"})
    again = releases.take("23.1", {"id": "1", "best": "7"}, covers="none")
    whole = releases.take("23.1", {"id": "1", "best": "7"}, covers="2016")

    assert (part.code, counts(part)["corrected"], counts(part)["retracted"]) == (2, 1, 0)
    assert "--covers 2016-01-05/2016-01-05" in part.err
    assert (again.code, counts(again)["retracted"]) == (0, 0)
    assert (whole.code, counts(whole)["retracted"]) == (0, 19)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ucdp-ged", "--covers", "2016"), "--covers belongs to --release"),
        (("ucdp-ged", "--retract"), "--retract belongs to --release"),
        (("ucdp-ged", "--published", "2026-05-16"), "--published belongs to --release"),
        (("acled", "--release", "7"), "--release '7' does not say when that release of acled came out"),
        (("ucdp-ged", "--release", "latest"), "'latest' is not a release"),
        (("ucdp-ged", "--release", "23.1", "--covers", "soon"), "--covers: 'soon' is not an EDTF date"),
        (("gdelt", "--release", "1"), "gdelt does not come out in releases"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_read(
    empty_url: str, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    (tmp_path / "file").write_text("")
    format, *options = words

    answer = run_annals(empty_url, "import", format, tmp_path / "file", *options)

    assert answer.code == 2
    assert told in answer.err


def nepal(id: int, day: str) -> dict[str, str]:
    return {"id": f"10{id}", "country_id": "790", "gwnoa": "790", "date_start": day, "date_end": day}


def in_month(releases: Releases, month: str) -> int:
    query = f'{{ events(filter: {{occurred: {{from: "{month}-01", to: "{month}-28"}}}}) {{ totalCount }} }}'
    return int(releases.ask(query)["events"]["totalCount"])


def test_a_month_that_adds_takes_nothing_back(releases: Releases) -> None:
    july = [nepal(n, f"2016-07-{day:02}") for n, day in enumerate((3, 9, 15, 22, 28))]
    august = [nepal(n, f"2016-08-{day:02}") for n, day in enumerate((2, 11, 20), start=10)]

    first = releases.take("22.0.7", *july)
    assert first.code == 0, first.err
    answer = releases.take("22.0.8", *august, nepal(20, "2016-07-05"))

    assert counts(answer) == {"recorded": 4, "corrected": 0, "duplicates": 0, "rejected": 0, "retracted": 0}
    assert (in_month(releases, "2016-07"), in_month(releases, "2016-08")) == (6, 3)


def test_what_a_month_covers_is_told_and_taken_back_only_where_somebody_says_so(releases: Releases) -> None:
    releases.take("22.0.7", nepal(1, "2016-07-03"), nepal(2, "2016-07-04"))
    lacking = "release 22.0.8 of ucdp-ged lacks 1 of the 2 events that the log has of ucdp-ged for 2016-07-01 to 2016-07-31 in NPL"

    refused = releases.take("22.0.8", nepal(1, "2016-07-03"), covers="2016-07")
    assert (refused.code, counts(refused)["retracted"], in_month(releases, "2016-07")) == (2, 0, 2)
    assert f"note: {lacking}: ucdp-ged:102" in refused.err
    assert "--retract retracts them" in refused.err

    done = releases.take("22.0.8", nepal(1, "2016-07-03"), "--retract", covers="2016-07")
    assert (done.code, counts(done)["retracted"], in_month(releases, "2016-07")) == (0, 1, 1)
    assert f"note: {lacking}: ucdp-ged:102" in done.err


@pytest.mark.parametrize(("label", "covers"), [("23.1", {}), ("22.0.8", {"covers": "2016-07"})], ids=["restates", "adds"])
def test_a_dry_run_lists_what_would_be_retracted_and_records_nothing(
    releases: Releases, label: str, covers: dict[str, str]
) -> None:
    first = [nepal(n, f"2016-07-{n + 1:02}") for n in range(1, 25)]
    new = [nepal(1, "2016-07-02") | {"best": "7"}, nepal(90, "2016-07-31") | {"side_b": "Others", "side_b_new_id": "99"}]
    head = releases.take("22.0.7", *first).json["head"]

    answer = releases.take(label, *new, "--dry-run", **covers)

    assert answer.code == 0, answer.err
    assert counts(answer) == {"recorded": 2, "corrected": 1, "duplicates": 0, "rejected": 0, "retracted": 23}
    assert all(f"ucdp-ged:10{n}" in answer.err for n in range(2, 25))
    assert "nothing was recorded" in answer.err
    assert answer.json["head"] == head
    assert in_month(releases, "2016-07") == 24


def test_what_a_release_is_about_to_take_back_is_told_before_by_its_first_keys(releases: Releases) -> None:
    releases.take("22.1", *(nepal(n, "2016-07-03") for n in range(1, 15)))

    answer = releases.take("23.1", nepal(1, "2016-07-03"), covers="2016")

    assert counts(answer)["retracted"] == 13
    assert "ucdp-ged:106 and 3 more; --dry-run lists all" in answer.err


def test_a_country_of_which_a_release_has_only_new_events_is_covered_in_a_dry_run_too(releases: Releases) -> None:
    releases.take("22.1", {"id": "1"}, nepal(1, "2016-01-05"))
    new = ({"id": "1"}, nepal(2, "2016-01-05"))

    dry, done = releases.take("23.1", *new, "--dry-run"), releases.take("23.1", *new)

    assert (counts(dry)["retracted"], counts(done)["retracted"]) == (1, 1)


def test_a_release_is_placed_in_time_by_the_day_that_is_given(releases: Releases) -> None:
    releases.take("x2", {"id": "1"}, {"id": "2"}, {"id": "3"}, published="2024-05-01")

    late = releases.take("x3", {"id": "1", "best": "7"}, {"id": "2"}, {"id": "3"}, published="2024-04-01")
    newer = releases.take("x1", {"id": "1", "best": "7"}, {"id": "2"}, {"id": "3"}, published="2024-06-01")

    assert (counts(late)["rejected"], counts(late)["corrected"]) == (1, 0)
    assert (counts(newer)["rejected"], counts(newer)["corrected"]) == (0, 1)
    found = releases.ask('{ source(id: "ucdp-ged-release-x1") { published { edtf } } }')
    assert found == {"source": {"published": {"edtf": "2024-06-01"}}}


def test_a_month_that_was_forgotten_can_still_be_added(releases: Releases) -> None:
    releases.take("22.0.7", nepal(1, "2016-07-03"))
    releases.take("22.0.9", nepal(3, "2016-09-03"))

    answer = releases.take("22.0.8", nepal(1, "2016-07-03"), nepal(2, "2016-08-03"))

    assert counts(answer) == {"recorded": 1, "corrected": 0, "duplicates": 1, "rejected": 0, "retracted": 0}


def test_a_year_that_restates_takes_back_what_its_months_had(releases: Releases) -> None:
    releases.take("22.0.7", nepal(1, "2016-07-03"), nepal(2, "2016-07-04"), nepal(3, "2016-07-05"))

    assert counts(releases.take("23.1", nepal(1, "2016-07-03"), nepal(3, "2016-07-05")))["retracted"] == 1


def test_months_after_the_release_of_a_year_come_after_it(releases: Releases) -> None:
    releases.take("22.1", {"id": "1"}, {"id": "2"}, {"id": "3"})

    answers = [releases.take(f"22.0.{month}", nepal(month, f"2016-{month}-05")) for month in (10, 11)]

    assert [counts(answer)["recorded"] for answer in answers] == [1, 1]


def test_a_release_that_comes_late_and_says_what_the_log_lacks_registers_nothing(releases: Releases) -> None:
    releases.take("23.1", {"id": "1"}, {"id": "2"}, {"id": "3"})
    article = '"Agency,2016-01-06,Clashes"'
    before = releases.take("23.1", {"id": "1"}, {"id": "2"}, {"id": "3"}).json["head"]

    answer = releases.take("22.1", {"id": "9", "source_article": article, "side_b": "Others", "side_b_new_id": "99"})

    assert (counts(answer)["rejected"], answer.json["head"]) == (1, before)
