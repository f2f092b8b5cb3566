"""Long work: told as it goes, cancelled between portions, interrupted by a stop, and refused where there is enough."""

import queue
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.jobs.work import Ending, Job, Portions, Work
from hub.model import OwnHand, Right, Role, Staff
from hub.services.house import history
from hub.store.sqlite import SqliteStore
from shared.errors import DiskFull, NotAllowed, WorkBusy
from shared.fence import Fences
from shared.submission import utc

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
KARI = OwnHand("Kari")
COUNTED = f'{{"by": "Kari", "at": "{utc(NOW)}"}}'
COUNTING = Job("counting", Right.SETTINGS, "Nothing was counted.")


class ByHand:
    """A job whose portions are done when a test says so; ``entered`` once it has begun, ``put_away`` once closed."""

    def __init__(self, total: int | None = 3) -> None:
        self.total = total
        self.steps: queue.Queue[Exception | None] = queue.Queue()
        self.done: queue.Queue[int] = queue.Queue()
        self.entered, self.put_away = threading.Event(), threading.Event()

    def portions(self) -> Portions:
        self.entered.set()
        try:
            for n in range(1, 4):
                error = self.steps.get()
                if error is not None:
                    raise error
                yield n, self.total
                self.done.put(n)
        finally:
            self.put_away.set()
        return "three"

    def go(self, portions: int = 1) -> None:
        """Let it do so many portions."""
        for _ in range(portions):
            self.steps.put(None)


