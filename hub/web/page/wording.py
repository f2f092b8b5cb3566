"""What kinds, states and moves are called on staff pages, with their icons and keys."""

from functools import cache
from typing import Final

from babel import Locale

from hub.kinds import READERS
from hub.lists import Pile
from hub.model import Move, State
from hub.shapes import FACES as FACES
from hub.shapes import Sketched, Words
from shared.errors import DiskFull, SamskapError, StoreBroken, StoreBusy
from shared.kinds import at_home
from shared.kinds.base import Home, Settings
from shared.languages import N_
from shared.notice import Status

ON_HUB: Final[dict[str, str]] = {
    DiskFull.code: N_("The disk of the hub's computer is full. Nothing was changed. Make room there, then try again."),
    StoreBusy.code: N_("The hub is busy with something else. Nothing was changed. Please try again."),
    StoreBroken.code: N_("The hub's database cannot be read or written just now. Nothing was changed."),
}
"""What staff read where visitors at a tablet would be told to ask the staff, by the error's stable code."""


def says(error: SamskapError | type[SamskapError]) -> str:
    """Return the text of an error, a message id, as whoever looks after the hub reads it."""
    return ON_HUB.get(error.code, error.says)


@cache
def _by_code() -> dict[str, str]:
    found: dict[str, str] = {}
    classes = [SamskapError]
    while classes:
        one = classes.pop()
        found.setdefault(one.code, says(one))
        classes += one.__subclasses__()
    return found


def reason(code: str | None) -> str:
    """Return the text of a stable code, a message id, "" for none."""
    return _by_code().get(code, SamskapError.says) if code else ""


def language_name(code: str, language: str) -> str:
    """Return what a language is called in the reader's."""
    return str(Locale.parse(language).languages[code])


KINDS: Final[dict[str, Words]] = {name: READERS[name].words for name in at_home(Home.INBOX)}
"""What staff make questions of."""

READ: Final[dict[str, Words]] = {name: reader.words for name, reader in READERS.items() if not reader.filed}
"""What staff read in the inbox. All else stands there only when it could not be taken."""

UNKNOWN_KIND = Words(N_("Other"), N_("Other"), "", "help_circle_outline")


def kind(name: str) -> Words:
    """Return how a kind is shown."""
    return READERS[name].words if name in READERS else UNKNOWN_KIND


def draws(name: str) -> bool:
    """Tell whether lists show the pictures of a kind."""
    return name in READERS and READERS[name].draws


def sketch(kind: str, settings: Settings) -> tuple[Sketched, ...]:
    """Return what stands below a question of a kind on the glass."""
    return READERS[kind].sketch(settings)


STATES: Final[dict[State, str]] = {
    State.NEW: N_("New"),
    State.KEPT: N_("Kept"),
    State.PUBLISHED: N_("On the board"),
    State.SET_ASIDE: N_("Set aside"),
    State.WORRY: N_("Worries"),
}

EMPTY: Final[dict[State, str]] = {
    State.KEPT: N_("What you have read and keep is listed here."),
    State.PUBLISHED: N_("What you show on the board is listed here."),
    State.SET_ASIDE: N_("What you set aside is listed here."),
    State.WORRY: N_("What somebody hands over as a worry is listed here."),
}
"""What is said of a list in which nothing is. Of an empty list of what is new it is said that all is read."""

PILES: Final[dict[Pile, str]] = {
    Pile.UNREAD: N_("Answers that nobody has looked at"),
    Pile.TOGETHER: N_("Set aside together"),
}

STATUSES: Final[dict[Status, str]] = {
    Status.HEARD: N_("We have heard"),
    Status.TRYING: N_("We are trying"),
    Status.DONE: N_("Done"),
    Status.NO: N_("No, because"),
}

WORK: Final[dict[str, str]] = {
    "look-through": N_("Look through everything"),
    "take-in": N_("Take activities from a calendar file"),
    "gather": N_("Take out all that was gathered"),
    "backup": N_("Make a backup"),
    "report": N_("A report to print"),
}
"""What long work is called."""

HUB: Final = frozenset(
    {"", "retention", "restore", "recount", "reopening", "mail", "kiosk", "starter", "work", "backup"}
)
"""What the hub did by itself."""
BY: Final[dict[str, str]] = {
    "command": N_("at the hub's own computer"),
    "pairing": N_("a tablet"),
    "sign-in": N_("somebody"),
}
"""Who is no person, and not the hub by itself."""
ITSELF: Final = N_("the hub by itself")

MOVED: Final[dict[str, str]] = {
    Move.PUBLISH: N_("Shown on the board"),
    Move.KEEP: N_("Kept"),
    Move.SET_ASIDE: N_("Set aside"),
    Move.REOPEN: N_("Reopened"),
    Move.ANSWER: N_("Answered"),
    Move.ERASE: N_("Erased"),
    Move.WORRY: N_("Handed over as a worry"),
    Move.CALM: N_("No worry any more"),
    Move.HOLD: N_("Held beyond its date"),
    Move.END_HOLD: N_("Hold ended"),
}
"""What each move is called in the history once it is done."""

DONE: Final[dict[str, tuple[str, bool]]] = {
    "publish": (N_("It is on the board now."), True),
    "keep": (N_("Kept."), True),
    "set_aside": (N_("Set aside."), True),
    "reopen": (N_("It is new again."), False),
    "answer": (N_("The answer is on its way."), False),
    "erase": (N_("Erased for good."), False),
    "worry": (N_("Handed over as a worry."), False),
    "calm": (N_("It is no worry any more, and new again."), False),
    "hold": (N_("It is held now."), False),
    "end-hold": (N_("It is held no longer."), False),
}
"""What is said after a move, and whether it can be undone with one press."""

_KEYS: Final[dict[Move, tuple[str, str]]] = {
    Move.PUBLISH: ("p", "p"),
    Move.KEEP: ("k", "b"),
    Move.SET_ASIDE: ("x", "x"),
    Move.ANSWER: ("a", "s"),
}


def keys(move: Move, language: str) -> tuple[str, ...]:
    """Return the keys for a move, the one to show first: the English and the Nordic one both work everywhere."""
    english, nordic = _KEYS.get(move, ("", ""))
    return tuple(dict.fromkeys(filter(None, (english, nordic) if language == "en" else (nordic, english))))


def called(who: str) -> str:
    """Return what one of the history who is no person is called (a message id), "" for a person."""
    return ITSELF if who in HUB else BY.get(who, "")
