"""The views: what they show now, what they showed before, and that every way of folding leads to the same rows."""

import psycopg
import pytest
from dsl import (
    CAST,
    TESTER,
    Annals,
    a_place,
    a_report,
    a_source,
    a_statement,
    a_summit,
    actors,
    an_actor,
    an_alias,
    correct,
    correct_registration,
    corroborate,
    id_of,
    merge_actors,
    read,
    reinstate,
    retract,
    retract_registration,
    troops,
    withdraw,
)

from domain.errors import BadInput, ViewsReplaced
from domain.identity import actor_id
from projections.codes import QUADS, ROLES
from projections.live import LiveViews
from projections.schemas import LIVE

DPRK = an_alias("PRK", "DPRK")


def test_an_event_has_a_row_with_its_dates_and_codes(annals: Annals) -> None:
    annals.given(*CAST, a_summit(place="Beijing"))

    (row,) = annals.rows("event")

    assert (row["key"], row["kind"], row["place"], row["status"]) == ("summit", "summit_held", "beijing", "done")
    assert (row["plover"], row["cameo"], row["quad"], row["goldstein"]) == (
        "CONSULT",
        "046",
        QUADS.number("verbal_cooperation"),
        700,
    )
    assert row["occurred_earliest"] == row["occurred_latest"] == row["sort_date"]


def test_a_leader_stands_for_the_state_it_represents(annals: Annals) -> None:
    annals.given(*CAST, a_summit())

    standings = {(row["actor"], row["representing"]) for row in annals.rows("standing")}

    assert standings == {("vladimir-putin", "RUS"), ("RUS", None), ("kim-jong-un", "PRK"), ("PRK", None)}
    annals.then("party", {"actor": "vladimir-putin"}, {"actor": "kim-jong-un"})


def test_those_only_mentioned_form_no_pair(annals: Annals) -> None:
    annals.given(*CAST, a_statement(mentions="CHN"))

    annals.then("standing", {"pairs": False, "role": ROLES.number("mentioned")}, actor="CHN")
    annals.then("standing", {"pairs": True, "role": ROLES.number("subject")}, actor="PRK")


def test_a_correction_changes_what_holds_and_not_what_held(annals: Annals) -> None:
    annals.given(*CAST, a_summit(participants=["RUS", "PRK"]))
    before = annals.log.head()

    annals.when(correct("summit", a_summit(participants=["CHN", "PRK"], occurred="2025-09-04")))

    annals.then("event", {"occurred": "2025-09-04", "position": before})
    annals.then("party", {"actor": "CHN"}, {"actor": "PRK"})
    annals.then("event", {"occurred": "2025-09-03", "position": before}, at=before)
    annals.then("party", {"actor": "RUS"}, {"actor": "PRK"}, at=before)


def test_a_correction_may_make_it_an_event_of_another_kind(annals: Annals) -> None:
    annals.given(*CAST, a_summit())

    annals.when(correct("summit", {"kind": "CallHeld", "participants": ["RUS", "PRK"]}, drop=["occurred"]))

    annals.then("event", {"kind": "call_held", "cameo": "041", "occurred": ""})


def test_a_retracted_event_counts_nowhere_until_it_is_reinstated(annals: Annals) -> None:
    annals.given(*CAST, a_summit(participants=["RUS", "PRK"]))

    annals.when(retract("summit"))
    annals.then("event", {"retracted": True})
    annals.then("standing", {"retracted": True}, {"retracted": True})

    annals.when(reinstate("summit"))
    annals.then("event", {"retracted": False})
    annals.then("standing", {"retracted": False}, {"retracted": False})


def test_a_correction_of_a_retracted_event_leaves_it_retracted(annals: Annals) -> None:
    annals.given(*CAST, a_summit(), retract("summit"))

    annals.when(correct("summit", a_summit(participants=["RUS", "PRK"])))

    annals.then("event", {"retracted": True})
    annals.then("standing", {"retracted": True}, {"retracted": True})


def test_reports_gather_until_their_source_takes_them_back(annals: Annals) -> None:
    annals.given(*CAST, troops(report=[a_report(quote="One."), a_report(quote="Two.")]))

    annals.when(corroborate("troops", says={"troops": {"low": 10000, "high": 12000}}))
    annals.then("report", {"quote": "One."}, {"quote": "Two."}, {"source": "other-paper", "own": False})

    annals.when(withdraw("troops", "paper", quote="One."))
    annals.then("report", {"quote": "Two."}, {"source": "other-paper"})

    annals.when(withdraw("troops", "other-paper"))
    annals.then("report", {"quote": "Two."})


def test_a_correction_with_a_report_replaces_the_events_own(annals: Annals) -> None:
    annals.given(*CAST, a_summit(report=a_report(quote="Old.")), corroborate("summit", quote="Other."))

    annals.when(correct("summit", a_summit(report=a_report(quote="New."))))

    annals.then("report", {"quote": "New.", "own": True}, {"quote": "Other."})


def test_the_grounds_of_a_retraction_are_no_account_of_the_event(annals: Annals) -> None:
    annals.given(*CAST, a_summit(report=a_report()))

    annals.when(retract("summit", report=a_report("other-paper")))

    annals.then("report", {"source": "paper", "of_event": True}, {"source": "other-paper", "of_event": False})


