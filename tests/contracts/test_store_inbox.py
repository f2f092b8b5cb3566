"""What every store promises about lists."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.lists import InboxFilter
from hub.model import State
from hub.store.base import Store
from shared.submission import utc
from tests.fakes import NOON
from tests.hub_builders import a_submission, an_arrival

ALL = InboxFilter()


def add(store: Store, count: int = 1, *, words: str = "", received_at: str = utc(NOON), **over: Any) -> list[str]:
    """Keep some submissions; return their ids."""
    arrivals = [an_arrival(a_submission(**over), words=words, received_at=received_at) for _ in range(count)]
    store.submissions.add(arrivals)
    return [arrival.submission.id for arrival in arrivals]


def ids(store: Store, chosen: InboxFilter, **where: int) -> list[str]:
    return [row.id for row in store.inbox.page(chosen, **{"size": 50, **where})]


def test_page_is_newest_first(store: Store) -> None:
    made = add(store, 5)

    assert ids(store, ALL) == made[::-1]


def test_page_below_and_above_meet_without_gap_or_overlap(store: Store) -> None:
    made = add(store, 9)

    assert ids(store, ALL, size=3) == made[:-4:-1]
    assert ids(store, ALL, below=7, size=3) == [made[5], made[4], made[3]]
    assert ids(store, ALL, above=3, size=3) == [made[5], made[4], made[3]]
    assert ids(store, ALL, above=9, size=3) == []


def test_row_says_what_the_list_shows(store: Store) -> None:
    (made,) = add(store, language="sv", kiosk="k2")
    store.submissions.move(made, state=State.KEPT, status=None, replies={"sv": "tack"}, notice_id=None, revision=1)

    (row,) = store.inbox.page(ALL, size=1)

    assert (row.id, row.position, row.kind, row.prompt, row.language, row.kiosk) == (
        made,
        1,
        "idea",
        "idea",
        "sv",
        "k2",
    )
    assert (row.state, row.gist, row.answered) == (State.KEPT, "flere krakker", True)
    assert (row.made_at, row.received_at) == (utc(NOON), utc(NOON))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (InboxFilter(kind="poll"), [2]),
        (InboxFilter(prompt="idea"), [3, 1, 0]),
        (InboxFilter(language="sv"), [1]),
        (InboxFilter(kiosk="k2"), [3]),
        (InboxFilter(state="new", kind="idea", language="nb"), [3, 0]),
        (InboxFilter(state="published"), []),
        (InboxFilter(since="2026-11-23T00:00:00.000Z"), [3]),
        (InboxFilter(until="2026-11-23T00:00:00.000Z"), [2, 1, 0]),
        (InboxFilter(words="stol"), [1, 0]),
        (InboxFilter(words="stol rød"), [0]),
        (InboxFilter(words="stol", language="sv"), [1]),
    ],
)
def test_filter_chooses_and_counts_the_same(store: Store, chosen: InboxFilter, expected: list[int]) -> None:
    made = [
        *add(store, words="rød stol"),
        *add(store, words="stolar", language="sv"),
        *add(store, kind="poll"),
        *add(store, kiosk="k2", received_at="2026-11-24T00:00:00.000Z"),
    ]

    assert ids(store, chosen) == [made[i] for i in expected]
    assert store.inbox.count(chosen, 100) == len(expected)


def test_count_of_words_stops_just_beyond_the_limit(store: Store) -> None:
    add(store, 30, words="stol")

    assert store.inbox.count(InboxFilter(words="stol"), 10) == 11
    assert store.inbox.count(ALL, 10) == 30


def test_counts_follow_every_change(store: Store) -> None:
    made = add(store, 4)
    store.submissions.move(made[0], state=State.PUBLISHED, status=None, replies={}, notice_id=None, revision=1)
    store.submissions.remove(made[1:2], now=utc(NOON))

    assert store.inbox.states() == {State.NEW: 2, State.KEPT: 0, State.PUBLISHED: 1, State.SET_ASIDE: 0}
    assert store.inbox.count(InboxFilter(state="new", kiosk="k1"), 100) == 2


def test_removed_words_are_not_found(store: Store) -> None:
    made = add(store, words="hemmelighet")
    store.submissions.remove(made, now=utc(NOON))

    assert ids(store, InboxFilter(words="hemmelighet")) == []


@pytest.mark.parametrize("typed", ['"', "NEAR(", "a-b", "*", "AND", "stol OR", "words:stol", "(", "😀", "\\", "%"])
def test_search_takes_anything_people_type(store: Store, typed: str) -> None:
    add(store, words="stol")

    assert ids(store, InboxFilter(words=typed)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_search_never_fails(store: Store, typed: str) -> None:
    assert ids(store, InboxFilter(words=typed)) == []


def test_arrived_since_counts_what_came_after_the_mark(store: Store) -> None:
    add(store, 3)
    mark = store.inbox.newest_position()
    add(store, 2)

    assert (mark, store.inbox.newest_position(), store.inbox.arrived_since(mark)) == (3, 5, 2)
