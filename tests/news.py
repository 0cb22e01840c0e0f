"""Three invented news texts with the entries that they are coded as, and what these have to say."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

NEWS = Path(__file__).parent / "data" / "news"
TEXTS = ("conflict", "diplomacy", "politics")
Raw = dict[str, Any]

KINDS: dict[str, tuple[str, ...]] = {
    "conflict": (
        "ForceUsed",
        "StatementMade",
        "ForceUsed",
        "ForceUsed",
        "PropertyDestroyed",
        "PassageClosed PassageClosed ForcesMobilized",
        "ForcesMobilized PassageClosed",
        "PropertySeized",
        "CyberOperationConducted",
        "AssassinationAttempted",
        "StatementMade",
        "HostagesTaken",
        "AbuseCommitted",
        "PeopleDisplaced",
        "CeasefireAgreed CeasefireBroken",
        "PeopleExchanged",
        "TerritoryTaken",
    ),
    "diplomacy": (
        "SummitHeld",
        "StatementMade",
        "AgreementSigned AgreementChanged",
        "AgreementChanged AgreementChanged",
        "AgreementChanged RelationsChanged",
        "RelationsChanged",
        "MembershipSuspended VoteTaken",
        "VoteTaken",
        "TradeMeasureTaken TradeMeasureTaken",
        "SanctionsImposed",
        "StatementMade",
        "CallHeld VisitMade",
        "MeetingHeld TalksBroken",
        "MembershipJoined",
        "TroopsDispatched",
        "AccessGranted",
        "CourtRuled",
        "SupplyStopped StatementMade",
    ),
    "politics": (
        "ElectionHeld",
        "ElectionHeld",
        "BodyFormed",
        "OfficeLeft OfficeTaken",
        "BodyDissolved",
        "CourtRuled CourtRuled",
        "CaseBrought RestrictionImposed",
        "ProtestHeld",
        "ForceUsed ArrestMade",
        "VoteTaken LawEnacted",
        "ConcessionMade",
        "CourtRuled LawEnacted",
        "CoupAttempted ArrestMade",
        "DisasterStruck",
        "RestrictionImposed AidProvided",
        "PeopleExpelled",
        "ElectionHeld",
    ),
}
"""By text, the kinds of the entries that each sentence is coded as."""

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "nine": 9, "eleven": 11, "twentieth": 20, "second": 2}
NOT_COUNTED = ("the two armies", "A second motion")
"""Where a number word counts nothing that an entry would say."""


def sentences(text: str) -> list[str]:
    return (NEWS / f"{text}.txt").read_text(encoding="utf-8").splitlines()


def coded(text: str) -> list[Raw]:
    found: list[Raw] = yaml.load((NEWS / f"{text}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def quoting(text: str, sentence: str) -> list[Raw]:
    return [entry for entry in coded(text) if any(report["quote"] == sentence for report in entry["report"])]


def said_of(entry: Raw, sentence: str) -> Raw:
    """An entry with those of its reports that quote a sentence, but not with the quote."""
    reports = [{**report, "quote": ""} for report in entry["report"] if report["quote"] == sentence]
    return entry | {"report": reports}


def numbers_in(text: str, *, words: bool) -> set[float]:
    """The numbers in a text, in digits and, on request, in words."""
    digits = {float(number.replace(",", "")) for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)}
    return digits | {NUMBERS[word] for word in re.findall(r"[a-z]+", text) if word in NUMBERS} if words else digits


FIGURES: Sequence[tuple[str, str, Any]] = (
    (
        "drones-brask",
        "... on ForceUsed { hit deaths { best } injured { best } casualties { whose deaths { best } } }",
        {
            "hit": ["a grain terminal"],
            "deaths": {"best": 14},
            "injured": {"best": 31},
            "casualties": [{"whose": "dock workers", "deaths": {"best": 9}}],
        },
    ),
    (
        "shelling-oster",
        "... on ForceUsed { deathsCombatantsRange { low high } capturedRange { low } }",
        {"deathsCombatantsRange": {"low": 12, "high": 40}, "capturedRange": {"low": 7}},
    ),
    ("missile-lund", "... on ForceUsed { outcome deaths { best } }", {"outcome": "FOILED", "deaths": {"best": 0}}),
    ("boat-doran", "... on PropertyDestroyed { byAsSaid missing { best } }", {"byAsSaid": "unknown", "missing": {"best": 2}}),
    (
        "frigates-doran",
        "... on ForcesMobilized { forces { best } ships { best unit } aircraft { best } }",
        {"forces": None, "ships": {"best": 3, "unit": "frigates"}, "aircraft": {"best": 2}},
    ),
    ("freighter-marta", "... on PropertySeized { ships { best } }", {"ships": {"best": 1}}),
    (
        "payments-velden",
        "... on CyberOperationConducted { operation by { asSaid } lasted { best unit } }",
        {"operation": "DISRUPTION", "by": [], "lasted": {"best": 6, "unit": "h"}},
    ),
    (
        "shooting-marn",
        "... on AssassinationAttempted { byAsSaid outcome victims { actor { ref } } injured { best } }",
        {"byAsSaid": "a gunman", "outcome": "FAILED", "victims": [{"actor": {"ref": "ilse-marn"}}], "injured": {"best": 1}},
    ),
    (
        "flight-oster",
        "quad goldstein ... on PeopleDisplaced { displaced { best approximate } receivedBy { actor { ref } } }",
        {
            "quad": None,
            "goldstein": None,
            "displaced": {"best": 60000, "approximate": True},
            "receivedBy": [{"actor": {"ref": "norvia"}}],
        },
    ),
    (
        "prisoners-march",
        "... on PeopleExchanged { sides { actor { ref } released { best } } mediators { actor { ref } } }",
        {
            "sides": [{"actor": {"ref": ref}, "released": {"best": 205}} for ref in ("tarsia", "velden")],
            "mediators": [{"actor": {"ref": ref}} for ref in ("norvia", "sal")],
        },
    ),
    (
        "appeal-strait",
        "plover ploverMode ... on StatementMade { speaker { ref } moreSpeakers { actor { ref } } asks }",
        {
            "plover": "REQUEST",
            "ploverMode": "yield",
            "speaker": {"ref": "aino-lehr"},
            "moreSpeakers": [{"actor": {"ref": "paul-dressen"}}],
            "asks": "YIELD",
        },
    ),
    ("diplomats-expelled", "... on RelationsChanged { count { best } }", {"count": {"best": 4}}),
    (
        "vote-suspension",
        "... on VoteTaken { body { ref } votesFor { best } votesAgainst { best } abstentions { best } decision }",
        {
            "body": {"ref": "council-of-the-lakes"},
            "votesFor": {"best": 11},
            "votesAgainst": {"best": 2},
            "abstentions": {"best": 3},
            "decision": "ADOPTED",
        },
    ),
    (
        "vote-embargo",
        "... on VoteTaken { vetoedBy { actor { ref } } decision }",
        {"vetoedBy": [{"actor": {"ref": "sal"}}], "decision": "VETOED"},
    ),
    (
        "tariff-fish",
        "... on TradeMeasureTaken { measure goods course rate { best unit } rateBefore { best } }",
        {"measure": "TARIFF", "goods": ["fish"], "course": "RAISED", "rate": {"best": 25, "unit": "%"}, "rateBefore": {"best": 10}},
    ),
    ("travel-bans", "... on SanctionsImposed { count { best } }", {"count": {"best": 23}}),
    (
        "peacekeepers-velden",
        "status plover ... on TroopsDispatched { troops { best } aircraft { best unit } }",
        {"status": "PLANNED", "plover": "AGREE", "troops": {"best": 400}, "aircraft": {"best": 2, "unit": "helicopters"}},
    ),
    ("aid-sal", "... on SupplyStopped { supply amount { best } }", {"supply": "AID", "amount": {"best": 40}}),
    (
        "election-velden",
        """reportCount ... on ElectionHeld { turnout { best }
             candidates { actor { ref } share { best } seats { best } won } observers { actor { ref } verdict } }""",
        {
            "reportCount": 2,
            "turnout": {"best": 71},
            "candidates": [
                {"actor": {"ref": "civic-union"}, "share": {"best": 53.4}, "seats": {"best": 121}, "won": True},
                {"actor": {"ref": "land-party"}, "share": {"best": 38}, "seats": {"best": 80}, "won": None},
            ],
            "observers": [{"actor": {"ref": "council-of-the-lakes"}, "verdict": "free but not fair"}],
        },
    ),
    (
        "hold-sentenced",
        "plover ploverMode ... on CourtRuled { ruling sentence }",
        {"plover": "SANCTION", "ploverMode": "convict", "ruling": "CONVICTION", "sentence": "five years in prison"},
    ),
    (
        "vote-pensions",
        "... on VoteTaken { votesFor { best } votesAgainst { best } }",
        {"votesFor": {"best": 161}, "votesAgainst": {"best": 138}},
    ),
    (
        "earthquake-north",
        "quad ... on DisasterStruck { magnitude { best } deaths { best } missing { best } displaced { best } }",
        {"quad": None, "magnitude": {"best": 6.1}, "deaths": {"best": 112}, "missing": {"best": 9}, "displaced": {"best": 20000}},
    ),
    ("teachers-strike", "... on ProtestHeld { size { best approximate } }", {"size": {"best": 20000, "approximate": True}}),
    ("migrants-deported", "... on PeopleExpelled { count { best } }", {"count": {"best": 200}}),
)
