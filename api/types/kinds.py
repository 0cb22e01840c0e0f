"""One GraphQL type for each event kind, made from its domain class: fields, types and descriptions all follow from there."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any, NamedTuple, get_args, get_origin

import strawberry

from api.compiler.spec import Many, One, Row, Scalar, Spec, expression
from api.types import enums, lookups
from api.types.events import Event, LazyActor, Party
from api.types.places import Place
from api.types.values import Estimate, Occurred, json_object
from domain.events import EVENT_KINDS
from domain.events.base import Event as DomainEvent
from domain.values.dates import Edtf
from domain.values.estimate import Estimate as DomainEstimate
from domain.values.model import Value
from domain.values.party import Party as DomainParty
from domain.values.refs import PlaceRef
from projections import reports


class Shown(NamedTuple):
    """How a field of a kind shows in GraphQL."""

    type: Any
    describe: Callable[[Row], Spec]


SURE = ("sender", "recipient", "supplier", "donor", "speaker", "visitor")
"""The single parties that every kind which names them requires. Others may be absent in some kind, so are null in all."""

RENAMED = {("ForceUsed", "weapon"): "weapon_class"}
"""Fields whose name stands for another type in another kind: one field name has one type in all."""


def one_actor(field: str, column: str, root: Row) -> Spec:
    """The actor that a field of an event names, or the one that it represents."""
    named = lookups.party_list(root, field)
    return lookups.actor(root, f"(SELECT {named.row.text(column)} FROM {named.source} LIMIT 1)")


def actors(field: str, root: Row) -> Spec:
    """The actors that a field of an event names."""
    named = lookups.party_list(root, field)
    actor = lookups.actor(root, named.row.text("actor"))
    joined = f"{named.row.source} JOIN LATERAL {actor.found()} ON true"
    return Many(actor.row, named.source.replace(named.row.source, joined, 1), named.order)


def own(field: str, root: Row) -> Spec:
    """A plain value of the event's content."""
    return Scalar(root.inside("content").json(field))


def own_enum(field: str, root: Row) -> Spec:
    """An enum value of the event's content."""
    return Scalar(root.inside("content").text(field))


def own_object(field: str, root: Row) -> Spec:
    """An object in the event's content."""
    return json_object(root.json_object(root.json("content")), field)


def own_list(field: str, root: Row) -> Spec:
    """A list of objects in the event's content."""
    alias = root.statement.alias("item")
    items = root.inside("content").json(field)
    source = f"jsonb_array_elements({items}) WITH ORDINALITY AS {alias} (value, number)"
    return Many(root.json_object(f"{alias}.value"), source, f"{alias}.number")


def own_texts(field: str, root: Row) -> Spec:
    """A list of texts in the event's content."""
    return Scalar(f"coalesce({root.inside('content').json(field)}, '[]'::jsonb)")


def own_place(field: str, root: Row) -> Spec:
    """A place that the event's content names."""
    return lookups.place(root, root.inside("content").text(field))


def span(field: str, root: Row) -> Spec:
    """From the least to the greatest of a figure's low, best and high over all reports."""
    bounds = "(f.figure->>'low')::numeric, (f.figure->>'best')::numeric, (f.figure->>'high')::numeric"
    same = "CASE WHEN count(DISTINCT f.figure->>'{0}') = 1 AND count(f.figure->>'{0}') = count(*) THEN min(f.figure->>'{0}') END"
    built = (
        f"jsonb_build_object('low', min(least({bounds})), 'high', max(greatest({bounds})),"
        f" 'approximate', bool_or(coalesce((f.figure->>'approximate')::boolean, false)),"
        f" 'unit', {same.format('unit')}, 'basis', {same.format('basis')})"
    )
    figures = reports.figures(field, root.text("id"), root.text("alone"), root.at)
    alias = root.statement.alias("span")
    source = f"(SELECT {built} AS figure FROM ({figures}) f HAVING count(*) > 0) {alias}"
    return One(root.json_object(f"{alias}.figure"), source)


def shown(kind: type[DomainEvent], name: str) -> Shown:
    """How one field of a kind shows."""
    annotation = kind.model_fields[name].annotation
    optional = type(None) in get_args(annotation)
    inner = next(a for a in get_args(annotation) if a is not type(None)) if optional else annotation
    if name in kind.party_fields():
        return _party(kind, name, inner)
    if get_origin(inner) is tuple:
        item = get_args(inner)[0]
        is_object = isinstance(item, type) and issubclass(item, Value)
        return Shown(_list_of(value_type(item) if is_object else str), partial(own_list if is_object else own_texts, name))
    type_, describe = _single(inner)
    nullable = optional or type_ is Estimate
    return Shown(type_ | None if nullable else type_, partial(describe, name))


def _list_of(item: Any) -> Any:
    return list[item]


