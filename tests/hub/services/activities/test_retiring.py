"""What is long over is retired: kiosks forget it, nothing is lost by it, and a wrong clock is made good again."""

from datetime import timedelta

from hub.model import State
from hub.services.activities import activities, door
from hub.services.activities.dates import each_week
from hub.services.keeping import retention
from hub.store.base import Store
from shared.activity import attendance_prompt, exit_prompt
from shared.notice import SignUpState
from shared.submission import from_utc
from tests.builders import a_slip, an_activity, receipt_code
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk
from tests.sign_up_builders import a_change, a_sign_up, give, lease, publish, state

ENDS = from_utc(an_activity().ends_at)
DUE = ENDS + timedelta(days=activities.RETIRE_DAYS)


def test_activity_is_told_as_gone_thirty_days_after_it_ended(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store)
    kiosk.deliver()

    assert activities.retire(store, DUE - timedelta(seconds=1)) == 0
    assert kiosk.deliver().news.withdrawn_activities == []
    retention.purge(store, DUE)

    assert kiosk.deliver().news.withdrawn_activities == ["soup"]
    assert kiosk.deliver().news.withdrawn_activities == []
    assert activities.retire(store, DUE) == 0


def test_activity_retired_by_a_wrong_clock_is_given_back_with_the_right_one(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    soup = publish(store)
    taken = give(kiosk, 2)
    promised = lease(kiosk)
    assert promised is not None
    activities.retire(store, NOON.replace(year=2029))
    assert kiosk.deliver().news.withdrawn_activities == ["soup"]

    assert activities.retire(store, NOON) == 1

    receipt = kiosk.deliver()
    assert receipt.news.activities == [soup]
    assert [one.granted for one in receipt.leases] == [promised.granted]
    assert state(store, taken).state is SignUpState.CONFIRMED


def test_activity_that_gets_a_new_date_is_no_longer_retired(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store)
    activities.retire(store, DUE)
    kiosk.deliver()
    kiosk.now = DUE

    again = activities.save(
        store, an_activity(dates=each_week(an_activity().dates[0], 6, "Europe/Oslo")[-1:]), by=KARI, now=DUE
    )

    assert kiosk.deliver().news.activities == [again]
    assert activities.retire(store, DUE) == 0
    assert not again.is_over(DUE)


def test_more_activities_retire_at_once_than_one_news_holds(store: Store, kiosk: DeliveringKiosk) -> None:
    slugs = {f"soup-{n}" for n in range(1_100)}
    with store.atomic():
        for slug in slugs:
            publish(store, id=slug, slug=slug)
    while kiosk.deliver().news.more:
        pass
    activities.retire(store, DUE)

    told: list[str] = []
    while (news := kiosk.deliver().news).withdrawn_activities:
        told += news.withdrawn_activities

    assert (len(told), set(told)) == (1_100, slugs)


def test_what_comes_late_for_a_retired_activity_is_taken(store: Store, kiosk: DeliveringKiosk) -> None:
    soup = publish(store)
    early, late = give(kiosk), a_sign_up(kiosk, 2)
    fewer = a_change(kiosk, early, 0)
    ticked = {"activity": "soup", "date": soup.starts_at, "ticks": {receipt_code(late.id): 2}, "tally": {"adult": 3}}
    at_door = kiosk.make(ticked, kind="attendance", prompt=attendance_prompt(soup))
    said = {"activity": "soup", "date": soup.starts_at, "learned": "yes", "next_topic": "Brød"}
    on_leaving = kiosk.make(said, kind="exit", prompt=exit_prompt(soup, soup.dates[0]))
    retention.purge(store, DUE)
    kiosk.deliver()
    kiosk.now = DUE

    sent = [late, fewer, at_door, on_leaving]
    assert kiosk.deliver(*sent).accepted == [one.id for one in sent]

    assert [state(store, one).state for one in (early, late)] == [SignUpState.CANCELLED, SignUpState.CONFIRMED]
    noted = door.attendance(store, "soup")[soup.starts_at]
    assert (noted.ticks, noted.tally) == ({receipt_code(late.id): 2}, {"adult": 3})
    stored = store.submissions.read(on_leaving.id)
    assert stored is not None
    assert (stored.state, stored.reason) == (State.NEW, None)


def test_receipt_codes_of_a_retired_activity_are_told_to_a_new_kiosk(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store)
    taken = give(kiosk)
    activities.retire(store, DUE)

    told = DeliveringKiosk(store, "k2", now=DUE).deliver().news

    assert told.activities == []
    assert [(one.finder, one.state) for one in told.receipts] == [(a_slip(taken.id).finder, SignUpState.CONFIRMED)]
