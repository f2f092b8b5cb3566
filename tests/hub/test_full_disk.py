"""A full disk on the hub: honest refusal, nothing half-stored, and everything goes on once there is room."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.services import inbox
from hub.store.base import Store
from hub.store.sqlite import SqliteStore
from hub.web.hub import Hub
from hub.web.sync_app import create_sync_app
from kiosk.hub_link.wire import from_bytes, to_bytes
from shared.errors import DiskFull
from shared.protocol import PREFIX, Receipt
from tests.hub_builders import DeliveringKiosk, an_arrival


@contextmanager
def full(store: Store) -> Iterator[None]:
    """As if no page more fitted on the disk: SQLite then fails as it does at ENOSPC."""
    assert isinstance(store, SqliteStore)
    writer = store._engine._writer
    (before,), (pages,) = (writer.execute(f"pragma {name}").fetchone() for name in ("max_page_count", "page_count"))
    writer.execute(f"pragma max_page_count = {pages}")
    yield
    writer.execute(f"pragma max_page_count = {before}")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub")) as opened:
        yield opened


def test_full_disk_takes_nothing_of_a_batch(store: Store, kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make({"text": "x" * 2_000, "cards": []}) for _ in range(100)]

    with full(store), pytest.raises(DiskFull):
        kiosk.deliver(*submissions)

    assert list(store.submissions.every()) == []
    assert inbox.page(store, inbox.InboxFilter()).total == 0
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
