"""For kinds of events, all that can be said in one: every own field, with actors and places that tests know."""

from typing import Any

Fields = dict[str, Any]

FIGURE: Fields = {"low": 9, "best": 10, "high": 11, "approximate": True, "unit": "soldiers", "basis": "new"}
KIM: Fields = {"actor": "kim-jong-un", "representing": "PRK", "as_said": "Chairman Kim"}
PUTIN: Fields = {"actor": "vladimir-putin", "representing": "RUS"}

DEED: Fields = {"by": [KIM], "by_as_said": "a gunman", "outcome": "foiled"}
TOLL: Fields = dict.fromkeys(("deaths", "injured", "missing"), FIGURE) | {
    "casualties": [{"whose": "children"} | dict.fromkeys(("deaths", "injured", "missing", "captured"), FIGURE)]
}
ATTACK: Fields = DEED | TOLL | dict.fromkeys(("deaths_civilians", "deaths_combatants", "captured"), FIGURE)
EQUIPPED: Fields = dict.fromkeys(("ships", "aircraft", "vehicles"), FIGURE)

FULL: dict[str, Fields] = {
    "AgreementChanged": {
        "by": [KIM],
        "toward": ["RUS"],
        "agreement": "the treaty on partnership",
        "stage": "suspended",
        "until": "2026-01",
    },
    "MembershipJoined": {"members": [KIM], "body": "CHN"},
    "MembershipLeft": {"members": [KIM], "body": "CHN"},
    "MembershipSuspended": {"body": "CHN", "members": [KIM], "exclusion": "expelled"},
    "TalksBroken": {"by": [KIM], "toward": ["USA"], "matter": "denuclearisation"},
    "ConcessionMade": {"by": [KIM], "to": ["USA"], "concession": "policy", "gist": "The law was withdrawn."},
    "AccessGranted": {"by": [KIM], "to": ["USA"], "access": "inspection", "gist": "Inspectors may come in."},
    "ArmsLaidDown": {"by": [KIM], "to": ["USA"], "disarmament": "weapons", "fighters": FIGURE, "weapons": FIGURE},
    "ElectionHeld": {
        "body": "PRK",
        "election": "parliamentary",
        "question": "Shall it be so?",
        "candidates": [KIM | dict.fromkeys(("share", "votes", "seats"), FIGURE) | {"won": True}, PUTIN],
        "turnout": FIGURE,
        "observers": [PUTIN | {"verdict": "free and fair"}, "USA"],
    },
    "VoteTaken": {
        "body": "CHN",
        "motion": "a resolution",
        "proposers": ["USA"],
        "about": ["PRK"],
        "votes_for": FIGURE,
        "votes_against": FIGURE,
        "abstentions": FIGURE,
        "voters_for": ["USA", "FRA"],
        "voters_against": ["RUS"],
        "abstainers": ["CHN"],
        "vetoed_by": ["RUS"],
        "decision": "vetoed",
    },
    "LawEnacted": {"by": [KIM], "law": "the budget", "gist": "It spends more.", "repealed": True},
    "OfficeTaken": {
        "holder": "kim-jong-un",
        "office": "Chairman",
        "of": "PRK",
        "appointment": "inherited",
        "by": ["PRK"],
        "predecessor": "vladimir-putin",
    },
    "OfficeLeft": {
        "holder": "kim-jong-un",
        "office": "Chairman",
        "of": "PRK",
        "departure": "resigned",
        "by": ["PRK"],
        "successor": "vladimir-putin",
        "reason": "age",
    },
    "BodyFormed": {"body": "CHN", "name": "a coalition", "of": "PRK", "members": [KIM], "by": ["RUS"], "purpose": "to govern"},
    "BodyDissolved": {"body": "CHN", "name": "parliament", "of": "PRK", "by": [KIM], "reason": "an early election"},
    "PowerSeized": ATTACK | {"of": "PRK", "ousted": ["vladimir-putin"]},
    "CoupAttempted": ATTACK | {"of": "PRK", "against": ["RUS"]},
    "CaseBrought": {"by": [KIM], "against": ["USA"], "court": "CHN", "charge": "breach of a treaty"},
    "CourtRuled": {
        "court": "CHN",
        "on": ["USA"],
        "ruling": "conviction",
        "charge": "spying",
        "sentence": "five years",
        "gist": "They are guilty.",
        "count": FIGURE,
    },
    "PeopleExpelled": {
        "by": [KIM],
        "expelled": ["USA"],
        "expulsion": "mass",
        "count": FIGURE,
        "destination": "beijing",
        "reason": "spying",
    },
    "TradeMeasureTaken": {
        "by": [KIM],
        "on": ["USA"],
        "measure": "tariff",
        "goods": ["steel"],
        "rate": FIGURE,
        "rate_before": FIGURE,
        "course": "lowered",
    },
    "SupplyStopped": {"by": [KIM], "on": ["USA"], "supply": "energy", "amount": FIGURE},
    "PropertySeized": DEED | {"owners": ["USA"], "things": ["a tanker"], "ships": FIGURE, "amount": FIGURE},
    "PassageClosed": DEED | {"against": ["USA"], "passage": "blockade", "crossings": ["the strait"]},
    "CyberOperationConducted": DEED | {"against": ["USA"], "operation": "theft", "hit": ["a bank"], "lasted": FIGURE},
    "DisinformationSpread": DEED | {"against": ["USA"], "gist": "The vote was called off.", "channel": "social media"},
    "CeasefireBegun": {"parties": ["PRK", "USA"], "until": "2026-01"},
    "CeasefireBroken": DEED | {"against": ["USA"]},
    "PersonAssassinated": ATTACK | {"victims": [PUTIN], "means": "firearms"},
    "AssassinationAttempted": ATTACK | {"victims": [PUTIN], "means": "explosives"},
    "AbuseCommitted": ATTACK | {"victims": ["USA"], "abuse": "torture"},
    "PropertyDestroyed": ATTACK | {"owners": ["USA"], "things": ["a cable"], "method": "an anchor dragged"},
    "PeopleDisplaced": {
        "displaced": FIGURE,
        "people": ["kim-jong-un"],
        "fled_from": ["PRK"],
        "received_by": ["CHN"],
        "origin": "pyongyang",
        "destination": "beijing",
        "cause": "flood",
        "returned": True,
    },
    "DisasterStruck": TOLL
    | {
        "disaster": "earthquake",
        "name": "the great quake",
        "affected": ["PRK"],
        "magnitude": FIGURE,
        "displaced": FIGURE,
        "damage": FIGURE,
    },
    "PeopleExchanged": {
        "sides": [KIM | {"released": FIGURE}, PUTIN],
        "mediators": ["CHN"],
        "count": FIGURE,
        "who": "prisoners of war",
    },
}
"""The kinds by name."""
