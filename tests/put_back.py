"""A hub that is put back from a backup, and kiosks that know what came after it: say only what the test is about."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from hub.bootstrap import open_store
from hub.marks import Marks
from hub.model import Told
from hub.services.restoring import own_hand, recount
from kiosk.store import KioskStore, ToldPart, news
from kiosk.sync import sync_once
from shared.errors import LinkError
from shared.notice import ReceiptState
from shared.protocol import Delivery, Receipt
from tests.builders import HUB_KEY, a_pairing, slip_of
from tests.fakes import BrokenLink, FrozenClock
from tests.hub_builders import DeliveringKiosk
from tests.new_library import lay_out
from tests.seating import a_sign_up

MARKS = Marks(HUB_KEY.secrets)


def said(told: ReceiptState, revision: int = 70, marks: Marks = MARKS, made_on: str = "") -> str:
    """What the hub has said of a sign-up at this revision, in its own hand."""
    slip = slip_of(told.code)
    return own_hand.sign_up(Told(revision, slip.finder, slip.pair, told, slip, made_on), marks)


class InParts(KioskStore):
    """A kiosk that tells a hub what it was told in parts of one or two words."""

    def told(self, after: str = "") -> ToldPart:
        """The next one or two of them."""
        return self._database.read(lambda c: news.told(c, after, most=1 + len(after) % 2))


class PutBack:
    """A hub with two real kiosks; a backup of its database was made before anything was published."""

    def __init__(self, folder: Path, kiosk_store: type[KioskStore] = KioskStore) -> None:
        self.folder, self.clock = folder, FrozenClock()
        self.hub = open_store(lay_out(folder / "hub"))
        self.senders = {name: DeliveringKiosk(self.hub, name) for name in ("k1", "k2")}
        self.kiosks = {name: kiosk_store.open(folder / name, self.clock) for name in self.senders}
        for name, kiosk in self.kiosks.items():
            kiosk.keep_pairing(a_pairing(kiosk_id=name))
        self.sync()
        self.hub.close()
        shutil.copy(folder / "hub" / "hub.db", folder / "backup.db")
        self.hub = open_store(folder / "hub")

    def close(self) -> None:
        self.hub.close()
        for kiosk in self.kiosks.values():
            kiosk.close()

    def sync(self, *names: str) -> None:
        for name in names or self.kiosks:
            self.round(name)

    def round(self, name: str, losses: Iterable[str | None] = ()) -> list[Delivery]:
        """Run a round of one kiosk; return what was sent, also where a loss has cut it off."""
        link = BrokenLink(lambda delivery: self.receive(name, delivery), losses)
        with suppress(LinkError):
            sync_once(self.kiosks[name], link, self.clock)
        return link.sent

    def many_sign_up(self, count: int, slug: str = "soup") -> list[str]:
        """Let so many have a seat, on the hub alone, and return their codes: no kiosk has heard of them yet."""
        with self.hub.atomic():
            signed_up = [
                a_sign_up(
                    activity=slug, order=self.hub.sign_ups.next_order(), revision=self.hub.revisions.take(),
                    code=f"{n:08}", pair=n % 2**16, root=n.to_bytes(16),
                )
                for n in range(1, count + 1)
            ]  # fmt: skip
            self.hub.sign_ups.add(signed_up, [])
        self.hub.high_water.raise_to(self.hub.revisions.newest())
        return [one.code for one in signed_up]

    def receive(self, name: str, delivery: Delivery) -> Receipt:
        sender = self.senders[name]
        sender.store, sender.now = self.hub, self.clock.utc()
        return sender.receive(delivery)

    def put_back(self) -> None:
        self.hub.close()
        for file in (self.folder / "hub").glob("hub.db*"):
            file.unlink()
        shutil.copy(self.folder / "backup.db", self.folder / "hub" / "hub.db")
        self.hub = open_store(self.folder / "hub")
        recount.begin_if_put_back(self.hub, self.clock.utc())

    def restart(self) -> None:
        """Hub and kiosks end, and start again."""
        self.hub.close()
        self.hub = open_store(self.folder / "hub")
        for name, kiosk in self.kiosks.items():
            kiosk.close()
            self.kiosks[name] = type(kiosk).open(self.folder / name, self.clock)

    def states(self, *ids: str) -> list[str | None]:
        found = [self.hub.sign_ups.read(one) for one in ids]
        return [None if one is None else one.state.value for one in found]
