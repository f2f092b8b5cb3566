"""Cost follows what is coming, never what has been: counted in statements and steps of the database, not in seconds."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from hub.services.activities import activities, door, mail, sign_ups
from hub.services.house import prompts
from hub.services.house.kiosks import hash_of
from hub.services.review import review
from hub.store.base import Store
from hub.store.sqlite import SqliteStore
from shared.activity import Activity
from shared.submission import utc
from tests.counting import CountingEngine
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_submission, an_arrival, retained
from tests.sign_up_builders import a_change, give, publish
from tests.years import hold, reports

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
    """Let a hub hold so many activities, and its kiosk hear of all of them."""
    made = hold(hub.store, count, first_days, step_days)
    while hub.kiosk.deliver().news.more:
        pass
    hub.kiosk.deliver()
    return made


def an_empty_delivery(hub: Hub, reported: list[Activity]) -> tuple[int, int]:
    """Let the kiosk say that it has nothing new; return the statements and steps that took."""
    hub.engine.begin()
    hub.kiosk.deliver(leases=reports(reported))
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


def test_empty_delivery_costs_the_same_however_many_copies_the_kiosk_keeps(a_hub: Callable[[str], Hub]) -> None:
    kept = {a_hub("young"): FEW, a_hub("old"): 400}
    costs = []

    for hub, count in kept.items():
        given = [hub.kiosk.make() for _ in range(count)]
        hub.kiosk.deliver(*given)
        for _ in range(2):
            assert not hub.kiosk.deliver(retained=retained(given)).wants_ids
        hub.engine.begin()
        assert not hub.kiosk.deliver(retained=retained(given)).wants_ids
        costs.append((hub.engine.statements, hub.engine.steps))
        hub.store.submissions.remove([given[0].id], now=utc(NOON))
        assert hub.kiosk.deliver(retained=retained(given)).wants_ids

    assert costs[0] == costs[1]


def test_empty_delivery_costs_the_same_however_much_staff_have_decided(a_hub: Callable[[str], Hub]) -> None:
    costs = []

    for hub, count in ((a_hub("young"), FEW), (a_hub("old"), 200)):
        given = [hub.kiosk.make() for _ in range(count)]
        hub.kiosk.deliver(*given)
        for one in given:
            review.reopen(hub.store, one.id, by=KARI, now=NOON)
        hub.kiosk.deliver()
        costs.append(an_empty_delivery(hub, []))

    assert costs[0] == costs[1]


def test_people_of_an_activity_cost_the_same_however_many_codes_were_guessed(a_hub: Callable[[str], Hub]) -> None:
    costs, figures = [], []

    for hub, count in ((a_hub("honest"), 1), (a_hub("guessed"), 400)):
        publish(hub.store)
        give(hub.kiosk)
        hub.kiosk.deliver(*(a_change(hub.kiosk, a_submission(), n % 2) for n in range(count)))
        hub.kiosk.deliver()
        hub.engine.begin()
        hub.kiosk.deliver()
        assert len(sign_ups.listed(hub.store, "soup")) == len(door.expected(hub.store, "soup")) == 1
        figures += [(one.seated, one.waiting) for one in hub.store.activities.seats_coming(utc(NOON))]
        costs.append(hub.engine.steps)

    assert figures == [(1, 0), (1, 0)]
    assert costs[1] <= 1.02 * costs[0]


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


def test_what_names_one_submission_costs_the_same_however_many_did(a_hub: Callable[[str], Hub]) -> None:
    hub = a_hub("named")
    first = a_submission()
    hub.store.submissions.add([an_arrival(first)])
    steps = []
    for _ in range(8):
        named = [an_arrival(a_submission(), after=first.id) for _ in range(100)]
        hub.engine.begin()
        hub.store.submissions.add(named)
        steps.append(hub.engine.steps)

    assert steps[-1] < steps[1] * 1.5
