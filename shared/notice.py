"""What staff published: a visitor's words, what became of them, and what a receipt code tells its owner."""

from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """What the library does about it: the columns of the board."""

    HEARD = "heard"
    TRYING = "trying"
    DONE = "done"
    NO = "no"


class VisitorState(StrEnum):
    """What the visitor is told about a submission of their own."""

    RECEIVED = "received"
    READ = "read"
    PUBLISHED = "published"


class SignUpState(StrEnum):
    """What a visitor is told about a sign-up. Only a kiosk says REQUESTED: the hub has not decided yet.

    TOLD is CONFIRMED after a wait, once the library has told the visitor. FULL: no seat, and no waiting list.
    """

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    TOLD = "told"
    CANCELLED = "cancelled"
    FULL = "full"


@dataclass(frozen=True)
class Notice:
    """A published submission as kiosks show it. ``drawing`` is a packed drawing in base64, see kinds.drawing."""

    id: str
    status: str
    kind: str
    prompt: str
    language: str
    text: str
    cards: list[str] = field(default_factory=list)
    drawing: str | None = None
    replies: dict[str, str] = field(default_factory=dict)
    published_at: str = ""


@dataclass(frozen=True)
class ReceiptState:
    """What a receipt code gives: the state and the answer in each language, never the visitor's own words.

    Of a sign-up also the slug of its ``activity``, how many ``persons`` it is for, how many of them are ``seated``,
    and ``order``: its turn in the hub's one order, by which a kiosk counts the place in the waiting list.
    """

    code: str
    state: str
    replies: dict[str, str] = field(default_factory=dict)
    activity: str | None = None
    persons: int = 0
    seated: int = 0
    order: int = 0


@dataclass(frozen=True)
class SealedState:
    """What a receipt code gives, as kiosks keep it: nobody reads it there who has not the code.

    ``finder`` follows from the code, slowly; ``pair`` is the number of the two words, which find ``state`` alone.
    ``sealed`` opens with the code: JSON of the replies by language; "": there are none, and will be none.
    The numbers of a sign-up are as in :class:`ReceiptState`: from them a kiosk counts places in the waiting list.
    ``told`` is the same in the hub's own hand, for a hub that was put back from a backup; sign-ups only.
    """

    finder: str
    pair: int
    state: str
    sealed: str = ""
    activity: str | None = None
    persons: int = 0
    seated: int = 0
    order: int = 0
    told: str = ""
