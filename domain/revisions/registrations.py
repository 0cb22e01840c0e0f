"""Revisions of one registration."""

from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field, PlainSerializer, model_validator

from domain.packing import pack
from domain.pattern import Pattern
from domain.registrations import REGISTRATION_KINDS
from domain.registrations.base import Registration
from domain.revisions.base import Revision, any_of
from domain.values.text import Text

AnyRegistration = Annotated[Registration, any_of(REGISTRATION_KINDS), PlainSerializer(pack)]
"""A registration of any kind, written with its `kind`."""


class RegistrationRevision(Revision):
    """A revision of one registration."""

    registration: Annotated[Pattern, Field(description="Which one: its kind and as many of its fields as tell it apart.")]
    version: int | None = None
    """Its version in its stream; found when it is appended."""

    @property
    def stream(self) -> UUID:
        return self.registration.stream


class RegistrationCorrected(RegistrationRevision):
    """A registration restated."""

    TOPIC: ClassVar = "registration_corrected"

    replacement: AnyRegistration
    """The registration as it should read, whole, of the same kind and about the same thing."""
    reason: Text
    """Why it is corrected."""

    @model_validator(mode="after")
    def _same_thing(self) -> Self:
        if self.registration.topic != self.replacement.TOPIC or self.replacement.stream != self.stream:
            raise ValueError("the replacement is of another kind or about something else; retract and register anew")
        return self


class RegistrationRetracted(RegistrationRevision):
    """A registration taken back."""

    TOPIC: ClassVar = "registration_retracted"

    reason: Text
    """Why it is taken back."""


KINDS = (RegistrationCorrected, RegistrationRetracted)
