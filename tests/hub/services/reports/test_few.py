"""Numbers that tell of nobody: no number under five is told, and none can be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from hub.services.reports.few import LEAST, Counted, together, told


def test_small_numbers_stand_together_with_the_next_larger_where_they_must() -> None:
    assert together({"a": 50, "b": 9, "c": 3, "d": 0}) == [
        Counted(("a",), 50),
        Counted(("b", "c"), 12),
        Counted(("d",), 0),
    ]
    assert together({"a": 50, "b": 4, "c": 3}) == [Counted(("a",), 50), Counted(("b", "c"), 7)]
    assert together({"a": 2}) == [Counted(("a",), None)]
    assert together({}) == []


def test_number_is_told_where_it_is_nobody_or_many() -> None:
    assert [told(n) for n in (0, 1, LEAST - 1, LEAST)] == [0, None, None, LEAST]


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12)))
def test_nobody_works_a_small_number_out_and_nothing_is_lost(counts: dict[str, int]) -> None:
    rows = together(counts)
    whole = sum(counts.values())

    assert sorted(name for row in rows for name in row.names) == sorted(counts)
    for row in rows:
        assert row.n == told(sum(counts[name] for name in row.names))
        assert row.n is None or row.n == 0 or row.n >= LEAST
    hidden = [row for row in rows if row.n is None]
    assert not hidden or whole < LEAST  # what is missing from the sum would be a number under five
    assert [row.n for row in rows if row.n is not None and len(row.names) == 1] == sorted(
        (row.n for row in rows if row.n is not None and len(row.names) == 1), reverse=True
    )
