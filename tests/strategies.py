"""Entries of every kind, made up by hypothesis from the fields of their classes."""

from collections.abc import Callable
from enum import EnumType
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from domain.codes import PLOVER_TYPES
from domain.entries import Entry
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.events.coded import InteractionCoded
from domain.events.deeds import Deed
from domain.events.fighting import TerritoryTaken
from domain.events.statements import STANCES_WITH, StatementMade
from domain.identity import event_id
from domain.registrations import REGISTRATION_KINDS
from domain.registrations.base import Registration
from domain.registrations.sources import ImportFinished
from domain.revisions import EventCorrected, RegistrationCorrected, RegistrationRevision, ReportCorrected
from domain.values.dates import EXAMPLES, Edtf
from domain.values.estimate import Estimate, Unit
from domain.values.model import Value
from domain.values.refs import ActorRef, AreaRef, EventRef, MemberRef, PlaceRef, SourceRef, SurvivorRef
from domain.values.report import Percent
from domain.values.text import ActorId, Count, Key, Language, Name, Sha256, Slug, Text

Content = dict[str, Any]
Contents = st.SearchStrategy[Content]

SLUGS = ("kim", "vladimir-putin", "x1", "a.b-c")
CODES = ("PRK", "RUS", "SUN")
DATES = (*EXAMPLES, "2025-12", "1959", "199X", "2024-06/2024-09", "../2024", "2021-21", "1984?", "[2024,2025-01]")

texts = st.text(min_size=1, max_size=30).filter(lambda text: "\x00" not in text and text == text.strip())
keys = st.sampled_from(("summit-2025", "e:1", "a/b@c", "Troops_2024"))
slugs = st.sampled_from(SLUGS)
refs = st.sampled_from(SLUGS + CODES)
event_refs = keys.map(lambda key: str(event_id(key)))
quantities = st.integers(0, 10**15) | st.floats(0, 1e300, allow_subnormal=False).filter(lambda x: x < 2**63 or x >= 2**64)

SCALARS: tuple[tuple[Any, st.SearchStrategy[Any]], ...] = (
    (Edtf, st.sampled_from(DATES)),
    (EventRef, event_refs),
    (SurvivorRef, event_refs),
    (ActorRef, refs),
    (MemberRef, refs),
    (AreaRef, refs),
    (PlaceRef, slugs),
    (SourceRef, slugs),
    (ActorId, refs),
    (Slug, slugs),
    (Key, keys),
    (Language, st.sampled_from(("en", "ko", "zh-Hans"))),
    (Unit, st.sampled_from(("t", "USD", "soldiers"))),
    (Name, texts),
    (Text, texts),
    (Sha256, st.sampled_from(("0" * 64, "ab" * 32))),
    (Count, st.integers(0, 10**6)),
    (Percent, st.integers(0, 100)),
)


def entries(kind: type[Entry]) -> st.SearchStrategy[Entry]:
    """Valid entries of one kind."""
    return contents(kind).map(kind.read)


def contents(kind: type[Entry]) -> Contents:
    """What may be said in entries of one kind: required fields, and some of the others."""
    if issubclass(kind, EventCorrected):
        return _fields(kind, replacement=events().map(_as_in_a_file)).map(_about_its_replacement)
    if issubclass(kind, ReportCorrected):
        return _fields(kind, changes=st.sampled_from(({"quote": None}, {"hedge": "alleged", "via": "radio"})))
    if issubclass(kind, RegistrationRevision):
        return registrations().flatmap(lambda entry: _revisions_of(kind, entry))
    if issubclass(kind, InteractionCoded):
        return _fields(kind, source=refs).flatmap(_with_a_code)
    if issubclass(kind, TerritoryTaken | Deed):
        return _fields(kind, by=st.lists(refs, min_size=1, max_size=2))
    if issubclass(kind, StatementMade):
        return _fields(kind).map(_with_what_fits_the_stance)
    if issubclass(kind, ImportFinished):
        return _fields(kind).map(lambda c: c | {"rows": c["recorded"] + c["duplicates"] + c["rejected"]})
    return _fields(kind)


def events() -> st.SearchStrategy[Entry]:
    """Events of any kind."""
    return st.sampled_from(EVENT_KINDS).flatmap(entries)


