"""What every store promises about submissions."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.model import State
from hub.store.base import Store
from shared.errors import StoreError
from shared.seal import UnsealKey
from shared.submission import utc
from tests.fakes import NOON
from tests.hub_builders import DeliveringKiosk, a_submission, an_arrival

ODD_TEXTS = [
    "blåbærsyltetøy på øya",
    "👩‍👩‍👧‍👦 og 🚲",
    "مكتبة جميلة",
    "e\u0301 og é, A\u030a og Å",
    "null\u200bbredde\u200d",
    "x" * 1_999,
    "linje 1\nlinje 2\ttab\r\n",
    "'; drop table submissions; --",
    "\x00 og \x7f",
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_submission_comes_back_exactly_as_it_was_kept(store: Store, text: str) -> None:
    payload = text.encode()
    arrival = an_arrival(a_submission(language="sv", session="table 3", seq=7), payload=payload, gist=text, age_s=2.5)

    store.submissions.add([arrival])

    stored = store.submissions.read(arrival.submission.id)
    assert stored is not None
    assert stored.submission == replace(arrival.submission, sealed="")
    assert (stored.payload, stored.gist, stored.age_s) == (payload, text, 2.5)
    assert (stored.state, stored.reason, stored.replies, stored.revision) == (State.NEW, None, {}, 0)
    assert (stored.received_at, stored.delete_at) == (arrival.received_at, arrival.delete_at)


def test_seal_is_kept_while_it_could_not_be_opened(store: Store) -> None:
    arrival = an_arrival(payload=None, state=State.SET_ASIDE, reason="cannot-unseal", gist="", words="")

    store.submissions.add([arrival])

    stored = store.submissions.read(arrival.submission.id)
    assert stored is not None
    assert stored.submission == arrival.submission
    assert stored.submission.is_whole()


def test_unknown_submission_is_none(store: Store) -> None:
    assert store.submissions.read("nobody") is None


def test_known_tells_hash_and_erasure(store: Store) -> None:
    kept, gone = an_arrival(), an_arrival()
    store.submissions.add([kept, gone])
    store.submissions.remove([gone.submission.id], now=utc(NOON))

    known = store.submissions.known([kept.submission.id, gone.submission.id, "never came"])

    assert known == {kept.submission.id: kept.submission.sha256, gone.submission.id: None}


def test_known_takes_very_many_ids(store: Store) -> None:
    arrival = an_arrival()
    store.submissions.add([arrival])

    assert list(store.submissions.known([*map(str, range(50_000)), arrival.submission.id])) == [arrival.submission.id]


def test_same_id_twice_keeps_nothing_of_the_batch(store: Store) -> None:
    first, second = an_arrival(), an_arrival()
    store.submissions.add([first])

    with pytest.raises(StoreError):
        store.submissions.add([second, first])

    assert store.submissions.read(second.submission.id) is None
    assert store.inbox.newest_position() == 1


@pytest.mark.parametrize("over", [{"seq": 2**70}, {"language": "\ud800"}])
def test_value_that_does_not_fit_is_a_store_error(store: Store, over: dict[str, Any]) -> None:
    submission = replace(a_submission(), **over)

    with pytest.raises(StoreError):
        store.submissions.add([an_arrival(submission)])


def test_every_yields_all_in_the_order_they_came(store: Store) -> None:
    arrivals = [an_arrival() for _ in range(1_203)]
    for start in range(0, len(arrivals), 500):
        store.submissions.add(arrivals[start : start + 500])

    assert [s.submission.id for s in store.submissions.every()] == [a.submission.id for a in arrivals]


def test_every_goes_on_while_others_write(store: Store) -> None:
    store.submissions.add([an_arrival() for _ in range(600)])
    reading = store.submissions.every()
    seen = [next(reading).submission.id]

    late = an_arrival()
    store.submissions.add([late])
    seen += [stored.submission.id for stored in reading]

    assert len(seen) == len(set(seen)) == 601
    assert seen[-1] == late.submission.id


def test_reopened_submission_is_as_if_it_had_come_open(store: Store) -> None:
    submission = a_submission(key=UnsealKey(bytes(16)))
    closed = an_arrival(submission, payload=None, state=State.SET_ASIDE, reason="cannot-unseal", gist="", words="")
    store.submissions.add([closed])
    assert [stored.submission for stored in store.submissions.unopened()] == [submission]

    store.submissions.reopen(an_arrival(submission))

    stored = store.submissions.read(submission.id)
    assert stored is not None
    assert (stored.state, stored.reason, stored.gist) == (State.NEW, None, "flere krakker")
    assert list(store.submissions.unopened()) == []
    assert store.inbox.states()[State.NEW] == 1
    assert store.inbox.states()[State.SET_ASIDE] == 0


def test_move_writes_what_staff_decided(store: Store) -> None:
    arrival = an_arrival()
    store.submissions.add([arrival])

    store.submissions.move(
        arrival.submission.id, state=State.KEPT, status="trying", replies={"nb": "æ"}, notice_id="n1", revision=5
    )

    stored = store.submissions.read(arrival.submission.id)
    assert stored is not None
    assert (stored.state, stored.status, stored.replies) == (State.KEPT, "trying", {"nb": "æ"})
    assert (stored.notice_id, stored.revision) == ("n1", 5)
    assert store.inbox.states() == {State.NEW: 0, State.KEPT: 1, State.PUBLISHED: 0, State.SET_ASIDE: 0}


def test_removed_submission_leaves_nothing_but_its_id(store: Store) -> None:
    kiosk = DeliveringKiosk(store)
    arrival = an_arrival()
    store.submissions.add([arrival])

    store.submissions.remove([arrival.submission.id], now=utc(NOON))

    assert store.submissions.read(arrival.submission.id) is None
    assert kiosk.paired.stored == 0
    assert store.kiosks.erased_between("k1", 0, store.revisions.newest()) == [arrival.submission.id]


def test_removing_an_id_that_never_came_keeps_it_away(store: Store) -> None:
    store.submissions.remove(["restored elsewhere"], now=utc(NOON))

    assert store.submissions.known(["restored elsewhere"]) == {"restored elsewhere": None}


def test_removing_twice_changes_nothing(store: Store) -> None:
    arrival = an_arrival()
    store.submissions.add([arrival])
    store.submissions.remove([arrival.submission.id], now=utc(NOON))

    store.submissions.remove([arrival.submission.id], now=utc(NOON.replace(year=2030)))

    assert store.kiosks.erased_between("k1", 0, store.revisions.newest()) == [arrival.submission.id]


def test_positions_are_never_given_twice(store: Store) -> None:
    first = an_arrival()
    store.submissions.add([first])
    store.submissions.remove([first.submission.id], now=utc(NOON))

    second = an_arrival()
    store.submissions.add([second])

    stored = store.submissions.read(second.submission.id)
    assert stored is not None
    assert stored.position == 2


def test_due_gives_the_oldest_whose_time_is_over(store: Store) -> None:
    days = ["2026-11-25", "2026-11-23", "2026-11-24", "2027-01-01"]
    arrivals = [an_arrival(delete_at=f"{day}T12:00:00.000Z") for day in days]
    store.submissions.add(arrivals)

    due = store.submissions.due("2026-11-25T12:00:00.000Z", 2)

    assert due == [arrivals[1].submission.id, arrivals[2].submission.id]


def test_removed_words_stand_in_no_file(store: Store, tmp_path: Path) -> None:
    def files_with(words: bytes) -> list[str]:
        return [path.name for path in tmp_path.rglob("*") if path.is_file() and words in path.read_bytes()]

    secret = an_arrival(payload=b"gulrotkake", gist="gulrotkake", words="flere gulrotkake")
    for arrival in (an_arrival(), secret, an_arrival()):
        store.submissions.add([arrival])
    assert files_with(b"gulrotkake")

    store.submissions.remove([secret.submission.id], now=utc(NOON))
    store.scour()

    assert files_with(b"gulrotkake") == []
