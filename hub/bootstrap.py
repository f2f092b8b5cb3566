"""Joins the parts of a hub. The only place that chooses a store."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from hub.bus import Bus
from hub.certificates.desks import Desks
from hub.config import HubConfig
from hub.hands import ManyHands
from hub.jobs.made import Shelf
from hub.jobs.work import Work
from hub.keys import HubKeys, open_keys
from hub.running import Hub
from hub.services.house import prompts, settings, shut_again, trusted_again
from hub.services.house.timekeeping import Timekeeper
from hub.services.keeping import retention
from hub.services.restoring import recount
from hub.store.base import Store
from hub.store.sqlite import SqliteStore
from shared.clock import Clock
from shared.fence import Fences
from shared.sole import sole

LOCK = "serving.lock"
"""Held by the one who serves the hub of a folder."""
SHELF = "made"
"""The folder for files that staff have made, and that go within the hour."""


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Be the one who serves the hub in a folder; commands work beside it. Raises AlreadyRunning, OSError."""
    _make(data)
    with sole(data / LOCK):
        yield


def check_free(data: Path) -> None:
    """Look whether somebody serves the hub in this folder; nothing is made. Raises AlreadyRunning, OSError."""
    if (data / LOCK).exists():
        with sole(data / LOCK):
            pass


def open_store(data: Path, bus: Bus | None = None) -> Store:
    """Open the store in a folder, made for the owner alone when it is not there. Raises OSError, StoreError.

    What changes in it is said on ``bus``.
    """
    _make(data)
    return SqliteStore(data, bus=bus)


def _make(data: Path) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)


def keys_of(store: Store, data: Path) -> HubKeys:
    """Return the hub's keys. None is made where kiosks, or what they sent, know others. Raises FileLost, OSError."""
    return open_keys(data, known=bool(store.kiosks.every()) or store.inbox.newest_position() > 0)


@contextmanager
def open_hub(config: HubConfig, clock: Clock | None = None, bus: Bus | None = None) -> Iterator[Hub]:
    """Open everything a hub needs; a new folder becomes a new library with starter prompts. Raises OSError, StoreError.

    Before anything is served, what was erased since an old backup was made is erased again, who was paired since is
    trusted again, who was shut out since is shut out again, and seats are counted anew.
    """
    with closing(open_store(config.data, bus)) as store:
        settings.ensure(store, library=config.name, default_language=config.default_language, zone=config.zone)
        time = Timekeeper(store, clock)
        time.look()
        now = time.now()
        prompts.ensure_starter(store, now)
        trusted_again.replay(store, now)  # so that they are asked as well what they were told
        if recount.is_put_back(store):
            retention.check_erasures(store)
            shut_again.doubt_if_unknown(store, now)
        recount.begin_if_put_back(store, now)  # first: whatever changes something moves the database on
        retention.replay_erasures(store, now)
        shut_again.replay(store, now)
        keys = keys_of(store, config.data)
        fences = Fences()
        with closing(ManyHands(keys.unseal_key)) as hands, closing(Work(store, time.now, fences)) as work:
            yield Hub(store, keys, config, time, hands, work, Shelf(config.data / SHELF, store), fences=fences)


def at_other_desks(hub: Hub, port: int) -> Hub:
    """Return the hub with what it shows to browsers on other computers, at this port.

    Raises CertificateUnfit, FileLost, FileUnreadable, OSError.
    """
    desks = Desks(replace(hub.config, staff_tls_port=port), hub.keys.hub_id, hub.now)
    desks.open()
    return replace(hub, desks=desks)
