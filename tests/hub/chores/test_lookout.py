"""What a command changed beside the hub is noticed, and nothing else is."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.bootstrap import open_hub, open_store
from hub.bus import INBOX, KIOSKS, NEWS
from hub.chores.lookout import Lookout
from hub.config import HubConfig
from hub.running import Hub
from hub.services.house import pairing
from hub.store.base import Store
from tests.fakes import NOON
from tests.hub_builders import KARI
from tests.seating import an_evening, keep


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path)) as opened:
        yield opened


@pytest.fixture
def beside(hub: Hub, tmp_path: Path) -> Iterator[Store]:
    """The same database, opened as a command does."""
    with closing(open_store(tmp_path)) as store:
        yield store


def heard(hub: Hub, *looks: Lookout) -> list[str]:
    """Return what an open stream hears of these looks."""

    async def listen() -> list[str]:
        stream = hub.bus.subscribe("hello")
        await anext(stream)
        for lookout in looks:
            lookout.look()
        hub.bus.publish("goodbye")
        topics: list[str] = []
        async for topic in stream:
            if topic == "goodbye":
                break
            topics.append(topic)
        return topics

    return asyncio.run(listen())


def test_what_kiosks_are_told_by_a_command_nudges_them_once(hub: Hub, beside: Store) -> None:
    lookout = Lookout(hub)
    keep(beside, an_evening("soup"))

    assert heard(hub, lookout) == [NEWS, INBOX, KIOSKS]
    assert heard(hub, lookout) == []


def test_what_is_for_staff_alone_nudges_no_kiosk(hub: Hub, beside: Store) -> None:
    lookout = Lookout(hub)
    pairing.open_code(beside, by=KARI, now=NOON)

    assert heard(hub, lookout) == [INBOX, KIOSKS]


def test_own_changes_are_not_told_a_second_time(hub: Hub, beside: Store) -> None:
    lookout = Lookout(hub)
    keep(hub.store, an_evening("soup"))

    assert heard(hub, lookout) == []
