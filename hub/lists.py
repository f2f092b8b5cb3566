"""What staff look for in all that came in, and how it is listed. Plain frozen data, as in the model."""

from dataclasses import dataclass
from enum import StrEnum

from hub.model import State


@dataclass(frozen=True)
class InboxRow:
    """A submission as the inbox lists it."""

    id: str
    position: int
    kind: str
    prompt: str
    language: str
    kiosk: str
    state: State
    gist: str
    made_at: str
    received_at: str
    answered: bool


class Pile(StrEnum):
    """What of one kiosk is moved with one act."""

    UNREAD = "unread"
    """What nobody has looked at."""
    TOGETHER = "together"
    """What was set aside with one act, and that nobody has looked at since."""


@dataclass(frozen=True)
class InboxFilter:
    """What to show: empty fields filter nothing. Dates are YYYY-MM-DD in the library's time, both inclusive.

    A ``pile`` is of the ``kiosk`` that is chosen with it. What one visitor gave in several goes is in it where any of
    that is, and dates are of just that. ``worries``: whether what was handed over as a worry is among it.
    """

    state: str = ""
    prompt: str = ""
    kind: str = ""
    language: str = ""
    kiosk: str = ""
    since: str = ""
    until: str = ""
    words: str = ""
    pile: str = ""
    worries: bool = False

    @property
    def is_capped(self) -> bool:
        """Whether what is chosen is counted no further than a limit."""
        return bool(self.words or self.since or self.until)


EVERYTHING = InboxFilter()


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox, newest first. ``older`` and ``newer`` are cursors for the neighbours, None at the ends.

    ``total`` counts everything chosen; where words or dates are chosen it stops at COUNT_LIMIT, and then
    ``total_is_least`` says that there are at least so many.
    """

    rows: tuple[InboxRow, ...]
    total: int
    older: str | None
    newer: str | None
    total_is_least: bool = False


@dataclass(frozen=True)
class SlipFilter:
    """Whose slip is asked for: by its receipt code, or by one of these pairs of words; ``out``: of what came from
    kiosks that are shut out, or else of all others. A page goes on below a position and below an order of arrival.
    """

    code: str | None
    pairs: tuple[int, ...] = ()
    out: bool = False
    answers_below: int | None = None
    sign_ups_below: int | None = None
    worries: bool = False


@dataclass(frozen=True)
class Unread:
    """How many answers nobody has looked at, and when the first and the last of them came; None: there are none."""

    n: int
    first_at: str | None
    last_at: str | None


COUNT_LIMIT = 1_000
"""Counting further than this would cost more than the page itself."""


@dataclass(frozen=True)
class HistoryFilter:
    """Which lines of the history to show: empty fields filter nothing. Times are ISO 8601 UTC, ``until`` exclusive."""

    staff: str = ""
    move: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""
