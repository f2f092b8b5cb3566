"""What every store promises about the history."""

from hub.lists import HistoryFilter
from hub.model import AuditLine
from hub.store.base import Store
from hub.store.base.history import binding
from shared.submission import utc
from tests.fakes import NOON


def at(hour: int) -> str:
    return utc(NOON.replace(hour=hour))


def a_line(hour: int = 12, staff: str = "Kari", move: str = "keep", subject: str = "s1") -> AuditLine:
    return AuditLine(at(hour), staff, move, subject)


def write(store: Store, *lines: AuditLine) -> list[AuditLine]:
    for line in lines:
        store.history.write(line)
    return store.history.portion(0, 99)


def test_history_of_one_thing_is_told_oldest_first(store: Store) -> None:
    one, other, two = a_line(move="publish"), a_line(subject="s2"), a_line(move="answer")
    write(store, one, other, two)

    assert store.history.about("s1") == [one, two]
    assert store.history.newest("s1") == two
    assert store.history.newest("s3") is None


def test_each_line_is_bound_to_the_one_before(store: Store) -> None:
    here = write(store, a_line(), a_line(), a_line(move="answer"))

    bound = ""
    for line in here:
        bound = binding(bound, line)
        assert line.bound == bound
    assert len({line.bound for line in here}) == 3


def test_lines_are_chosen_and_turned_over_like_pages(store: Store) -> None:
    write(store, *(a_line(hour, staff, "keep", f"s{hour}") for hour in range(8, 12) for staff in ("Kari", "Ola")))

    newest = store.history.page(HistoryFilter(), size=3)
    older = store.history.page(HistoryFilter(staff="Ola"), below=newest[-1].n, size=9)

    assert [(one.subject, one.staff) for one in newest] == [("s11", "Ola"), ("s11", "Kari"), ("s10", "Ola")]
    assert [one.subject for one in older] == ["s9", "s8"]
    assert store.history.page(HistoryFilter(move="erase"), size=9) == []
    days = HistoryFilter(since=at(9), until=at(10), subject="s9")
    assert [one.staff for one in store.history.page(days, size=9)] == ["Ola", "Kari"]


def test_old_lines_go_and_the_rest_stays_bound(store: Store) -> None:
    before = write(store, *(a_line(hour) for hour in (8, 9, 10, 11)))

    assert store.history.end_before(at(10)) == 2
    assert store.history.begins_after() == (before[1].n, before[1].bound)
    [first, *_, last] = write(store, a_line(12))

    assert first.bound == binding(before[1].bound, first) == before[2].bound
    assert last.n == before[3].n + 1
    assert store.history.end_before(at(10)) == 0


def test_line_that_a_wrong_clock_wrote_keeps_none_behind_it(store: Store) -> None:
    """One from the future holds those after it until it is old itself; none before it is kept by it."""
    write(store, a_line(8), a_line(20), a_line(9))

    assert store.history.end_before(at(10)) == 1
    assert store.history.end_before(at(21)) == 2


def test_history_that_is_all_gone_goes_on_where_it_ended(store: Store) -> None:
    [one] = write(store, a_line(8))

    assert store.history.end_before(at(9)) == 1
    [two] = write(store, a_line(9))

    assert (two.n > one.n, two.bound) == (True, binding(one.bound, two))
