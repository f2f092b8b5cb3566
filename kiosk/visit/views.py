"""What the glass can show: one frozen view for each place a visit can be in. A screen draws its view, and asks nobody.

``shown_at`` is the time by the hub's clock, where what there is to say depends on it ("today", "as of 14:10").
"""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.store import NAMELESS
from kiosk.store import ActivityHere as ActivityHere
from kiosk.store import Library as Library
from kiosk.visit.lookup import Found
from shared.activity import Activity
from shared.errors import SamskapError
from shared.kinds import kind_of
from shared.kinds.base import AFTER, Answer
from shared.notice import Notice, SignUpState
from shared.prompt import Prompt
from shared.slip import Slip
from shared.submission import new_submission_id


@dataclass(frozen=True)
class Resting:
    """Nobody is here. Of the ideas so many are being tried, and so many are done.

    ``prompts`` are all that are open, today's first; ``newest`` what was done last, ``drawing`` the newest published.
    """

    prompts: tuple[Prompt, ...] = ()
    library: Library = NAMELESS
    trying: int = 0
    done: int = 0
    newest: Notice | None = None
    drawing: Notice | None = None
    next_activity: ActivityHere | None = None
    shown_at: datetime | None = field(default=None, kw_only=True, compare=False)
    """None where nothing could be read."""


@dataclass(frozen=True)
class ChoosingLanguage:
    """The languages, in their own names."""


@dataclass(frozen=True)
class Choosing:
    """Home: a tile for each open prompt, the board, and what's on when anything is."""

    prompts: tuple[Prompt, ...]
    whats_on: bool = False


@dataclass(frozen=True)
class Answering:
    """One question of one prompt; for a sign-up the prompt is made from the ``activity``."""

    prompt: Prompt
    submission_id: str
    draft: Answer = field(default_factory=dict)
    step: int = 0
    problem: SamskapError | None = None
    activity: Activity | None = None
    first: "Thanking | None" = None
    """What the visitor was thanked for, where this is said after it."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The fields this asks for, in order."""
        kind = kind_of(self.prompt.kind)
        return (kind.more if self.first else kind.steps)(self.prompt.settings)

    @property
    def answer(self) -> Answer:
        """What there is to check and to send."""
        return {**self.draft, AFTER: self.first.submission_id} if self.first else self.draft

    @property
    def sends(self) -> bool:
        """Whether the way on from here is to send, without a review.

        So it is where all that was answered stands on this screen, or each answer was a touch that led on. What tells
        who somebody is is read once more.
        """
        if self.step + 1 < len(self.steps):
            return False
        kind = kind_of(self.prompt.kind)
        at_once = kind.at_once and self.first is None
        return at_once or not (kind.personal_fields or any(map(self.draft.get, self.steps[:-1])))

    @property
    def waits_for_a_touch(self) -> bool:
        """Whether a touch on an answer is all there is to do: no button leads on."""
        return kind_of(self.prompt.kind).at_once and self.first is None and len(self.steps) == 1

    @property
    def field(self) -> str:
        """The field asked for on this screen."""
        return self.steps[self.step]


@dataclass(frozen=True)
class Reviewing:
    """The whole answer, to read once more, change or send."""

    prompt: Prompt
    submission_id: str
    answer: Answer
    shown_at: datetime | None = field(default=None, kw_only=True, compare=False)
    problem: SamskapError | None = None
    activity: Activity | None = None
    first: "Thanking | None" = None


@dataclass(frozen=True)
class Thanking:
    """Saved. Exists only after the commit. Of a sign-up also what was promised: ``seats`` CONFIRMED or REQUESTED.

    ``more`` are the fields that may be said now; what is said after it has the slip of the first. Only then what was
    ``given`` is still known: it is seen beside the thanks, and once more beside what is said after.
    """

    prompt: Prompt
    submission_id: str
    slip: Slip
    activity: Activity | None = None
    state: SignUpState | None = None
    seats: int = 0
    more: tuple[str, ...] = ()
    given: Answer = field(default_factory=dict, kw_only=True)
    shown_at: datetime = field(kw_only=True, compare=False)


@dataclass(frozen=True)
class Browsing:
    """The board: what others said and what came of it."""

    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class LookingUp:
    """Typing a receipt code, and what it ``told``.

    The way back leads home or to what's on, where one came from there, else to the board.
    """

    from_home: bool = False
    from_activities: bool = False
    told: "Told | None" = None


@dataclass(frozen=True)
class Told:
    """What a receipt code gave, and whether the sign-up with it can still be changed."""

    found: Found
    can_change: bool
    shown_at: datetime = field(kw_only=True, compare=False)


@dataclass(frozen=True)
class WhatsOn:
    """The activities one may know of here, by their next date."""

    activities: tuple[ActivityHere, ...]
    shown_at: datetime = field(kw_only=True, compare=False)


@dataclass(frozen=True)
class ReadingActivity:
    """One activity: what it is, when, and whether there are seats."""

    here: ActivityHere
    shown_at: datetime = field(kw_only=True, compare=False)


@dataclass(frozen=True)
class Changing:
    """A sign-up that was looked up: of ``before`` persons ``persons`` still come; 0 cancels it."""

    activity: Activity
    slip: Slip
    before: int
    persons: int
    problem: SamskapError | None = None
    submission_id: str = field(default_factory=new_submission_id)
    shown_at: datetime = field(kw_only=True, compare=False)


@dataclass(frozen=True)
class Changed:
    """The change is saved. Exists only after the commit."""

    activity: Activity
    slip: Slip
    persons: int
    shown_at: datetime = field(kw_only=True, compare=False)


View = (
    Resting
    | ChoosingLanguage
    | Choosing
    | Answering
    | Reviewing
    | Thanking
    | Browsing
    | LookingUp
    | WhatsOn
    | ReadingActivity
    | Changing
    | Changed
)
