"""What kinds, states and moves are called on staff pages, with their icons and keys."""

from typing import Final, NamedTuple

from babel import Locale

from hub.kinds.feedback import FACES as FACES
from hub.model import Move, State
from shared.errors import DiskFull, SamskapError, StoreBroken, StoreBusy
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


def language_name(code: str, language: str) -> str:
    """Return what a language is called in the reader's."""
    return str(Locale.parse(language).languages[code])


class Kind(NamedTuple):
    """How a kind is shown: its name, the name of many, what it is for, and its icon in Material Design Icons."""

    name: str
    many: str
    purpose: str
    icon: str


KINDS: Final[dict[str, Kind]] = {
    "idea": Kind(N_("Idea"), N_("Ideas"), N_("People write, choose picture cards, or both."), "lightbulb_on_outline"),
    "feedback": Kind(
        N_("Feedback"), N_("Feedback"), N_("Five faces, some reasons, and a comment."), "emoticon_happy_outline"
    ),
    "poll": Kind(N_("Poll"), N_("Polls"), N_("People choose among what you offer."), "poll"),
    "drawing": Kind(N_("Drawing"), N_("Drawings"), N_("People draw with a finger."), "draw"),
}

ACTIVITY_KINDS: Final[dict[str, Kind]] = {
    "exit": Kind(N_("On the way out"), N_("On the way out"), "", "exit_run"),
    "signup": Kind(N_("Sign-up"), N_("Sign-ups"), "", "account_plus"),
    "change": Kind(N_("Change of a sign-up"), N_("Changes of sign-ups"), "", "account_edit"),
    "attendance": Kind(N_("Note from the door"), N_("Notes from the door"), "", "door_open"),
}
"""What comes with activities. All but the exit questions stand in the inbox only when they could not be taken."""

READ: Final[dict[str, Kind]] = {**KINDS, "exit": ACTIVITY_KINDS["exit"]}
"""What staff read in the inbox."""

UNKNOWN_KIND = Kind(N_("Other"), N_("Other"), "", "help_circle_outline")


def kind(name: str) -> Kind:
    """Return how a kind is shown."""
    return KINDS.get(name) or ACTIVITY_KINDS.get(name, UNKNOWN_KIND)


STATES: Final[dict[State, str]] = {
    State.NEW: N_("New"),
    State.KEPT: N_("Kept"),
    State.PUBLISHED: N_("On the board"),
    State.SET_ASIDE: N_("Set aside"),
}

STATUSES: Final[dict[Status, str]] = {
    Status.HEARD: N_("We have heard"),
    Status.TRYING: N_("We are trying"),
    Status.DONE: N_("Done"),
    Status.NO: N_("No, because"),
}

MOVED: Final[dict[Move, str]] = {
    Move.PUBLISH: N_("Shown on the board"),
    Move.KEEP: N_("Kept"),
    Move.SET_ASIDE: N_("Set aside"),
    Move.REOPEN: N_("Reopened"),
    Move.ANSWER: N_("Answered"),
    Move.ERASE: N_("Erased"),
}
"""What each move is called in the history once it is done."""

DONE: Final[dict[str, tuple[str, bool]]] = {
    "publish": (N_("It is on the board now."), True),
    "keep": (N_("Kept."), True),
    "set_aside": (N_("Set aside."), True),
    "reopen": (N_("It is new again."), False),
    "answer": (N_("The answer is on its way."), False),
    "erase": (N_("Erased for good."), False),
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
