"""What the hub knew of the time when it last looked, and what follows from that now. Nothing here is stored."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.clock import Moment, is_possible
from shared.submission import from_utc, utc

LEAP = timedelta(days=4)
"""So far the clock may be from the hub's own time, and in sum from what is proven: a long weekend switched off."""
AGREE = timedelta(minutes=10)
"""So far the clocks of two machines may be apart that show the same time."""
NEAR = timedelta(days=1)
"""A kiosk whose clock is no more than this off has the day right, and speaks against nothing."""
ENOUGH = 2
"""So many kiosks must agree, where there are so many: a stolen tablet alone proves nothing at once."""
WHILE = timedelta(hours=8)
"""After a working day's run one kiosk that agrees is enough for a small step, if no other says that it is earlier."""


class Doubt(StrEnum):
    """Why the computer's clock is not believed."""

    UNPROVEN = "unproven"
    """A new hub: nothing has agreed with the clock yet. It is followed, but nothing is deleted by it."""
    AHEAD = "ahead"
    BEHIND = "behind"
    UNHEARD = "unheard"
    """Nothing has agreed for so long that the steps add up to more than LEAP. It is followed; deleting lags behind."""


@dataclass(frozen=True)
class Reckoning:
    """What the hub knew when it last looked: its own time ``at``, by the clock nobody can set, and what it doubts.

    ``sure``: the time that was proven last, and what the machine has run since; it cannot be earlier than that. What
    ``at`` is more was believed of the clock alone. ``unsure``: its own time at the first start since, "" before one, or
    at a later start at which the clock had gone on: what is dated before that is taken to be dated right. ``since``:
    its own time when the doubt began. The kiosks that ``agree`` with the clock, are ``near`` it, or say it is
    ``early``: while the clock was ``gap_s`` ahead of the own time. ``backed``: ``sure`` when one began to agree that
    none speaks against.
    """

    at: str
    monotonic: float
    boot: str
    doubt: Doubt | None = None
    since: str = ""
    agree: tuple[str, ...] = ()
    gap_s: float = 0.0
    sure: str = ""
    unsure: str = ""
    near: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    backed: str = ""

    def ran(self, moment: Moment) -> bool:
        """Tell whether the machine has run since: only then is it known how much time passed."""
        return moment.boot == self.boot and moment.monotonic >= self.monotonic

    def _on(self, at: str, moment: Moment) -> datetime:
        """Return this time gone on. What passed while the machine was off is not known, and does not count."""
        passed = moment.monotonic - self.monotonic if self.ran(moment) else 0
        return from_utc(at) + timedelta(seconds=passed)

    def own(self, moment: Moment) -> datetime:
        """Return the hub's own time."""
        return self._on(self.at, moment)

    def least(self, moment: Moment) -> datetime:
        """Return the time that it is at least, if what was proven last was right."""
        return self._on(self.sure or self.at, moment)

    def most(self, moment: Moment) -> datetime:
        """Return the latest time that may be believed of the clock alone, however many steps it came in."""
        return self.least(moment) + LEAP

    def time(self, moment: Moment) -> datetime:
        """Return what time it is for the hub."""
        own = self.own(moment)
        if self.doubt is Doubt.UNPROVEN:
            return moment.at if is_possible(moment.at) else own
        return moment.at if self.doubt is None and abs(moment.at - own) <= LEAP else own

    def is_settled(self, moment: Moment) -> bool:
        """Tell whether no kiosk's word is needed: proven in this run of the machine, and the clock still agrees."""
        known = self.doubt is None and not self.unsure and self.ran(moment)
        return known and abs(moment.at - self.own(moment)) <= AGREE

    def judged(self, moment: Moment) -> "Reckoning":
        """Return what is known now of a clock that something has agreed with once."""
        own, least = self.own(moment), self.least(moment)
        gap = moment.at - own
        known = self if abs(gap - timedelta(seconds=self.gap_s)) <= AGREE else self.unsaid()
        unsure = self.unsure or ("" if self.ran(moment) else utc(own))
        doubt = None if abs(gap) <= LEAP else Doubt.AHEAD if gap > timedelta() else Doubt.BEHIND
        if doubt is not self.doubt:
            known = replace(known, backed="")
        if doubt is None and not self.ran(moment):
            own = max(moment.at, least)  # only here is the clock's word taken: within one run it is known what passed
            if gap > AGREE:
                unsure = utc(own)  # it goes on while the machine is off, so what came before was not dated too early
        since = (self.since if self.doubt else unsure or utc(own)) if doubt else ""
        return replace(
            known, at=utc(own), monotonic=moment.monotonic, boot=moment.boot, doubt=doubt, since=since,
            gap_s=(moment.at - own).total_seconds(), sure=utc(least), unsure=unsure,
        )  # fmt: skip

    def unsaid(self) -> "Reckoning":
        """Return the same without what kiosks said: that was of another time."""
        return replace(self, agree=(), near=(), early=())

    def told(self, kiosk: str, sent_at: datetime, inside: Collection[str], moment: Moment) -> "Reckoning":
        """Return what is known once this kiosk has said what its clock shows; ``inside`` are all that count."""
        off = sent_at - moment.at
        fits = {"agree": abs(off) <= AGREE, "near": AGREE < abs(off) <= NEAR, "early": off < -NEAR}
        said: dict[str, tuple[str, ...]] = {}
        for name, holds in fits.items():
            others = [one for one in getattr(self, name) if one in inside and one != kiosk]
            said[name] = tuple(sorted([*others, kiosk] if holds and is_possible(sent_at) else others))
        goes_on = said["agree"] and not said["early"]
        backed = self.backed or utc(self.least(moment)) if goes_on else ""
        return replace(self, agree=said["agree"], near=said["near"], early=said["early"], backed=backed)

    def adds_to(self, before: "Reckoning") -> bool:
        """Tell whether this is worth remembering after a kiosk spoke, and not only at the next look."""
        if (
            self.doubt
            or before.doubt
            or self.boot != before.boot
            or abs(self.gap_s - before.gap_s) > AGREE.total_seconds()
        ):
            return True
        return (self.agree, self.near, self.early, self.backed) != (
            before.agree, before.near, before.early, before.backed
        )  # fmt: skip

    def is_backed(self, inside: Collection[str], moment: Moment) -> bool:
        """Tell whether the kiosks have proven the clock.

        Enough of them at once; or one, after a while in which none said that it is earlier. A step beyond LEAP needs
        another one then that has the day right.
        """
        if not self.agree or len(self.agree) >= min(ENOUGH, len(inside)):
            return bool(self.agree)
        if not self.backed or self.least(moment) - from_utc(self.backed) < WHILE:
            return False
        small = self.doubt is None and moment.at <= self.most(moment)
        return small or self.doubt is Doubt.UNPROVEN or bool(self.near)
