"""One round of sync against the hub's real intake: any order of lost replies, restored backups and copied kiosks."""

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hub.services.house import kiosks
from hub.services.keeping import retention
from hub.services.review import review
from hub.services.sync import intake
from hub.store.base import Store
from kiosk.store import KioskStore
from kiosk.sync import SyncOutcome, sync_once
from shared.errors import BatchRefused, HubFull, LinkError, StoreBusy
from shared.notice import ReceiptState, Status
from shared.protocol import MAX_BATCH_ITEMS, Delivery, Receipt
from shared.submission import utc
from tests.builders import HUB_KEY, SETTINGS, a_news, a_pairing, a_receipt, receipt_code, save, slip_of
from tests.fakes import NOON, BrokenLink, FrozenClock
from tests.hub_builders import KARI, a_hub_store

TOKEN = a_pairing().token
QUICK_DISK = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""No plug is pulled here, so nobody need wait for a real disk."""


class Library:
    """A hub and one paired kiosk in one folder, on one clock."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FrozenClock()
        self.hub: Store = a_hub_store(folder / "hub")
        self.hub.kiosks.pair("k1", "By the door", kiosks.hash_of(TOKEN), now=utc(NOON))
        self.kiosk = self.open_kiosk()
        self.kiosk.keep_pairing(a_pairing())

    def open_kiosk(self, name: str = "kiosk") -> KioskStore:
        return KioskStore.open(self.folder / name, self.clock)

    def receive(self, delivery: Delivery) -> Receipt:
        kiosk = kiosks.known(self.hub, TOKEN)
        return intake.receive(delivery, kiosk=kiosk, store=self.hub, unseal_key=HUB_KEY, now=self.clock.utc())

    def sync(self, losses: Sequence[str | None] = (), kiosk: KioskStore | None = None) -> SyncOutcome:
        return sync_once(kiosk or self.kiosk, BrokenLink(self.receive, losses), self.clock)

    def stored(self) -> list[str]:
        return [stored.submission.id for stored in self.hub.submissions.every()]

    def back_up(self) -> None:
        with sqlite3.connect(self.folder / "hub" / "hub.db") as source:
            with sqlite3.connect(self.folder / "backup.db") as target:
                source.backup(target)
            target.close()
        source.close()

    def put_back(self) -> None:
        """Staff put the backup in place of the hub's database; the list of erasures lies beside it."""
        self.hub.close()
        for old in (self.folder / "hub").glob("hub.db*"):
            old.unlink()
        shutil.copy(self.folder / "backup.db", self.folder / "hub" / "hub.db")
        self.hub = a_hub_store(self.folder / "hub")
        retention.replay_erasures(self.hub, self.clock.utc())

    def close(self) -> None:
        self.kiosk.close()
        self.hub.close()


@pytest.fixture(name="library")
def _library(tmp_path: Path) -> Library:
    return Library(tmp_path)


class AnyTroubleOnTheWay(RuleBasedStateMachine):
    """Replies get lost, backups are put back, kiosks restart, staff erase: both sides agree after one clean round."""

    @initialize()
    def a_library(self) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=QUICK_DISK)
        self.library = Library(Path(self._folder.name))
        self.saved: list[str] = []
        self.erased: set[str] = set()
        self.backed_up = False

    @rule(how_many=st.integers(1, 3))
    def visitors_come(self, how_many: int) -> None:
        self.saved += [save(self.library.kiosk) for _ in range(how_many)]

    @rule(losses=st.lists(st.sampled_from([None, "up", "down"]), max_size=4))
    def sync_with_losses(self, losses: list[str | None]) -> None:
        with suppress(LinkError):
            self.library.sync(losses)

    @precondition(lambda self: self.library.stored())
    @rule(data=st.data())
    def staff_erase_one(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.library.stored()))
        review.erase(self.library.hub, one, by=KARI, now=self.library.clock.utc())
        self.erased.add(one)

    @rule()
    def kiosk_restarts(self) -> None:
        self.library.kiosk.close()
        self.library.kiosk = self.library.open_kiosk()

    @rule()
    def hub_is_backed_up(self) -> None:
        self.library.back_up()
        self.backed_up = True

    @precondition(lambda self: self.backed_up)
    @rule()
    def hub_is_put_back(self) -> None:
        self.library.put_back()

    @rule(year=st.sampled_from([1970, 2026, 2099]))
    def somebody_sets_the_date(self, year: int) -> None:
        self.library.clock.set_to(datetime(year, 6, 1, tzinfo=UTC))

    @rule()
    def one_clean_round(self) -> None:
        outcome = self.library.sync()

        assert outcome.waiting == 0
        assert sorted(self.library.stored()) == sorted(set(self.saved) - self.erased)
        status = self.library.kiosk.status()
        assert (status.waiting, status.set_aside) == (0, 0)
        assert status.on_hub == len(set(self.saved) - self.erased)

    @invariant()
    def nothing_is_twice_on_the_hub_and_nothing_erased_returns(self) -> None:
        stored = self.library.stored()
        assert len(stored) == len(set(stored))
        assert not self.erased & set(stored)

    @invariant()
    def nothing_is_lost_and_the_books_balance(self) -> None:
        status = self.library.kiosk.status()
        assert status.created == len(self.saved)
        assert status.created == status.on_hub + status.waiting + status.set_aside + status.erased

    def teardown(self) -> None:
        self.one_clean_round()
        self.library.close()
        self._folder.cleanup()


