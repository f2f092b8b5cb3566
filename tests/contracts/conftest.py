"""Every store there is, for one suite of promises."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.store.base import Store
from tests.contracts.stores import STORES


@pytest.fixture(params=STORES)
def open_store(request: pytest.FixtureRequest) -> Callable[[Path], Store]:
    return STORES[request.param]


@pytest.fixture
def store(open_store: Callable[[Path], Store], tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()
