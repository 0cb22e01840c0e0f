"""One rich example of every kind, as it would stand in a file with ids for names.

Run as a script, this writes the golden files that are missing. It never overwrites one: what was stored once must be read for ever.
"""

import json
from pathlib import Path
from typing import Any

from dsl import Raw, read
from kinds_in_full import ATTACK, DEED, EQUIPPED, FULL, TOLL

from domain.entries import Entry
from domain.kinds import ENTRY_KINDS
from domain.log import Log
from domain.log.stored import Stored
from projections.views import VERSION, definition

GOLDEN = Path(__file__).parent / "golden"

PUTIN = {"actor": "vladimir-putin", "representing": "RUS", "as_said": "the Russian president"}
KIM = {"actor": "kim-jong-un", "representing": "PRK", "as_said": "Chairman Kim"}
BOTH = [PUTIN, KIM]
ABOUT = {"low": 10000, "best": 15000, "high": 20000.5, "approximate": True, "unit": "soldiers", "basis": "cumulative"}
BY = {"by": [KIM]}

REPORT = {
    "source": "asiae-third-summit",
    "attributed_to": ["TASS", "Associated Press"],
    "via": "social media",
    "dated": "2025-09-03",
    "stated_in": "statement-putin-2025-09-03",
    "hedge": "reported",
    "quote": "“러시아” — the two leaders held an official meeting.",
}

COMMON = {
    "title": "A title",
    "occurred": "2025-09-03/2025-09-04~",
    "place": "diaoyutai",
    "status": "done",
    "part_of": "visit-2025",
    "follows": "banquet-2025",
    "precedes": "departure-2025",
    "response_to": "invitation-2025",
    "claimed_ordinal": 3,
    "claimed_first_since": "parade-1959",
}

