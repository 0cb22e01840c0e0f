"""The check of entries over HTTP: what `annals append --dry-run` would say of them, and nothing recorded."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import run_annals
from divided import dividing
from starlette.testclient import TestClient
from world import BASE_URL, World, leaks, limited

from api.app import create_app
from domain.entry_schema import entry_schema
from domain.events import EVENT_KINDS
from domain.values.refs import REFERS_TO
from scripts.support.kind_listing import example
from scripts.support.roles import Role

SUMMIT: dict[str, Any] = {
    "kind": "SummitHeld",
    "key": "summit-new",
    "occurred": "2025-09-03",
    "participants": [{"actor": "Vladimir Putin", "representing": "RUS"}, {"actor": "Kim Jong Un", "representing": "PRK"}],
}

WRONG: dict[str, list[dict[str, Any]]] = {
    "an unknown actor": [SUMMIT | {"participants": ["PRK", "Russha"]}],
    "an unknown place": [SUMMIT | {"place": "diaoyutay"}],
    "an unknown source": [SUMMIT | {"report": [{"source": "nobody"}]}],
    "an unknown event": [SUMMIT | {"follows": "journey-rus-prk-2025"}],
    "a field that there is not": [SUMMIT | {"hosst": "CHN"}],
    "a date that there is not": [SUMMIT | {"occurred": "2025-02-30"}],
    "a figure upside down": [
        {"kind": "TroopsDispatched", "key": "t", "sender": "PRK", "recipient": "RUS", "troops": {"low": "9", "high": "3"}}
    ],
    "too few": [SUMMIT | {"participants": [{"actor": "PRK"}]}],
    "what is still to come": [SUMMIT | {"occurred": "2999-01-01"}],
    "one key for two": [SUMMIT, SUMMIT | {"occurred": "2025-09-04"}],
    "no kind": [{"key": "summit"}],
    "an unknown kind": [{"kind": "SumitHeld", "key": "summit"}],
    "several at once": [SUMMIT | {"occurred": "yesterday", "place": "nowhere"}, {"kind": "VisitMade", "key": "visit"}],
}


def checked(client: TestClient, *entries: Any) -> Any:
    """What the check says of some entries."""
    answer = client.post("/entries/check", json={"entries": entries})
    assert answer.status_code == 200, answer.text
    return answer.json()


def lines(findings: Any) -> list[str]:
    """Problems as the command line tells them, without file and line."""
    return sorted(": ".join(filter(None, (p["kind"], ".".join(map(str, p["field"])), p["message"]))) for p in findings["problems"])


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_as_a_dry_run_tells_it(article: World, tmp_path: Path, name: str) -> None:
    file = tmp_path / "new.json"
    file.write_text(json.dumps(WRONG[name]))

    findings = checked(article.client, *WRONG[name])

    dry = run_annals(article.url, "append", "--dry-run", file)
    told = [line.split(": ", 1)[1] for line in dry.err.splitlines() if line.startswith(str(file))]
    assert dry.code == 2
    assert lines(findings) == sorted(told) != []


def test_nothing_is_wrong_with_the_examples_of_all_kinds_where_their_names_are_known(article: World) -> None:
    for kind in EVENT_KINDS:
        problems = checked(article.client, example(kind))["problems"]
        assert [p for p in problems if not p["message"].startswith("unknown ")] == [], kind


def test_an_entry_that_is_there_already_is_told_and_nothing_is_recorded(article: World) -> None:
    before = article.log.head()
    troops = {"kind": "TroopsDispatched", "key": "troops-prk-rus-2024", "sender": "PRK", "recipient": "RUS"}

    assert checked(article.client, SUMMIT, troops) == {"problems": [], "held": [1]}
    assert article.log.head() == before


def test_what_one_entry_registers_the_next_may_name(article: World) -> None:
    source = {"kind": "SourceRegistered", "id": "new-paper", "publisher": "New Paper"}

    assert checked(article.client, SUMMIT | {"report": [{"source": "new-paper"}]}, source) == {"problems": [], "held": []}


@pytest.mark.parametrize(
    "body",
    [[], {}, {"entries": []}, {"entries": SUMMIT}, {"entries": ["text"]}, {"entries": [SUMMIT] * 101}],
    ids=["a list", "nothing", "no entry", "no list", "no object", "too many"],
)
def test_what_is_no_list_of_a_few_entries_is_refused(article: World, body: Any) -> None:
    answer = article.client.post("/entries/check", json=body)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "odd",
    [None, True, 7, [], {}, [[]], [None], {"": {}}, "\x00", "\ud800", "x" * 30_000, {"kind": []}, {"actor": [1]}, 10**400],
    ids=repr,
)
def test_odd_values_are_told_in_words_of_ours(article: World, odd: Any) -> None:
    for entry in (
        *({**SUMMIT, field: odd} for field in ("kind", "key", "occurred", "place", "participants", "report", "logged")),
        {"kind": "ActorRegistered", "id": odd, "actor_kind": odd, "name": odd, "aliases": odd, "codes": odd},
        {"kind": "ActorRegistered", "id": "somebody", "actor_kind": odd, "codes": [{"scheme": odd, "code": "X"}]},
        {"kind": "EventCorrected", "event": odd, "changes": odd, "replacement": odd},
    ):
        content = json.dumps({"entries": [entry]}).encode()
        answer = article.client.post("/entries/check", content=content, headers={"content-type": "application/json"})
        assert answer.status_code in (200, 400), (entry, answer.text[:300])
        assert leaks(answer.text) == []


def test_it_costs_what_names_cost_that_nobody_bears_and_has_limits(article: World) -> None:
    many = SUMMIT | {"participants": [f"nobody {n}" for n in range(100)]}
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]

    with limited(article, max_cost=1_000) as client:
        refused = client.post("/entries/check", json={"entries": [many]})
        nested = client.post("/entries/check", json={"entries": [SUMMIT | {"place": deep}]})

    assert refused.json()["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
    assert (refused.status_code, nested.status_code) == (400, 400)
    assert "deep" in nested.json()["errors"][0]["message"]


def test_only_post_checks_and_only_json(article: World) -> None:
    assert article.client.get("/entries/check").status_code == 405
    assert article.client.post("/entries/check", content="entries=", headers={"content-type": "text/plain"}).status_code == 400


def test_where_tokens_are_needed_both_need_one(told: World) -> None:
    secret = run_annals(told.url, "token", "create", "reader").out.strip()
    with TestClient(create_app(told.url, pool_size=1, follow=False), BASE_URL) as client:
        assert client.post("/entries/check", json={"entries": [SUMMIT]}).status_code == 401
        assert client.get("/entries.schema.json").status_code == 401

        client.headers["authorization"] = f"Bearer {secret}"

        assert checked(client, SUMMIT)["problems"] == []
        assert client.get("/entries.schema.json").status_code == 200


def test_a_role_that_may_not_read_what_the_log_says_can_check(told: World) -> None:
    with (
        dividing(told.url) as divided,
        TestClient(create_app(divided.url_of(Role.READER), pool_size=1, follow=False), BASE_URL) as client,
    ):
        troops = {"kind": "TroopsDispatched", "key": "troops-prk-rus-2024", "sender": "PRK", "recipient": "RUS"}
        assert checked(client, SUMMIT, troops) == {"problems": [], "held": [1]}
        assert len(checked(client, SUMMIT | {"place": "nowhere", "occurred": "yesterday"})["problems"]) == 2


def test_the_schema_is_that_of_the_command_line_and_browsers_keep_it(article: World) -> None:
    first = article.client.get("/entries.schema.json")

    again = article.client.get("/entries.schema.json", headers={"if-none-match": first.headers["etag"]})

    assert first.json() == entry_schema() == run_annals(article.url, "schema", "--entries").json
    assert first.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in article.client.get("/entries.schema.json", headers={"accept-encoding": ""}).headers
    assert again.status_code == 304


def test_the_schema_says_what_a_text_names() -> None:
    definitions = entry_schema()["$defs"]

    party = definitions["Party"]["anyOf"][1]["properties"]
    assert party["actor"][REFERS_TO] == "actor"
    assert definitions["SummitHeld"]["properties"]["place"]["anyOf"][0][REFERS_TO] == "place"
    assert definitions["Report"]["properties"]["source"][REFERS_TO] == "source"
