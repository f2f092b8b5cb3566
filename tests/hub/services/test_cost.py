"""Cost follows what is coming, never what has been: counted in statements and steps of the database, not in seconds."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from hub.model import ActivityDesk, LeaseAccount
from hub.services import activities, mail, prompts, sign_ups
from hub.services.kiosks import hash_of
from hub.store.base import Store
from hub.store.sqlite import SqliteStore
from shared.activity import Activity, Occasion
from shared.notice import SignUpState
from shared.protocol import LeaseReport
from shared.submission import utc
from tests.builders import an_activity
from tests.counting import CountingEngine
from tests.fakes import NOON
from tests.hub_builders import DeliveringKiosk, a_submission, an_arrival
from tests.seating import a_sign_up

FEW, MANY = 5, 2_000


class Hub(NamedTuple):
    """A hub's store whose database counts, and a kiosk that has heard all its news."""

    store: Store
    engine: CountingEngine
    kiosk: DeliveringKiosk


@pytest.fixture
def a_hub(tmp_path: Path) -> Iterator[Callable[[str], Hub]]:
    opened: list[Store] = []

    def make(name: str) -> Hub:
        engines: list[CountingEngine] = []

        def counting(path: Path) -> CountingEngine:
            engines.append(CountingEngine(path))
            return engines[0]

        folder = tmp_path / name
        folder.mkdir()
        store = SqliteStore(folder, counting)
        opened.append(store)
        prompts.ensure_starter(store, NOON)
        return Hub(store, engines[0], DeliveringKiosk(store))

    yield make
    for store in opened:
        store.close()


def fill(hub: Hub, count: int, first_days: float, step_days: float) -> list[Activity]:
    """Give a hub so many activities, each with a door, a seat taken, a sign-up that waits and a lease out."""
    made = []
    for n in range(count):
        starts = NOON + timedelta(days=first_days + step_days * n)
        date = Occasion(utc(starts), utc(starts + timedelta(hours=2)))
        slug = f"evening-{first_days:.0f}-{n}"
        made.append(an_activity(id=f"id of {slug}", slug=slug, dates=[date], seats=5))
    with hub.store.atomic():
        for one in made:
            slug = one.slug
            hub.store.activities.save(one, changed=hub.store.outgoing.next_revision(), now=utc(NOON))
            hub.store.activities.save_desk(slug, ActivityDesk((1,), "k1"))
            first, second = hub.store.sign_ups.next_order(), hub.store.sign_ups.next_order()
            waits = a_sign_up(None, second, activity=slug, state=SignUpState.WAITING, persons=9, seated=0)
            hub.store.sign_ups.add([a_sign_up(None, first, activity=slug), waits], [])
            hub.store.leases.save(LeaseAccount(slug, "k1", 4, 2, 1, 1))
    while hub.kiosk.deliver().news.more:
        pass
    hub.kiosk.deliver()
    return made


def an_empty_delivery(hub: Hub, reported: list[Activity]) -> tuple[int, int]:
    """Let the kiosk say that it has nothing new; return the statements and steps that took."""
    reports = [LeaseReport(one.slug, 4, 2, 1) for one in reported]
    hub.engine.begin()
    hub.kiosk.deliver(leases=reports)
    return hub.engine.statements, hub.engine.steps


def test_empty_delivery_costs_the_same_however_much_has_been(a_hub: Callable[[str], Hub]) -> None:
    young, old = a_hub("young"), a_hub("old")
    fill(old, MANY, -2000, 0.9)
    coming = {hub: fill(hub, FEW, 1, 1) for hub in (young, old)}

    costs = {hub: an_empty_delivery(hub, coming[hub]) for hub in (young, old)}

    assert costs[old][0] == costs[young][0]
    assert costs[old][1] <= 1.02 * costs[young][1]


def test_statements_of_an_empty_delivery_do_not_grow_with_what_is_coming(a_hub: Callable[[str], Hub]) -> None:
    quiet, busy = a_hub("quiet"), a_hub("busy")
    coming = {quiet: fill(quiet, 1, 1, 1), busy: fill(busy, 50, 1, 1)}

    costs = {hub: an_empty_delivery(hub, coming[hub]) for hub in (quiet, busy)}

    assert costs[busy][0] == costs[quiet][0]


def test_knowing_a_kiosk_costs_the_same_however_much_of_it_was_erased(a_hub: Callable[[str], Hub]) -> None:
    young, old = a_hub("young"), a_hub("old")
    for hub, count in ((young, FEW), (old, MANY)):
        with hub.store.atomic():
            given = [an_arrival(a_submission(seq=n)) for n in range(1, count)]
            hub.store.submissions.add(given)
            hub.store.submissions.remove([one.submission.id for one in given], now=utc(NOON))
        assert hub.kiosk.paired.erased_here == count - 1

    for ask in (lambda store: store.kiosks.by_token(hash_of("token of k1")), lambda store: store.kiosks.every()):
        costs = {hub: cost(hub, ask) for hub in (young, old)}
        assert costs[old] == costs[young]


def test_list_of_what_is_over_costs_the_page_and_not_the_past(a_hub: Callable[[str], Hub]) -> None:
    young, old = a_hub("young"), a_hub("old")
    for hub, count in ((young, 60), (old, MANY)):
        fill(hub, count, -2000, 0.9)
        fill(hub, FEW, 1, 1)

    for ask in (
        lambda store: activities.past(store, NOON, 50),
        lambda store: activities.seats_coming(store, NOON),
        lambda store: activities.coming(store, NOON),
        lambda store: sign_ups.count_to_tell(store, NOON),
        lambda store: mail.due(store, NOON),
    ):
        costs = {hub: cost(hub, ask) for hub in (young, old)}
        assert costs[old][0] == costs[young][0]
        assert costs[old][1] <= 1.02 * costs[young][1]


def cost(hub: Hub, ask: Callable[[Store], object]) -> tuple[int, int]:
    """Return the statements and steps a question takes."""
    ask(hub.store)  # the first question opens a connection
    hub.engine.begin()
    ask(hub.store)
    return hub.engine.statements, hub.engine.steps
