"""Law 2 as a machine: whatever is lost, doubled, erased or restored, each id is on the hub once, or erased."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hub.bootstrap import open_store
from hub.services.keeping import retention
from hub.services.review import review
from hub.store.base import Store
from shared.protocol import Receipt
from shared.submission import Submission
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_hub_store, retained


class Kiosk(DeliveringKiosk):
    """A kiosk with an outbox and sealed copies, as far as the protocol asks for them."""

    def __init__(self, store: Store, id: str) -> None:
        super().__init__(store, id)
        self.made: list[Submission] = []
        self.waiting: dict[str, Submission] = {}
        self.kept: dict[str, Submission] = {}

    def save(self) -> None:
        one = self.make()
        self.made.append(one)
        self.waiting[one.id] = one

    def take(self, receipt: Receipt) -> None:
        for one in receipt.accepted:
            if one in self.waiting:
                self.kept[one] = self.waiting.pop(one)
        for one in receipt.lacking:
            self.waiting[one] = self.kept.pop(one)
        for one in receipt.erased:
            self.waiting.pop(one, None)
            self.kept.pop(one, None)

    def sync(self) -> None:
        """A full round in which nothing is lost."""
        self.take(self.deliver(*self.waiting.values()))
        if self.kept and self.deliver(retained=retained(list(self.kept.values()))).wants_ids:
            self.take(self.deliver(offered=list(self.kept)))
            self.take(self.deliver(*self.waiting.values()))


class AnyOrder(RuleBasedStateMachine):
    """Two kiosks, one hub, and everything that goes wrong between them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = a_hub_store(self.folder / "hub")
        self.kiosks = [Kiosk(self.store, "k1"), Kiosk(self.store, "k2")]
        self.erased: set[str] = set()
        self.backup = False

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(which=st.integers(0, 1), count=st.integers(1, 3))
    def visitors_send(self, which: int, count: int) -> None:
        for _ in range(count):
            self.kiosks[which].save()

    @rule(which=st.integers(0, 1), size=st.integers(1, 4), lost=st.booleans(), times=st.integers(1, 2))
    def kiosk_delivers(self, which: int, size: int, lost: bool, times: int) -> None:
        kiosk = self.kiosks[which]
        batch = list(kiosk.waiting.values())[:size]
        for _ in range(times):
            receipt = kiosk.deliver(*batch, lost=lost)
        if not lost:
            kiosk.take(receipt)

    @rule(which=st.integers(0, 1), data=st.data())
    def old_delivery_comes_once_more(self, which: int, data: st.DataObject) -> None:
        kiosk = self.kiosks[which]
        if kiosk.made:
            kiosk.deliver(*data.draw(st.lists(st.sampled_from(kiosk.made), max_size=4)), lost=True)

    @rule(data=st.data())
    def staff_erase_one(self, data: st.DataObject) -> None:
        ids = [stored.submission.id for stored in self.store.submissions.every()]
        if ids:
            one = data.draw(st.sampled_from(ids))
            review.erase(self.store, one, by=KARI, now=NOON)
            self.erased.add(one)

    @rule()
    def hub_restarts(self) -> None:
        self._open()

    @rule()
    def staff_make_a_backup(self) -> None:
        self.store.close()
        shutil.copy(self.folder / "hub" / "hub.db", self.folder / "backup.db")
        self.backup = True
        self._open(closed=True)

    @precondition(lambda self: self.backup)
    @rule()
    def staff_put_the_backup_back(self) -> None:
        self.store.close()
        shutil.copy(self.folder / "backup.db", self.folder / "hub" / "hub.db")
        self._open(closed=True)

    @rule()
    def network_is_well_again(self) -> None:
        for kiosk in self.kiosks:
            kiosk.sync()

        on_hub = [stored.submission.id for stored in self.store.submissions.every()]
        made = {one.id for kiosk in self.kiosks for one in kiosk.made}
        assert sorted(on_hub) == sorted(made - self.erased)
        assert all(not kiosk.waiting for kiosk in self.kiosks)
        assert all(kiosk.paired.stored == len(kiosk.kept) for kiosk in self.kiosks)

    @invariant()
    def nothing_is_doubled_invented_or_risen(self) -> None:
        on_hub = [stored.submission.id for stored in self.store.submissions.every()]
        made = {one.id for kiosk in self.kiosks for one in kiosk.made}
        assert len(on_hub) == len(set(on_hub))
        assert set(on_hub) <= made - self.erased

    def _open(self, *, closed: bool = False) -> None:
        if not closed:
            self.store.close()
        self.store = open_store(self.folder / "hub")
        retention.replay_erasures(self.store, NOON)
        for kiosk in self.kiosks:
            kiosk.store = self.store


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
