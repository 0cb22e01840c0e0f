"""The JSON Schema of a file of entries, from the classes of the kinds, so that an editor completes and checks it."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from domain.entries import Entry
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.kinds import ENTRY_KINDS
from domain.packing import LOGGED
from domain.registrations import REGISTRATION_KINDS
from domain.registrations.base import Registration
from domain.values.dates import EXAMPLES
from domain.values.model import Value, as_tuple
from domain.values.party import PARTY_CLASSES

Schema = JsonSchemaValue

NOTED: Schema = {"type": "object", "description": "What annals export notes of an entry; annals append passes it over."}


def entry_schema() -> Schema:
    """A list of entries, each of one of the kinds."""
    classes: tuple[type[Value], ...] = (*ENTRY_KINDS, *PARTY_CLASSES)
    _, found = models_json_schema([(c, "validation") for c in classes], schema_generator=_AsWritten)
    definitions: dict[str, Schema] = found["$defs"]
    for kind in ENTRY_KINDS:
        definitions[kind.__name__] = _with_kind(definitions[kind.__name__], kind)
    patterns = {f"{kind.__name__}Pattern": _pattern(definitions[kind.__name__], kind) for kind in REGISTRATION_KINDS}
    definitions |= patterns | {
        "Event": _one_of(k.__name__ for k in EVENT_KINDS),
        "Registration": _one_of(k.__name__ for k in REGISTRATION_KINDS),
        "Pattern": _one_of(patterns),
    }
    definitions |= {party.__name__: _or_bare(definitions[party.__name__]) for party in PARTY_CLASSES}
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "Entries for annals append",
        "type": "array",
        "items": {"oneOf": [_as_item(kind) for kind in ENTRY_KINDS]},
        "$defs": dict(sorted(definitions.items())),
    }


class _AsWritten(GenerateJsonSchema):
    """Shows fields as they may be written: one thing may stand for a list of one, and a year looks like a number."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        inner = super().function_before_schema(schema)
        if schema["function"]["function"] is as_tuple and "items" in inner:
            return {"anyOf": [inner, inner["items"]]}
        return inner

    def generate_inner(self, schema: Any) -> Schema:
        found = super().generate_inner(schema)
        if found.get("examples") == EXAMPLES:
            return found | {"type": ["string", "integer"]}
        return _list_limits(found)


def _list_limits(schema: Schema) -> Schema:
    """Pydantic writes the limits of such a list as those of a text."""
    lists = [part for part in schema.get("anyOf", ()) if part.get("type") == "array"]
    least = schema.pop("minLength", None) if lists else None
    if least is None:
        return schema
    at_least = lists[0] | {"minItems": least}
    others = [part for part in schema["anyOf"] if part is not lists[0]] if least == 1 else []
    return schema | {"anyOf": [at_least, *others]}


def _with_kind(schema: Schema, kind: type[Entry]) -> Schema:
    named = {"kind": {"const": kind.__name__}, **schema["properties"], LOGGED: NOTED}
    # Within a correction an event's key may be left out; where it may not is said in `_as_item`.
    required = [field for field in schema.get("required", ()) if not (issubclass(kind, Event) and field == "key")]
    return schema | {"properties": named, "required": ["kind", *required]}


def _as_item(kind: type[Entry]) -> Schema:
    item = {"$ref": f"#/$defs/{kind.__name__}"}
    return item | {"required": ["key"]} if issubclass(kind, Event) else item


def _pattern(schema: Schema, kind: type[Registration]) -> Schema:
    description = f"Which {kind.__name__}: as many of its fields as tell it apart."
    return schema | {"required": ["kind", kind.SUBJECT[0]], "description": description}


def _one_of(names: Iterable[str]) -> Schema:
    return {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in names]}


def _or_bare(schema: Schema) -> Schema:
    return {"anyOf": [{"type": "string", "description": "The actor: id, code or any name."}, schema]}
