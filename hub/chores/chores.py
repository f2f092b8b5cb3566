"""What the hub does by itself beside answering: each chore in a thread, at its own pace, inside a fence of its own."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from hub.chores.announcing import LOOK_S, Announcer
from hub.chores.lookout import Lookout
from hub.chores.nightly import Nightly, warn
from hub.running import Hub
from hub.services.activities import mail
from hub.services.house import shut_again, trusted_again
from hub.services.keeping import retention
from hub.services.keeping.scrub import Scrub
from shared.fence import Fence
from shared.languages import N_

PURGE_S = 6 * 60 * 60
"""Data is gone within a day of its date; four times a day leaves room for a machine that sleeps at night."""
LOOK_AT_CLOCK_S = 10 * 60
"""After a power cut the hub has forgotten no more of the time that passed."""
SCRUB_S = 10 * 60
"""How often a portion is looked at: of 2,000 submissions, so of 100,000 within nine hours."""
MAIL_S = 60
"""How often the hub looks whether somebody must be told by mail."""
LOOK_AT_SHELF_S = 60
"""Files that staff have made go within the hour, and within this of what was erased meanwhile."""
LOOK_ROUND_S = 1
"""How soon kiosks and pages hear of what a command changed beside the hub; a look takes less than 0.1 ms."""
LOOK_AT_CERTIFICATE_S = 60
"""How soon another address is vouched for, and new files of the library's own are taken."""
BACKUP_S = 60
"""How often it is looked whether a backup is due, and how soon what is erased is known beside the backups."""
AGAIN_S = 5 * 60
"""What did not work is tried again after so long, or sooner when its turn comes sooner."""


def _nothing() -> None:
    """Most chores leave nothing behind."""


@dataclass(frozen=True)
class Chore:
    """``work`` is called every ``every_s`` seconds and may take its time; ``end`` once, when the hub stops."""

    fence: Fence
    every_s: float
    work: Callable[[], object]
    end: Callable[[], object] = _nothing

    @property
    def pause_s(self) -> float:
        """How long to wait before the next time."""
        return min(self.every_s, AGAIN_S) if self.fence.trouble else self.every_s


def chores(hub: Hub, sync_port: int) -> list[Chore]:
    """Return what this hub has to do."""
    found = [
        Chore(_fence_time(hub), LOOK_AT_CLOCK_S, hub.time.look),
        Chore(_fence_purge(hub), PURGE_S, lambda: _purge(hub)),
        Chore(_fence_trust(hub), PURGE_S, lambda: _write_down_trust(hub)),
        Chore(_fence_scrub(hub), SCRUB_S, Scrub(hub.store).look),
        Chore(_fence_shelf(hub), LOOK_AT_SHELF_S, lambda: hub.shelf.look(hub.now()), hub.shelf.empty),
        Chore(_fence_lookout(hub), LOOK_ROUND_S, Lookout(hub).look),
        Chore(_fence_nightly(hub), BACKUP_S, Nightly(hub).look),
        Chore(_fence_late(hub), BACKUP_S, lambda: warn(hub)),
    ]
    if hub.desks is not None:
        found.append(Chore(_fence_certificate(hub), LOOK_AT_CERTIFICATE_S, hub.desks.look))
    if hub.config.smtp_host:
        found.append(Chore(_fence_mail(hub), MAIL_S, lambda: _mail(hub)))
    if hub.config.discovery:
        announcer = Announcer(hub, sync_port)
        found.append(Chore(_fence_announcing(hub), LOOK_S, announcer.look, announcer.end))
    return found


async def keep_at(chore: Chore, ended: asyncio.Event) -> None:
    """Do a chore again and again until ``ended`` is set; what goes wrong stays inside its fence."""
    while not ended.is_set():
        with chore.fence:
            await asyncio.to_thread(chore.work)
        try:
            await asyncio.wait_for(ended.wait(), chore.pause_s)
        except TimeoutError:
            continue
    with chore.fence:
        await asyncio.to_thread(chore.end)


def _fence_time(hub: Hub) -> Fence:
    return hub.fences.round("time", N_("This hub could not write down what time it is. Samskap tries again."))


def _fence_purge(hub: Hub) -> Fence:
    return hub.fences.round("purge", N_("What has reached its date could not be deleted. Samskap tries again."))


def _fence_trust(hub: Hub) -> Fence:
    says = N_("Which tablets are trusted could not be written down beside the database. Samskap tries again.")
    return hub.fences.round("trust", says)


def _fence_shelf(hub: Hub) -> Fence:
    says = N_("A file that somebody made to take out could not be deleted in time. Samskap tries again.")
    return hub.fences.round("shelf", says)


def _fence_lookout(hub: Hub) -> Fence:
    says = N_("What a command changes reaches tablets later than it should, within a minute.")
    return hub.fences.round("lookout", says)


def _fence_scrub(hub: Hub) -> Fence:
    return hub.fences.round("scrub", N_("Not all that this hub keeps is as it was put there."))


def _fence_nightly(hub: Hub) -> Fence:
    says = N_("What was erased could not be written down beside the backups. Samskap tries again.")
    return hub.fences.round("nightly", says)


def _fence_late(hub: Hub) -> Fence:
    return hub.fences.round("backup-late", N_("No backup has worked for two days."))


def _fence_certificate(hub: Hub) -> Fence:
    says = N_("What proves to other computers that they talk to this hub needs somebody to look after it.")
    return hub.fences.round("certificate", says)


def _fence_mail(hub: Hub) -> Fence:
    return hub.fences.round("mail", N_("Mail to those who must be told does not go out. Samskap tries again."))


def _fence_announcing(hub: Hub) -> Fence:
    says = N_("Tablets cannot find this hub by themselves just now. Type its address on them.")
    return hub.fences.round("announcing", says)


def _purge(hub: Hub) -> None:
    retention.mend_erasures(hub.store, hub.now())
    now = hub.time.certain()
    if now is not None:
        retention.purge(hub.store, now)


def _write_down_trust(hub: Hub) -> None:
    shut_again.mend(hub.store, hub.now())
    trusted_again.mend(hub.store, hub.now())


def _mail(hub: Hub) -> None:
    now = hub.now()
    letters = mail.due(hub.store, now)
    if letters:
        mail.send(hub.store, letters, hub.config, now=now)
