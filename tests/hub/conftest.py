"""A store with an open prompt of each kind, and a kiosk that delivers to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store.base import Store
from tests.hub.web.library import Library, open_library
from tests.hub_builders import DeliveringKiosk, a_hub_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_hub_store(tmp_path / "hub")
    yield opened
    opened.close()


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new library whose kiosks are paired; nobody can sign in yet."""
    with open_library(tmp_path) as opened:
        opened.pair_kiosks()
        yield opened
