"""Reports of events, and the history of what was said."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.compiler.paging import LARGEST_PAGE
from api.compiler.spec import Many, Row, Scalar, Spec, column, expression
from api.types import lookups
from api.types.scalars import Position
from api.types.sources import Source
from api.types.values import Claim, Occurred
from api.types.values import dated as dated_by
from domain.values.report import Hedge
from projections import history, names, reports

if TYPE_CHECKING:
    from api.types.events import Event


def _attributed_to(root: Row) -> Spec:
    # A name that stands for one actor is shown as that actor's usual one, any other as it was said.
    said = root.new("said")
    usual = names.usual_name(said.text("key"), root.at)
    keyed = f"unnest({root.text('attributed_to')}, {root.text('attributed_keys')}) WITH ORDINALITY"
    shown = f"coalesce(({usual}), {said.text('name')})"
    return Scalar(f"ARRAY(SELECT {shown} FROM {keyed} AS {said.alias} (name, key, place) ORDER BY {said.text('place')})")


def _says(root: Row) -> Spec:
    alias = root.statement.alias("says")
    row = root.json_object(f"to_jsonb({alias})")
    return Many(row, f"jsonb_each({root.text('says')}) AS {alias} (field, value)", f'{row.text("field")} COLLATE "C"')


def _coded(root: Row) -> Spec:
    alias = root.statement.alias("coded")
    row = root.json_object(f"to_jsonb({alias})")
    return Many(row, f"jsonb_each({root.text('coded')}) AS {alias} (field, value)", f'{row.text("field")} COLLATE "C"')


def _values(root: Row) -> Spec:
    return Scalar(f"ARRAY(SELECT jsonb_array_elements_text({root.json('value')}))")


@strawberry.type(description="How a data set codes an event in one of its own columns.")
class CodedColumn:
    """The row is one pair of a JSON object."""

    column: str = column("field", description="The column. Example: sub_event_type")
    values: list[str] = expression(_values, description='What stands there, word for word. Example: ["Armed clash"]')


@strawberry.type(description="One source's account of an event.")
class Report:
    """A row of the view of reports."""

    source: Source = expression(lambda root: lookups.source(root, root.text("source")), description="Where it says so.")
    quote: str | None = strawberry.field(description="The source's sentence, word for word.")
    attributed_to: list[str] = expression(
        _attributed_to,
        description="On whose word: actors by their usual name, others as named in the source.",
    )
    via: str | None = strawberry.field(description='The channel it came through. Example: "social media"')
    dated: Occurred | None = expression(
        lambda root: dated_by(root, "dated"), description="The date of the passage, where it differs from the source's."
    )
    stated_in: Annotated["Event", strawberry.lazy("api.types.events")] | None = expression(
        lambda root: lookups.event(root, root.text("stated_in")), description="The statement that makes the claim."
    )
    hedge: Hedge = strawberry.field(description="How firmly it is said.")
    confidence: int | None = strawberry.field(
        description="How sure a data set is that the passage tells of this event, in percent."
    )
    says: list[Claim] = expression(_says, description="The figures that it gives.")
    coded: list[CodedColumn] = expression(
        _coded, description="How a data set's own columns code the event. EventFilter.coded finds events by it."
    )


@strawberry.type(description="What a revision changed in one field of an event.")
class FieldChange:
    """The row is one pair of a JSON object."""

    field: str = strawberry.field(
        description="The field: troops; retracted; merged, merged_into; reports.SOURCE, reports.SOURCE.says. Example: troops"
    )
    before: str | None = expression(
        lambda root: Scalar(f"nullif({root.json('value')}->'before', 'null')::text"),
        description="The value before, as JSON; null where absent.",
    )
    after: str | None = expression(
        lambda root: Scalar(f"nullif({root.json('value')}->'after', 'null')::text"),
        description="The value after, as JSON; null where absent.",
    )


def _changes(root: Row) -> Spec:
    alias = root.statement.alias("change")
    row = root.json_object(f"to_jsonb({alias})")
    changed = history.changes(root.text("event_id"), root.text("line"), root.text("changes"))
    order = f'{row.text("field")} COLLATE "C", {row.text("value")}'
    return Many(row, f"({changed}) AS {alias} (field, value)", order)


def _revision_reports(root: Row) -> Spec:
    row = root.new(reports.TABLE)
    return Many(row, reports.brought_by(row.alias, root.text("event_id"), root.text("line")), row.text("line"), limit=LARGEST_PAGE)


@strawberry.type(description="One entry about an event: its first form, or a later revision.")
class Revision:
    """A row of the view of history."""

    position: Position = column("line", description="The entry's position in the log.")
    recorded_at: datetime = strawberry.field(description="When the log learned of it.")
    entry_kind: str = column("kind", description="The entry's kind. Example: EventCorrected")
    reason: str | None = strawberry.field(description="Why.")
    reports: list[Report] = expression(_revision_reports, description="On whose account: the reports that it brought.")
    changes: list[FieldChange] = expression(_changes, description="What it changed, field by field.")
    appended_by: str = strawberry.field(description="Who appended it.")
    program: str = strawberry.field(description="With what program version.")
