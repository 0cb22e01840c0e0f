"""One event of every kind, in which everything is said that the kind can say."""

from typing import Any

from kinds_in_full import ATTACK, DEED, EQUIPPED, FIGURE, FULL, KIM, PUTIN, TOLL

from domain.events import EVENT_KINDS
from domain.events.base import Event

Raw = dict[str, Any]

CAST: tuple[Raw, ...] = (
    {"kind": "SourceRegistered", "id": "paper", "publisher": "Paper", "title": "A paper"},
    {"kind": "ActorRegistered", "id": "kim-jong-un", "actor_kind": "person", "name": "Kim Jong Un", "of": "PRK"},
    {"kind": "ActorRegistered", "id": "vladimir-putin", "actor_kind": "person", "name": "Vladimir Putin", "of": "RUS"},
    {"kind": "PlaceRegistered", "id": "beijing", "name": "Beijing", "place_kind": "city", "within": "CHN"},
    {"kind": "PlaceRegistered", "id": "pyongyang", "name": "Pyongyang", "place_kind": "city", "within": "PRK"},
    {"kind": "CallHeld", "key": "earlier", "occurred": "1959-09", "participants": ["CHN", "PRK"]},
)

BOTH = [KIM, PUTIN]
COUNT = {"best": 10.5}


def _event(kind: str, **own: Any) -> Raw:
    figures = [name for name, value in own.items() if value in (FIGURE, COUNT)]
    links = dict.fromkeys(("part_of", "follows", "precedes", "response_to", "claimed_first_since"), "earlier")
    says = {name: {"low": 8, "high": 12} for name in figures}
    report = {"source": "paper", "hedge": "alleged", "quote": "They said so.", "says": says}
    shared = {"occurred": "2025-09", "place": "beijing", "title": f"A {kind}", "claimed_ordinal": 3, "report": report}
    return {"kind": kind, "key": f"full-{kind}"} | shared | links | own


