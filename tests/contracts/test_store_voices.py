"""What every store promises about submissions that are one voice: whatever comes when, it is counted once."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.lists import InboxFilter
from hub.model import Arrival, State
from hub.store.base import Store
from hub.store.sql.voices import MOST_AFTER
from shared.submission import new_submission_id, utc
from tests.builders import a_notice
from tests.fakes import NOON
from tests.hub_builders import a_submission, an_arrival

ALL = InboxFilter()


def a_face(**over: Any) -> Arrival:
    """A face, or whatever stands first."""
    return an_arrival(a_submission(**over), gist="Good")


def said_after(first: str, *, words: str = "", **over: Any) -> Arrival:
    """What says that it was said after this one."""
    return an_arrival(a_submission(**over), gist="more", words=words, after=first)


def listed(store: Store, chosen: InboxFilter = ALL) -> list[str]:
    """The entries of a list; what counts them says as many."""
    found = [row.id for row in store.inbox.page(chosen, size=100)]
    assert store.inbox.count(chosen, 1_000) == len(found)
    return found


def id_of(arrival: Arrival) -> str:
    return arrival.submission.id


def move(store: Store, id: str, state: State) -> None:
    with store.atomic():
        revision = store.revisions.take()
        store.submissions.move(id, state=state, status=None, replies={}, notice_id=None, revision=revision)


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("at_once", [True, False])
def test_what_belongs_together_is_one_entry_in_whatever_order_it_comes(
    store: Store, order: tuple[int, ...], at_once: bool
) -> None:
    face = a_face()
    came = [face, said_after(id_of(face)), a_face()]

    arrivals = [came[place] for place in order]
    for batch in [arrivals] if at_once else [[one] for one in arrivals]:
        store.submissions.add(batch)

    assert set(listed(store)) == {id_of(face), id_of(came[2])}
    assert store.inbox.states()[State.NEW] == 2
    assert store.inbox.of_kiosks() == {"k1": 2}
    assert [one.submission.id for one in store.submissions.after([id_of(face)])] == [id_of(came[1])]
    found = store.submissions.read(id_of(came[1]))
    assert found is not None
    assert found.after == id_of(face)


@pytest.mark.parametrize(
    "over",
    [{"kiosk": "k2"}, {"prompt": None, "kind": "poll"}, {"prompt_hash": "0" * 64}],
    ids=["another kiosk", "another question", "another revision of it"],
)
def test_what_claims_to_come_after_what_is_not_its_own_stands_for_itself(store: Store, over: dict[str, Any]) -> None:
    face = a_face()
    claims = said_after(id_of(face), **over)

    store.submissions.add([face, claims])

    assert set(listed(store)) == {id_of(face), id_of(claims)}
    assert store.submissions.after([id_of(face)]) == []


def test_what_names_itself_a_circle_or_nothing_known_stands_for_itself(store: Store) -> None:
    one, other, alone = (a_submission() for _ in range(3))
    circle = [an_arrival(one, after=other.id), an_arrival(other, after=one.id)]
    arrivals = [*circle, an_arrival(alone, after=alone.id), said_after(new_submission_id())]

    store.submissions.add(arrivals)

    assert set(listed(store)) == set(map(id_of, arrivals))
    assert store.inbox.states()[State.NEW] == 4


def test_what_comes_after_what_came_after_stands_for_itself(store: Store) -> None:
    face = a_face()
    after = said_after(id_of(face))
    further = said_after(id_of(after))

    store.submissions.add([face, after, further])

    assert set(listed(store)) == {id_of(face), id_of(further)}


def test_no_more_stand_with_one_than_a_page_shows_and_the_others_are_in_sight(store: Store) -> None:
    face = a_face()
    many = [said_after(id_of(face)) for _ in range(MOST_AFTER + 3)]

    store.submissions.add(many[:2])
    store.submissions.add([face])
    store.submissions.add(many[2:])

    assert len(store.submissions.after([id_of(face)])) == MOST_AFTER
    assert set(listed(store)) == {id_of(face), *map(id_of, many[MOST_AFTER:])}


def test_an_entry_is_new_as_long_as_anything_in_it_is(store: Store) -> None:
    face = a_face()
    after = said_after(id_of(face))
    store.submissions.add([face])
    move(store, id_of(face), State.KEPT)

    store.submissions.add([after])
    unread = listed(store, InboxFilter(state="new"))
    move(store, id_of(after), State.KEPT)

    assert unread == [id_of(face)]
    assert (listed(store, InboxFilter(state="new")), listed(store, InboxFilter(state="kept"))) == ([], [id_of(face)])


def test_words_said_after_are_found_in_the_state_of_their_entry(store: Store) -> None:
    face = a_face()
    after = said_after(id_of(face), words="strikkekafe")
    store.submissions.add([face, after])
    move(store, id_of(after), State.KEPT)

    found = store.inbox.page(InboxFilter(words="strikkekafe", state="new"), size=9)
    elsewhere = store.inbox.page(InboxFilter(words="strikkekafe", state="kept"), size=9)

    assert [(row.id, row.state) for row in found] == [(id_of(after), State.NEW)]
    assert elsewhere == []


def test_what_is_left_when_the_first_goes_stands_for_itself(store: Store) -> None:
    face = a_face()
    after = said_after(id_of(face))
    store.submissions.add([face, after])

    store.submissions.remove([id_of(face)], now=utc(NOON))
    alone = store.submissions.read(id_of(after))

    assert listed(store) == [id_of(after)]
    assert alone is not None
    assert alone.after is None


def test_board_says_nothing_of_what_was_said_after_and_is_gone(store: Store) -> None:
    face = a_face()
    after = said_after(id_of(face))
    store.submissions.add([face, after])
    notice = a_notice(text="said after")
    with store.atomic():
        before = store.revisions.take()
        store.submissions.move(
            id_of(face), state=State.PUBLISHED, status="heard", replies={}, notice_id=notice.id, revision=before
        )
        store.notices.save(notice, submission_id=id_of(face), changed=before)

    store.submissions.remove([id_of(after)], now=utc(NOON))

    first = store.submissions.read(id_of(face))
    assert first is not None
    assert (first.state, first.revision > before) == (State.KEPT, True)
    assert [what for _, what in store.notices.since(before, 9)] == [notice.id]
    assert store.notices.every() == []
    assert store.inbox.states()[State.KEPT] == 1


def test_what_was_set_aside_together_and_put_back_is_one_entry_all_the_while(store: Store) -> None:
    face = a_face()
    after = said_after(id_of(face))
    store.submissions.add([face, after])
    unread = store.submissions.unread("k1", since="")

    aside = store.submissions.move_together("k1", aside=True, since="", after=0, limit=1)
    between = listed(store, InboxFilter(state="new"))
    aside += store.submissions.move_together("k1", aside=True, since="", after=aside[-1][0], limit=1)
    set_aside = listed(store, InboxFilter(state="set_aside"))
    store.submissions.move_together("k1", aside=False, since="", after=0, limit=9)

    assert unread.n == 1
    assert (between, set_aside) == ([id_of(face)], [id_of(face)])
    assert [one for _, one in aside] == [id_of(face), id_of(after)]
    assert listed(store, InboxFilter(state="new")) == [id_of(face)]


def test_what_could_be_read_only_later_is_put_together_then(store: Store) -> None:
    face, after = a_face(), said_after("")
    unread = after._replace(after=None, state=State.SET_ASIDE, reason="unknown-prompt")
    store.submissions.add([face, unread])
    apart = listed(store)

    store.submissions.reopen(after._replace(after=id_of(face)))

    assert set(apart) == {id_of(face), id_of(after)}
    assert listed(store) == [id_of(face)]


STEPS = st.lists(st.tuples(st.sampled_from(["add", "keep", "remove"]), st.integers(0, 5)), max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_lists_and_counts_agree_after_anything(store: Store, steps: list[tuple[str, int]]) -> None:
    kiosk = new_submission_id()  # another for each example, as they share the store
    faces = [a_face(kiosk=kiosk), a_face(kiosk=kiosk)]
    one, other = map(id_of, faces)
    named = [one, one, other, new_submission_id()]
    all_there_is = [*faces, *(said_after(first, kiosk=kiosk) for first in named)]
    here: set[str] = set()
    for step, which in steps:
        arrival = all_there_is[which]
        name = id_of(arrival)
        if step == "add" and store.submissions.known([name]) == {}:
            store.submissions.add([arrival])
            here.add(name)
        elif step == "keep":
            move(store, name, State.KEPT)
        elif step == "remove":
            store.submissions.remove([name], now=utc(NOON))
            here.discard(name)

        alone = {id_of(a) for a in all_there_is if id_of(a) in here and a.after not in here}
        assert set(listed(store, InboxFilter(kiosk=kiosk))) == alone
        states = (listed(store, InboxFilter(kiosk=kiosk, state=state.value)) for state in (State.NEW, State.KEPT))
        assert sorted(name for state in states for name in state) == sorted(alone)


def test_word_said_after_what_was_read_is_unread_from_when_it_came(store: Store) -> None:
    later = NOON + timedelta(hours=2)
    face = a_face()
    store.submissions.add([face])
    move(store, id_of(face), State.KEPT)
    store.submissions.add([said_after(id_of(face))._replace(received_at=utc(later))])

    assert store.submissions.unread("k1", since=utc(NOON + timedelta(hours=1))).n == 1


def test_as_many_are_set_aside_together_as_were_unread(store: Store) -> None:
    face = a_face()
    store.submissions.add([face, said_after(id_of(face))])
    store.kiosks.pair("k1", "One", "a" * 64, now=utc(NOON))
    unread = store.submissions.unread("k1", since="").n

    store.submissions.move_together("k1", aside=True, since="", after=0, limit=9)

    assert store.submissions.put_together() == {"k1": unread} == {"k1": 1}
