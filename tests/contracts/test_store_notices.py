"""What every store promises about the board."""

from hub.store.base import Store
from shared.submission import utc
from tests.builders import a_notice
from tests.fakes import NOON
from tests.hub_builders import an_arrival


def test_notice_comes_back_as_it_was_published(store: Store) -> None:
    notice = a_notice(text="flere 🪑 på øya", replies={"nb": "ja"}, cards=["cooking"], drawing="eJw=")
    store.notices.save(notice, submission_id="s1", changed=1)

    assert store.notices.every() == [notice]
    assert store.notices.since(0, 10) == [(1, notice)]
    assert store.notices.read(notice.id) == notice
    assert store.notices.submission_of(notice.id) == "s1"


def test_notices_are_listed_newest_first(store: Store) -> None:
    old, new = (a_notice(published_at=f"2026-11-2{day}T00:00:00.000Z") for day in (1, 2))
    store.notices.save(new, submission_id="s1", changed=1)
    store.notices.save(old, submission_id="s2", changed=2)

    assert store.notices.every() == [new, old]


def test_withdrawn_notice_is_told_by_id_and_can_come_back(store: Store) -> None:
    notice = a_notice()
    store.notices.save(notice, submission_id="s1", changed=1)
    store.notices.withdraw(notice.id, changed=2)
    assert store.notices.every() == []
    assert store.notices.read(notice.id) is None
    assert store.notices.submission_of(notice.id) is None
    assert store.notices.since(1, 10) == [(2, notice.id)]

    store.notices.save(notice, submission_id="s1", changed=3)

    assert store.notices.since(2, 10) == [(3, notice)]


def test_erasing_takes_the_notice_away(store: Store) -> None:
    arrival, notice = an_arrival(), a_notice()
    store.submissions.add([arrival])
    store.notices.save(notice, submission_id=arrival.submission.id, changed=1)

    store.submissions.remove([arrival.submission.id], now=utc(NOON))

    assert store.notices.every() == []
    assert [what for _, what in store.notices.since(0, 10)] == [notice.id]
