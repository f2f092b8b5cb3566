"""What the glass can show to staff: one frozen view for each place a round can be in.

``shown_at`` is the time by the hub's clock, where what there is to say depends on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.staff_round.door import Door as Door
from kiosk.staff_round.door import Guest as Guest
from kiosk.store import KioskStatus
from shared.errors import SamskapError
from shared.fence import Trouble


@dataclass(frozen=True)
class EnteringPin:
    """Asking for the PIN; while none ``is_set``, for a new one, and for the same ``again``."""

    is_set: bool = True
    again: bool = False
    busy: bool = False
    """It is looked at just now, a second on a slow tablet: no digit is taken."""
    problem: SamskapError | None = None


@dataclass(frozen=True)
class Status:
    """How this kiosk is. ``hub`` is what its hub is called: "" while it has none, None where that cannot be read."""

    hub: str | None
    figures: KioskStatus
    shown_at: datetime = field(compare=False)
    """By the kiosk's own clock, as the figures are."""
    troubles: Sequence[Trouble] = ()
    problem: SamskapError | None = None
    """What is wrong with sync or with the pairing."""
    refused: SamskapError | None = None
    """Why the door could not be opened."""


@dataclass(frozen=True)
class FoundHub:
    """A hub on this network and where it answers, as "host:port"."""

    id: str
    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class ChoosingHub:
    """Pairing: which hub, of those found so far; or an address to type."""

    hubs: tuple[FoundHub, ...]
    troubles: Sequence[Trouble] = ()


@dataclass(frozen=True)
class TypingAddress:
    """Pairing: the address of a hub that was not found."""


@dataclass(frozen=True)
class NamingKiosk:
    """Pairing: what this tablet is called; ``before`` is what it was called until now."""

    before: str
    nameless: bool = False
    """Somebody wanted on without a name."""


@dataclass(frozen=True)
class TypingCode:
    """Pairing: the code that staff made on a hub, for a tablet of this ``name``; ``busy`` while the hub is asked."""

    hub: str
    name: str
    busy: bool = False
    problem: SamskapError | None = None


@dataclass(frozen=True)
class Paired:
    """How many ``questions`` are here; while there are none, whether they are still to come, and why not yet."""

    questions: int = 0
    fetching: bool = False
    unreached: bool = False
    problem: SamskapError | None = None


@dataclass(frozen=True)
class ChoosingDoor:
    """At the door: of which activity? Without any, the ``words`` by which the hub knows this door."""

    doors: tuple[Door, ...]
    words: str = ""
    shown_at: datetime = field(kw_only=True, compare=False)


@dataclass(frozen=True)
class AtDoor:
    """At the door of one activity: who comes, who came, and heads without a name."""

    door: Door
    problem: SamskapError | None = None
    shown_at: datetime = field(kw_only=True, compare=False)


PairingView = ChoosingHub | TypingAddress | NamingKiosk | TypingCode | Paired
View = EnteringPin | Status | PairingView | ChoosingDoor | AtDoor
