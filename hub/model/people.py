"""Staff: who they are, what each may do, and what they did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol


class Role(StrEnum):
    """What somebody is at the library, as whoever invites them says; a person may have several."""

    REVIEWER = "reviewer"
    OWNER = "activity-owner"
    FACILITATOR = "facilitator"
    SAFEGUARDING = "safeguarding"
    ADMIN = "admin"


class Right(StrEnum):
    """What somebody may do. Every route says which right it wants, and so does every change; roles hold them."""

    ANYBODY = "anybody"
    """What whoever asks may do, signed in or not. On routes alone."""
    OWN_HAND = "own-hand"
    """What the hub does by itself: no role holds it."""
    SIGNED_IN = "signed-in"
    """What everybody who can sign in may do: their own page, the board, what's on."""
    READ = "read"
    """Read what visitors said."""
    REVIEW = "review"
    """Decide about it, and answer."""
    SAFEGUARD = "safeguard"
    """Read and erase what is marked as a worry, and hold it beyond its date."""
    ASK = "ask"
    """Change what visitors are asked."""
    ARRANGE = "arrange"
    """Make activities and change them, with who comes; contacts only of those one looks after."""
    DOOR = "door"
    """See who is expected, and note at the door who came."""
    DOOR_KEYS = "door-keys"
    """Say whether a tablet at the door is the right one."""
    FACILITATE = "facilitate"
    """Prepare and steer sessions."""
    KIOSKS = "kiosks"
    """Pair kiosks, shut them out, and clear up what came from those."""
    SETTINGS = "settings"
    """Change what holds for the whole library, keep it safe, and see the recovery words."""
    PEOPLE = "people"
    """Invite people, say what they may do, and shut them out."""
    HISTORY = "history"
    """Read who did what."""


HOLDERS: Final[Mapping[Right, frozenset[Role]]] = {
    Right.ANYBODY: frozenset(Role),
    Right.OWN_HAND: frozenset(),
    Right.SIGNED_IN: frozenset(Role),
    Right.READ: frozenset({Role.REVIEWER, Role.SAFEGUARDING}),
    Right.REVIEW: frozenset({Role.REVIEWER, Role.SAFEGUARDING}),
    Right.SAFEGUARD: frozenset({Role.SAFEGUARDING}),
    Right.ASK: frozenset({Role.REVIEWER, Role.FACILITATOR, Role.ADMIN}),
    Right.ARRANGE: frozenset({Role.OWNER}),
    Right.DOOR: frozenset({Role.OWNER, Role.FACILITATOR}),
    Right.DOOR_KEYS: frozenset({Role.OWNER, Role.FACILITATOR, Role.ADMIN}),
    Right.FACILITATE: frozenset({Role.FACILITATOR}),
    Right.KIOSKS: frozenset({Role.ADMIN}),
    Right.SETTINGS: frozenset({Role.ADMIN}),
    Right.PEOPLE: frozenset({Role.ADMIN}),
    Right.HISTORY: frozenset({Role.ADMIN}),
}
"""Who may do what: the one place where that is said."""


class Actor(Protocol):
    """Whoever changes something: a person, or the hub by itself."""

    @property
    def name(self) -> str:
        """What the history calls it."""

    def may(self, right: Right) -> bool:
        """Tell whether it has this right."""


@dataclass(frozen=True)
class Staff:
    """A person who may sign in.

    ``language`` is the one they read the pages in, "" for what their browser says. ``shut_at`` is since when they are
    shut out, None for those who are not.
    """

    id: int
    name: str
    roles: frozenset[Role] = frozenset()
    language: str = ""
    shut_at: str | None = None

    def may(self, right: Right) -> bool:
        """Tell whether one of the person's roles holds this right."""
        return self.shut_at is None and not self.roles.isdisjoint(HOLDERS[right])


@dataclass(frozen=True)
class Account:
    """A person and what they sign in with: the hash of a password, "" for none, and a hidden second factor, or ""."""

    staff: Staff
    password_hash: str = field(repr=False)
    second: str = field(default="", repr=False)


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in: since when, seen when, in which browser, and whether with a second factor."""

    token_sha256: str = field(repr=False)
    staff: Staff
    started_at: str
    seen_at: str
    second: bool = False
    agent: str = ""


@dataclass(frozen=True)
class Invitation:
    """By which code, given by its hash, a person may choose a password until it closes."""

    staff_id: int
    code_sha256: str = field(repr=False)
    closes_at: str


@dataclass(frozen=True)
class OwnHand:
    """What is done by the hub itself, at the word of a kiosk, or at the hub's own computer by a command."""

    name: str

    def may(self, right: Right) -> bool:
        """Nothing is forbidden to it: it asks nobody, and nobody reaches it from a page."""
        return True


@dataclass(frozen=True)
class AuditLine:
    """Who did what, when, to what. ``detail`` never holds a visitor's words.

    ``n`` counts the lines, and ``bound`` binds each to the one before; the store gives both.
    """

    at: str
    staff: str
    move: str
    subject: str
    detail: str = ""
    n: int = field(default=0, compare=False)
    bound: str = field(default="", compare=False, repr=False)
