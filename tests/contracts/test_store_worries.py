"""What every store promises about worries: listed for those alone who may read them, and held beyond their date."""

from datetime import timedelta

from hub.lists import InboxFilter, SlipFilter
from hub.model import State, Worry
from hub.store.base import Store
from shared.submission import utc
from tests.builders import a_slip
from tests.fakes import NOON
from tests.hub_builders import a_submission, an_arrival

MARKED = Worry("Kari", utc(NOON))
LATER = utc(NOON + timedelta(days=4_000))


def given(store: Store, *, after: str | None = None) -> str:
    submission = a_submission()
    store.submissions.add(
        [an_arrival(submission, gist="hemmelig", words="hemmelig", after=after, slip=a_slip(submission.id))]
    )
    return submission.id


def mark(store: Store, *ids: str, worry: Worry = MARKED) -> None:
    with store.atomic():
        revision = store.revisions.take()
        for one in ids:
            store.submissions.move(one, state=State.WORRY, status=None, replies={}, notice_id=None, revision=revision)
        store.worries.mark(ids, worry)


def listed(store: Store, chosen: InboxFilter) -> list[str]:
    found = [row.id for row in store.inbox.page(chosen, size=100)]
    assert store.inbox.count(chosen, 1_000) == len(found)
    return found


def test_worry_is_listed_found_and_counted_only_where_worries_are_asked_for(store: Store) -> None:
    one, other = given(store), given(store)
    mark(store, one)

    for chosen in (InboxFilter(), InboxFilter(words="hemmelig"), InboxFilter(since=utc(NOON - timedelta(days=1)))):
        assert listed(store, chosen) == [other]
    assert listed(store, InboxFilter(state="worry")) == []
    assert State.WORRY not in store.inbox.states()
    assert set(listed(store, InboxFilter(words="hemmelig", worries=True))) == {one, other}
    assert listed(store, InboxFilter(state="worry", worries=True)) == [one]
    assert store.inbox.states(InboxFilter(worries=True))[State.WORRY] == 1


def test_worry_is_not_found_by_its_code_but_by_those_who_may_read_it(store: Store) -> None:
    one = given(store)
    mark(store, one)
    code = a_slip(one).code

    assert store.inbox.of_slip(SlipFilter(code), 10) == []
    assert [row.id for row in store.inbox.of_slip(SlipFilter(code, worries=True), 10)] == [one]


def test_what_comes_after_a_worry_is_a_part_of_it(store: Store) -> None:
    first = given(store)
    mark(store, first, worry=Worry("Kari", utc(NOON), LATER, "sak"))

    after = given(store, after=first)

    found = store.submissions.read(after)
    assert found is not None
    assert found.state is State.WORRY
    assert store.worries.read(after) == store.worries.read(first) == Worry("Kari", utc(NOON), LATER, "sak")
    assert listed(store, InboxFilter(words="hemmelig")) == []
    assert store.inbox.arrived_since(0) == 0


def test_what_came_after_stays_a_worry_where_the_first_goes(store: Store) -> None:
    first = given(store)
    after = given(store, after=first)
    mark(store, first, after)

    store.submissions.remove([first], now=utc(NOON))

    assert listed(store, InboxFilter()) == []
    assert listed(store, InboxFilter(worries=True)) == [after]
    assert store.worries.read(first) is None


def test_held_is_due_for_nothing_before_its_hold_ends(store: Store) -> None:
    one, other = given(store), given(store)
    mark(store, one, worry=Worry("Kari", utc(NOON), LATER, "sak"))

    assert store.submissions.due(utc(NOON + timedelta(days=3_999)), 10) == [other]
    assert set(store.submissions.due(LATER, 10)) == {one, other}


def test_mark_is_forgotten_when_it_is_taken_off(store: Store) -> None:
    one = given(store)
    mark(store, one)

    store.worries.unmark([one])

    assert store.worries.read(one) is None


def test_what_is_held_is_told_in_the_order_in_which_the_holds_end(store: Store) -> None:
    late, soon, over, free, parted = (given(store) for _ in range(5))
    after = given(store, after=parted)
    ends = {late: 9, soon: 2, over: -1, parted: 5, after: 5}
    for one, days in ends.items():
        mark(store, one, worry=Worry("Kari", utc(NOON), utc(NOON + timedelta(days=days)), "sak"))
    mark(store, free)

    held = store.worries.held(utc(NOON), 10)

    assert [one for one, _ in held] == [soon, parted, late]
    assert held[0][1] == Worry("Kari", utc(NOON), utc(NOON + timedelta(days=2)), "sak")
    assert [one for one, _ in store.worries.held(utc(NOON), 2)] == [soon, parted]
