"""What was given lives no longer than whoever gave it was told, whatever staff change later."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.services.activities import activities, sign_ups
from hub.services.house import prompts
from hub.services.keeping import retention
from hub.store.base import Store
from shared.activity import KEEP_DAYS, Activity, AskedField, Occasion, exit_prompt, sign_up_prompt
from shared.protocol import RETAIN_DAYS
from shared.seal import UnsealKey
from shared.submission import from_utc, utc
from tests.builders import a_prompt, an_activity
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_hub_store

DAY = timedelta(days=1)
ASKED = ("name", "contact", "persons", "food")
SIGN_UP: dict[str, Any] = {
    "activity": "soup",
    "persons": [{"name": "Kari Navnesen", "age": "adult"}],
    "contact": "kari.navnesen@example.org",
    "fields": {"food": "bare gulrotkake"},
}


@contextmanager
def a_hub() -> Iterator[tuple[Store, DeliveringKiosk]]:
    with TemporaryDirectory() as folder:
        store = a_hub_store(Path(folder))
        yield store, DeliveringKiosk(store)
        store.close()


def the_soup(days: dict[str, int], *, later: int = 0) -> Activity:
    """The soup so many days later, with these days after it."""
    soup = an_activity(fields=[AskedField(name, days[name]) for name in ASKED])
    moved = [Occasion(*(utc(from_utc(at) + later * DAY) for at in (one.starts_at, one.ends_at))) for one in soup.dates]
    return replace(soup, dates=moved)


def dates_of(store: Store, one: str) -> dict[str, datetime]:
    """Return when each answer of a sign-up goes, by the name it was asked under."""
    found = {detail.name: from_utc(detail.delete_at) for detail in store.sign_ups.details([one])}
    return {"name" if name == "names" else name: at for name, at in found.items()}


a_revision = st.builds(
    the_soup, st.fixed_dictionaries({name: st.integers(0, 365) for name in ASKED}), later=st.integers(0, 90)
)


@settings(max_examples=25, deadline=None)
@given(first=a_revision, then=st.lists(a_revision, max_size=3), after=st.lists(a_revision, max_size=3))
def test_personal_answers_never_live_more_days_after_the_last_date_than_was_told(
    first: Activity, then: list[Activity], after: list[Activity]
) -> None:
    with a_hub() as (store, kiosk):
        told = activities.save(store, first, by=KARI, now=NOON)
        early = kiosk.give(SIGN_UP, kind="signup", prompt=sign_up_prompt(told))
        late = kiosk.make(SIGN_UP, kind="signup", prompt=sign_up_prompt(told))
        for one in then:
            activities.save(store, one, by=KARI, now=NOON)
        kiosk.deliver(late)
        for one in after:
            activities.save(store, one, by=KARI, now=NOON)

        now = activities.read(store, "soup")
        ends = from_utc(now.ends_at)
        expected = {name: ends + min(told.keeps(name), now.keeps(name)) * DAY for name in ("name", "contact", "food")}
        assert dates_of(store, early) == dates_of(store, late.id) == expected
        retention.purge(store, min(expected.values()))
        assert list(store.submissions.every()) == []


@settings(max_examples=25, deadline=None)
@given(days=st.lists(st.integers(1, 400), min_size=1, max_size=5), at=st.integers(0, 4))
def test_answer_to_a_question_lives_the_fewest_days_that_held_since_it_was_given(days: list[int], at: int) -> None:
    at = min(at, len(days) - 1)
    with a_hub() as (store, kiosk):
        made = []
        for n, kept in enumerate(days):
            asked = prompts.save(store, a_prompt(keep_days=kept), by=KARI, now=NOON)
            if n == at:
                kiosk.give(prompt=asked)
                made.append(kiosk.make(prompt=asked))
        kiosk.deliver(*made)

        ends = {from_utc(stored.delete_at) for stored in store.submissions.every()}
        assert ends == {NOON + min(days[at:]) * DAY}


def test_person_who_is_moved_is_kept_no_longer_than_was_told(store: Store, kiosk: DeliveringKiosk) -> None:
    soup = activities.save(store, the_soup(KEEP_DAYS), by=KARI, now=NOON)
    cake = replace(the_soup(dict.fromkeys(ASKED, 300), later=5), id="a2", slug="cake")
    activities.save(store, cake, by=KARI, now=NOON)
    one = kiosk.give(SIGN_UP, kind="signup", prompt=sign_up_prompt(soup))

    sign_ups.move(store, one, "cake", by=KARI, now=NOON)

    ends = from_utc(cake.ends_at)
    assert dates_of(store, one) == {name: ends + KEEP_DAYS[name] * DAY for name in ("name", "contact", "food")}


@pytest.mark.parametrize("key", [UnsealKey(bytes(range(1, 17))), None])
def test_sign_up_for_an_activity_nobody_knows_is_kept_30_days_and_no_longer(
    store: Store, kiosk: DeliveringKiosk, key: UnsealKey | None
) -> None:
    kiosk.give(SIGN_UP, kind="signup", prompt=sign_up_prompt(an_activity()), **({"key": key} if key else {}))

    assert retention.purge(store, NOON + RETAIN_DAYS * DAY - timedelta(seconds=1)) == 0
    assert retention.purge(store, NOON + RETAIN_DAYS * DAY) == 1


def test_sign_up_that_is_set_aside_goes_on_the_date_of_its_activity(store: Store, kiosk: DeliveringKiosk) -> None:
    soup = activities.save(store, an_activity(), by=KARI, now=NOON)
    nobody = {**SIGN_UP, "persons": []}
    kiosk.give(nobody, kind="signup", prompt=sign_up_prompt(soup))
    (stored,) = store.submissions.every()
    assert stored.reason is not None

    activity_ends = from_utc(soup.ends_at)

    assert retention.purge(store, activity_ends + DAY - timedelta(seconds=1)) == 0
    assert retention.purge(store, activity_ends + DAY) == 1


def test_answer_at_the_exit_that_could_not_be_read_goes_with_the_others(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.give(payload=b"{", kind="exit", prompt=exit_prompt(an_activity(), an_activity().dates[0]))

    assert retention.purge(store, NOON + RETAIN_DAYS * DAY) == 1


def test_answer_at_the_exit_goes_a_year_after_its_activity(store: Store, kiosk: DeliveringKiosk) -> None:
    soup = activities.save(store, an_activity(), by=KARI, now=NOON)
    said = {"activity": "soup", "date": soup.starts_at, "learned": "yes", "next_topic": "Brød"}
    kiosk.give(said, kind="exit", prompt=exit_prompt(soup, soup.dates[0]))
    year_after = from_utc(soup.ends_at) + 365 * DAY

    assert [one.reason for one in store.submissions.every()] == [None]
    assert retention.purge(store, year_after - timedelta(seconds=1)) == 0
    assert retention.purge(store, year_after) == 1
