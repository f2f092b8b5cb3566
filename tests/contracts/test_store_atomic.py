"""What every store promises about transactions, threads, power cuts and a second process."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.bootstrap import open_store
from hub.store.base import Store
from shared.errors import StoreBroken
from tests.contracts.stores import take_fifty
from tests.hub_builders import an_arrival


class Interrupted(Exception):
    """Something goes wrong in the middle."""


def test_atomic_is_all_or_nothing(store: Store) -> None:
    arrival = an_arrival()

    def interrupted() -> None:
        with store.atomic():
            store.submissions.add([arrival])
            store.settings.save({"library": "Lund"})
            assert store.submissions.read(arrival.submission.id) is not None
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()

    assert store.submissions.read(arrival.submission.id) is None
    assert store.settings.read() == {}


def test_inner_atomic_fails_alone(store: Store) -> None:
    first, second, third = an_arrival(), an_arrival(), an_arrival()

    def interrupted() -> None:
        with store.atomic():
            store.submissions.add([second])
            raise Interrupted

    with store.atomic():
        store.submissions.add([first])
        for _ in range(2):
            with pytest.raises(Interrupted):
                interrupted()
        store.submissions.add([third])

    assert set(store.submissions.known([a.submission.id for a in (first, second, third)])) == {
        first.submission.id,
        third.submission.id,
    }


def test_others_see_nothing_before_the_end(store: Store) -> None:
    arrival = an_arrival()

    with ThreadPoolExecutor(1) as elsewhere, store.atomic():
        store.submissions.add([arrival])

        assert elsewhere.submit(store.submissions.read, arrival.submission.id).result() is None
    assert store.submissions.read(arrival.submission.id) is not None


def test_many_threads_read_and_write_at_once(store: Store) -> None:
    def work(n: int) -> None:
        with store.atomic():
            counted = int(store.settings.read().get("counter", "0"))
            store.settings.save({"counter": str(counted + 1)})
        store.submissions.add([an_arrival()])
        assert store.inbox.newest_position() > 0

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(200)))

    assert store.settings.read()["counter"] == "200"
    assert store.inbox.newest_position() == 200


def test_reopened_store_has_everything(open_store: Callable[[Path], Store], tmp_path: Path) -> None:
    arrival = an_arrival()
    first = open_store(tmp_path)
    first.submissions.add([arrival])
    first.close()

    second = open_store(tmp_path)

    assert second.submissions.read(arrival.submission.id) is not None
    second.close()


def test_two_processes_write_in_turn(open_store: Callable[[Path], Store], store: Store, tmp_path: Path) -> None:
    other = multiprocessing.get_context("spawn").Process(target=take_fifty, args=(open_store, tmp_path))
    other.start()
    for _ in range(50):
        with store.atomic():
            store.revisions.take()

    other.join()
    assert other.exitcode == 0
    assert store.revisions.newest() == 100


def test_files_are_for_the_owner_alone(store: Store, tmp_path: Path) -> None:
    store.settings.save({"library": "Lund"})
    for ledger in (store.erasures, store.shut_outs, store.pairings):
        ledger.remember(["x"], now="")

    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir() if path.is_file()} == {0}


def test_erasures_are_remembered_in_order_also_after_a_cut_line(store: Store, tmp_path: Path) -> None:
    assert store.erasures.every() == []
    store.erasures.remember(["a", "b"], now="2026-11-22T12:00:00.000Z")
    with (tmp_path / "erasures.log").open("a") as log:
        log.write('{"id": "cut sh')

    store.erasures.remember(["c"], now="2026-11-22T12:00:00.000Z")

    assert store.erasures.every() == ["a", "b", "c"]


def test_store_that_is_closed_says_so_to_whoever_asks(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.close()

    with pytest.raises(StoreBroken):
        store.revisions.newest()
