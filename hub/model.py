"""The nouns only the hub knows. Plain frozen data; times are ISO 8601 UTC text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from shared.activity import Activity
from shared.kinds.base import Answer
from shared.notice import ReceiptState, SignUpState
from shared.prompt import Prompt
from shared.slip import Slip
from shared.submission import Submission


class State(StrEnum):
    """Where a submission is in review."""

    NEW = "new"
    KEPT = "kept"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"
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


class Arrival(NamedTuple):
    """A submission on its way into the store. ``words`` is what search finds; it is deleted at ``delete_at``.

    A tuple, because thousands are made in a row. ``filed``: what belongs to an activity, as the visitor gave it and
    checked; the store keeps none of it, see services.activities.settling. ``slip`` is what the visitor took along, if
    anything.
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


@dataclass(frozen=True)
class Filed:
    """The answer of an arrival that belongs to an activity, and the activity as it was then."""

    activity: Activity
    answer: Answer


@dataclass(frozen=True)
class PairedKiosk:
    """A kiosk and its last word about itself. Counts are None until it has synced once."""

    id: str
    name: str
    paired_at: str
    revoked_at: str | None
    last_seen_at: str | None
    created: int | None
    waiting: int | None
    on_hub: int | None
    set_aside: int | None
    erased: int | None
    free_bytes: int | None
    skew_s: float | None
    version: str | None
    salvages: int | None
    copied: bool
    stored: int
    """How many of its submissions the hub has, for the books."""
    erased_here: int = 0
    """How many of its submissions the hub erased. The kiosk does not hear of those whose copies it no longer keeps."""

    @property
    def missed(self) -> int:
        """How many submissions the kiosk believes to be on the hub that the hub neither has nor erased."""
        return max(0, (self.on_hub or 0) - self.stored - self.erased_here)

    @property
    def balanced(self) -> bool | None:
        """Whether created = on the hub + waiting + set aside + erased; None before the first sync."""
        if self.created is None:
            return None
        parts = (self.on_hub, self.waiting, self.set_aside, self.erased)
        return self.created == sum(part or 0 for part in parts)


class Role(StrEnum):
    """What somebody may be at the staff pages. Every route says which of them it is for."""

    ANYBODY = "anybody"
    """Whoever asks, signed in or not."""
    STAFF = "staff"
    """Whoever can sign in."""


@dataclass(frozen=True)
class Staff:
    """A person who may sign in."""

    id: int
    name: str
    roles: frozenset[Role] = frozenset({Role.ANYBODY, Role.STAFF})


@dataclass(frozen=True)
class DoorKeys:
    """The public keys (base64) that came for the door of one kiosk: the one staff said yes to, the one that waits for
    their word, and the last one they said no to.
    """

    accepted: str | None = None
    pending: str | None = None
    refused: str | None = None


@dataclass(frozen=True)
class AuditLine:
    """Who did what, when, to what. ``detail`` never holds a visitor's words."""

    at: str
    staff: str
    move: str
    subject: str
    detail: str = ""


@dataclass(frozen=True)
class OpenCode:
    """A pairing code that is open until ``closes_at``, written in three groups as people read it.

    ``name`` is what staff call the kiosk it is for; "": the kiosk says its own. ``nonce`` and ``key`` (hex) are made
    with it, see shared.protocol.pairing_key.
    """

    code: str
    closes_at: str
    name: str = ""
    nonce: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Lineage:
    """The tokens of a kiosk's last receipts, and the digest of retained ids that was last found to lack nothing."""

    current: str | None
    former: str | None
    settled: str | None


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


class Told(NamedTuple):
    """What a receipt code gives since the revision ``changed``; ``slip`` is None where the words are erased.

    ``kiosk`` is where a sign-up was made; "" for all else, and for one that staff wrote in.
    """

    changed: int
    finder: str
    pair: int
    state: ReceiptState
    slip: Slip | None
    kiosk: str = ""


Said = Told | Activity | Prompt
"""What the hub says to kiosks in its own hand."""


@dataclass(frozen=True)
class Recount:
    """How far a hub that was put back has come with learning what it has forgotten, and with counting its seats.

    ``awaited`` are the kiosks not yet heard; ``owed`` those that must take all news anew afterwards, each with the
    lineage token of the receipt that did so; ``asked`` those that have not yet said all they were told, each with the
    place up to which it has. ``learnt`` are the names of what was learnt of them. ``backup`` is the revision of the
    backup, ``forgotten`` the newest that was forgotten; 0 where nothing was.
    """

    awaited: Mapping[str, bool] = field(default_factory=dict)
    owed: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    learnt: Mapping[str, bool] = field(default_factory=dict)
    backup: int = 0
    forgotten: int = 0

    @property
    def is_on(self) -> bool:
        """Whether seats are being counted."""
        return bool(self.awaited)

    def told_upto(self, kiosk: str) -> str | None:
        """Return up to which place a kiosk has said what it was told, "" for nothing yet; None where it need not."""
        return self.asked.get(kiosk)

    def is_quiet_for(self, kiosk: str) -> bool:
        """Tell whether a kiosk gets neither news nor leases: it would forget what the hub still has to learn of it."""
        return self.is_on or kiosk in self.asked
