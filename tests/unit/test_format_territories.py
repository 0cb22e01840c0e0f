"""Territories and their names in many languages."""

import io
import json
from typing import Any

import pytest

from scripts.importing.draft import Draft, Reject
from scripts.importing.formats.territories import TERRITORIES

DUBAI = {"name": "Dubai", "code": "ae-du", "qid": "Q613", "other_qids": ["Q612"], "parent": "ae", "names_weak": ["دبي"]}
EMIRATES = {"name": "United Arab Emirates", "code": "ae", "alpha3": "are", "names_strong": ["UAE", "Vereinigte Arabische Emirate"]}


def read(*lines: str) -> list[Draft | Reject]:
    return list(TERRITORIES.read(io.BytesIO("\n".join(lines).encode()), "utf-8"))


def entries(*territories: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(draft.entry) for draft in read(*map(json.dumps, territories)) if isinstance(draft, Draft)]


def names(*territories: dict[str, Any]) -> list[tuple[str, str]]:
    return [(e["actor"], e["alias"]) for e in entries(*territories) if e["kind"] == "ActorAliased"]


def test_a_territory_that_iso_does_not_list_is_registered_with_its_codes_and_names() -> None:
    registered, alias = entries(DUBAI, EMIRATES)[:2]

    assert registered == {
        "kind": "ActorRegistered",
        "id": "territory-ae-du",
        "actor_kind": "territory",
        "name": "Dubai",
        "of": "ARE",
        "codes": [
            {"scheme": "wikidata", "code": "Q613"},
            {"scheme": "wikidata", "code": "Q612"},
            {"scheme": "opensanctions", "code": "ae-du"},
        ],
        "report": {"source": "territories"},
    }
    assert alias == {"kind": "ActorAliased", "actor": "territory-ae-du", "alias": "دبي", "report": {"source": "territories"}}


def test_a_state_only_gets_the_names_that_it_lacks() -> None:
    assert names(EMIRATES) == [("ARE", "Vereinigte Arabische Emirate")]
    assert [e["kind"] for e in entries(EMIRATES)] == ["ActorAliased"]


def test_a_state_is_known_by_its_wikidata_id_too() -> None:
    assert names({"name": "Corée du Nord", "code": "xx", "qid": "Q423"}) == [("PRK", "Corée du Nord")]


def test_a_name_of_two_is_left_out() -> None:
    one, other = ({"name": name, "code": name.lower(), "names_weak": ["Springfield"]} for name in ("Aa", "Bb"))

    assert names(one, other) == []


def test_a_name_that_iso_gives_to_another_is_left_out() -> None:
    assert names({"name": "Salisbury", "code": "aa", "names_strong": ["Rhodesia", "Harare"]}) == [("territory-aa", "Harare")]


def test_a_name_spelt_in_two_ways_is_taken_once() -> None:
    assert names({"name": "Aa", "code": "aa", "names_weak": ["AA", "Bb", "bb", " Bb\xa0"]}) == [("territory-aa", "Bb")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [("{", "is not JSON"), ("[1]", "is not an object"), ('{"name": "Aa"}', "is not an object with"), ("3", "is not an object")],
)
def test_what_is_no_territory_is_rejected(line: str, reason: str) -> None:
    (reject,) = read(line)

    assert isinstance(reject, Reject)
    assert reason in reject.reason
    assert (reject.line, reject.raw) == (1, line)
