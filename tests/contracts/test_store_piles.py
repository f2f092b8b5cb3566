"""What every store promises of numbers: whatever was decided of firsts and of late words, what is counted is listed."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.lists import InboxFilter, Pile
from hub.model import Arrival, State
from hub.store.base import Store
from shared.submission import new_submission_id, utc
from tests.fakes import NOON
from tests.hub_builders import a_submission, an_arrival

EARLY, LATE = utc(NOON), utc(NOON + timedelta(hours=2))
SINCE = utc(NOON + timedelta(hours=1))
TOGETHER, UNREAD = InboxFilter(kiosk="k1", pile=Pile.TOGETHER), InboxFilter(kiosk="k1", pile=Pile.UNREAD)


def came(*, kiosk: str = "k1", after: Arrival | None = None, received_at: str = EARLY, words: str = "") -> Arrival:
    """A first, or what is said after one."""
    first = id_of(after) if after else None
    submission = a_submission(kiosk=kiosk)
    return an_arrival(submission, gist="said", words=words, after=first, received_at=received_at)


def id_of(arrival: Arrival) -> str:
    return arrival.submission.id


def move(store: Store, arrival: Arrival, state: State) -> None:
    with store.atomic():
        revision = store.revisions.take()
        store.submissions.move(id_of(arrival), state=state, status=None, replies={}, notice_id=None, revision=revision)


def aside(store: Store, since: str = "", kiosk: str = "k1") -> None:
    store.submissions.move_together(kiosk, aside=True, since=since, after=0, limit=99)


def listed(store: Store, chosen: InboxFilter) -> list[str]:
    """The entries of a list, a page at a time from either end; what counts them says as many."""
    down: list[str] = []
    rows = store.inbox.page(chosen, size=2)
    while rows:
        down += [row.id for row in rows]
        rows = store.inbox.page(chosen, below=rows[-1].position, size=2)
    up = [row.id for row in store.inbox.page(chosen, above=0, size=99)]
    assert down == up
    assert len(set(down)) == len(down)
    assert store.inbox.count(chosen, 1_000) == len(down)
    return down


@pytest.fixture
def decided(store: Store) -> tuple[Arrival, Arrival]:
    """A first that staff have kept, and what was said after it two hours later."""
    store.kiosks.pair("k1", "One", "a" * 64, now=EARLY)
    first = came()
    store.submissions.add([first])
    move(store, first, State.KEPT)
    late = came(after=first, received_at=LATE)
    store.submissions.add([late])
    return first, late


def test_late_word_that_is_set_aside_together_alone_is_listed_as_it_is_counted(
    store: Store, decided: tuple[Arrival, Arrival]
) -> None:
    aside(store)

    assert store.submissions.put_together() == {"k1": 1}
    assert listed(store, TOGETHER) == [id_of(decided[0])]
    assert [row.state for row in store.inbox.page(TOGETHER, size=9)] == [State.KEPT], "as its entry is"


def test_late_word_is_listed_among_the_unread_since_it_came(store: Store, decided: tuple[Arrival, Arrival]) -> None:
    since = InboxFilter(kiosk="k1", pile=Pile.UNREAD, since=SINCE)

    assert store.submissions.unread("k1", since=SINCE).n == 1
    assert listed(store, since) == [id_of(decided[0])]


def test_what_is_set_aside_together_is_listed_also_when_a_word_came_after(store: Store) -> None:
    store.kiosks.pair("k1", "One", "a" * 64, now=EARLY)
    first = came()
    store.submissions.add([first])
    aside(store)

    store.submissions.add([came(after=first)])

    assert store.submissions.put_together() == {"k1": 1}
    assert listed(store, TOGETHER) == [id_of(first)]
    assert listed(store, InboxFilter(state="new")) == [id_of(first)]


def test_voice_of_two_stands_once_in_what_is_set_aside_together_and_each_of_its_words_is_found(store: Store) -> None:
    first = came(words="stol")
    store.submissions.add([first, came(after=first, words="lampe")])

    aside(store)

    assert listed(store, TOGETHER) == [id_of(first)]
    for words, n in (("stol", 1), ("lampe", 1), ("bord", 0)):
        assert len(listed(store, InboxFilter(kiosk="k1", pile=Pile.TOGETHER, words=words))) == n


def test_what_staff_set_aside_by_itself_is_in_no_pile(store: Store) -> None:
    first = came()
    store.submissions.add([first])

    move(store, first, State.SET_ASIDE)

    assert (listed(store, TOGETHER), listed(store, UNREAD)) == ([], [])


def test_late_word_to_what_was_read_has_arrived(store: Store) -> None:
    first = came()
    store.submissions.add([first])
    move(store, first, State.KEPT)
    mark = store.inbox.newest_position()

    store.submissions.add([came(after=first)])

    assert store.inbox.arrived_since(mark) == 1
    assert store.inbox.arrived_since(0) == 1, "one voice, in whatever goes it came"
    assert len(listed(store, InboxFilter(state="new"))) == 1


def test_what_came_and_is_not_among_the_new_has_not_arrived_there(store: Store) -> None:
    store.submissions.add([came()._replace(state=State.SET_ASIDE, reason="invalid-answer")])

    assert store.inbox.arrived_since(0) == len(listed(store, InboxFilter(state="new"))) == 0


def test_words_said_after_are_not_counted_as_filed(store: Store) -> None:
    first = came()
    filed = came()._replace(state=State.FILED)
    store.submissions.add([first, came(after=first), filed, came(kiosk="k2")])

    assert store.inbox.of_kiosks() == {"k1": 1, "k2": 1}
    assert store.inbox.filed_of_kiosks() == {"k1": 1}


MOVES = {"keep": State.KEPT, "publish": State.PUBLISHED, "set aside": State.SET_ASIDE, "make new": State.NEW}
ACTS = ("add", "add late", "remove", "aside", "aside late", "put back", *MOVES)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 6)), max_size=20)
WORDS, DAYS = ("", "stol"), ("", SINCE)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_was_decided_of_firsts_and_late_words_what_is_counted_is_listed(
    store: Store, steps: list[tuple[str, int]]
) -> None:
    kiosk = new_submission_id()  # another for each example, as they share the store
    store.kiosks.pair(kiosk, "One", kiosk, now=EARLY)
    firsts = [came(kiosk=kiosk, words="stol") for _ in range(3)]
    there_is = [*firsts, *(came(kiosk=kiosk, after=firsts[n], words="stol bord") for n in (0, 0, 1, 2))]
    for act, which in steps:
        one = there_is[which]
        if act.startswith("add") and store.submissions.known([id_of(one)]) == {}:
            store.submissions.add([one._replace(received_at=LATE if act == "add late" else EARLY)])
        elif act == "remove":
            store.submissions.remove([id_of(one)], now=LATE)
        elif act.startswith("aside"):
            aside(store, SINCE if act == "aside late" else "", kiosk)
        elif act == "put back":
            store.submissions.move_together(kiosk, aside=False, since="", after=0, limit=99)
        elif act in MOVES:
            move(store, one, MOVES[act])

    whole = InboxFilter(kiosk=kiosk)
    for pile, state, words, since in product(["", *Pile], ["", *MOVES.values()], WORDS, DAYS):
        listed(store, replace(whole, pile=pile, state=state, words=words, since=since))
    for state, n in store.inbox.states(whole).items():
        assert len(listed(store, replace(whole, state=state))) == n
    assert len(listed(store, whole)) == store.inbox.of_kiosks().get(kiosk, 0)
    together = listed(store, replace(whole, pile=Pile.TOGETHER))
    assert len(together) == store.submissions.put_together().get(kiosk, 0)
    for since in DAYS:
        unread = listed(store, replace(whole, pile=Pile.UNREAD, since=since))
        assert len(unread) == store.submissions.unread(kiosk, since=since).n
    assert len(listed(store, replace(whole, pile=Pile.UNREAD))) == store.inbox.states(whole)[State.NEW]
