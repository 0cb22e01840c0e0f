"""Remembering what was used last, within a bound that clients cannot exceed."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by their keys, each with a size: those used last, up to a size in all."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()

    @property
    def size(self) -> int:
        """The size of all together."""
        return self._size

    def get(self, key: K) -> V | None:
        """The value of a key; None where there is none, or no longer."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def put(self, key: K, value: V, size: int = 1) -> None:
        """Keeps a value in place of what the key had; forgets those not used for longest where all are too much."""
        _, before = self._values.pop(key, (None, 0))
        self._values[key] = value, size
        self._size += size - before
        while self._size > self._most:
            self._size -= self._values.popitem(last=False)[1][1]