OTHERS: tuple[Raw, ...] = (
    _event("SummitHeld", participants=BOTH, host="CHN"),
    _event("MeetingHeld", participants=BOTH, level="ministers", mediator="CHN", negotiation=True),
    _event("VisitMade", visitor="kim-jong-un", host="RUS", purpose="talks", more_visitors=["CHN"]),
    _event("CallHeld", participants=BOTH),
    _event(
        "StatementMade",
        speaker="vladimir-putin",
        more_speakers=["CHN"],
        about=["PRK", "kim-jong-un"],
        mentions=["UKR"],
        stance="threat",
        asks="yield",
        threatens="restrict",
        quote="Russia will never forget",
        gist="He praised the troops.",
        audience="reporters",
        channel="interview",
        leaves_out=["the war", "the losses"],
    ),
    _event("AgreementSigned", signatories=["PRK", "RUS"], name="the pact", fields=["defence", "trade"]),
    _event("RelationsChanged", by=["PRK"], toward=["RUS", "CHN"], change="upgraded", count=COUNT),
    _event("CooperationBegun", parties=BOTH, field="intelligence"),
    _event("SanctionsImposed", by=["USA"], on=["PRK"], measures=["arms embargo"], count=COUNT),
    _event("SanctionsLifted", by=["USA"], on=["PRK"], measures=["arms embargo"], extent="in part"),
    _event(
        "ParadeAttended",
        attendees=[KIM | {"position": "left", "stand": "rostrum"}, PUTIN | {"position": "right"}],
        host="CHN",
        occasion="Victory Day",
    ),
    _event("BanquetAttended", attendees=[KIM | {"position": "center"}, PUTIN], host="CHN", occasion="Victory Day"),
    _event("JourneyShared", travellers=BOTH, origin="pyongyang", destination="beijing", vehicle="a car"),
    _event("TroopsDispatched", sender="PRK", recipient="RUS", troops=FIGURE, purpose="the fight for Kursk", **EQUIPPED),
    _event(
        "MaterielSupplied",
        supplier="PRK",
        recipient="RUS",
        items=[
            {"category": "artillery shells", "quantity": FIGURE, "amount_as_said": "large-scale"},
            {"category": "ballistic missiles"},
        ],
        terms="bartered",
    ),
    _event("AidProvided", donor="CHN", recipient="PRK", aid="humanitarian", amount=COUNT),
    _event("ExerciseHeld", participants=["RUS", "CHN"], against=["USA"], name="Joint Sea", forces=FIGURE, **EQUIPPED),
    _event("ForcesMobilized", by=["PRK"], against=["KOR"], branch="police", forces=FIGURE, **EQUIPPED),
    _event("WeaponTested", by=["PRK"], weapon="a ballistic missile", count=COUNT, outcome="failed"),
    _event("ForcesWithdrawn", by=["RUS"], origin="pyongyang", troops=FIGURE, complete=True, **EQUIPPED),
    _event("IncursionMade", into=["RUS"], troops=FIGURE, **DEED, **EQUIPPED),
    _event("ForceUsed", against=["UKR"], helped_by=["PRK"], weapon="heavy_weapons", hit=["a terminal"], **ATTACK),
    _event("TerritoryTaken", by=["RUS"], lost_by=["UKR"], helped_by=["PRK"], **TOLL),
    _event("CeasefireAgreed", parties=["RUS", "UKR"], mediators=["TUR"], until="2025-12"),
    _event(
        "ViolenceRecorded",
        side_a=["RUS"],
        side_b=["UKR"],
        one_sided=True,
        deaths=FIGURE,
        deaths_a=COUNT,
        deaths_b=COUNT,
        deaths_civilians=COUNT,
        deaths_unknown=COUNT,
        aggregate=True,
    ),
    _event("ProtestHeld", protesters=["KOR"], against=["PRK"], form="strike", size=FIGURE, arrested=FIGURE, **TOLL),
    _event("ArrestMade", by=["RUS"], detained=["UKR"], charge="spying", count=COUNT),
    _event("InvestigationOpened", by=["UKR"], into=["RUS"], matter="war crimes"),
    _event("HostagesTaken", victims=["JPN"], count=COUNT, **DEED, **TOLL),
    _event("CaptivesReleased", by=["RUS"], to=["UKR"], count=COUNT, exchange=True),
    _event("RestrictionImposed", by=["KOR"], on=["PRK"], restriction="martial_law"),
    _event(
        "InteractionCoded",
        scheme="cameo",
        code="0871",
        source="RUS",
        target="UKR",
        more_sources=["CHN"],
        more_targets=["JPN"],
        participants=["PRK", "KOR"],
        contexts=["military"],
        coded_quad="verbal_cooperation",
        intensity=-2.5,
    ),
)

GALLERY: tuple[Raw, ...] = tuple(
    sorted(
        (*OTHERS, *(_event(kind, **own) for kind, own in FULL.items())),
        key=lambda raw: [kind.__name__ for kind in EVENT_KINDS].index(raw["kind"]),
    )
)


def kind_of(raw: Raw) -> type[Event]:
    """The class of an event's kind."""
    return next(kind for kind in EVENT_KINDS if kind.__name__ == raw["kind"])


def bare(raw: Raw) -> Raw:
    """The same event with nothing said but what must be."""
    required = [name for name, field in kind_of(raw).model_fields.items() if field.is_required()]
    either = {"InteractionCoded": ["source"]}.get(raw["kind"], ["by"] if names_who_did_it(kind_of(raw)) else [])
    return {name: raw[name] for name in ("kind", *required, *either)} | {"key": f"bare-{raw['kind']}"}


def names_who_did_it(kind: type[Event]) -> bool:
    """Whether events of the kind must say who did it, though no single field is required."""
    return kind.__name__ == "TerritoryTaken" or "by_as_said" in kind.model_fields