class House:
    """A store with work in it, and a way to wait until a job has ended."""

    def __init__(self, store: SqliteStore) -> None:
        self.store, self.fences = store, Fences()
        self.work = Work(store, lambda: NOW, self.fences)

    def begin(self, job: Job, by_hand: ByHand) -> None:
        self.work.start(job, by_hand.portions, by=KARI, now=NOW)

    def wait(self, name: str) -> None:
        """Wait for the thread of a job, if it still runs."""
        for thread in threading.enumerate():
            if thread.name == name:
                thread.join(20)
                assert not thread.is_alive()

    def moves(self) -> list[tuple[str, str]]:
        return [(line.staff, line.move) for line in history.every(self.store) if line.subject == "work counting"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(SqliteStore(tmp_path)) as store:
        house = House(store)
        with closing(house.work):
            yield house


def test_job_tells_how_far_it_is_and_what_came_of_it(house: House) -> None:
    counted = ByHand()
    house.begin(COUNTING, counted)
    counted.go(2)
    assert counted.done.get(timeout=20) == 1

    going = house.work.going_on(KARI)
    counted.go()
    house.wait("counting")

    assert [(one.name, one.total) for one in going] == [("counting", 3)]
    ended = house.work.stand(COUNTING)
    assert ended is not None
    assert (ended.ending, ended.result, ended.percent, ended.by) == (Ending.DONE, "three", 100, "Kari")
    assert house.work.going_on(KARI) == []
    assert sorted(house.moves()) == [("Kari", "begin-work"), ("work", "done-work")]


def test_job_is_cancelled_between_portions_and_puts_away_what_it_held(house: House) -> None:
    counted = ByHand()
    house.begin(COUNTING, counted)
    assert counted.entered.wait(20)
    house.work.cancel(COUNTING, by=OwnHand("Ola"))
    counted.go()
    house.wait("counting")

    ended = house.work.stand(COUNTING)
    assert ended is not None
    assert (ended.ending, ended.by) == (Ending.CANCELLED, "Ola")
    assert counted.put_away.is_set()
    assert ("Ola", "cancelled-work") in house.moves()


def test_job_that_is_ended_says_what_came_of_it_until_then(house: House) -> None:
    counted = ByHand()

    def portions() -> Portions:
        try:
            yield from counted.portions()
        except GeneratorExit:
            return "as far as it went"
        return "three"

    with closing(house.work):
        house.work.start(COUNTING, portions, by=KARI, now=NOW)
        assert counted.entered.wait(20)
        house.work.cancel(COUNTING, by=KARI)
        counted.go()
        house.wait("counting")

    ended = house.work.stand(COUNTING)
    assert ended is not None
    assert (ended.ending, ended.result, counted.put_away.is_set()) == (Ending.CANCELLED, "as far as it went", True)


def test_one_of_each_name_and_two_at_once_and_the_third_is_refused(house: House) -> None:
    held = [ByHand(), ByHand()]
    house.begin(COUNTING, held[0])
    with pytest.raises(WorkBusy):
        house.begin(COUNTING, ByHand())
    house.begin(Job("b", Right.SETTINGS, "b"), held[1])
    with pytest.raises(WorkBusy):
        house.begin(Job("c", Right.SETTINGS, "c"), ByHand())

    held[0].go(3)
    house.wait("counting")
    third = ByHand()
    house.begin(Job("c", Right.SETTINGS, "c"), third)
    third.go(3)
    held[1].go(3)
    house.wait("b")
    house.wait("c")
    assert house.work.going_on(KARI) == []


def test_job_that_raises_is_told_to_staff_by_its_code_and_can_begin_again(house: House) -> None:
    counted = ByHand()
    house.begin(COUNTING, counted)
    counted.go()
    counted.steps.put(DiskFull("hemmelig"))
    house.wait("counting")

    ended = house.work.stand(COUNTING)
    assert ended is not None
    assert (ended.ending, ended.code) == (Ending.FAILED, DiskFull.code)
    assert [one.says for one in house.fences.troubles()] == [COUNTING.fails]

    again = ByHand(total=None)
    house.begin(COUNTING, again)
    again.go(3)
    house.wait("counting")
    assert house.fences.troubles() == []
    ended = house.work.stand(COUNTING)
    assert ended is not None
    assert (ended.ending, ended.percent, ended.code) == (Ending.DONE, None, "")


def test_hub_that_stops_interrupts_and_the_next_start_says_so(house: House) -> None:
    counted = ByHand()
    house.begin(COUNTING, counted)
    house.work.stop()
    with pytest.raises(WorkBusy):
        house.begin(Job("b", Right.SETTINGS, "b"), ByHand())
    counted.go()
    house.wait("counting")

    later = Work(house.store, lambda: NOW, Fences())
    later.recall()

    found = later.stand(COUNTING)
    assert found is not None
    assert (found.ending, found.by, found.began_at) == (Ending.INTERRUPTED, "Kari", NOW)
    assert ("work", "interrupted-work") in house.moves()
    again = Work(house.store, lambda: NOW, Fences())
    again.recall()
    assert again.stand(COUNTING) is None


def test_who_has_not_the_right_begins_cancels_and_sees_nothing(house: House) -> None:
    reviewer, counted = Staff(1, "Ola", frozenset({Role.REVIEWER})), ByHand()
    with pytest.raises(NotAllowed):
        house.work.start(COUNTING, counted.portions, by=reviewer, now=NOW)
    house.begin(COUNTING, counted)

    with pytest.raises(NotAllowed):
        house.work.cancel(COUNTING, by=reviewer)
    assert house.work.going_on(reviewer) == []
    assert [house.work.concerns(one) for one in (reviewer, KARI)] == [False, True]
    with pytest.raises(NotAllowed):  # and not WorkBusy: they do not hear that it goes on
        house.work.start(COUNTING, ByHand().portions, by=reviewer, now=NOW)

    counted.go(3)
    house.wait("counting")
    ended = house.work.stand(COUNTING)
    assert ended is not None
    assert ended.ending is Ending.DONE


def test_what_cannot_be_read_or_written_down_keeps_no_hub_from_serving(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(SqliteStore(tmp_path)) as store:
        store.settings.save({"work_a": "{", "work_b": '{"by": "Kari", "at": "yesterday"}', "work_counting": COUNTED})
        work = Work(store, lambda: NOW, Fences())

        work.recall()

        assert work.stand(COUNTING) is not None
        assert store.settings.read()["work_counting"] == ""
        assert "ValueError" in caplog.text

        store.settings.save({"work_counting": COUNTED})
        later = Work(store, lambda: NOW, Fences())
    later.recall()  # of a store that answers nobody any more
    assert later.stand(COUNTING) is None
