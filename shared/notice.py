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
    """What a receipt code gives: the state and the answer in each language, never the visitor's own words."""

    code: str
    state: str
    replies: dict[str, str] = field(default_factory=dict)