EVENTS: dict[str, dict[str, Any]] = FULL | {
    "SummitHeld": {"participants": BOTH, "host": {"actor": "xi-jinping", "representing": "CHN"}},
    "MeetingHeld": {"participants": BOTH, "level": "ministers", "mediator": "CHN", "negotiation": True},
    "VisitMade": {"visitor": KIM, "host": PUTIN, "purpose": "talks", "more_visitors": ["CHN"]},
    "CallHeld": {"participants": BOTH},
    "StatementMade": {
        "speaker": PUTIN,
        "more_speakers": ["CHN"],
        "about": ["PRK"],
        "mentions": ["UKR"],
        "stance": "threat",
        "asks": "yield",
        "threatens": "violence",
        "quote": "Russia will never forget.",
        "gist": "He thanked them.",
        "audience": "reporters",
        "channel": "interview",
        "leaves_out": ["the war"],
    },
    "AgreementSigned": {"signatories": BOTH, "name": "the pact", "fields": ["defence", "trade"]},
    "RelationsChanged": BY | {"toward": [PUTIN], "change": "upgraded", "count": {"best": 4}},
    "CooperationBegun": {"parties": BOTH, "field": "military"},
    "SanctionsImposed": BY | {"on": ["USA"], "measures": ["asset freeze"], "count": {"best": 23}},
    "SanctionsLifted": BY | {"on": ["USA"], "measures": ["asset freeze"], "extent": "in part"},
    "ParadeAttended": {
        "attendees": [KIM | {"position": "left", "stand": "rostrum"}, PUTIN],
        "host": "CHN",
        "occasion": "Victory Day",
    },
    "BanquetAttended": {"attendees": [KIM | {"position": "beside"}], "host": "CHN", "occasion": "Victory Day"},
    "JourneyShared": {"travellers": BOTH, "origin": "beijing", "destination": "diaoyutai", "vehicle": "the same car"},
    "TroopsDispatched": EQUIPPED | {"sender": KIM, "recipient": "RUS", "troops": ABOUT, "purpose": "to fight"},
    "MaterielSupplied": {
        "supplier": "PRK",
        "recipient": "RUS",
        "items": [{"category": "shells", "quantity": ABOUT, "amount_as_said": "large-scale"}],
        "terms": "sold",
    },
    "AidProvided": {"donor": "PRK", "recipient": "RUS", "aid": "humanitarian", "amount": {"best": 1.5, "unit": "USD"}},
    "ExerciseHeld": EQUIPPED | {"participants": BOTH, "against": ["USA"], "name": "Zapad", "forces": ABOUT},
    "ForcesMobilized": BY | EQUIPPED | {"against": ["USA"], "branch": "militia", "forces": ABOUT},
    "WeaponTested": BY | {"weapon": "a missile", "count": {"best": 2}, "outcome": "failed"},
    "ForcesWithdrawn": BY | EQUIPPED | {"origin": "kursk-oblast", "troops": ABOUT, "complete": False},
    "IncursionMade": DEED | EQUIPPED | {"into": ["RUS"], "troops": ABOUT},
    "ForceUsed": ATTACK | {"against": ["UKR"], "helped_by": ["RUS"], "weapon": "drone", "hit": ["a port"]},
    "TerritoryTaken": BY | TOLL | {"lost_by": ["UKR"], "helped_by": ["RUS"]},
    "CeasefireAgreed": {"parties": BOTH, "mediators": ["CHN"], "until": "2026-01"},
    "ProtestHeld": TOLL | {"arrested": ABOUT, "protesters": [KIM], "against": ["USA"], "form": "strike", "size": ABOUT},
    "ArrestMade": BY | {"detained": ["USA"], "charge": "spying", "count": {"best": 2}},
    "InvestigationOpened": BY | {"into": ["USA"], "matter": "spying"},
    "HostagesTaken": DEED | TOLL | {"victims": ["USA"], "count": {"best": 2}},
    "CaptivesReleased": BY | {"to": ["USA"], "count": {"best": 2}, "exchange": True},
    "RestrictionImposed": BY | {"on": ["UKR"], "restriction": "martial_law"},
    "ViolenceRecorded": {
        "side_a": [KIM],
        "side_b": ["UKR"],
        "one_sided": True,
        "aggregate": True,
        "deaths": {"best": 6},
        "deaths_a": {"best": 1},
        "deaths_b": {"best": 2},
        "deaths_civilians": {"best": 3},
        "deaths_unknown": {"best": 0},
    },
    "InteractionCoded": {
        "scheme": "gdelt",
        "code": "0871",
        "source": KIM,
        "target": "RUS",
        "more_sources": ["CHN"],
        "more_targets": ["UKR"],
        "participants": ["PRK", "USA"],
        "contexts": ["military"],
        "coded_quad": "material_cooperation",
        "intensity": 9.0,
    },
}

SUMMIT = {"kind": "SummitHeld", "key": "summit-2025"} | COMMON | EVENTS["SummitHeld"] | {"report": REPORT}
ALIAS = {"kind": "ActorAliased", "actor": "PRK", "alias": "DPRK", "language": "en", "report": REPORT}
WHY = {"key": "revision-1", "reason": "a misprint", "report": REPORT}
SAME = {"event": "summit-2025", "duplicates": ["summit-beijing", "summit-diaoyutai"]} | WHY
ONE = {"actor": "kim-jong-un", "duplicates": ["kim-jong-eun"]} | WHY

