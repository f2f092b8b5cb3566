"""Staff, and what they did."""

from dataclasses import dataclass
from enum import StrEnum


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
class AuditLine:
    """Who did what, when, to what. ``detail`` never holds a visitor's words."""

    at: str
    staff: str
    move: str
    subject: str
    detail: str = ""
