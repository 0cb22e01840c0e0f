"""docs/kinds.md, and the examples in it: as the classes have it."""

from typing import Any

import pytest
import yaml
from dsl import read

from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.likely_kinds import likely_kinds
from domain.packing import by_name, find_kind
from scripts.kinds_page import PAGE, page
from scripts.support import kind_listing

BY_NAME = by_name(EVENT_KINDS)
WRITTEN = page()
KINDS = pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.__name__)


def test_the_page_of_kinds_is_what_the_classes_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == WRITTEN, "renew it: make golden"


@KINDS
def test_the_page_has_each_kind_with_meaning_fields_codes_and_example(kind: type[Event]) -> None:
    (section,) = [part for part in WRITTEN.split("\n### ") if part.startswith(f"{kind.__name__}\n")]

    assert (kind.__doc__ or "nothing") in section
    assert all(f"- `{name}`" in section for name in kind.own_fields())
    assert all(f"| {code.cameo or ''} |" in section for code in kind.codings().values() if code.plover or code.cameo)
    assert f"```yaml\n- kind: {kind.__name__}\n" in section


@KINDS
def test_the_example_of_a_kind_can_be_appended_and_says_something_of_its_own(kind: type[Event]) -> None:
    (event,) = read(*yaml.load(kind_listing.example_yaml(kind), yaml.BaseLoader))

    assert isinstance(event, kind)
    assert kind.EXAMPLE
    assert kind.SYNONYMS


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Coup", "PowerSeized"),
        ("CoupStaged", "PowerSeized"),
        ("CoupFailed", "CoupAttempted"),
        ("BorderClosed", "PassageClosed"),
        ("AIRSPACE_CLOSED", "PassageClosed"),
        ("TariffImposed", "TradeMeasureTaken"),
        ("ExportBan", "TradeMeasureTaken"),
        ("VoteCast", "VoteTaken"),
        ("Referendum", "ElectionHeld"),
        ("CyberAttack", "CyberOperationConducted"),
        ("refugees fled", "PeopleDisplaced"),
        ("Earthquake", "DisasterStruck"),
        ("TreatyWithdrawn", "AgreementChanged"),
        ("TreatyRatified", "AgreementChanged"),
        ("PrisonerSwap", "PeopleExchanged"),
        ("TankerSeized", "PropertySeized"),
        ("Assassination", "PersonAssassinated"),
        ("MinisterResigned", "OfficeLeft"),
        ("MinisterSwornIn", "OfficeTaken"),
        ("ParliamentDissolved", "BodyDissolved"),
        ("ArrestWarrantIssued", "CourtRuled"),
        ("JoinedNato", "MembershipJoined"),
        ("TruceViolated", "CeasefireBroken"),
        ("Massacre", "AbuseCommitted"),
        ("DroneStrike", "ForceUsed"),
        ("AmbassadorRecalled", "RelationsChanged"),
        ("JointStatement", "StatementMade"),
        ("SumitHeld", "SummitHeld"),
    ],
)
def test_the_first_kind_named_for_an_unknown_one_is_the_nearest_by_meaning(asked: str, meant: str) -> None:
    assert likely_kinds(asked, BY_NAME)[0] == meant


def test_what_means_nothing_known_is_answered_with_the_list_alone() -> None:
    with pytest.raises(ValueError, match=r"^unknown kind 'Xyzzy'; annals kinds lists the kinds of events$"):
        find_kind("Xyzzy", BY_NAME)


def test_of_a_long_name_only_the_beginning_is_repeated() -> None:
    with pytest.raises(ValueError, match="unknown kind") as caught:
        find_kind("Coup" * 5000, BY_NAME)

    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("name", ["PowerSeized", "POWER_SEIZED", "power_seized", "powerseized"])
def test_a_kind_is_found_as_files_and_as_graphql_call_it(name: str) -> None:
    found: Any = kind_listing.find(name)

    assert found is BY_NAME["PowerSeized"]
