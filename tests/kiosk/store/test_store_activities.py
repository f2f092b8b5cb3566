"""What's on at a kiosk: which activities, in which order, and when their exit questions open."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.store import KioskStore
from shared.activity import ActivityText, Occasion, exit_prompt
from shared.submission import utc
from tests.builders import SETTINGS, a_news, a_prompt, a_receipt, a_store, an_activity
from tests.fakes import NOON, FrozenClock


def on(*days: float) -> list[Occasion]:
    """Two hours on each of these days from now."""
    return [Occasion(utc(NOON + timedelta(days=day)), utc(NOON + timedelta(days=day, hours=2))) for day in days]


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> KioskStore:
    store = a_store(tmp_path)
    activities = [
        an_activity(id="a1", slug="later", dates=on(9)),
        an_activity(id="a2", slug="series", dates=on(-7, 5, 12)),
        an_activity(id="a3", slug="over", dates=on(-2)),
        an_activity(id="a4", slug="now", dates=on(-0.05), seats=None),
        an_activity(id="a5", slug="hidden", dates=on(1), listed=False),
        an_activity(id="a6", slug="off", dates=on(2), cancelled=True),
        an_activity(id="a7", slug="wordless", texts={"en": ActivityText("")}),
    ]
    store.take_receipt(a_receipt(news=a_news(activities=activities)))
    return store


def test_whats_on_is_listed_by_the_next_date_without_what_is_over_hidden_or_not_understood(store: KioskStore) -> None:
    found = store.activities(store.now())

    assert [(here.activity.slug, here.open) for here in found] == [
        ("now", False),
        ("off", False),
        ("series", False),  # its sign-up closed with its first date
        ("later", True),
    ]


def test_activity_that_no_list_shows_is_known_all_the_same(store: KioskStore) -> None:
    hidden, over = store.activity("hidden"), store.activity("over")

    assert hidden is not None
    assert over is not None
    assert (store.activity("gone"), store.activity("wordless")) == (None, None)


def test_news_change_activities_take_them_away_and_replace_them_all(store: KioskStore) -> None:
    moved = an_activity(id="a1", slug="later", revision=2, dates=on(3))

    fresh = store.take_receipt(a_receipt(news=a_news(activities=[moved], withdrawn_activities=["series", "off"])))
    changed = [here.activity for here in store.activities(store.now())]
    store.take_receipt(a_receipt(news=a_news(full=True, activities=[moved])))

    assert fresh
    assert [activity.slug for activity in changed] == ["now", "later"]
    assert changed[1] == moved
    assert [here.activity for here in store.activities(store.now())] == [moved]


def test_time_of_another_shape_is_understood_and_sorted_as_the_others(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    odd = [Occasion(at.starts_at.replace("-", "").replace(":", ""), at.ends_at) for at in on(3)]
    activities = [an_activity(id=f"a{n}", slug=f"a{n}", dates=dates) for n, dates in enumerate((on(9), odd, on(1)))]

    store.take_receipt(a_receipt(news=a_news(activities=activities)))

    assert [here.activity.slug for here in store.activities(store.now())] == ["a2", "a1", "a0"]
    assert [here.activity.dates for here in store.activities(store.now())][1] == on(3)


def test_exit_questions_open_on_the_kiosks_named_around_the_end_of_each_date_and_come_first(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    here = an_activity(dates=on(0, 7), exit_kiosks=["k1", "k9"])
    others = [
        an_activity(id="a2", slug="elsewhere", dates=on(0, 7), exit_kiosks=["k9"]),
        an_activity(id="a3", slug="off", dates=on(0, 7), exit_kiosks=["k1"], cancelled=True),
    ]
    store.take_receipt(a_receipt(news=a_news(activities=[here, *others])))
    opened = []

    for minutes in (104, 105, 284, 285):
        prompts = store.open_prompts(NOON + timedelta(minutes=minutes))
        opened.append([prompt for prompt in prompts if prompt.kind == "exit"])
        assert prompts[-len(SETTINGS) :] == store.open_prompts(NOON)
    [again] = [one for one in store.open_prompts(NOON + timedelta(days=7, hours=2)) if one.kind == "exit"]

    assert opened == [[], [exit_prompt(here, here.dates[0])], [exit_prompt(here, here.dates[0])], []]
    assert again == exit_prompt(here, here.dates[1])
    assert again != a_prompt("idea")
