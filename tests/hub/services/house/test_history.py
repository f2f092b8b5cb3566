"""The history: bound line to line, looked through, and forgotten after two years."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from hub.bootstrap import open_store
from hub.lists import HistoryFilter
from hub.model import AuditLine
from hub.services.house import history
from hub.services.keeping import scrub
from hub.services.review import review
from hub.store.base import Store
from hub.store.sqlite import FILE
from shared.errors import StoreDamaged
from shared.submission import utc
from tests.fakes import NOON
from tests.hub_builders import BY, DeliveringKiosk

N = 30


def write(store: Store, n: int = N) -> list[int]:
    """Write lines; return the numbers of all there are."""
    for one in range(n):
        store.history.write(AuditLine(utc(NOON), "Kari", "keep", f"s{one}"))
    return [line.n for line in history.every(store)]


def tamper(folder: Path, sql: str, *values: object) -> None:
    """Change something in the file, past the hub."""
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        assert connection.execute(sql, values).rowcount > 0


@pytest.fixture
def folder(tmp_path: Path, store: Store) -> Path:
    """Where the store lies."""
    return tmp_path / "hub"


def test_history_as_it_was_written_has_no_broken_line(store: Store) -> None:
    write(store)

    assert history.first_broken(store) is None
    assert history.first_broken_lately(store) is None


@pytest.mark.parametrize("column", ["at", "staff", "move", "subject", "detail"])
def test_line_that_was_changed_in_the_file_is_found(store: Store, folder: Path, column: str) -> None:
    numbers = write(store)

    tamper(folder, f"update audit set {column} = 'Ola' where n = ?", numbers[9])

    assert history.first_broken(store) == numbers[9]
    assert history.first_broken_lately(store) == numbers[9]
    assert scrub.verify(store).faults == [
        f"history: line {numbers[9]} is not as it was written, or one before it is gone"
    ]


def test_line_that_was_taken_out_is_found_by_the_next(store: Store, folder: Path) -> None:
    numbers = write(store)

    tamper(folder, "delete from audit where n = ?", numbers[9])

    assert history.first_broken(store) == numbers[10]


def test_line_that_was_put_in_is_found(store: Store, folder: Path) -> None:
    numbers = write(store)

    tamper(folder, "delete from audit where n = ?", numbers[9])
    tamper(folder, "insert into audit values (?, 'x', 'x', 'x', 'x', '', 'x')", numbers[9])

    assert history.first_broken(store) == numbers[9]


def test_beginning_that_was_cut_off_is_found_and_one_that_reached_its_date_is_not(store: Store, folder: Path) -> None:
    numbers = write(store)
    assert history.purge(store, NOON + history.KEPT) == 0
    later = NOON + history.KEPT + timedelta(days=1)
    store.history.write(AuditLine(utc(later), "Kari", "keep", "late"))

    assert history.purge(store, later) == len(numbers)
    assert history.first_broken(store) is None
    assert [(line.subject, line.move) for line in history.every(store)] == [("late", "keep"), ("history", "purge")]

    tamper(folder, "delete from audit where subject = 'late'")
    assert history.first_broken(store) is not None


@pytest.mark.parametrize("size", [1, 7, N, 99])
@pytest.mark.parametrize("which", [0, 1, 14, N - 1])
def test_broken_line_is_found_wherever_a_portion_ends(store: Store, folder: Path, size: int, which: int) -> None:
    numbers = write(store)
    tamper(folder, "update audit set detail = 'x' where n = ?", numbers[which])

    after: int | None = 0
    while after is not None:
        broken, after = history.look(store, after, size)
        if broken is not None:
            break

    assert broken == numbers[which]


def test_hub_that_goes_through_its_data_by_and_by_finds_it_too(store: Store, folder: Path) -> None:
    numbers = write(store)
    tamper(folder, "update audit set staff = 'Ola' where n = ?", numbers[3])

    found = scrub.Scrub(store)
    found.look()
    with pytest.raises(StoreDamaged):
        found.look()


def test_pages_go_on_where_the_last_one_ended(store: Store) -> None:
    numbers = write(store, 120)

    first = history.page(store, HistoryFilter())
    second = history.page(store, HistoryFilter(), below=first.older)
    third = history.page(store, HistoryFilter(), below=second.older)

    assert [line.n for page in (first, second, third) for line in page.lines] == numbers[::-1]
    assert third.older is None


def test_damage_is_told_by_a_store_that_is_opened_again(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        numbers = write(store)
    tamper(tmp_path, "update audit set staff = 'Ola' where n = ?", numbers[3])

    with closing(open_store(tmp_path)) as store:
        write(store, 2)
        assert history.first_broken(store) == numbers[3]


def test_decision_leaves_one_line_and_reading_none(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give({"text": "hemmelige ord", "cards": []})
    before = len(list(history.every(store)))

    review.keep(store, given, **BY)

    lines = list(history.every(store))[before:]
    assert [(line.staff, line.move, line.subject) for line in lines] == [("Kari", "keep", given)]
    assert "hemmelige" not in "".join(map(str, history.every(store)))
