"""A hub that is backed up, and put back from what that gave: say only what the test is about."""

from collections.abc import Generator
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.bootstrap import open_store
from hub.keys import HubKeys, open_keys
from hub.services.backups import making, putting_back
from hub.services.backups.making import Made
from hub.services.backups.putting_back import Restored
from hub.store.base import Store
from tests.fakes import NOON
from tests.hub_builders import KARI


def to_the_end(portions: Generator[tuple[int, int], None, Any]) -> Any:
    """Do all portions; return what came of it."""
    while True:
        try:
            done, total = next(portions)
            assert 0 <= done <= total
        except StopIteration as end:
            return end.value


class BackedUp:
    """The folder of a hub, and one for its backups."""

    def __init__(self, folder: Path) -> None:
        self.data, self.folder = folder / "hub", folder / "stick"
        self.folder.mkdir(exist_ok=True)
        self.keys: HubKeys = open_keys(self.data)
        self.store: Store = open_store(self.data)

    @property
    def secret(self) -> bytes:
        return self.keys.unseal_key.secret

    def portions(self, now: datetime = NOON) -> making.Portions:
        return making.make(self.store, self.keys, self.data, self.folder, by=KARI, now=now)

    def back_up(self, now: datetime = NOON) -> Made:
        made = to_the_end(self.portions(now))
        assert isinstance(made, Made)
        return made

    def put_back(self, file: Path, to: Path, secret: bytes | None = None) -> Restored:
        secret = self.secret if secret is None else secret
        return putting_back.put_back(file, to, secret, open_store=open_store, now=lambda _: NOON)

    def names(self) -> list[str]:
        """What lies where the backups are."""
        return sorted(one.name for one in self.folder.iterdir())