AnyTroubleOnTheWay.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
test_any_trouble_on_the_way_leaves_each_submission_on_the_hub_once = AnyTroubleOnTheWay.TestCase


def test_round_brings_everything_up_and_the_news_down(library: Library) -> None:
    first = library.sync()
    ids = [save(library.kiosk, kind=kind) for kind in SETTINGS]

    second = library.sync()
    third = library.sync()

    assert (first, third) == (SyncOutcome(0, 0, True), SyncOutcome(0, 0, False))
    assert second == SyncOutcome(len(ids), 0, False)
    assert library.stored() == ids
    assert [prompt.id for prompt in library.kiosk.open_prompts(NOON)] == list(SETTINGS)


def test_published_answer_reaches_the_board_and_the_receipt_code_in_the_next_round(library: Library) -> None:
    saved = save(library.kiosk, "flere krakker")
    library.sync()

    review.publish(library.hub, saved, by=KARI, now=NOON, status=Status.TRYING, replies={"nb": "Vi prøver"})
    outcome = library.sync()

    [notice] = library.kiosk.notices()
    assert outcome.news
    assert (notice.text, notice.status, notice.replies) == ("flere krakker", "trying", {"nb": "Vi prøver"})
    code = receipt_code(saved)
    assert library.kiosk.receipts(slip_of(code)) == [ReceiptState(code, "published", {"nb": "Vi prøver"})]


def test_large_outbox_travels_in_batches_and_in_order(library: Library) -> None:
    link = BrokenLink(
        lambda delivery: a_receipt(accepted=[s.id for s in delivery.submissions], news=a_news(cursor=0, library=""))
    )
    ids = [save(library.kiosk) for _ in range(MAX_BATCH_ITEMS + 3)]

    outcome = sync_once(library.kiosk, link, library.clock)

    assert [len(delivery.submissions) for delivery in link.sent] == [MAX_BATCH_ITEMS, 3, 0]
    assert [s.id for delivery in link.sent for s in delivery.submissions] == ids
    assert [delivery.retained is not None for delivery in link.sent] == [False, False, True]
    assert outcome == SyncOutcome(len(ids), 0, False)


def test_poison_that_sinks_its_batch_is_found_set_aside_and_delays_nobody(library: Library) -> None:
    ids = [save(library.kiosk) for _ in range(20)]
    poison = ids[13]

    def receive(delivery: Delivery) -> Receipt:
        if poison in [s.id for s in delivery.submissions]:
            raise BatchRefused("status 422")
        return library.receive(delivery)

    link = BrokenLink(receive)
    outcomes = [sync_once(library.kiosk, link, library.clock) for _ in range(5)]

    assert library.stored() == [one for one in ids if one != poison]
    assert outcomes[0].delivered == 19
    assert [outcome.waiting for outcome in outcomes] == [1, 1, 1, 1, 0]
    assert library.kiosk.status().set_aside == 1


def test_refusal_of_an_empty_delivery_is_no_ones_fault_here(library: Library) -> None:
    def receive(delivery: Delivery) -> Receipt:
        raise BatchRefused("status 400")

    with pytest.raises(BatchRefused):
        sync_once(library.kiosk, BrokenLink(receive), library.clock)


def test_full_hub_leaves_everything_waiting(library: Library) -> None:
    saved = save(library.kiosk)

    def receive(delivery: Delivery) -> Receipt:
        raise HubFull("status 507")

    with pytest.raises(HubFull):
        sync_once(library.kiosk, BrokenLink(receive), library.clock)

    assert [s.id for s in library.kiosk.waiting().submissions] == [saved]
    assert library.kiosk.status().set_aside == 0


