"""What a store keeps beside its database, because a database that was put back from a backup does not know it."""

from pathlib import Path

from hub.store.beside.high_water import HighWaterMark
from hub.store.beside.ledger import FileLedger


class Beside:
    """The lists and the mark in a folder. Raises FileUnreadable."""

    def __init__(self, folder: Path) -> None:
        self.erasures = FileLedger(folder / "erasures.log")
        self.shut_outs = FileLedger(folder / "shut-outs.log")
        self.pairings = FileLedger(folder / "pairings.log")
        self.high_water = HighWaterMark(folder / "revision.mark")

    def begin(self) -> None:
        """Begin the lists beside a database that is new; what is there stays."""
        for ledger in (self.erasures, self.shut_outs, self.pairings):
            ledger.begin()
