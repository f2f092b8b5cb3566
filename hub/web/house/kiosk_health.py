"""What staff should look at on a kiosk: each trouble as a sentence that says what it means or what to do."""

from datetime import datetime, timedelta
from typing import NamedTuple

from hub.model import PairedKiosk
from hub.running import Hub
from hub.services.house import kiosks, shut_again
from hub.services.house.timekeeping import Doubted
from hub.services.sync import unknown_codes
from shared.languages import N_
from shared.submission import from_utc

SILENT_AFTER = timedelta(days=2)
"""A kiosk in the house syncs each minute; a day closed at the weekend is no trouble."""
SKEW_S = 300
"""Five minutes: from there on times on the page mislead."""
LOW_DISK = 1_000_000_000
"""Kiosks refuse drawings under 200 MB and everything under 50 MB; staff should hear well before."""


class Trouble(NamedTuple):
    """What is wrong, and how much it hurries. ``n``: how many, where it ``says`` a number."""

    says: str
    urgent: bool
    n: int = 0


COPIED = Trouble(
    N_(
        "This kiosk does not say what this hub last told it. Its tablet was copied, put back from a backup, or "
        "tampered with. If you do not know why, shut it out; else pair it again."
    ),
    True,
)
GUESSING = Trouble(
    N_(
        "{n} receipt codes that nobody here knows came from this kiosk. Somebody may be guessing: if you do not know "
        "why, shut it out. After a backup was put back it can be harmless, until all kiosks have called."
    ),
    True,
)
UNBALANCED = Trouble(N_("The accounts do not balance: something made on this kiosk is not accounted for."), True)
HUB_DIFFERS = Trouble(N_("The hub has fewer than the kiosk believes. The kiosk sends them again by itself."), True)
SET_ASIDE = Trouble(N_("Something could not be taken and is set aside on the kiosk. It is not lost."), True)
LOW = Trouble(N_("Little disk space left on the tablet."), True)
SILENT = Trouble(N_("Not heard from for more than two days. Is it on, and on the network?"), False)
SKEWED = Trouble(N_("Its clock is wrong, so the times on its submissions are too. Nothing is lost."), False)
DIFFERS = Trouble(
    N_("Its clock and this hub's differ, and this hub's is the one in doubt. Nothing has to be done on the tablet."),
    False,
)
UNCLEAR = Trouble(N_("Its clock and this hub's differ. Look at another clock, and set the one that is wrong."), False)
SALVAGED = Trouble(N_("Its database broke and was put right. What could be read was kept."), False)


def troubles(kiosk: PairedKiosk, *, now: datetime, clock: Doubted | None = None, unknown: int = 0) -> list[Trouble]:
    """Return the troubles of a kiosk, the most urgent first; a kiosk that is shut out has none.

    ``clock``: what is doubted of the hub's own; then nobody knows whose is wrong. ``unknown``: how many codes that
    nobody knows wait here, by its word alone.
    """
    if kiosk.revoked_at is not None or kiosk.last_seen_at is None:
        return []
    skewed = kiosk.skew_s is not None and abs(kiosk.skew_s) > SKEW_S
    stated = {
        COPIED: kiosk.copied,
        GUESSING._replace(n=unknown): unknown >= unknown_codes.MANY,
        UNBALANCED: kiosk.balanced is False,
        HUB_DIFFERS: kiosk.missed > 0,
        SET_ASIDE: bool(kiosk.set_aside),
        LOW: kiosk.free_bytes is not None and kiosk.free_bytes < LOW_DISK,
        SILENT: now - from_utc(kiosk.last_seen_at) > SILENT_AFTER,
        SKEWED: skewed and clock is None,
        DIFFERS: skewed and clock is not None and not clock.is_followed,
        UNCLEAR: skewed and clock is not None and clock.is_followed,
        SALVAGED: bool(kiosk.salvages),
    }
    return [trouble for trouble, holds in stated.items() if holds]


def count(hub: Hub, now: datetime) -> int:
    """Return how much there is to look at: troubled kiosks, doors that ask, and what the hub itself cannot do."""
    unknown, clock = hub.store.sign_ups.unknown_codes(), hub.time.doubted()
    troubled = [one for one in kiosks.listed(hub.store) if troubles(one, now=now, unknown=unknown.get(one.id, 0))]
    doubts = [clock is not None and clock.is_trouble, shut_again.is_doubted(hub.store)]
    return len(troubled) + len(hub.fences.troubles()) + len(hub.store.doors.asking()) + sum(doubts)
