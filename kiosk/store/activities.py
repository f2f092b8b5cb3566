"""What's on: the activities the hub told of, and what is known of their seats here."""

from dataclasses import dataclass

from shared.activity import Activity


@dataclass(frozen=True)
class ActivityHere:
    """An activity as this kiosk can offer it.

    ``left`` is how many seats this kiosk can confirm by itself now. ``free`` is what was free in all, at ``known_at``
    (ISO 8601 UTC by the hub; None: the hub has not said), and ``waiting`` how many sign-ups waited then. ``open``:
    visitors may sign up now.
    """

    activity: Activity
    left: int = 0
    free: int = 0
    waiting: int = 0
    known_at: str | None = None
    open: bool = False


@dataclass(frozen=True)
class SignedUp:
    """A sign-up that can still be changed by who has its receipt code."""

    activity: Activity
    persons: int
