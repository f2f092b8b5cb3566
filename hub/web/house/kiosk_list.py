"""The page of all kiosks: how each is, what was done about it, and what the hub itself cannot do just now."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from hub.model import AuditLine, PairedKiosk
from hub.services.activities import door_keys
from hub.services.house import kiosks, shut_again, trusted_again
from hub.services.house.timekeeping import Doubted
from hub.services.review import inbox, traces
from hub.services.review.traces import Traces
from hub.web.house import help_texts, kiosk_health
from hub.web.house.kiosk_health import Trouble
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared import fence
from shared.languages import N_
from shared.submission import from_utc

MOVED = {
    "rename": N_("Renamed"),
    "say-where": N_("Said where it stands"),
    "revoke": N_("It was shut out"),
    shut_again.AGAIN: N_("It was shut out again: the database did not know of it"),
    trusted_again.AGAIN: N_("It is trusted as before: the database that was put back is older than its pairing"),
    "go-on-without": N_("Its seats were counted without it"),
    "copied": N_("It began to say what this hub never told it"),
    "tell-door-key": N_("It asks to show who comes"),
    "accept-door-key": N_("Its four words were the same: it may show who comes"),
    "refuse-door-key": N_("Its four words differed: it may not show who comes"),
    "set_aside-together": N_("Answers set aside together"),
    "reopen-together": N_("Put back in the inbox together"),
    "cancel-together": N_("Sign-ups cancelled together"),
}
"""What each move is called in the history of a kiosk."""
BY_ITSELF = ("copied", "tell-door-key", shut_again.AGAIN, trusted_again.AGAIN)
"""Of these moves: no person made them."""
COUNTED = ("set_aside-together", "reopen-together", "cancel-together")
"""Of these moves: their detail begins with how many they were."""
HISTORY = 20
"""So many lines of it are shown."""


class Line(NamedTuple):
    """A line of the history of a kiosk; ``who`` is "" where no person did it."""

    says: str
    who: str
    at: str


class Inside(NamedTuple):
    """A kiosk that may call, with what staff should look at."""

    kiosk: PairedKiosk
    troubles: list[Trouble]
    history: list[Line]
    door_asks: door_keys.Asked | None
    door_refused: door_keys.Asked | None
    together: int
    """How many of its answers are set aside together."""


class Outside(NamedTuple):
    """A kiosk that is shut out. ``traces``: what it left, while staff may still look at that."""

    kiosk: PairedKiosk
    traces: Traces | None
    history: list[Line]
    is_again: bool
    """Whether it was the hub that shut it out, since its database did not know that it was."""


@dataclass(frozen=True, kw_only=True)
class KiosksPage(PageData):
    """All kiosks, those that are shut out last; above them what the hub cannot do just now."""

    template = "house/kiosks.html"
    help = help_texts.KIOSKS

    hub_troubles: list[fence.Trouble]
    clock: Doubted | None
    doubted: bool
    """Whether one of them may have been shut out before a backup was put back."""
    inside: list[Inside]
    outside: list[Outside]
    answers: dict[str, int]
    """How many answers of each kiosk stand in the inbox."""
    filed: dict[str, int]
    """How many of each stand with an activity."""
    said: str
    problem: str


def kiosks_page(desk: Desk, *, said: str, problem: str) -> KiosksPage:
    """Return the page as it is now."""
    listed, clock = kiosks.listed(desk.store), desk.hub.time.doubted()
    unknown, together = desk.store.sign_ups.unknown_codes(), desk.store.submissions.put_together()

    def inside(kiosk: PairedKiosk) -> Inside:
        health = kiosk_health.troubles(kiosk, now=desk.now, clock=clock, unknown=unknown.get(kiosk.id, 0))
        spoken = desk.settings.default_language
        asks, refused = door_keys.waiting(desk.store, kiosk, spoken), door_keys.refused(desk.store, kiosk, spoken)
        return Inside(kiosk, health, _lines(desk, _history(desk, kiosk)), asks, refused, together.get(kiosk.id, 0))

    return KiosksPage(
        hub_troubles=desk.hub.fences.troubles(),
        clock=clock,
        doubted=shut_again.is_doubted(desk.store),
        inside=[inside(kiosk) for kiosk in listed if kiosk.revoked_at is None],
        outside=[_outside(desk, kiosk) for kiosk in listed if kiosk.revoked_at is not None],
        answers=desk.store.inbox.of_kiosks(),
        filed=desk.store.inbox.filed_of_kiosks(),
        said=said,
        problem=problem,
    )


def _outside(desk: Desk, kiosk: PairedKiosk) -> Outside:
    if not _was_just(kiosk, desk.now):
        return Outside(kiosk, None, [], False)
    history = _history(desk, kiosk)
    again = any(line.move == shut_again.AGAIN and line.at == kiosk.revoked_at for line in history)
    return Outside(kiosk, traces.left_by(desk.store, kiosk, desk.now), _lines(desk, history), again)


def _was_just(revoked: PairedKiosk, now: datetime) -> bool:
    """Tell whether a kiosk was shut out so lately that staff may still look at what came from it."""
    return revoked.revoked_at is not None and now - from_utc(revoked.revoked_at) < traces.LOOKED_BACK


def _history(desk: Desk, kiosk: PairedKiosk) -> list[AuditLine]:
    return inbox.history(desk.store, f"kiosk {kiosk.id}")[-HISTORY:]


def _lines(desk: Desk, history: list[AuditLine]) -> list[Line]:
    return [
        Line(
            desk.tr(MOVED.get(line.move, line.move))
            + (f": {line.detail.split(' ')[0]}" if line.move in COUNTED else "")
            + (f": {line.detail}" if line.move == "say-where" and line.detail else ""),
            "" if line.move in BY_ITSELF else line.staff,
            line.at,
        )
        for line in history
    ]
