"""News: what changed, in order, in portions, and never more than once."""

from datetime import timedelta
from typing import Any

from hub.marks import Marks
from hub.model import State
from hub.services.house import prompts
from hub.services.house.settings import Settings
from hub.services.review import review
from hub.services.sync import news
from hub.store.base import Store
from shared.notice import Notice, Status
from shared.protocol import NEWS_LIMIT, News
from shared.submission import utc
from tests.builders import HUB_KEY, SETTINGS, a_notice, a_prompt
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, an_arrival


def told(store: Store, cursor: int = 0, **over: Any) -> News:
    return news.since(store, cursor, Settings("Lund", "sv"), marks=Marks(HUB_KEY.secrets), **over)


def publish_notices(store: Store, count: int, **over: Any) -> list[Notice]:
    notices = [a_notice(**over) for _ in range(count)]
    with store.atomic():
        for notice in notices:
            store.notices.save(notice, submission_id=notice.id, changed=store.revisions.take())
    return notices


def test_first_news_are_full(store: Store) -> None:
    first = told(store)

    assert (first.full, first.more, first.library, first.default_language) == (True, False, "Lund", "sv")
    assert [prompt.id for prompt in first.prompts] == list(SETTINGS)
    assert first.cursor == store.revisions.newest()


def test_no_change_is_no_news(store: Store) -> None:
    cursor = told(store).cursor

    assert told(store, cursor) == News(cursor, "Lund", "sv")


def test_changes_are_told_once(store: Store) -> None:
    cursor = told(store).cursor
    prompts.save(store, a_prompt("poll"), by=KARI, now=NOON)
    prompts.withdraw(store, "idea", by=KARI, now=NOON)

    change = told(store, cursor)

    assert [(prompt.id, prompt.revision) for prompt in change.prompts] == [("poll", 2)]
    assert change.withdrawn_prompts == ["idea"]
    assert not change.full
    assert told(store, change.cursor).prompts == []


def test_closed_prompt_is_told_with_its_date(store: Store) -> None:
    cursor = told(store).cursor
    prompts.save(store, a_prompt("poll", closes_at=utc(NOON)), by=KARI, now=NOON - timedelta(days=1))

    assert told(store, cursor).prompts[0].closes_at == utc(NOON)


def test_all_of_a_move_is_told_together(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give()
    cursor = told(store).cursor

    review.publish(store, given, by=KARI, now=NOON, status=Status.HEARD, replies={"nb": "Takk"})

    change = told(store, cursor)
    assert len(change.notices) == len(change.receipts) == 1
    assert change.cursor == cursor + 1


def test_many_changes_come_in_portions_without_gap_or_repeat(store: Store) -> None:
    notices = publish_notices(store, 2 * NEWS_LIMIT + 7)
    portions = [told(store)]
    while portions[-1].more:
        portions.append(told(store, portions[-1].cursor))

    assert [portion.full for portion in portions] == [True, False, False]
    whole, rest = [NEWS_LIMIT, NEWS_LIMIT], len(SETTINGS) + 7
    assert [len(portion.prompts) + len(portion.notices) for portion in portions] == [*whole, rest]
    assert [notice for portion in portions for notice in portion.notices] == notices
    assert portions[-1].cursor == store.revisions.newest()


def test_drawings_fill_a_portion_by_their_size(store: Store) -> None:
    publish_notices(store, 10, drawing="x" * 300_000)
    portions = [told(store)]
    while portions[-1].more:
        portions.append(told(store, portions[-1].cursor))

    assert [len(portion.notices) for portion in portions] == [4, 4, 2]


def test_one_revision_is_never_parted(store: Store) -> None:
    arrivals = [an_arrival() for _ in range(NEWS_LIMIT)]
    store.submissions.add(arrivals)
    for arrival in arrivals:
        review.publish(store, arrival.submission.id, by=KARI, now=NOON, status=Status.HEARD, replies={})
    cursor, notices, receipts = 0, 0, 0
    while True:
        portion = told(store, cursor)
        notices, receipts, cursor = notices + len(portion.notices), receipts + len(portion.receipts), portion.cursor
        assert notices == receipts
        if not portion.more:
            break

    assert notices == NEWS_LIMIT
    assert {stored.state for stored in store.submissions.every()} == {State.PUBLISHED}


def test_full_news_begin_from_nothing(store: Store) -> None:
    cursor = told(store).cursor

    again = told(store, cursor, full=True)

    assert again.full
    assert len(again.prompts) == len(SETTINGS)
