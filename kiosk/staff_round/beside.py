"""What takes longer than a finger waits is done beside the glass, inside a fence."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from shared.errors import SamskapError
from shared.fence import Fence

T = TypeVar("T")


class Beside(Protocol):
    """Does some work in a thread of this name, and tells what came of it in the thread of the glass."""

    def __call__(self, name: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Begin the work, which raises nothing; ``then`` is called with what it returns."""


def at_once(name: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
    """Do it here and now: where no glass waits."""
    then(work())


def outcome(fence: Fence, work: Callable[[], T], unforeseen: SamskapError) -> T | SamskapError:
    """Return what some work returns or why it did not come to that; ``unforeseen`` for what the fence keeps inside."""
    found: T | SamskapError = unforeseen
    with fence:
        try:
            found = work()
        except SamskapError as error:
            found = error
    return found
