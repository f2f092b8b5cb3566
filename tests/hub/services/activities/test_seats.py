"""The rule of seats: leases by account, one line in the order of arrival, and no clock that could sell a seat twice."""

from dataclasses import replace
from typing import Any

import pytest

from hub.model import Tell
from hub.services.activities import activities, seats, sign_ups
from hub.store.base import Store
from shared.activity import sign_up_prompt
from shared.errors import NoReason, PartyTooLarge
from shared.notice import SignUpState
from shared.protocol import Lease, LeaseReport
from shared.submission import utc
from tests.builders import an_activity
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, DeliveringKiosk, a_hub_store
from tests.sign_up_builders import a_change, a_sign_up, give, lease, marked, publish, state, states, write_in


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


def test_half_of_what_is_free_goes_out_and_half_stays(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=20)

    leased = lease(kiosk)

    assert leased is not None
    assert leased.granted == 10
    assert seats.overview(store, an_activity(seats=20)).leased == {"k1": 10}


def test_kiosks_share_by_demand(store: Store, kiosk: DeliveringKiosk) -> None:
    other = DeliveringKiosk(store, "k2")
    kiosk.deliver()
    other.deliver()
    publish(store, seats=100)
    busy, quiet = lease(kiosk), lease(other)
    assert busy is not None
    assert quiet is not None
    sold = [a_sign_up(kiosk) for _ in range(busy.granted)]
    promised = [one.id for one in sold]

    kiosk.deliver(*sold, promised=promised, leases=[LeaseReport("soup", busy.granted, 0, len(sold))])

    accounts = {account.kiosk: account for account in store.leases.of("soup")}
    left = {name: one.granted - one.returned - one.arrived for name, one in accounts.items()}
    assert left["k1"] > left["k2"]


def test_renewing_again_changes_nothing(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=20)
    first = lease(kiosk)
    before = store.revisions.newest()

    assert lease(kiosk) == first
    assert store.revisions.newest() == before


