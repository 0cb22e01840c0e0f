"""What all registrations share."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from domain.entries import Entry
from domain.values.report import Reports


class Registration(Entry):
    """Something said about the cast of events."""

    SUBJECT: ClassVar[tuple[str, Callable[[str], UUID]]]
    """The field that names what is registered, and how its stream's id follows."""
    FOUNDS: ClassVar[bool] = False
    """Whether this kind begins a stream: registers the thing itself."""
    FOLLOWS: ClassVar[bool] = True
    """Whether it can only follow what began its stream. One that neither begins nor follows stands in a stream of its likes."""

    report: Reports = ()
    """Who says so."""

    @property
    def is_provisional(self) -> bool:
        """Whether it is marked as one that an import made from what a file calls the thing."""
        return False

    @property
    def can_be_completed(self) -> bool:
        """Whether a person's registration of the same id may follow and take its place: it is provisional, marked or not."""
        return self.is_provisional

    @property
    def stream(self) -> UUID:
        field, identify = self.SUBJECT
        return identify(getattr(self, field))
