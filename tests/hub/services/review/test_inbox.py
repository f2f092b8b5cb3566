"""The inbox as staff leaf through it."""

import time
from collections.abc import Iterator

import pytest

from hub.lists import COUNT_LIMIT, InboxFilter, InboxPage
from hub.model import State
from hub.services.review import inbox, review
from hub.store.base import Store
from shared.errors import InvalidInput, NotFound
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_submission, an_arrival

ALL = InboxFilter()


@pytest.fixture
def oslo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library's clock hangs in Oslo."""
    monkeypatch.setenv("TZ", "Europe/Oslo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def ids(page: InboxPage) -> list[str]:
    return [row.id for row in page.rows]


def test_pages_lead_from_the_newest_to_the_oldest_and_back(store: Store, kiosk: DeliveringKiosk) -> None:
    made = [kiosk.give() for _ in range(7)][::-1]

    first = inbox.page(store, ALL, size=3)
    second = inbox.page(store, ALL, before=first.older, size=3)
    third = inbox.page(store, ALL, before=second.older, size=3)

    assert (ids(first), ids(second), ids(third)) == (made[:3], made[3:6], made[6:])
    assert (first.newer, third.older, first.total) == (None, None, 7)
    assert ids(inbox.page(store, ALL, after=third.newer, size=3)) == made[3:6]
    back = inbox.page(store, ALL, after=second.newer, size=3)
    assert ids(back) == made[:3]
    assert back.newer is None


def test_new_arrivals_do_not_move_a_page(store: Store, kiosk: DeliveringKiosk) -> None:
    made = [kiosk.give() for _ in range(4)][::-1]
    first = inbox.page(store, ALL, size=2)
    kiosk.give()

    assert ids(inbox.page(store, ALL, before=first.older, size=2)) == made[2:]


def test_empty_inbox_has_no_neighbours(store: Store) -> None:
    assert inbox.page(store, ALL) == InboxPage((), 0, None, None)
    assert inbox.page(store, ALL, before="0") == InboxPage((), 0, None, None)


@pytest.mark.parametrize("cursor", ["", "-1", "x", "1.5", "²", "9" * 30])
def test_cursor_that_is_none_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(InvalidInput):
        inbox.page(store, ALL, before=cursor)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "22.11.2026", "9999-12-31"])
def test_date_that_is_none_is_refused(store: Store, day: str) -> None:
    with pytest.raises(InvalidInput):
        inbox.page(store, InboxFilter(until=day))


@pytest.mark.usefixtures("oslo")
def test_days_are_the_librarys_own(store: Store) -> None:
    # Midnight in Oslo, an hour before UTC's in winter and two in summer.
    moments = [
        "2026-11-21T22:59:59.999Z",
        "2026-11-21T23:00:00.000Z",
        "2026-11-22T22:59:59.999Z",
        "2026-07-01T22:00:00.000Z",
    ]
    store.submissions.add([an_arrival(received_at=moment) for moment in moments])

    def found(since: str, until: str) -> list[int]:
        rows = inbox.page(store, InboxFilter(since=since, until=until)).rows
        return sorted(row.position - 1 for row in rows)

    assert found("2026-11-22", "2026-11-22") == [1, 2]
    assert found("2026-11-21", "2026-11-21") == [0]
    assert found("2026-07-02", "2026-07-02") == [3]
    assert found("2026-11-23", "") == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Flere BLÅBÆR på øya", "blåbær ØYA"),
        ("Verksted for sykler", "verk"),
        ("cafe\u0301", "café"),
        ("usyn\u200blig", "usynlig"),
        ("STRASSE", "straße"),
        ("مكتبة جميلة", "مكتبة"),
        ("linje\nskift", "skift"),
    ],
)
def test_words_are_found_however_they_are_written(store: Store, kiosk: DeliveringKiosk, text: str, typed: str) -> None:
    given = kiosk.give({"text": text, "cards": []})

    assert ids(inbox.page(store, InboxFilter(words=typed))) == [given]


def test_comment_is_found_and_other_letters_are_not(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give({"rating": 2, "reasons": [], "comment": "for kaldt"}, kind="feedback")
    kiosk.give({"text": "får", "cards": []})

    assert ids(inbox.page(store, InboxFilter(words="for"))) == [given]


def test_words_of_spaces_choose_everything(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give()

    assert ids(inbox.page(store, InboxFilter(words="  "))) == [given]


def test_total_of_a_search_stops_at_the_limit_and_says_so(store: Store) -> None:
    arrivals = [an_arrival(a_submission(seq=n + 1), words="stol") for n in range(COUNT_LIMIT + 1)]
    store.submissions.add(arrivals[:COUNT_LIMIT])
    exact = inbox.page(store, InboxFilter(words="stol"))
    store.submissions.add(arrivals[COUNT_LIMIT:])

    capped = inbox.page(store, InboxFilter(words="stol"))

    assert (exact.total, exact.total_is_least) == (COUNT_LIMIT, False)
    assert (capped.total, capped.total_is_least) == (COUNT_LIMIT, True)
    assert (inbox.page(store, ALL).total, inbox.page(store, ALL).total_is_least) == (COUNT_LIMIT + 1, False)


def test_neighbours_are_those_of_what_is_chosen(store: Store, kiosk: DeliveringKiosk) -> None:
    made = [kiosk.give() for _ in range(5)]
    for one in (made[1], made[3]):
        review.keep(store, one, by=KARI, now=NOON)

    assert inbox.neighbours(store, made[2], ALL) == (made[3], made[1])
    assert inbox.neighbours(store, made[2], InboxFilter(state="new")) == (made[4], made[0])
    assert inbox.neighbours(store, made[0], ALL) == (made[1], None)


def test_counts_and_arrivals(store: Store, kiosk: DeliveringKiosk) -> None:
    mark = inbox.newest_position(store)
    kiosk.give()
    kiosk.give(payload=b"{")

    assert inbox.counts(store) == {State.NEW: 1, State.KEPT: 0, State.PUBLISHED: 0, State.SET_ASIDE: 1}
    assert inbox.arrived_since(store, mark) == 1, "as many as are listed among the new"


@pytest.mark.usefixtures("oslo")
def test_day_of_deletion_is_told(store: Store, kiosk: DeliveringKiosk) -> None:
    assert inbox.deleted_on(inbox.read(store, kiosk.give())).isoformat() == "2027-11-22"


def test_unknown_submission_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        inbox.read(store, "nobody")
