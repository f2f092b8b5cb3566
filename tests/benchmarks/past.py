"""A library that has held thousands of activities against one that opened today, both with the same to come."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from hub.services.activities import activities
from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.sync import sync_once
from kiosk.visit.views import Choosing
from shared.activity import Activity
from tests.benchmarks.figures import Figure, rounds, seconds
from tests.builders import a_pairing
from tests.fakes import NOON, BrokenLink, FrozenClock
from tests.hub_builders import DeliveringKiosk, a_hub_store
from tests.years import hold, reports

PAST, COMING, ROUNDS, TIMES = 2_000, 50, 15, 20


class Library(NamedTuple):
    """A hub as one kiosk sees it, what is coming there, and that kiosk without its glass."""

    hub: DeliveringKiosk
    coming: list[Activity]
    kiosk: Kiosk


def measure() -> list[Figure]:
    """Deliver nothing, and show the home screen, in turn at both libraries."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        young, old = (stack.enter_context(_library(Path(folder, str(past)), past)) for past in (0, PAST))
        return [
            _figure("an empty delivery", rounds(ROUNDS, lambda: _deliver(young), lambda: _deliver(old))),
            _figure("what a kiosk's home screen shows", rounds(ROUNDS, lambda: _home(young), lambda: _home(old))),
        ]


def _figure(name: str, measured: list[float]) -> Figure:
    young_s, old_s = measured
    young_ms, old_ms = (1000 * took / TIMES for took in measured)
    how = f"{old_ms:.2f} ms after {PAST:,} past activities, {young_ms:.2f} ms without; {COMING} are coming"
    return Figure(f"{name}, with a past", old_s / young_s, 1.2, how)


def _deliver(library: Library) -> float:
    said = reports(library.coming)

    def deliver() -> None:
        for _ in range(TIMES):
            library.hub.deliver(leases=said)

    return seconds(deliver)


def _home(library: Library) -> float:
    visit = library.kiosk.visit

    def go() -> None:
        for _ in range(TIMES):
            visit.open_activities()
            visit.go_home()

    return seconds(go)


@contextmanager
def _library(folder: Path, past: int) -> Iterator[Library]:
    """Let a library live through its past with its kiosk, the way it happened: told, over, retired."""
    with ExitStack() as stack:
        store = stack.enter_context(closing(a_hub_store(folder / "hub")))
        kiosk = stack.enter_context(closing(build(KioskConfig(folder / "kiosk", discovery=False), FrozenClock())))
        hub = DeliveringKiosk(store)
        kiosk.store.keep_pairing(a_pairing())
        link = BrokenLink(hub.receive)
        hold(store, past, -2000, 0.9)
        sync_once(kiosk.store, link, kiosk.clock)
        activities.retire(store, NOON)
        coming = hold(store, COMING, 1, 1)
        sync_once(kiosk.store, link, kiosk.clock)
        assert len(kiosk.store.activities(NOON)) == COMING
        hub.lineage = kiosk.store.last_word().lineage
        hub.deliver()
        kiosk.visit.choose_language("nb")
        assert isinstance(kiosk.visit.view, Choosing)
        yield Library(hub, coming, kiosk)
