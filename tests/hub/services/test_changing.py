"""The one door for change: who did what and when; and nobody hears of what is not durable, or was undone."""

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from hub.bootstrap import open_store
from hub.bus import INBOX, KIOSKS, NEWS, Bus
from hub.model import AuditLine, Right
from hub.services.changing import changing, erasing
from hub.services.house import kiosks, prompts, settings
from hub.services.house.settings import Settings
from hub.services.review import review
from hub.store.base import Store
from shared.errors import IllegalMove
from shared.submission import utc
from tests.builders import a_prompt
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, OLA, DeliveringKiosk


class Heard(Bus):
    """A bus that notes what was said on it, and how far the database had come for all others then."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.durable: list[int] = []
        self.beside: Store | None = None

    def publish(self, topic: str) -> None:
        self.said.append(topic)
        if self.beside is not None:
            self.durable.append(self.beside.revisions.newest())


@pytest.fixture
def bus() -> Heard:
    return Heard()


@pytest.fixture
def store(tmp_path: Path, bus: Heard) -> Iterator[Store]:
    with closing(open_store(tmp_path, bus)) as opened:
        yield opened


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


class Undone(Exception):
    """Something went wrong in the middle."""


def test_kiosks_are_woken_once_when_what_they_are_told_is_durable(store: Store, bus: Heard, tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as bus.beside, changing(store, KARI, NOON, Right.SIGNED_IN) as change:
        with changing(store, OLA, NOON, Right.SIGNED_IN) as inner:
            revisions = [change.revision(), inner.revision()]
        assert bus.said == []

    assert (bus.said, bus.durable) == ([NEWS], [revisions[-1]])


def test_nobody_is_woken_by_what_is_undone(store: Store, bus: Heard) -> None:
    with suppress(Undone), changing(store, KARI, NOON, Right.SIGNED_IN) as change:
        change.revision()
        change.wake(INBOX)
        raise Undone

    assert bus.said == []


def test_of_a_part_that_is_undone_nobody_hears_and_of_the_rest_everybody(store: Store, bus: Heard) -> None:
    with changing(store, KARI, NOON, Right.SIGNED_IN) as change:
        change.wake(INBOX)
        with suppress(Undone), changing(store, KARI, NOON, Right.SIGNED_IN) as part:
            part.wake(KIOSKS)
            raise Undone
        change.wake(INBOX)

    assert bus.said == [INBOX]


def test_what_is_said_outside_of_a_change_is_said_at_once(store: Store, bus: Heard) -> None:
    store.wake(KIOSKS)

    assert bus.said == [KIOSKS]


def test_history_says_who_and_when(store: Store) -> None:
    with changing(store, KARI, NOON, Right.SIGNED_IN) as change:
        change.note("tidy", "shelf 7", "by colour")

    assert store.history.about("shelf 7") == [AuditLine(utc(NOON), "Kari", "tidy", "shelf 7", "by colour")]


def test_erasing_wakes_kiosks_that_have_copies(store: Store, kiosk: DeliveringKiosk, bus: Heard) -> None:
    given = kiosk.give()
    bus.said.clear()

    review.erase(store, given, **BY)

    assert bus.said == [NEWS]


def test_erasing_that_fails_wakes_nobody(store: Store, bus: Heard) -> None:
    with pytest.raises(Undone), erasing(store, ["x"], KARI, NOON, Right.SIGNED_IN):
        raise Undone

    assert bus.said == []


def test_delivery_wakes_staff_for_what_is_new_and_not_for_what_came_before(
    store: Store, kiosk: DeliveringKiosk, bus: Heard
) -> None:
    one = kiosk.make()
    kiosk.deliver(one, lost=True)
    assert bus.said == [INBOX]

    kiosk.deliver(one)

    assert bus.said == [INBOX]


def test_shutting_a_kiosk_out_wakes_those_who_wait_for_kiosks(store: Store, kiosk: DeliveringKiosk, bus: Heard) -> None:
    kiosks.revoke(store, kiosk.id, **BY)
    kiosks.revoke(store, kiosk.id, **BY)  # it is out already

    assert bus.said == [KIOSKS]


def test_library_that_has_another_name_nudges_kiosks(store: Store, bus: Heard) -> None:
    settings.save(store, Settings("Lund", "nb"), **BY)

    assert bus.said == [NEWS]


def test_refused_decision_leaves_no_line_and_wakes_nobody(store: Store, kiosk: DeliveringKiosk, bus: Heard) -> None:
    prompts.save(store, a_prompt("idea"), **BY)
    given = kiosk.give()
    review.keep(store, given, **BY)
    bus.said.clear()

    with pytest.raises(IllegalMove):
        review.keep(store, given, **BY)

    assert [line.move for line in store.history.about(given)] == ["keep"]
    assert bus.said == []