def test_hub_that_always_has_more_news_but_none_newer_is_not_asked_for_ever(library: Library) -> None:
    link = BrokenLink(lambda delivery: a_receipt(news=a_news(cursor=5, more=True)))

    sync_once(library.kiosk, link, library.clock)

    assert len(link.sent) == 2


def test_hub_put_back_from_an_old_backup_gets_everything_back_in_one_round(library: Library) -> None:
    early = [save(library.kiosk) for _ in range(3)]
    library.sync()
    library.back_up()
    late = [save(library.kiosk) for _ in range(4)]
    library.sync()
    review.erase(library.hub, late[0], by=KARI, now=NOON)

    library.put_back()
    library.sync()

    assert sorted(library.stored()) == sorted(early + late[1:])
    assert library.kiosk.status().erased == 1


def test_new_empty_hub_with_the_same_key_gets_everything_back(library: Library) -> None:
    ids = [save(library.kiosk) for _ in range(3)]
    library.sync()
    library.hub.close()
    shutil.rmtree(library.folder / "hub")
    library.hub = a_hub_store(library.folder / "hub")
    library.hub.kiosks.pair("k1", "By the door", kiosks.hash_of(TOKEN), now=utc(NOON))

    library.kiosk.keep_pairing(a_pairing(hub_id="hub2"))
    library.sync()

    assert sorted(library.stored()) == sorted(ids)


def test_copied_kiosk_loses_nothing_and_is_told_to_staff(library: Library) -> None:
    library.sync()
    library.kiosk.close()
    shutil.copytree(library.folder / "kiosk", library.folder / "copy")
    library.kiosk, copy = library.open_kiosk(), library.open_kiosk("copy")
    ids = [save(library.kiosk), save(copy)]

    for kiosk in (library.kiosk, copy, library.kiosk):
        library.sync(kiosk=kiosk)

    assert sorted(library.stored()) == sorted(ids)
    [known] = kiosks.listed(library.hub)
    assert known.copied


def test_round_waits_for_the_one_before_it_in_the_same_folder_so_that_no_kiosk_looks_copied(library: Library) -> None:
    beside, late = library.open_kiosk(), BrokenLink(library.receive)
    busy: list[StoreBusy] = []

    def receive(delivery: Delivery) -> Receipt:
        """Let a second round of the folder try to begin while the first one waits for its receipt."""
        receipt = library.receive(delivery)
        try:
            sync_once(beside, late, library.clock, turn_s=0)
        except StoreBusy as exc:
            busy.append(exc)
        return receipt

    library.sync()
    save(library.kiosk)
    sync_once(library.kiosk, BrokenLink(receive), library.clock)
    in_time = len(late.sent)
    sync_once(beside, late, library.clock, turn_s=0)

    [known] = kiosks.listed(library.hub)
    assert not known.copied
    assert (bool(busy), in_time, len(late.sent)) == (True, 0, 1)


def test_kiosk_put_back_from_its_own_backup_loses_nothing(library: Library) -> None:
    before = save(library.kiosk)
    library.kiosk.close()
    shutil.copytree(library.folder / "kiosk", library.folder / "old")
    library.kiosk = library.open_kiosk()
    between = save(library.kiosk)
    library.sync()
    library.kiosk.close()
    shutil.rmtree(library.folder / "kiosk")
    shutil.move(library.folder / "old", library.folder / "kiosk")

    library.kiosk = library.open_kiosk()
    after = save(library.kiosk)
    outcome = library.sync()

    assert sorted(library.stored()) == sorted([before, between, after])
    assert outcome.waiting == 0


def test_lost_reply_is_said_again_and_stored_once(library: Library) -> None:
    saved = save(library.kiosk)
    with suppress(LinkError):
        library.sync(["down"])

    waiting = library.kiosk.status().waiting
    outcome = library.sync()

    assert waiting == 1
    assert outcome == SyncOutcome(1, 0, True)
    assert library.stored() == [saved]


def test_health_tells_the_books_and_the_tablet(library: Library) -> None:
    link = BrokenLink(library.receive)
    save(library.kiosk)

    sync_once(library.kiosk, link, library.clock)

    health = link.sent[-1].health
    assert (health.created, health.on_hub, health.waiting, health.set_aside, health.erased) == (1, 1, 0, 0, 0)
    assert (health.uptime_s, health.sent_at) == (library.clock.seconds, utc(NOON))
    [known] = kiosks.listed(library.hub)
    assert (known.balanced, known.stored, known.on_hub) == (True, 1, 1)
