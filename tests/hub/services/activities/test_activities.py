"""Activities: revisions, the seats that are taken, who may see contacts, calling off, and series."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.model import LeaseAccount, Role, SignUp, Staff, Tell
from hub.services.activities import activities, seats
from hub.services.activities.dates import each_week
from hub.services.house import kiosks
from hub.services.review import inbox
from hub.store.base import Store
from shared.activity import Activity, AskedField, Occasion
from shared.errors import InvalidActivity, NoReason, NotFound, SeatsTaken, SlugTaken
from shared.notice import SignUpState
from shared.submission import utc
from tests.builders import an_activity
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, DeliveringKiosk
from tests.seating import a_detail, a_sign_up, an_evening

OLA = Staff(2, "Ola", frozenset(Role))
PER = Staff(3, "Per", frozenset(Role))


def save(store: Store, activity: Activity | None = None) -> Activity:
    """Save an activity as Kari."""
    return activities.save(store, activity or an_activity(), by=KARI, now=NOON)


def sign_up(store: Store, persons: int = 1, *, waits: bool = False) -> SignUp:
    """Put a sign-up into the store as it is."""
    with store.atomic():
        state = SignUpState.WAITING if waits else SignUpState.CONFIRMED
        order = store.sign_ups.next_order()
        one = a_sign_up(persons=persons, seated=0 if waits else persons, state=state, order=order)
        store.sign_ups.add([one], [])
    return one


def became(store: Store, one: SignUp) -> SignUp:
    """Read a sign-up again."""
    found = store.sign_ups.read(one.id)
    assert found is not None
    return found


def test_each_save_is_the_next_revision_and_news(store: Store) -> None:
    first = save(store)
    revision = store.revisions.newest()
    second = save(store, replace(an_activity(), place="Kjelleren"))

    assert (first.revision, second.revision) == (1, 2)
    assert activities.read(store, "soup") == second
    assert store.activities.asked("soup", 1) == first
    assert store.activities.since(revision, 9) == [(revision + 1, second)]
    assert [(line.staff, line.move) for line in inbox.history(store, "activity soup")] == [("Kari", "save")] * 2


def test_incomplete_activity_is_not_saved(store: Store) -> None:
    with pytest.raises(InvalidActivity, match="seats"):
        save(store, an_activity(seats=0))

    assert activities.listed(store) == []
    with pytest.raises(NotFound):
        activities.read(store, "soup")


def test_slug_belongs_to_one_activity(store: Store) -> None:
    save(store)

    with pytest.raises(SlugTaken):
        save(store, an_activity(id="another"))


@pytest.mark.parametrize("seat_count", [5, 6, 7])
def test_seats_that_are_taken_or_out_cannot_be_taken_away(store: Store, seat_count: int) -> None:
    save(store)
    sign_up(store, 4)
    store.leases.save(LeaseAccount("soup", "k1", granted=5, returned=1, arrived=2))

    if seat_count == 6:
        assert save(store, an_activity(seats=seat_count)).seats == 6
    elif seat_count == 5:
        with pytest.raises(SeatsTaken):
            save(store, an_activity(seats=seat_count))
    else:
        assert seats.free(store, save(store, an_activity(seats=seat_count))) == 1


def test_activity_with_extra_chairs_can_still_be_changed(store: Store) -> None:
    save(store, an_activity(seats=4))
    sign_up(store, 6)

    assert save(store, an_activity(seats=4, place="Kjelleren")).place == "Kjelleren"
    with pytest.raises(SeatsTaken):
        save(store, an_activity(seats=3))


def test_more_seats_go_to_the_line(store: Store) -> None:
    save(store, an_activity(seats=2))
    sign_up(store, 2)
    first, second = sign_up(store, 3, waits=True), sign_up(store, 1, waits=True)

    save(store, an_activity(seats=5))

    assert became(store, first).state == SignUpState.CONFIRMED
    assert became(store, first).tell == Tell.CONFIRMED
    assert became(store, second).state == SignUpState.WAITING


def test_answers_are_deleted_by_the_new_dates(store: Store) -> None:
    save(store)
    one = sign_up(store)
    store.sign_ups.save_details([a_detail(one.id), a_detail(one.id, "names"), a_detail(one.id, "food")])
    starts = NOON + timedelta(days=30)
    fields = [AskedField("contact", 7), AskedField("food", 0), AskedField("name", 2)]

    later = save(store, an_activity(dates=[Occasion(utc(starts), utc(starts + timedelta(hours=2)))], fields=fields))

    ends = starts + timedelta(hours=2)
    dates = {detail.name: detail.delete_at for detail in store.sign_ups.details([one.id])}
    assert dates == {
        "contact": utc(ends + timedelta(days=7)),
        "food": later.ends_at,
        "names": utc(ends + timedelta(days=2)),
    }


def test_called_off_activity_cancels_everybody_who_is_to_be_told(store: Store) -> None:
    save(store, an_activity(seats=4))
    seated, waits = sign_up(store, 4), sign_up(store, 2, waits=True)
    with store.atomic():
        gone = a_sign_up(state=SignUpState.CANCELLED, seated=0, order=store.sign_ups.next_order())
        store.sign_ups.add([gone], [])

    cancelled = activities.cancel(store, "soup", reason="storm", **BY)

    assert cancelled.cancelled
    assert [(became(store, one).state, became(store, one).tell) for one in (seated, waits)] == [
        (SignUpState.CANCELLED, Tell.CANCELLED)
    ] * 2
    assert became(store, gone) == gone
    assert store.sign_ups.seated("soup") == 0
    assert [line.detail for line in inbox.history(store, "activity soup") if line.move == "cancel"] == ["storm"]


def test_calling_off_needs_a_reason(store: Store) -> None:
    save(store)
    one = sign_up(store)

    with pytest.raises(NoReason):
        activities.cancel(store, "soup", reason=" ", **BY)

    assert became(store, one) == one
    assert not activities.read(store, "soup").cancelled


def test_withdrawn_activity_is_in_no_list(store: Store) -> None:
    save(store)
    activities.withdraw(store, "soup", **BY)

    assert activities.listed(store) == []
    assert [what for _, what in store.activities.since(0, 9)] == ["soup"]


def test_activity_people_count_on_is_not_withdrawn_before_it_is_over(store: Store) -> None:
    save(store)
    sign_up(store)

    with pytest.raises(SeatsTaken):
        activities.withdraw(store, "soup", **BY)
    activities.withdraw(store, "soup", by=KARI, now=NOON + timedelta(days=4))

    assert activities.listed(store) == []


def test_only_owners_may_see_contacts(store: Store) -> None:
    save(store)
    assert not activities.may_see_contacts(store, "soup", KARI)

    activities.take_on(store, "soup", staff=KARI, now=NOON)
    activities.take_on(store, "soup", staff=KARI, now=NOON)
    activities.add_owner(store, "soup", OLA, **BY)

    assert activities.care(store, "soup").owners == (KARI.id, OLA.id)
    assert [activities.may_see_contacts(store, "soup", one) for one in (KARI, OLA, PER, None)] == [
        True, True, False, False,
    ]  # fmt: skip
    moves = [(line.move, line.detail) for line in inbox.history(store, "activity soup")[1:]]
    assert moves == [("add-owner", "Kari"), ("add-owner", "Ola")]


def test_who_arranges_activities_can_be_asked_to_look_after_one(store: Store) -> None:
    store.people.add("Per", "hash", roles={Role.REVIEWER}, now=utc(NOON))
    person = store.people.add("Åse", "hash", roles={Role.OWNER}, now=utc(NOON))

    assert activities.staff(store) == [person]


def test_door_is_a_paired_kiosk_or_none(store: Store, kiosk: DeliveringKiosk) -> None:
    save(store)
    activities.set_door(store, "soup", kiosk.id, **BY)
    assert activities.care(store, "soup").door == kiosk.id

    with pytest.raises(NotFound):
        activities.set_door(store, "soup", "nobody", **BY)
    kiosks.revoke(store, kiosk.id, **BY)
    with pytest.raises(NotFound):
        activities.set_door(store, "soup", kiosk.id, **BY)
    activities.set_door(store, "soup", None, **BY)

    assert activities.care(store, "soup").door is None


@pytest.mark.parametrize("act", ["withdraw", "cancel", "set_door"])
def test_nothing_is_done_to_an_unknown_activity(store: Store, act: str) -> None:
    more: dict[str, dict[str, Any]] = {"cancel": {"reason": "storm"}, "set_door": {"kiosk": None}}

    with pytest.raises(NotFound):
        getattr(activities, act)(store, "soup", **BY, **more.get(act, {}))


def test_weekly_dates_keep_their_time_across_a_change_to_winter_time() -> None:
    dates = each_week(Occasion("2026-10-21T16:00:00.000Z", "2026-10-21T18:00:00.000Z"), 3, "Europe/Oslo")

    assert [date.starts_at for date in dates] == [
        "2026-10-21T16:00:00.000Z", "2026-10-28T17:00:00.000Z", "2026-11-04T17:00:00.000Z",
    ]  # fmt: skip
    assert [date.ends_at[11:13] for date in dates] == ["18", "19", "19"]


def test_each_date_by_itself_is_an_activity_of_one_series(store: Store) -> None:
    first = Occasion("2026-10-21T16:00:00.000Z", "2026-10-21T18:00:00.000Z")
    dates = each_week(first, 2, "Europe/Oslo")
    whole = an_evening("cafe", closes_at="2026-10-20T16:00:00.000Z", opens_at="2026-10-01T08:00:00.000Z", dates=dates)

    apart = activities.repeated(whole)

    assert [one.slug for one in apart] == ["cafe-2026-10-21", "cafe-2026-10-28"]
    assert [one.dates for one in apart] == [[date] for date in dates]
    assert [one.closes_at for one in apart] == ["2026-10-20T16:00:00.000Z", "2026-10-27T17:00:00.000Z"]
    assert {one.series for one in apart} == {"cafe"}
    assert len({one.id for one in apart}) == 2
    assert [save(store, one).slug for one in apart] == [one.slug for one in activities.listed(store)]


def test_two_dates_of_one_day_have_two_slugs_that_are_not_too_long(store: Store) -> None:
    noon = Occasion("2026-12-01T11:00:00.000Z", "2026-12-01T12:00:00.000Z")
    slug = f"{'long-' * 12}name"
    apart = activities.repeated(an_evening(slug), [*an_evening(slug).dates, noon])

    assert [one.slug[-16:] for one in apart] == ["-2026-12-01-1800", "-2026-12-01-1200"]
    for one in apart:
        save(store, one)


def test_new_activities_are_published_together_and_looked_after_by_who_does_it(store: Store) -> None:
    soup = an_activity()
    apart = activities.repeated(soup, each_week(soup.dates[0], 3, soup.zone))

    activities.begin(store, apart, staff=OLA, now=NOON)

    assert [one.slug for one in activities.listed(store)] == [one.slug for one in apart]
    assert [activities.care(store, one.slug).owners for one in apart] == [(OLA.id,)] * len(apart)


def test_of_new_activities_none_is_published_where_one_cannot_be(store: Store) -> None:
    save(store)

    with pytest.raises(SlugTaken):
        activities.begin(store, [an_activity(slug="bread", id="other"), an_activity(id="third")], staff=OLA, now=NOON)

    assert [one.slug for one in activities.listed(store)] == ["soup"]
    assert store.activities.care("soup").owners == ()
