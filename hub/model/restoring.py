"""What a hub says in its own hand, and what it knows of what it has forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.activity import Activity
from shared.notice import ReceiptState
from shared.prompt import Prompt
from shared.slip import Slip


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
