"""Cost follows what is coming, never what has been: counted in steps of the database, not in seconds."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from kiosk.store import KioskStore
from kiosk.store.bodies import Bodies
from shared.activity import Occasion
from shared.protocol import Lease, SeatCount
from shared.submission import utc
from tests.builders import a_news, a_prompt, a_receipt, a_store, an_activity
from tests.fakes import NOON

FEW, MANY = 5, 2_000


def tell(store: KioskStore, count: int, first_days: float, *, gone: bool = False) -> None:
    """Let the hub tell of so many activities and prompts, the activities with seats and leases; or that they went."""
    slugs, opens = [f"evening-{first_days:.0f}-{n}" for n in range(count)], NOON + timedelta(days=first_days)
    made = []
    for n, slug in enumerate(slugs):
        starts = opens + timedelta(hours=n)
        date = Occasion(utc(starts), utc(starts + timedelta(hours=2)))
        made.append(an_activity(id=slug, slug=slug, dates=[date], exit_kiosks=["k1"]))
    closes = utc(opens + timedelta(days=40))
    prompts = [a_prompt("poll", id=slug, closes_at=closes) for slug in slugs]
    counts, leases = [SeatCount(slug, 3, 0) for slug in slugs], [Lease(slug, 4, 2**31, 10**9) for slug in slugs]
    store.take_receipt(a_receipt(news=a_news(activities=made, prompts=prompts), seats=counts, leases=leases))
    if gone:
        store.take_receipt(a_receipt(news=a_news(withdrawn_activities=slugs)))


def steps(store: KioskStore, look: Callable[[], object]) -> int:
    """Return how many instructions SQLite's own machine took for a look: each row that is looked at takes some."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0  # go on

    store._database.read(lambda c: c.set_progress_handler(step, 1))
    look()
    store._database.read(lambda c: c.set_progress_handler(None, 1))
    return taken


@pytest.fixture(name="young")
def _young(tmp_path: Path) -> KioskStore:
    store = a_store(tmp_path / "young")
    tell(store, FEW, 1)
    return store


def an_old_kiosk(folder: Path, *, gone: bool) -> KioskStore:
    store = a_store(folder)
    tell(store, MANY, -2_000, gone=gone)
    tell(store, FEW, 1)
    return store


def test_home_screen_costs_the_same_however_much_has_been(young: KioskStore, tmp_path: Path) -> None:
    old = an_old_kiosk(tmp_path / "old", gone=True)

    for look in (KioskStore.activities, KioskStore.open_prompts):
        assert look(old, NOON) == look(young, NOON)
        costs = {store: steps(store, partial(look, store, NOON)) for store in (young, old)}
        assert costs[old] <= 1.02 * costs[young], look.__name__


def test_a_kiosk_that_was_never_told_that_anything_is_over_passes_it_over_by_itself(
    young: KioskStore, tmp_path: Path
) -> None:
    old = an_old_kiosk(tmp_path / "old", gone=False)

    found = old.activities(NOON)

    assert [here.activity for here in found] == [here.activity for here in young.activities(NOON)]
    assert old.activity("evening--2000-7") is not None
    costs = {store: steps(store, partial(store.open_prompts, NOON)) for store in (young, old)}
    assert costs[old] <= 1.02 * costs[young]


def test_round_of_sync_costs_the_same_however_many_leases_there_were(young: KioskStore, tmp_path: Path) -> None:
    old = an_old_kiosk(tmp_path / "old", gone=True)
    nothing_new = a_receipt(news=a_news(cursor=2))

    for look in (KioskStore.lease_reports, lambda store: store.take_receipt(nothing_new)):
        costs = {store: steps(store, partial(look, store)) for store in (young, old)}
        assert costs[old] <= 1.02 * costs[young]


def test_bodies_are_read_once_however_many_there_are() -> None:
    read: list[str] = []

    def in_capitals(body: str) -> str:
        read.append(body)
        return body.upper()

    bodies = Bodies(in_capitals)
    many = [str(n) for n in range(1_000)]

    assert [bodies.all(many) for _ in range(3)] == [many] * 3
    assert read == many

    bodies.all(["new", *many[:10]])
    assert read == [*many, "new"]
    assert (bodies.one("new"), bodies.one("999")) == ("NEW", "999")
    assert read == [*many, "new", "999"]