def _party(kind: type[DomainEvent], name: str, inner: Any) -> Shown:
    if get_origin(inner) is not tuple:
        actor: Any = LazyActor if name in SURE else LazyActor | None
        return Shown(actor, partial(one_actor, name, "actor"))
    if kind.party_fields()[name].plain:
        return Shown(list[LazyActor], partial(actors, name))
    return Shown(_list_of(party_type(get_args(inner)[0])), partial(_parties, name))


def _parties(field: str, root: Row) -> Spec:
    return lookups.party_list(root, field)


def _single(inner: Any) -> tuple[Any, Callable[[str, Row], Spec]]:
    if inner == Edtf:
        return Occurred, own_object
    if inner == PlaceRef:
        return Place, own_place
    if inner is DomainEstimate:
        return Estimate, own_object
    if isinstance(inner, type) and issubclass(inner, Enum):
        return enums.shown(inner), own_enum
    if isinstance(inner, type) and issubclass(inner, bool | int | float):
        return inner, own
    return str, own


VALUES: dict[type[Value], Any] = {}


def value_type(value: type[Value]) -> Any:
    """The GraphQL type of a value that only some kinds have."""
    if value not in VALUES:
        fields = {}
        for name, info in value.model_fields.items():
            optional = type(None) in get_args(info.annotation)
            inner = next(a for a in get_args(info.annotation) if a is not type(None)) if optional else info.annotation
            is_figure = inner is DomainEstimate
            fields[name] = (
                Estimate | None if is_figure else str | None if optional else str,
                partial(_part_object, name) if is_figure else partial(_part, name),
                info.description,
            )
        VALUES[value] = make_type(value.__name__, (), fields, value.__doc__)
    return VALUES[value]


def party_type(party: type[DomainParty]) -> Any:
    """The GraphQL type of a party: one of its own where the kind says more of those in it than who they are."""
    if party is DomainParty:
        return Party
    if party not in VALUES:
        fields: dict[str, tuple[Any, Any, Any]] = {
            "actor": (LazyActor, partial(_actor_of_party, "actor"), "Who."),
            "representing": (LazyActor | None, partial(_actor_of_party, "representing"), ACTS_FOR),
        }
        for name in [name for name in party.model_fields if name not in DomainParty.model_fields]:
            info = party.model_fields[name]
            inner = next(a for a in get_args(info.annotation) if a is not type(None))
            fields[name] = (_single(inner)[0] | None, partial(_of_party, name, inner), info.description)
        fields["as_said"] = (str | None, lambda root: Scalar(root.text("as_said")), "The source's own words for this party.")
        VALUES[party] = make_type(party.__name__, (), fields, party.__doc__)
    return VALUES[party]


ACTS_FOR = "The state or body that a person acts for here."


def _actor_of_party(column: str, root: Row) -> Spec:
    return lookups.actor(root, root.text(column))


def _of_party(name: str, inner: Any, root: Row) -> Spec:
    detail = root.inside("detail")
    return json_object(detail, name) if inner is DomainEstimate else Scalar(detail.json(name))


def _part(name: str, root: Row) -> Spec:
    return Scalar(root.json(name))


def _part_object(name: str, root: Row) -> Spec:
    return json_object(root, name)


def make_type(name: str, bases: tuple[type, ...], fields: dict[str, tuple[Any, Any, Any]], description: str | None) -> Any:
    """A GraphQL type with these fields: name to type, what it stands for, description."""
    members: dict[str, Any] = {n: expression(describe, description=text) for n, (_, describe, text) in fields.items()}
    annotations = {n: type_ for n, (type_, _, _) in fields.items()}
    cls = type(name, bases, {"__annotations__": annotations, "__module__": __name__, **members})
    return strawberry.type(cls, description=description)


def kind_type(kind: type[DomainEvent]) -> Any:
    """The GraphQL type of an event kind."""
    fields: dict[str, tuple[Any, Any, Any]] = {}
    for name in kind.own_fields():
        if name == "parties":
            continue
        field = shown(kind, name)
        fields[RENAMED.get((kind.__name__, name), name)] = (
            field.type,
            field.describe,
            kind.model_fields[name].description,
        )
    for name in kind.figures():
        text = "From the least to the greatest figure over all its reports."
        fields[f"{name}_range"] = (Estimate | None, partial(span, name), text)
    leading = next((n for n, how in kind.party_fields().items() if n in SURE), None)
    if leading:
        text = f"What the {leading} acts for."
        fields["representing"] = (LazyActor | None, partial(one_actor, leading, "representing"), text)
    return make_type(kind.__name__, (Event,), fields, kind.__doc__)


KIND_TYPES = tuple(kind_type(kind) for kind in EVENT_KINDS)
"""The GraphQL types of all event kinds."""

AgreementSigned = next(t for t in KIND_TYPES if t.__name__ == "AgreementSigned")