def test_promise_from_the_lease_is_confirmed(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    lease(kiosk)
    one = a_sign_up(kiosk, 2)

    kiosk.deliver(one, promised=[one.id], leases=[LeaseReport("soup", 2, 0, 2)])

    assert states(store, one) == ["confirmed"]
    assert seats.overview(store, an_activity(seats=4)).confirmed == 2


def test_request_that_fits_is_confirmed_when_nobody_waits(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)

    one = give(kiosk, 2)

    assert states(store, one) == ["confirmed"]
    assert state(store, one).tell == Tell.NOTHING


def test_seats_in_doubt_are_given_to_nobody(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=2)
    assert lease(kiosk) is not None
    other = DeliveringKiosk(store, "k2")

    first, second = give(other), give(other)

    assert states(store, first, second) == ["confirmed", "waiting"]


def test_kiosk_that_comes_back_after_its_lease_expired_finds_its_seats(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=2)
    leased = lease(kiosk)
    assert leased is not None
    one = a_sign_up(kiosk)
    other = DeliveringKiosk(store, "k2", now=NOON.replace(day=24))  # the term is over by then
    waiting = [give(other), give(other)]
    assert states(store, *waiting) == ["confirmed", "waiting"]

    kiosk.now = NOON.replace(day=24)
    kiosk.deliver(one, promised=[one.id], leases=[LeaseReport("soup", leased.granted, 0, 1)])

    assert states(store, one, *waiting) == ["confirmed", "confirmed", "waiting"]
    assert seats.free(store, an_activity(seats=2)) == 0


def test_seats_handed_back_go_to_the_line(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=2)
    assert lease(kiosk) == Lease("soup", 1, seats.EVERYTHING, seats.TERM_S, marked(kiosk, 1))
    other = DeliveringKiosk(store, "k2")
    _, waiting = give(other), give(other)
    assert lease(kiosk) == Lease("soup", 1, 0, seats.TERM_S, marked(kiosk, 1))

    kiosk.deliver(leases=[LeaseReport("soup", 1, 1, 0)])

    assert states(store, waiting) == ["confirmed"]
    assert state(store, waiting).tell == Tell.CONFIRMED


def test_word_of_a_lease_said_twice_or_late_counts_once(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=2)
    lease(kiosk)
    kiosk.deliver(leases=[LeaseReport("soup", 1, 1, 0)])
    now = store.leases.read("soup", "k1")

    kiosk.deliver(leases=[LeaseReport("soup", 1, 0, 0)])

    assert store.leases.read("soup", "k1").returned == now.returned


def test_family_is_seated_whole_and_nobody_passes_it(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    seats.recall(store, "soup", "k1", **BY)
    first = give(kiosk, 3)
    family, single = give(kiosk, 2), give(kiosk, 1)
    assert states(store, first, family, single) == ["confirmed", "waiting", "waiting"]

    kiosk.deliver(a_change(kiosk, first, 2))

    assert states(store, family, single) == ["confirmed", "waiting"]


def test_family_that_may_be_split_takes_the_seats_there_are(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    seats.recall(store, "soup", "k1", **BY)
    give(kiosk, 3)

    family = give(kiosk, 3, split=True)

    assert (state(store, family).state, state(store, family).seated) == (SignUpState.WAITING, 1)


def test_without_a_waiting_list_it_is_full(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=1, waiting_list=False)

    first, second = give(kiosk), give(kiosk)

    assert states(store, first, second) == ["confirmed", "full"]


@pytest.mark.parametrize(("at_once", "split"), [(True, False), (True, True), (False, False)])
def test_without_a_list_a_family_that_does_not_fit_stops_nobody(store: Store, at_once: bool, split: bool) -> None:
    kiosk = DeliveringKiosk(store)
    publish(store, seats=2, waiting_list=False)
    family, alone, late = a_sign_up(kiosk, 4, split=split), a_sign_up(kiosk, 1), a_sign_up(kiosk, 2)

    for together in [[family, alone, late]] if at_once else [[family], [alone], [late]]:
        kiosk.deliver(*together)

    assert states(store, family, alone, late) == ["full", "confirmed", "full"]


def test_cancelled_seat_goes_to_the_first_in_line(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=1)
    first, second, third = give(kiosk), give(kiosk), give(kiosk)

    kiosk.deliver(a_change(kiosk, first, 0))

    assert states(store, first, second, third) == ["cancelled", "confirmed", "waiting"]


def test_change_that_comes_before_its_sign_up_is_kept_for_it(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    other = DeliveringKiosk(store, "k2")
    early = a_sign_up(kiosk, 2)
    other.deliver(a_change(other, early, 0))

    kiosk.deliver(early)

    assert states(store, early) == ["cancelled"]
    assert len(store.sign_ups.of("soup")) == 1


def test_promise_beyond_the_lease_waits_and_is_shown(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=2)
    give(kiosk, 2)
    liar = DeliveringKiosk(store, "k2")
    one = a_sign_up(liar)

    liar.deliver(one, promised=[one.id])

    assert (state(store, one).state, state(store, one).flagged) == (SignUpState.WAITING, True)


def test_promise_said_again_with_the_record_counts_once(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    lease(kiosk)
    one = a_sign_up(kiosk)
    for _ in range(2):
        kiosk.deliver(one, promised=[one.id], leases=[LeaseReport("soup", 2, 0, 1)])

    assert store.leases.read("soup", "k1").arrived == 1


def test_recalled_kiosk_gets_nothing_until_staff_say_so(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    lease(kiosk)

    seats.recall(store, "soup", "k1", **BY)
    called = lease(kiosk)
    assert called is not None
    assert called.keep == 0
    back = lease(kiosk, leases=[LeaseReport("soup", 2, 2, 0)])
    assert back is not None
    assert back.granted == 2
    seats.recall(store, "soup", "k1", **BY, again=True)

    again = lease(kiosk, leases=[LeaseReport("soup", 2, 2, 0)])
    assert again is not None
    assert again.granted == 4


def test_seats_of_a_silent_kiosk_are_freed_only_with_a_reason(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=2)
    leased = lease(kiosk)
    assert leased is not None
    other = DeliveringKiosk(store, "k2")
    _, waiting = give(other), give(other)
    with pytest.raises(NoReason):
        seats.free_silent(store, "soup", "k1", **BY, reason=" ")

    assert seats.free_silent(store, "soup", "k1", **BY, reason="stolen") == 1

    assert states(store, waiting) == ["confirmed"]
    one = a_sign_up(kiosk)
    kiosk.deliver(one, promised=[one.id], leases=[LeaseReport("soup", 1, 0, 1)])
    assert states(store, one) == ["confirmed"]
    assert seats.overview(store, an_activity(seats=2)).extra == 1


def test_copied_kiosk_gets_no_seats(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    kiosk.deliver()
    kiosk.lineage = "of another copy"

    assert kiosk.deliver().leases[0].granted == 2
    kiosk.deliver(leases=[LeaseReport("soup", 2, 2, 0)])
    assert store.leases.read("soup", "k1").granted == 2


def test_closed_sign_up_calls_the_seats_back(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4, closes_at=utc(NOON.replace(hour=13)))
    lease(kiosk)

    kiosk.now = NOON.replace(hour=14)

    called = lease(kiosk)
    assert called is not None
    assert called.keep == 0


def test_drop_in_has_no_leases(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=None)

    receipt = kiosk.deliver()

    assert (receipt.leases, receipt.seats) == ([], [])


def test_nothing_personal_is_left_in_the_record(tmp_path: Any) -> None:
    store = a_hub_store(tmp_path)
    kiosk = DeliveringKiosk(store)
    publish(store)
    activity = store.activities.read("soup")
    assert activity is not None
    answer: dict[str, Any] = {"activity": "soup", "persons": [{"name": "Kari", "age": "adult"}]}
    answer |= {"contact": "kari@example.org", "fields": {"food": "nuts"}, "split": False}
    given = kiosk.give(answer, kind="signup", prompt=sign_up_prompt(activity))

    stored = store.submissions.read(given)

    assert stored is not None
    assert (stored.payload, stored.gist) == (None, "")
    found = {detail.name: (detail.value, detail.delete_at[:10]) for detail in store.sign_ups.details([given])}
    assert found == {
        "contact": ("kari@example.org", "2026-12-09"),
        "food": ("nuts", "2026-11-26"),
        "names": ('["Kari"]', "2026-12-09"),
    }
    assert stored.delete_at[:10] == "2026-11-26"
    store.close()


def test_first_kiosk_of_many_gives_back_more_than_its_share(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=20)
    early = lease(kiosk)
    assert early is not None
    assert early.granted == 10
    others = [DeliveringKiosk(store, f"k{n}") for n in range(2, 6)]
    for other in others:
        other.deliver()

    called = lease(kiosk, leases=[LeaseReport("soup", 10, 0, 0)])

    assert called is not None
    assert called.keep == 2
    kiosk.deliver(leases=[LeaseReport("soup", 10, 8, 0)])
    for other in others:
        account = store.leases.read("soup", other.id)
        reports = [LeaseReport("soup", account.granted, 0, 0)]
        assert lease(other, leases=reports) is not None
    held = seats.overview(store, an_activity(seats=20)).leased
    assert len(held) == 5
    assert sum(held.values()) <= 20


def test_party_larger_than_all_seats_holds_up_neither_the_line_nor_the_kiosks(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    activity = publish(store, seats=3)
    large = give(kiosk, 4)
    leased = lease(kiosk)

    second = give(kiosk, 1)

    assert states(store, large, second) == ["waiting", "confirmed"]
    assert leased is not None
    assert (leased.granted, leased.keep > 0) == (2, True)
    assert [(one.free, one.waiting) for one in seats.counts(store, NOON)] == [(0, 0)]
    assert [one.place for one in sign_ups.listed(store, "soup")] == [None, None]
    assert (seats.overview(store, activity).waiting, seats.overview(store, activity).too_large) == (0, 1)


def test_party_that_seats_were_taken_from_stands_aside_until_fewer_come_or_there_are_more_seats(store: Store) -> None:
    activity = publish(store, seats=5)
    write_in(store, 2)
    family, alone = write_in(store, 4), write_in(store, 1)

    activities.offer(store, replace(activity, seats=3, most_persons=3), by=KARI, now=NOON)
    aside = in_line(store)
    activities.offer(store, replace(activity, seats=7, most_persons=3), by=KARI, now=NOON)

    assert aside == {family: ("waiting", None), alone: ("confirmed", None)}
    assert in_line(store) == {family: ("confirmed", None), alone: ("confirmed", None)}


def in_line(store: Store) -> dict[str, tuple[str, int | None]]:
    """State and place of each sign-up but the first."""
    return {one.sign_up.id: (one.sign_up.state.value, one.place) for one in sign_ups.listed(store, "soup")[1:]}


def test_party_too_large_is_told_that_it_is_full_where_nobody_waits(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=3, waiting_list=False)

    assert states(store, give(kiosk, 4)) == ["full"]


def test_family_that_waits_for_more_than_is_free_is_not_passed_and_staff_see_what_it_needs(store: Store) -> None:
    activity = publish(store, seats=6)
    write_in(store, 4)
    family, alone = write_in(store, 4), write_in(store, 1)

    seating = seats.overview(store, activity)

    assert in_line(store) == {family: ("waiting", 1), alone: ("waiting", 2)}
    assert (seating.free, seating.missing, seating.waiting) == (2, 4, 2)


def test_party_larger_than_the_room_counts_apart_in_lists_too(store: Store, kiosk: DeliveringKiosk) -> None:
    activity = publish(store, seats=3)
    write_in(store, 3)
    states(store, give(kiosk, 4))
    write_in(store, 2)

    alone, (listed,) = seats.overview(store, activity), seats.listed(store, activities.seats_coming(store, NOON))

    assert (alone.waiting, alone.too_large, alone.missing) == (1, 1, 2)
    assert replace(alone, leased={}) == listed


def test_staff_write_in_no_more_than_there_are_seats(store: Store) -> None:
    publish(store, seats=3)

    with pytest.raises(PartyTooLarge):
        write_in(store, 4)
