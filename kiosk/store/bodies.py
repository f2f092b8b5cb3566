"""What stands in the bodies of rows, read once: what the hub published under a revision never changes."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Bodies(Generic[T]):
    """Reads bodies, and remembers exactly those of the last look: however many there are, the next look reads none.

    A memory of a fixed size would forget the first before the last is read, and then help nothing at all.
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read
        self._known: dict[str, T] = {}

    def all(self, bodies: Iterable[str]) -> list[T]:
        """Return what stands in these."""
        before = self._known
        self._known = {body: before[body] if body in before else self._read(body) for body in bodies}
        return list(self._known.values())

    def one(self, body: str) -> T:
        """Return what stands in this one; it is not remembered."""
        known = self._known
        return known[body] if body in known else self._read(body)