def test_history_tells_what_every_entry_changed_and_why(annals: Annals) -> None:
    annals.given(*CAST, a_summit())

    annals.when(correct("summit", a_summit(occurred="2025-09-04"), reason="a misprint"))
    annals.when(retract("summit", reason="it was a call"))

    corrected, retracted = annals.rows("history")
    stated, *_ = annals.rows("whole_history", event_id=id_of("summit"))
    assert (stated["kind"], stated["changes"]) == ("SummitHeld", {})
    assert corrected["changes"] == {"occurred": {"before": "2025-09-03", "after": "2025-09-04"}}
    assert (corrected["reason"], corrected["appended_by"]) == ("a misprint", "tester")
    assert (retracted["reason"], retracted["changes"]) == ("it was a call", {})


def test_a_corrected_name_is_found_and_the_misprint_no_more(annals: Annals) -> None:
    annals.given(*CAST, an_alias("PRK", "DPKR"))

    annals.when(correct_registration(an_alias("PRK", "DPKR"), DPRK))

    annals.then("name", {"name": "DPRK"}, sort="alias")
    annals.when(a_summit(participants=["DPRK", "RUS"]))
    annals.then("party", {"actor": "PRK"}, {"actor": "RUS"})


def test_a_retracted_name_is_gone_but_was_there(annals: Annals) -> None:
    annals.given(*CAST, DPRK)
    before = annals.log.head()

    annals.when(retract_registration(DPRK))

    annals.then("name", sort="alias")
    annals.then("name", {"name": "DPRK"}, at=before, sort="alias")


def test_a_corrected_actor_keeps_its_other_names_and_what_it_was_merged_into(annals: Annals) -> None:
    annals.given(*CAST, DPRK, *actors("KOR"))
    annals.when(merge_actors("KOR", "PRK"))

    annals.when(correct_registration({"kind": "ActorRegistered", "id": "PRK"}, an_actor("PRK", name="North Korea")))

    annals.then("actor", {"name": "North Korea", "survivor": "KOR"}, ref="PRK")
    assert [row["name"] for row in annals.rows("name", ref="PRK")] == ["PRK", "North Korea", "DPRK"]


def test_what_lies_within_what_is_kept_as_registered(annals: Annals) -> None:
    annals.given(*CAST, a_place("diaoyutai", within="Beijing", aliases=["State Guesthouse"], latitude="39.9"))

    annals.then("place", {"within": "beijing", "latitude": 39.9, "longitude": None}, ref="diaoyutai")


def test_several_codes_of_one_list_are_all_kept(annals: Annals) -> None:
    two = [{"scheme": "wikidata", "code": "Q35"}, {"scheme": "wikidata", "code": "Q756617"}]

    annals.given(an_actor("DNK", codes=two))

    assert {row["name"] for row in annals.rows("name", sort="code")} == {"Q35", "Q756617"}


def test_the_longest_name_can_be_indexed(annals: Annals) -> None:
    annals.given(an_actor("PRK", name="".join(chr(0x4E00 + n * 67) for n in range(300))))

    annals.then("actor", {"ref": "PRK"})


def test_views_that_another_program_defined_are_made_anew(annals: Annals) -> None:
    annals.given(*CAST, a_summit())
    with annals.connect() as conn:
        conn.execute("UPDATE checkpoint SET definition = 'another'")
        conn.execute("UPDATE event SET key = 'another'")

    LiveViews(annals.log).prepare()

    annals.then("event", {"key": "summit"})


def test_a_worker_of_another_version_folds_nothing_into_views_that_are_not_its_own(annals: Annals) -> None:
    annals.given(*CAST)
    with annals.connect() as conn:
        conn.execute("UPDATE checkpoint SET definition = 'of a newer version'")
    annals.log.append(read(a_summit()), TESTER)

    with pytest.raises(ViewsReplaced, match="another version"):
        annals.views.fold()

    annals.then("event", at=annals.log.head())


def test_a_rebuild_tells_how_far_it_has_come(annals: Annals) -> None:
    annals.given(*CAST)
    told: list[tuple[int, int]] = []

    reached = LiveViews(annals.log, page=3).rebuild(progress=lambda position, head: told.append((position, head)))

    assert reached == 8
    assert [position for position, _ in told] == [3, 6, 8]


def test_actors_are_told_apart_from_places_of_the_same_name(annals: Annals) -> None:
    annals.given(an_actor("georgia"), a_place("georgia"), a_source("georgia"))

    assert {row["thing"] for row in annals.rows("name", sort="id", ref="georgia")} == {"actor", "place", "source"}
    annals.then("actor", {"id": actor_id("georgia")})


def test_a_rebuild_is_refused_in_words_where_an_sql_view_would_be_left_behind(annals: Annals) -> None:
    annals.given(*CAST, a_summit())
    with psycopg.connect(annals.url, autocommit=True) as conn:
        conn.execute(f"CREATE VIEW summits AS SELECT key FROM {LIVE}.event WHERE kind = 'summit_held'".encode())

        with pytest.raises(BadInput, match=r"while annals\.summits reads .* drop it, rebuild, and create it again"):
            LiveViews(annals.log).rebuild()
        kept = conn.execute("SELECT key FROM summits").fetchall()
        conn.execute("DROP VIEW summits")
        LiveViews(annals.log).rebuild()

    assert kept == [("summit",)]
    assert [row["key"] for row in annals.rows("event")] == ["summit"]
