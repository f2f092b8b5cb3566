"""Data dies on time, and stays dead."""

from dataclasses import replace
from datetime import timedelta

from hub.services import board, inbox, prompts, retention, review, staff
from hub.store.base import Store
from shared.notice import Status
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk

DAY = timedelta(days=1)


def keep_for(store: Store, days: int) -> None:
    prompts.save(store, replace(prompts.read(store, "idea"), keep_days=days), staff=KARI, now=NOON)


def test_answer_is_deleted_on_its_day_and_not_before(store: Store, kiosk: DeliveringKiosk) -> None:
    keep_for(store, 10)
    given = kiosk.give()
    other = kiosk.give({"choices": ["late"]}, kind="poll")

    assert retention.purge(store, NOON + 10 * DAY - timedelta(seconds=1)) == 0
    assert retention.purge(store, NOON + 10 * DAY) == 1

    assert [stored.submission.id for stored in store.submissions.every()] == [other]
    assert kiosk.deliver().erased == [given]


def test_answer_keeps_the_time_that_was_promised_when_it_was_given(store: Store, kiosk: DeliveringKiosk) -> None:
    keep_for(store, 10)
    kiosk.give()
    keep_for(store, 1_000)

    assert retention.purge(store, NOON + 10 * DAY) == 1


def test_published_answer_leaves_the_board_with_its_day(store: Store, kiosk: DeliveringKiosk) -> None:
    keep_for(store, 10)
    review.publish(store, kiosk.give(), staff=KARI, now=NOON, status=Status.DONE, replies={})

    retention.purge(store, NOON + 10 * DAY)

    assert board.notices(store) == []


def test_what_could_not_be_opened_is_deleted_too(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.give(payload=b"{", kind="hologram")

    assert retention.purge(store, NOON + 366 * DAY) == 1


def test_purged_in_batches_and_remembered_outside_the_database(store: Store, kiosk: DeliveringKiosk) -> None:
    made = [kiosk.make() for _ in range(1_001)]
    for start in range(0, len(made), 500):
        kiosk.deliver(*made[start : start + 500])

    assert retention.purge(store, NOON + 366 * DAY) == 1_001

    assert sorted(store.erasures.every()) == sorted(one.id for one in made)
    assert sum(inbox.counts(store).values()) == 0


def test_purge_forgets_sessions_that_are_over(store: Store) -> None:
    staff.add(store, "Kari", "fire gule elger", now=NOON)
    token = staff.sign_in(store, "Kari", "fire gule elger", address="x", now=NOON)

    retention.purge(store, NOON + DAY)

    assert staff.session(store, token, NOON) is None


def test_nothing_to_erase_changes_nothing(store: Store) -> None:
    before = store.outgoing.revision()

    assert retention.replay_erasures(store, NOON) == 0
    assert retention.purge(store, NOON) == 0

    assert store.outgoing.revision() == before
