"""Data dies on time, and stays dead."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hub.model import Role
from hub.services.activities import activities, sign_ups
from hub.services.house import people, prompts, staff
from hub.services.keeping import retention
from hub.services.review import board, inbox, review
from hub.store.base import Store
from shared.activity import Occasion, sign_up_prompt
from shared.notice import Status
from shared.submission import from_utc, utc
from tests.builders import an_activity
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_hub_store

DAY = timedelta(days=1)


def keep_for(store: Store, days: int) -> None:
    prompts.save(store, replace(prompts.read(store, "idea"), keep_days=days), by=KARI, now=NOON)


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


def test_answer_that_was_on_its_way_keeps_the_time_that_was_promised_too(store: Store, kiosk: DeliveringKiosk) -> None:
    keep_for(store, 10)
    late = kiosk.make(prompt=prompts.read(store, "idea"))
    keep_for(store, 1_000)
    kiosk.deliver(late)

    assert retention.purge(store, NOON + 10 * DAY) == 1


def test_answer_is_kept_shorter_at_once_where_the_library_says_so(store: Store, kiosk: DeliveringKiosk) -> None:
    given, on_its_way = kiosk.give(), kiosk.make()
    other = kiosk.give({"choices": ["late"]}, kind="poll")
    keep_for(store, 10)
    keep_for(store, 1_000)
    kiosk.deliver(on_its_way)

    retention.purge(store, NOON + 10 * DAY)

    assert [stored.submission.id for stored in store.submissions.every()] == [other]
    assert set(kiosk.deliver().erased) == {given, on_its_way.id}


def test_published_answer_leaves_the_board_with_its_day(store: Store, kiosk: DeliveringKiosk) -> None:
    keep_for(store, 10)
    review.publish(store, kiosk.give(), by=KARI, now=NOON, status=Status.DONE, replies={})

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
    people.add(store, "Kari", "fire gule elger", roles=set(Role), now=NOON)
    token = staff.sign_in(store, "Kari", "fire gule elger", address="x", now=NOON)

    retention.purge(store, NOON + DAY)

    assert staff.session(store, token, NOON) is None


def test_nothing_to_erase_changes_nothing(store: Store) -> None:
    before = store.revisions.newest()

    assert retention.replay_erasures(store, NOON) == 0
    assert retention.purge(store, NOON) == 0

    assert store.revisions.newest() == before


SIGN_UP: dict[str, Any] = {
    "activity": "soup",
    "persons": [{"name": "Kari Navnesen", "age": "adult"}],
    "contact": "kari.navnesen@example.org",
    "fields": {"food": "bare gulrotkake"},
}


def after_soup(days: int) -> datetime:
    """So many days after the end of the soup."""
    return from_utc(an_activity().ends_at) + days * DAY


def sign_up(store: Store, kiosk: DeliveringKiosk, **over: Any) -> str:
    """Publish the soup, sign Kari up for it; return the id."""
    activities.save(store, an_activity(), by=KARI, now=NOON)
    return kiosk.give({**SIGN_UP, **over}, kind="signup", prompt=sign_up_prompt(an_activity()))


def answers(store: Store, one: str) -> list[str]:
    """Return the names of what is still known of somebody."""
    return [detail.name for detail in store.sign_ups.details([one])]


def test_each_answer_of_a_sign_up_goes_on_its_own_date(store: Store, kiosk: DeliveringKiosk) -> None:
    one = sign_up(store, kiosk)
    assert answers(store, one) == ["contact", "food", "names"]

    assert retention.purge(store, after_soup(1) - timedelta(seconds=1)) == 0
    assert answers(store, one) == ["contact", "food", "names"]
    assert retention.purge(store, after_soup(1)) == 1
    assert answers(store, one) == ["contact", "names"]
    assert kiosk.deliver().erased == [one]
    assert retention.purge(store, after_soup(14)) == 0
    assert answers(store, one) == []


def test_numbers_of_a_sign_up_stay_a_year(store: Store, kiosk: DeliveringKiosk) -> None:
    one = sign_up(store, kiosk)

    retention.purge(store, after_soup(364))
    assert store.sign_ups.seated("soup") == 1
    retention.purge(store, after_soup(366))

    assert store.sign_ups.read(one) is None
    assert activities.read(store, "soup").slug == "soup"


def test_postponed_activity_keeps_what_it_needs(store: Store, kiosk: DeliveringKiosk) -> None:
    one = sign_up(store, kiosk)
    date = Occasion(utc(after_soup(60)), utc(after_soup(61)))
    activities.save(store, an_activity(dates=[date]), by=KARI, now=NOON)

    assert retention.purge(store, after_soup(30)) == 0
    assert answers(store, one) == ["contact", "food", "names"]
    assert retention.purge(store, after_soup(62)) == 1


def test_words_of_a_sign_up_stand_in_no_file_after_their_dates(
    store: Store, kiosk: DeliveringKiosk, tmp_path: Path
) -> None:
    for n in range(20):
        sign_up(store, kiosk, contact=f"kari.navnesen{n}@example.org")

    def found() -> set[str]:
        content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        return {word for word in ("navnesen", "Navnesen", "gulrotkake") if word.encode() in content}

    assert found() == {"navnesen", "Navnesen", "gulrotkake"}
    retention.purge(store, after_soup(1))
    assert found() == {"navnesen", "Navnesen"}
    retention.purge(store, after_soup(14))
    assert found() == set()


def test_erased_sign_up_is_forgotten_again_after_an_old_backup(tmp_path: Path) -> None:
    store = a_hub_store(tmp_path)
    one = sign_up(store, DeliveringKiosk(store))
    store.close()
    backup = (tmp_path / "hub.db").read_bytes()
    store = a_hub_store(tmp_path)
    sign_ups.erase(store, one, by=KARI, now=NOON)
    store.close()
    (tmp_path / "hub.db").write_bytes(backup)
    store = a_hub_store(tmp_path)
    assert answers(store, one) == ["contact", "food", "names"]

    retention.replay_erasures(store, NOON)

    assert answers(store, one) == []
    store.close()


def test_sign_up_that_comes_after_a_postponement_is_kept_as_long_as_the_others(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    activities.save(store, an_activity(), by=KARI, now=NOON)
    late = kiosk.make(SIGN_UP, kind="signup", prompt=sign_up_prompt(an_activity()))
    date = Occasion(utc(after_soup(60)), utc(after_soup(61)))
    activities.save(store, an_activity(dates=[date]), by=KARI, now=NOON)
    kiosk.deliver(late)

    assert retention.purge(store, after_soup(30)) == 0
    assert answers(store, late.id) == ["contact", "food", "names"]
