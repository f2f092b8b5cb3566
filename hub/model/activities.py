"""Who comes to an activity, and which seats are out."""

from dataclasses import dataclass
from enum import StrEnum

from shared.activity import Activity
from shared.notice import SignUpState
from shared.slip import Slip


class Tell(StrEnum):
    """What somebody who signed up must be told by staff."""

    NOTHING = ""
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    MOVED = "moved"


@dataclass(frozen=True)
class MailTry:
    """That a letter about ``tell`` could not be sent: how often, when last, and the code of the error."""

    sign_up: str
    tell: Tell
    tries: int
    tried_at: str
    reason: str


@dataclass(frozen=True)
class SignUp:
    """A sign-up without any personal word: those are Details, with dates of their own.

    ``order`` is the hub's one order of arrival. ``ages`` counts persons by age band. ``seated`` of ``persons`` have a
    seat; ``leased`` of these were confirmed by the kiosk from its lease. ``split``: some may be seated before others.
    ``id`` is the submission's; for one that staff wrote in, ``kiosk`` is "". ``flagged``: the kiosk promised seats it
    did not have. ``code``, ``pair`` and ``root`` are those of the slip; no root: it has none, or it is not known here,
    and kiosks cannot find it by its code. ``asked_by``: the kiosk whose change came first, where only that told of it.
    """

    id: str
    activity: str
    kiosk: str
    code: str
    language: str
    made_at: str
    received_at: str
    state: SignUpState
    persons: int
    ages: dict[str, int]
    order: int
    seated: int = 0
    leased: int = 0
    split: bool = False
    tell: Tell = Tell.NOTHING
    told_at: str | None = None
    flagged: bool = False
    revision: int = 0
    pair: int = 0
    root: bytes = b""
    asked_by: str = ""

    @property
    def slip(self) -> Slip | None:
        """What the visitor took along; None when that is not known here."""
        return Slip(self.code, self.pair, self.root) if self.root else None

    @property
    def guest(self) -> str:
        """By this it is ticked at the door; it is not the code, with which one can cancel."""
        return self.slip.guest if self.slip else self.code

    @property
    def active(self) -> bool:
        """Whether it has seats or waits for them."""
        return self.state in (SignUpState.CONFIRMED, SignUpState.TOLD, SignUpState.WAITING)

    @property
    def still_to_tell(self) -> Tell:
        """What they must be told, where that still holds: who has cancelled since is not told of a seat."""
        return self.tell if self.tell in _HOLDS.get(self.state, ()) else Tell.NOTHING


_HOLDS = {
    SignUpState.CONFIRMED: (Tell.CONFIRMED, Tell.MOVED),
    SignUpState.WAITING: (Tell.MOVED,),
    SignUpState.CANCELLED: (Tell.CANCELLED,),
}
"""What can be told of each state; TOLD has been told, and FULL is read on a kiosk."""


@dataclass(frozen=True)
class Detail:
    """One personal answer of a sign-up: "names" (a JSON list), "contact", or a need. Gone at ``delete_at``.

    ``days`` is how many days after the last date whoever gave it was told that it is kept: never more than these.
    """

    sign_up: str
    name: str
    value: str
    delete_at: str
    days: int


@dataclass(frozen=True)
class LeaseAccount:
    """The seats of one activity that one kiosk may confirm by itself: counted since the first grant, never back.

    ``arrived`` are seats the kiosk promised whose sign-ups are here; ``promised`` is what it says it promised.
    ``freed`` are seats staff gave away because the kiosk was silent: if it did promise them, chairs are brought.
    """

    activity: str
    kiosk: str
    granted: int = 0
    returned: int = 0
    arrived: int = 0
    promised: int = 0
    freed: int = 0
    recalled: bool = False
    heard_at: str = ""

    @property
    def outstanding(self) -> int:
        """Seats nobody else may have: the kiosk holds them, or has promised them and not said so yet."""
        return max(0, self.granted - self.returned - self.arrived - self.freed)


@dataclass(frozen=True)
class SeatFigures:
    """An activity and its seats: persons ``seated``, sign-ups ``waiting``, and seats ``out`` on kiosks."""

    activity: Activity
    seated: int
    waiting: int
    out: int

    @property
    def free(self) -> int:
        """How many seats can be given away now; 0 for drop-in. Below 0 when chairs must be brought."""
        return 0 if self.activity.seats is None else self.activity.seats - self.seated - self.out


@dataclass(frozen=True)
class ActivityCare:
    """Who at the library looks after an activity: staff ids who may see contacts, and the kiosk at its door."""

    owners: tuple[int, ...] = ()
    door: str | None = None


@dataclass(frozen=True)
class Attendance:
    """What was noted at the door on one date: persons who came by door code, and heads without a name by band."""

    ticks: dict[str, int]
    tally: dict[str, int]
