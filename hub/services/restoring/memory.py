"""What the hub knows of a recount while it lasts: one value, read once and kept as a whole. See :mod:`.recount`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.store.base import Store

AWAITED, OWED, ASKED, LEARNT = "recount_awaited", "recount_owed", "recount_asked", "recount_learnt"
BACKUP, FORGOTTEN = "recount_kept", "recount_forgotten"
"""The settings it is kept in."""


@dataclass(frozen=True)
class Recount:
    """How far the hub has come with learning what it has forgotten, and with counting its seats.

    ``awaited`` are the kiosks not yet heard; ``owed`` those that must take all news anew afterwards, each with the
    lineage token of the receipt that did so; ``asked`` those that have not yet said all they were told, each with the
    place up to which it has. ``learnt`` are the names of what was learnt of them. ``backup`` is the revision of the
    backup, ``forgotten`` the newest that was forgotten; 0 where nothing was.
    """

    awaited: Mapping[str, bool]
    owed: Mapping[str, str]
    asked: Mapping[str, str]
    learnt: Mapping[str, bool]
    backup: int
    forgotten: int

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


def read(store: Store) -> Recount:
    """Return what is known; where there never was a recount, of nobody anything."""
    saved = store.settings.read()

    def kept(name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(saved.get(name) or "{}")
        return found

    return Recount(
        kept(AWAITED), kept(OWED), kept(ASKED), kept(LEARNT),
        int(kept(BACKUP).get("revision", 0)), int(kept(FORGOTTEN).get("revision", 0)),
    )  # fmt: skip


def keep(store: Store, known: Recount) -> Recount:
    """Keep what is known, and return it; inside ``atomic()``."""
    values: dict[str, Mapping[str, Any]] = {
        AWAITED: known.awaited,
        OWED: known.owed,
        ASKED: known.asked,
        LEARNT: known.learnt,
        BACKUP: {"revision": known.backup},
        FORGOTTEN: {"revision": known.forgotten},
    }
    store.settings.save({name: json.dumps(value) if value else "" for name, value in values.items()})
    return known


def without(several: Mapping[str, Any], kiosk: str) -> dict[str, Any]:
    """Return all of these but that of one kiosk."""
    return {one: value for one, value in several.items() if one != kiosk}
