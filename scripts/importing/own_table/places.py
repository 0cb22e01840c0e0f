"""Who, where and when, as the columns of a table have them."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import model_validator

from scripts.importing.codes import iso_of_iso
from scripts.importing.countries import country_named
from scripts.importing.dates import ISO_DAY
from scripts.importing.draft import Mention, Spot
from scripts.importing.own_table.parts import Cell, Part, is_one_cell
from scripts.importing.points import NOWHERE, Point, point
from scripts.importing.row import BadRow, Row, whole


class Who(Part):
    """Those who take part. A map may give the one cell that names them."""

    name: Cell | None = None
    """What they are called; a state may be called by its code."""
    country: Cell | None = None
    """The state that they belong to and act for; without a name, the state itself."""
    kind: Cell | None = None
    """What sort of actor they are: person, armed_group."""
    as_said: Cell | None = None
    """The source's own words for them."""

    @model_validator(mode="before")
    @classmethod
    def _from_cell(cls, given: Any) -> Any:
        return {"name": given} if is_one_cell(given) else given

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not (self.name or self.country):
            raise ValueError("needs name, or country for a state itself")
        return self

    def read(self, row: Row) -> dict[str, Any] | None:
        found = self.read_all(row)
        if len(found) > 1:
            raise BadRow(f"column {self.columns()[0]!r} names {len(found)}, but the field takes one")
        return found[0] if found else None

    def read_all(self, row: Row) -> list[dict[str, Any]]:
        state = country(self.country, row)
        names = self.name.read_all(row) if self.name else []
        others = {name: value for name, part in self if name not in Who.model_fields and part and (value := part.read(row))}
        said = {"as_said": text} if self.as_said and (text := self.as_said.read(row)) else {}
        actors = [self._actor(name, state, row) for name in names] if names else [state] if state else []
        return [{"actor": actor, **said, **others} for actor in actors]

    def _actor(self, name: str, state: str | None, row: Row) -> str | Mention:
        named = iso_of_iso(name) or country_named(name)
        if named and state in (None, named):
            return named
        return Mention(name, state, self.kind.read(row) if self.kind else None, of=state is not None)


class Where(Part):
    """A place. A map may give the one cell that names it."""

    name: Cell | None = None
    """The nearest name."""
    kind: Cell | None = None
    """What sort of place that is: city, region."""
    country: Cell | None = None
    """The state that it lies in, by name or code."""
    within: tuple[Cell, ...] = ()
    """What it lies in between the two, the widest first."""
    latitude: Cell | None = None
    """Degrees north."""
    longitude: Cell | None = None
    """Degrees east."""

    @model_validator(mode="before")
    @classmethod
    def _from_cell(cls, given: Any) -> Any:
        if is_one_cell(given):
            return {"name": given}
        if isinstance(given, Mapping) and "within" in given and not isinstance(given["within"], list):
            return {**given, "within": [given["within"]]}
        return given

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not (self.name or self.country):
            raise ValueError("needs name, or country")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("needs latitude and longitude, or neither")
        return self

    def read(self, row: Row) -> Spot | None:
        state, name = country(self.country, row), self.name.read(row) if self.name else None
        around = tuple(text for cell in self.within if (text := cell.read(row)))
        if name is None and around:
            return Spot(around[-1], "region", state, around[:-1])
        if name is None or (not around and (named := country_named(name)) and state in (None, named)):
            state = state or country_named(name or "")
            return Spot("", "country", state) if state else None
        kind = self.kind.read(row) if self.kind else None
        return Spot(name, kind or "other", state, around, *self._point(row))

    def _point(self, row: Row) -> Point:
        north, east = (cell.column if cell else None for cell in (self.latitude, self.longitude))
        return point(row, north, east) if north and east else NOWHERE


class When(Part):
    """When it happened. A map may give the one cell that has the day."""

    date: Cell | None = None
    """A day, or a date in EDTF."""
    year: Cell | None = None
    month: Cell | None = None
    """By number."""
    day: Cell | None = None
    first: Cell | None = None
    """The first day of what lasted,"""
    last: Cell | None = None
    """and its last day."""
    earliest: Cell | None = None
    """The first of the days within which it happened once,"""
    latest: Cell | None = None
    """and the last of them."""

    @model_validator(mode="before")
    @classmethod
    def _from_cell(cls, given: Any) -> Any:
        return {"date": given} if is_one_cell(given) else given

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [bool(self.date), bool(self.year), bool(self.first), bool(self.earliest and self.latest)]
        if sum(ways) != 1:
            raise ValueError("needs one of: date; year, perhaps with month and day; first and last; earliest and latest")
        return self

    def read(self, row: Row) -> str | None:
        if self.date:
            return _day(self.date, row)
        if self.year:
            return self._numbers(row)
        if self.first:
            first, last = _day(self.first, row), _day(self.last, row)
            return first if first == last or first is None else f"{first}/{last or ''}"
        earliest, latest = _day(self.earliest, row), _day(self.latest, row)
        return earliest if earliest == latest else f"[{earliest or ''}..{latest or ''}]"

    def _numbers(self, row: Row) -> str | None:
        parts = [whole(text) for cell in (self.year, self.month, self.day) if cell and (text := cell.read(row))]
        return "-".join(part.zfill(2) for part in parts) or None


def country(cell: Cell | None, row: Row) -> str | None:
    """The state that a cell names, or has the ISO code of. Raises BadRow."""
    text = cell.read(row) if cell else None
    if cell is None or text is None:
        return None
    found = iso_of_iso(text.upper()) or country_named(text)
    if found is None:
        raise BadRow(f"{told(cell)} is {text!r}, which is neither the name nor the ISO 3166 code of a state")
    return found


def told(cell: Cell) -> str:
    """What a cell is called in a message."""
    return f"column {cell.column!r}" if cell.column else f"the value {cell.value!r} of the map"


def _day(cell: Cell | None, row: Row) -> str | None:
    text = cell.read(row) if cell else None
    if text is None:
        return None
    digits = whole(text)
    if digits.isdigit() and len(digits) == 8:
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return text[:10] if ISO_DAY.match(text) and text[10:11] in ("T", " ") else digits