OTHERS: dict[str, dict[str, Any]] = {
    "ActorRegistered": {
        "id": "kim-jong-un",
        "actor_kind": "person",
        "name": "Kim Jong Un",
        "of": "PRK",
        "codes": [{"scheme": "wikidata", "code": "Q56226"}],
        "report": REPORT,
    },
    "ActorAliased": ALIAS,
    "ActorCoded": {"actor": "PRK", "codes": [{"scheme": "cow", "code": "731"}], "report": REPORT},
    "OfficeHeld": {"actor": "kim-jong-un", "office": "Chairman", "of": "PRK", "held": "2016-06-29/..", "report": REPORT},
    "MembershipHeld": {"actor": "FRA", "of": "nato", "standing": "member", "held": "1949-08-24/..", "report": REPORT},
    "ActorSucceeded": {"predecessor": "SUN", "successor": "RUS", "on": "1991-12-26", "report": REPORT},
    "PlaceRegistered": {
        "id": "diaoyutai",
        "name": "Diaoyutai State Guesthouse",
        "place_kind": "building",
        "within": "beijing",
        "aliases": ["钓鱼台国宾馆"],
        "latitude": 39.9,
        "longitude": 116.3,
        "provisional": True,
        "report": REPORT,
    },
    "SourceRegistered": {
        "id": "asiae-third-summit",
        "publisher": "The Asia Business Daily",
        "title": "Third Summit",
        "language": "en",
        "url": "https://www.asiae.co.kr/",
        "published": "2025-09-03",
        "provisional": True,
        "report": REPORT,
    },
    "ImportFinished": {
        "source": "icews",
        "format": "icews",
        "file": "events.2018.tab.gz",
        "sha256": "0" * 64,
        "rows": 6,
        "recorded": 3,
        "duplicates": 2,
        "rejected": 1,
        "report": REPORT,
    },
    "EventCorroborated": {"event": "troops-2024"} | WHY | {"report": REPORT | {"says": {"troops": ABOUT}}},
    "EventCorrected": {"event": "summit-2025", "replacement": SUMMIT} | WHY,
    "ReportCorrected": {
        "event": "troops-2024",
        "source": "asiae-third-summit",
        "quote": "They met.",
        "number": 2,
        "changes": {"hedge": "alleged", "quote": None, "says": {"troops": ABOUT}},
    }
    | WHY,
    "EventRetracted": {"event": "summit-2025"} | WHY,
    "EventReinstated": {"event": "summit-2025"} | WHY,
    "ReportWithdrawn": {"event": "summit-2025", "source": "asiae-third-summit", "quote": "They met."} | WHY,
    "EventsMerged": SAME,
    "EventsUnmerged": SAME,
    "EventsDistinguished": {"event": "summit-2025", "others": ["summit-2024"]} | WHY,
    "ActorsMerged": ONE,
    "ActorsUnmerged": ONE,
    "ActorsDistinguished": {"actor": "kim-jong-un", "others": ["kim-jong-nam"]} | WHY,
    "RegistrationCorrected": {"registration": ALIAS, "replacement": ALIAS | {"alias": "D.P.R.K."}} | WHY,
    "RegistrationRetracted": {"registration": {"kind": "ActorAliased", "actor": "PRK", "alias": "DPRK"}, "version": 2} | WHY,
}


def raw_of(kind: type[Entry]) -> Raw:
    """The example of a kind."""
    name = kind.__name__
    if name in OTHERS:
        return {"kind": name} | OTHERS[name]
    figures = dict.fromkeys(getattr(kind, "figures", tuple)(), ABOUT)
    return {"kind": name, "key": f"{kind.TOPIC}-2025"} | COMMON | EVENTS[name] | {"report": REPORT | {"says": figures}}


def stored_of(kind: type[Entry]) -> bytes:
    """The example as it is stored."""
    (entry,) = read(raw_of(kind))
    stored: Any = Stored(entry.stream, 1, entry, "tester", "annals 0.1.0")
    return Log.in_memory().mapper.to_stored_event(stored).state


def golden_file(kind: type[Entry], version: int) -> Path:
    """Where the stored form of one version of a kind is kept."""
    return GOLDEN / (f"{kind.TOPIC}.json" if version == 1 else f"{kind.TOPIC}.v{version}.json")


def write_missing() -> list[Path]:
    """Writes the golden files of today's forms that are not there yet."""
    missing = [kind for kind in ENTRY_KINDS if not golden_file(kind, kind.VERSION).exists()]
    for kind in missing:
        golden_file(kind, kind.VERSION).write_bytes(stored_of(kind) + b"\n")
    return [golden_file(kind, kind.VERSION) for kind in missing]


VIEWS = Path(__file__).parent / "data" / "views.json"
"""By version, the hash of what defined the views."""


def known_definitions() -> dict[str, str]:
    """What defined the views in each version so far."""
    found: dict[str, str] = json.loads(VIEWS.read_text()) if VIEWS.exists() else {}
    return found


def write_definition() -> None:
    """Notes what defines the views of this version, if nothing is noted yet."""
    VIEWS.write_text(json.dumps({str(VERSION): definition(), **known_definitions()}, indent=2) + "\n")


if __name__ == "__main__":
    for path in write_missing():
        print(f"written: {path}")
    write_definition()
