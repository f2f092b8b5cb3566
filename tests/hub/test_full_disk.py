"""A full disk on the hub: honest refusal, nothing half-stored, and everything goes on once there is room."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.lists import InboxFilter
from hub.running import Hub
from hub.services.activities import activities, sign_ups
from hub.services.house import kiosks, shut_again
from hub.services.keeping import retention
from hub.services.review import inbox, review
from hub.store.base import Store
from hub.web.sync.sync_app import create_sync_app
from kiosk.hub_link.wire import from_bytes, to_bytes
from shared.activity import sign_up_prompt
from shared.errors import DiskFull, StoreError
from shared.notice import SignUpState
from shared.protocol import PREFIX, Receipt
from tests.builders import an_activity
from tests.fakes import NOON
from tests.full_disk import full, room_for
from tests.hub_builders import KARI, DeliveringKiosk, an_arrival


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub")) as opened:
        yield opened


def test_full_disk_takes_nothing_of_a_batch(store: Store, kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make({"text": "x" * 2_000, "cards": []}) for _ in range(100)]

    with full(store), pytest.raises(DiskFull):
        kiosk.deliver(*submissions)

    assert list(store.submissions.every()) == []
    assert inbox.page(store, InboxFilter()).total == 0
    assert kiosk.deliver(*submissions).accepted == [one.id for one in submissions]


def test_full_disk_is_told_to_the_kiosk_by_its_code(hub: Hub) -> None:
    client, kiosk = TestClient(create_sync_app(hub)), DeliveringKiosk(hub.store)
    body = to_bytes(kiosk.delivery(*[kiosk.make({"text": "x" * 2_000, "cards": []}) for _ in range(100)]))
    headers = {"Authorization": f"Bearer {kiosk.token}"}

    with full(hub.store):
        answer = client.post(f"{PREFIX}/deliveries", content=body, headers=headers)

    assert (answer.status_code, answer.json()) == (507, {"code": "hub-full"})
    again = client.post(f"{PREFIX}/deliveries", content=body, headers=headers)
    assert len(from_bytes(again.content, Receipt).accepted) == 100


def test_store_works_on_after_a_full_disk(store: Store) -> None:
    with full(store):
        for _ in range(3):
            with pytest.raises(DiskFull):
                store.submissions.add([an_arrival(payload=b"x" * 1_000_000)])

    store.submissions.add([an_arrival(payload=b"x" * 1_000_000)])
    assert inbox.newest_position(store) == 1


def erased_nothing(store: Store, given: str) -> bool:
    """Tell whether the answer is here, and neither the database nor the list beside it says that it was erased."""
    here = [one.submission.id for one in store.submissions.every()] == [given]
    return here and store.erasures.is_whole() and [*store.erasures.every(), *store.submissions.erased()] == []


@pytest.mark.parametrize("room", [0, 1, 10, 60])
def test_erasure_that_cannot_be_written_down_erases_nothing_and_says_why(
    store: Store, kiosk: DeliveringKiosk, tmp_path: Path, room: int
) -> None:
    given, log = kiosk.give(), tmp_path / "hub" / "erasures.log"
    before = log.read_bytes()

    with room_for(len(before) + room), pytest.raises(DiskFull):
        review.erase(store, given, by=KARI, now=NOON)

    assert log.read_bytes() == before
    assert erased_nothing(store, given)
    assert retention.replay_erasures(store, NOON) == 0
    review.erase(store, given, by=KARI, now=NOON)
    assert (list(store.submissions.every()), store.erasures.every()) == ([], [given])


def test_erasure_that_the_database_has_no_room_for_is_struck_out_of_the_list(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    given = kiosk.give()
    store.scour()  # so that what the database writes next begins a file

    with room_for(4_000), pytest.raises(StoreError):
        review.erase(store, given, by=KARI, now=NOON)

    assert erased_nothing(store, given)
    assert retention.replay_erasures(store, NOON) == 0
    assert not retention.mend_erasures(store, NOON)
    review.erase(store, given, by=KARI, now=NOON)
    assert (list(store.submissions.every()), store.erasures.every()) == ([], [given])


def test_purge_and_the_erasing_of_a_sign_up_are_all_or_nothing_too(store: Store, kiosk: DeliveringKiosk) -> None:
    activities.save(store, an_activity(), by=KARI, now=NOON)
    answer = {"persons": [{"name": "Kari", "age": "adult"}], "contact": "kari@example.org", "fields": {}}
    given = kiosk.give(answer | {"activity": "soup"}, kind="signup", prompt=sign_up_prompt(an_activity()))

    with room_for(60), pytest.raises(DiskFull):
        sign_ups.erase(store, given, by=KARI, now=NOON)
    with room_for(60), pytest.raises(StoreError):
        retention.purge(store, NOON + timedelta(days=300))

    assert erased_nothing(store, given)
    assert [one.state for one in store.sign_ups.of("soup")] == [SignUpState.CONFIRMED]
    assert retention.purge(store, NOON + timedelta(days=300)) == 1


def is_trusted(store: Store, kiosk: DeliveringKiosk) -> bool:
    """Tell whether a kiosk is let in, and nothing anywhere says that it was shut out."""
    known = kiosks.known(store, kiosk.token).id == kiosk.id
    said = (store.shut_outs.every(), store.history.about("kiosk k1"))
    return known and store.shut_outs.is_whole() and said == ([], [])


@pytest.mark.parametrize("room", [0, 1, 60])
def test_shutting_out_that_cannot_be_written_down_is_not_half_done_and_says_why(
    store: Store, kiosk: DeliveringKiosk, tmp_path: Path, room: int
) -> None:
    log = tmp_path / "hub" / "shut-outs.log"
    before = log.read_bytes()

    with room_for(len(before) + room), pytest.raises(DiskFull):
        kiosks.revoke(store, kiosk.id, by=KARI, now=NOON)

    assert log.read_bytes() == before
    assert is_trusted(store, kiosk)


def test_shutting_out_that_the_database_has_no_room_for_is_struck_out_of_the_list(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    store.scour()  # so that what the database writes next begins a file

    with room_for(4_000), pytest.raises(StoreError):
        kiosks.revoke(store, kiosk.id, by=KARI, now=NOON)

    assert is_trusted(store, kiosk)
    assert shut_again.replay(store, NOON) == 0
    assert not shut_again.mend(store, NOON)
    kiosks.revoke(store, kiosk.id, by=KARI, now=NOON)
    assert store.shut_outs.every() == [kiosks.hash_of(kiosk.token)]