def registrations() -> st.SearchStrategy[Entry]:
    """Registrations of any kind."""
    return st.sampled_from(REGISTRATION_KINDS).flatmap(entries)


def _fields(kind: type[Value], **own: st.SearchStrategy[Any]) -> Contents:
    hints = get_type_hints(kind, include_extras=True)
    strategies = {name: _values(hints[name]) for name in kind.model_fields if name not in own} | own
    required = {name for name, field in kind.model_fields.items() if field.is_required()} | own.keys()
    fields = st.fixed_dictionaries(
        {name: strategy for name, strategy in strategies.items() if name in required},
        optional={name: strategy for name, strategy in strategies.items() if name not in required},
    )
    return fields.map(_with_figures_of(kind)) if "report" in kind.model_fields else fields


def _values(annotation: Any) -> st.SearchStrategy[Any]:
    for known, strategy in SCALARS:
        if annotation == known:
            return strategy
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        return _list_of(inner, metadata) if get_origin(inner) is tuple else _bounded(inner, metadata)
    if get_origin(annotation) is tuple:
        return _list_of(annotation, [])
    if get_origin(annotation) in (Union, UnionType):
        return _values(next(part for part in get_args(annotation) if part is not type(None)))
    return _plain(annotation)


def _plain(annotation: Any) -> st.SearchStrategy[Any]:
    if isinstance(annotation, EnumType):
        members: list[Any] = list(annotation)
        return st.sampled_from([member.value for member in members])
    if get_origin(annotation) is dict:
        return st.just({})
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(1, 1000)
    if annotation is float:
        return st.floats(-10, 10)
    if issubclass(annotation, Estimate):
        return _fields(Estimate, **dict.fromkeys(("low", "best", "high"), quantities)).map(_in_order)
    return _fields(annotation)


def _list_of(annotation: Any, metadata: list[Any]) -> st.SearchStrategy[Any]:
    item = get_args(annotation)[0]
    bounds = [m for field in metadata if isinstance(field, FieldInfo) for m in field.metadata]
    least = max((m.min_length for m in bounds if hasattr(m, "min_length")), default=0)
    return st.lists(_values(item), min_size=least, max_size=least + 2)


def _bounded(annotation: Any, metadata: list[Any]) -> st.SearchStrategy[Any]:
    return st.floats(-90, 90) if annotation is float else _values(annotation)


def _in_order(estimate: Content) -> Content:
    figures = sorted(estimate[name] for name in ("low", "best", "high"))
    return estimate | dict(zip(("low", "best", "high"), figures, strict=True))


def _with_figures_of(kind: type[Value]) -> Callable[[Content], Content]:
    figures = kind.figures() if issubclass(kind, Event) else ()

    def add(content: Content) -> Content:
        says = {name: content[name] for name in figures if name in content}
        return content | {"report": [report | {"says": says} for report in content.get("report", ())]}

    return add


def _as_in_a_file(entry: Entry) -> Content:
    return {"kind": entry.kind()} | entry.content()


def _about_its_replacement(content: Content) -> Content:
    said = {name: value for name, value in content.items() if name not in ("changes", "drop")}
    return said | {"event": str(event_id(content["replacement"]["key"]))}


def _with_what_fits_the_stance(content: Content) -> Content:
    wrong = [field for field, stances in STANCES_WITH.items() if content["stance"] not in stances]
    return {name: value for name, value in content.items() if name not in wrong}


def _with_a_code(content: Content) -> Contents:
    codes = {"plover": [*PLOVER_TYPES, "CONSULT/visit"], "acled": ["Agreement", "Arrests", "Other"]}
    fitting = codes.get(content["scheme"], ["046", "0871", "190", "010"])
    return st.sampled_from(fitting).map(lambda code: content | {"code": code})


def _revisions_of(kind: type[Entry], entry: Entry) -> Contents:
    assert isinstance(entry, Registration)
    subject = entry.SUBJECT[0]
    registration = {"kind": entry.kind(), subject: getattr(entry, subject)}
    own = {"registration": st.just(registration)}
    if issubclass(kind, RegistrationCorrected):
        own["replacement"] = st.just(_as_in_a_file(entry))
    return _fields(kind, **own)
