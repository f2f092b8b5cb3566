"""An answer on the hub, from arriving to what staff decided."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from shared.activity import Activity
from shared.kinds.base import Answer
from shared.slip import Slip
from shared.submission import Submission


class State(StrEnum):
    """Where a submission is in review."""

    NEW = "new"
    KEPT = "kept"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"
    WORRY = "worry"
    """Handed over as a worry: only who holds the right to safeguard reads it."""
    FILED = "filed"
    """Belongs to an activity, and is read there: sign-ups, changes of them, attendance."""


class Move(StrEnum):
    """What staff can do with a submission. Each leaves an audit line."""

    PUBLISH = "publish"
    KEEP = "keep"
    SET_ASIDE = "set_aside"
    REOPEN = "reopen"
    ANSWER = "answer"
    ERASE = "erase"
    WORRY = "worry"
    CALM = "calm"
    """Take the mark of a worry off."""
    HOLD = "hold"
    """Keep a worry beyond the date on which it would be deleted."""
    END_HOLD = "end-hold"


@dataclass(frozen=True)
class StoredSubmission:
    """A submission on the hub. ``payload`` is the opened answer as its kind packed it; None if it could not be opened.

    ``reason`` is an error code when intake set it aside. ``status`` and ``replies`` are the library's answer.
    ``position`` orders the inbox: the hub's own count of arrival. It is deleted for good at ``delete_at``.
    ``submission.sealed`` is "" once it was opened: the seal has done its work, and ``sha256`` still tells whether the
    same record comes again.
    """

    submission: Submission
    payload: bytes | None
    state: State
    reason: str | None
    gist: str
    received_at: str
    age_s: float | None
    delete_at: str
    status: str | None = None
    replies: dict[str, str] = field(default_factory=dict)
    notice_id: str | None = None
    revision: int = 0
    position: int = 0
    slip: Slip | None = None
    after: str | None = None
    """The id of the submission that it was said after, where that is here and listed with it."""


@dataclass(frozen=True)
class Worry:
    """Who handed something over as a worry, and when; until when it is held beyond its date, None: not, and why."""

    by: str
    at: str
    held_until: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class Voice:
    """What one visitor gave to one question: the first submission, and what was said ``after`` it, in that order.

    Each keeps its id, its date and its state; staff read and decide them as one.
    """

    first: StoredSubmission
    after: tuple[StoredSubmission, ...] = ()

    @property
    def all(self) -> tuple[StoredSubmission, ...]:
        """All of it, the first one first."""
        return self.first, *self.after

    @property
    def state(self) -> State:
        """Where it is in review: new as long as anything in it is."""
        return State.NEW if any(one.state == State.NEW for one in self.after) else self.first.state

    @property
    def newest(self) -> int:
        """The position of what came last of it: whoever reads it now has seen that."""
        return max(one.position for one in self.all)

    def as_seen(self, newest: int | None) -> "Voice":
        """Return it as it was when this was the newest of it; None: as it is. What came since waits to be read."""
        if newest is None:
            return self
        return replace(self, after=tuple(one for one in self.after if one.position <= newest))


class Arrival(NamedTuple):
    """A submission on its way into the store. ``words`` is what search finds; it is deleted at ``delete_at``.

    A tuple, because thousands are made in a row. ``filed``: what belongs to an activity, as the visitor gave it and
    checked; the store keeps none of it, see services.activities.settling. ``slip`` is what the visitor took along, if
    anything; ``after`` the id of the submission that a valid answer says it was said after.
    """

    submission: Submission
    payload: bytes | None
    state: State
    reason: str | None
    gist: str
    words: str
    received_at: str
    age_s: float | None
    delete_at: str
    filed: "Filed | None" = None
    slip: Slip | None = None
    after: str | None = None


@dataclass(frozen=True)
class Filed:
    """The answer of an arrival that belongs to an activity, and the activity as it was then.

    ``changes`` is the code of the sign-up that it changes, ``ticks`` are the codes it ticks at the door.
    """

    activity: Activity
    answer: Answer
    changes: str = ""
    ticks: frozenset[str] = frozenset()

    @property
    def names_codes(self) -> bool:
        """Whether it speaks of sign-ups by codes that nobody here may know."""
        return bool(self.changes or self.ticks)
