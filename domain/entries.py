"""What the log holds: entries. Each is an event, a revision or a registration; each class says what one kind of them is."""

import hashlib
from functools import cache
from typing import Any, ClassVar, Self, cast
from uuid import UUID

import orjson

from domain.values.model import Value


class Entry(Value):
    """An immutable record of something said. Subclasses say what; the class docstring is the kind's public description."""

    TOPIC: ClassVar[str]
    """The name of the kind in the log. It never changes, wherever the class moves."""
    VERSION: ClassVar[int] = 1
    """The version of the stored form; older ones are brought up to it by `upcast_vN_vM(content)` static methods."""

    @property
    def stream(self) -> UUID:
        """The stream that the entry belongs to: that of the event, actor, place or source it is about."""
        raise NotImplementedError

    @property
    def targets(self) -> dict[UUID, str]:
        """What must be in the log, or in the same call, before this: stream ids with the field that names them."""
        return {}

    def content(self) -> dict[str, Any]:
        """What is said, as plain JSON values, without what is only default."""
        # As model_dump does, without its seventeen options.
        return cast(dict[str, Any], self.__pydantic_serializer__.to_python(self, mode="json", exclude_defaults=True))

    def canonical(self) -> bytes:
        """The content as JSON with sorted keys: equal for equal entries, in every process."""
        return orjson.dumps(self.content(), option=orjson.OPT_SORT_KEYS)

    def fingerprint(self) -> str:
        """The SHA-256 of kind and canonical content, in hexadecimal."""
        return hashlib.sha256(self.TOPIC.encode() + b"\n" + self.canonical()).hexdigest()

    @classmethod
    def read(cls, content: dict[str, Any]) -> Self:
        """The entry that a stored content stands for."""
        # As model_validate does, without its six options.
        return cast(Self, cls.__pydantic_validator__.validate_python(content))

    @classmethod
    @cache
    def kind(cls) -> str:
        """The kind's name in files: the class's own."""
        return cls.__name__

    @classmethod
    @cache
    def label(cls) -> str:
        """The kind in words, for people: "Summit held"."""
        return cls.TOPIC.replace("_", " ").capitalize()
