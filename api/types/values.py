"""Values that belong to something else: dates, figures, codes."""

from datetime import date

import strawberry

from api.compiler.spec import Embedded, PrefixedRow, Row, Scalar, Spec, column, expression
from api.types.scalars import Quantity
from domain.values.dates import Precision
from domain.values.estimate import Basis


@strawberry.type(description="When something happened, as far as it is known.")
class Occurred:
    """The row is a `PrefixedRow`, or an object in JSON."""

    edtf: str = expression(
        lambda root: Scalar(root.text("" if isinstance(root, PrefixedRow) else "edtf"), plain=True),
        description="The date as EDTF (ISO 8601-2). Example: 2024/.. for since 2024",
    )
    earliest: date | None = strawberry.field(description="The first day it can have been; null where open or unknown.")
    latest: date | None = strawberry.field(description="The last day it can have been; null where open or unknown.")
    precision: Precision = strawberry.field(description="How exactly the date is known.")


@strawberry.type(description="A figure as a source gives it, or the span of several.")
class Estimate:
    """The row is an object in JSON."""

    low: Quantity | None = strawberry.field(description="The least it can be, in the unit.")
    best: Quantity | None = strawberry.field(description="The figure itself, in the unit. Example: 15000")
    high: Quantity | None = strawberry.field(description="The most it can be, in the unit.")
    approximate: bool = expression(
        lambda root: Scalar(f"coalesce({root.json('approximate')}, 'false')"),
        description='Whether the source says "about".',
    )
    unit: str | None = strawberry.field(description="A UCUM or ISO 4217 code, or a plain noun; null for a bare count.")
    basis: Basis | None = strawberry.field(description="Whether the figure is new or a running total.")


@strawberry.type(description="What a report says of one of the event's figures.")
class Claim:
    """The row is one pair of a JSON object."""

    field: str = strawberry.field(description="The event's field that the figure is for. Example: troops")
    estimate: Estimate = expression(lambda root: json_object(root, "value"), description="The figure.")


@strawberry.type(description="What another list calls the same thing.")
class Code:
    """The row has both."""

    scheme: str = strawberry.field(description="The list. Example: wikidata")
    code: str = strawberry.field(description="The code there. Example: Q423")


@strawberry.type(
    description="A span of time from one event to the next: as a figure, and within the bounds that their dates allow."
)
class Elapsed:
    """The row has the figures."""

    days: int = strawberry.field(description="Whole days, from earliest date to earliest date.")
    years: int = strawberry.field(description="Whole years, from earliest date to earliest date.")
    min_days: int = column("least", description="The fewest days that the dates of both allow; 0 where these overlap.")
    max_days: int | None = column(
        "most", description="The most days that the dates of both allow; null where the later has no end."
    )


def dated(root: Row, prefix: str, *, always: bool = False) -> Spec:
    """The date in the columns of a row that begin with `prefix`; null where there is none, unless there always is."""
    row = root.spread(prefix)
    return Embedded(row, present=None if always else f"{row.text('')} IS NOT NULL")


def json_object(root: Row, column: str) -> Spec:
    """The object in a jsonb column; null where there is none."""
    row = root.inside(column)
    return Embedded(row, present=f"{row.alias} IS NOT NULL")
