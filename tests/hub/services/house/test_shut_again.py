"""Who was shut out stays so: what is written down beside the database, and what a start makes of it."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from hub.bootstrap import open_hub, open_store
from hub.commands import main
from hub.config import HubConfig
from hub.keys import open_keys
from hub.model import DoorKeys
from hub.services.house import kiosks, shut_again
from hub.services.restoring import recount
from hub.store.base import Store
from shared.errors import KioskRevoked, NotAllowed
from tests.fakes import NOON
from tests.hub_builders import BY, DeliveringKiosk, a_hub_store
from tests.sign_up_builders import publish


class Folder:
    """The folder of a hub with two kiosks, of which staff shut ``k1`` out after a backup of the database was made."""

    def __init__(self, data: Path) -> None:
        self.data, self.backup, self.log = data, data.parent / "backup.db", data / "shut-outs.log"
        open_keys(data)
        with closing(a_hub_store(data)) as store:
            self.stolen, self.other = (DeliveringKiosk(store, one).token for one in ("k1", "k2"))
        shutil.copy(data / "hub.db", self.backup)
        with closing(open_store(data)) as store:
            kiosks.revoke(store, "k1", **BY)
            with store.atomic():  # something else happened since the backup
                revision = store.revisions.take()
            store.high_water.raise_to(revision)

    def put_back(self) -> None:
        """Put the backup in place of the database."""
        for one in self.data.glob("hub.db*"):
            one.unlink()
        shutil.copy(self.backup, self.data / "hub.db")

    def start(self) -> tuple[bool, bool]:
        """Start the hub; tell whether the stolen kiosk is let in, and whether staff are asked to look."""
        with open_hub(HubConfig(self.data)) as hub:
            assert kiosks.known(hub.store, self.other).id == "k2"
            out = hub.store.kiosks.read("k1")
            assert out is not None
            return out.revoked_at is None, shut_again.is_doubted(hub.store)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "hub")


@pytest.fixture(name="restored")
def _restored(folder: Folder) -> Iterator[Store]:
    """The store of that hub, with the backup put back and nothing more done."""
    folder.put_back()
    with closing(open_store(folder.data)) as store:
        yield store


# What is written down


def test_shutting_out_is_written_down_by_the_hash_of_the_token_alone(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosks.revoke(store, "k1", **BY)

    assert store.shut_outs.every() == [kiosks.hash_of(kiosk.token)]
    assert store.erasures.every() == []


def test_two_who_shut_out_the_same_kiosk_at_once_do_it_once(store: Store, kiosk: DeliveringKiosk) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: kiosks.revoke(store, "k1", **BY), range(8)))

    assert len(store.shut_outs.every()) == 1
    assert [line.move for line in store.history.about("kiosk k1")] == ["revoke"]


def test_two_kiosks_that_are_shut_out_at_once_are_both_written_down(store: Store) -> None:
    tokens = [DeliveringKiosk(store, f"k{n}").token for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: kiosks.revoke(store, f"k{n}", **BY), range(8)))

    assert sorted(store.shut_outs.every()) == sorted(map(kiosks.hash_of, tokens))


def test_list_that_an_earlier_hub_did_not_have_is_made_of_its_database(folder: Folder) -> None:
    before = folder.log.read_text().splitlines()
    folder.log.unlink()

    assert folder.start() == (False, False)
    with closing(open_store(folder.data)) as store:
        done = [shut_again.mend(store, NOON) for _ in range(2)]
        logged = store.shut_outs.every()

    assert (done, logged) == ([True, False], [kiosks.hash_of(folder.stolen)])
    assert folder.log.read_text().splitlines() == before


# After a backup was put back


def test_kiosk_is_shut_out_again_with_a_line_of_history_and_its_door_forgotten(folder: Folder, restored: Store) -> None:
    restored.doors.save_keys("k1", DoorKeys(pending="key"))
    assert kiosks.known(restored, folder.stolen).id == "k1"

    assert [shut_again.replay(restored, NOON) for _ in range(2)] == [1, 0]

    with pytest.raises(KioskRevoked):
        kiosks.known(restored, folder.stolen)
    assert kiosks.known(restored, folder.other).id == "k2"
    assert restored.doors.keys("k1") == DoorKeys()
    said = [(line.move, line.staff) for line in restored.history.about("kiosk k1")]
    assert said == [(shut_again.AGAIN, shut_again.WHO.name)]


def test_no_count_of_seats_waits_for_it(folder: Folder, restored: Store) -> None:
    publish(restored, seats=4)
    recount.begin(restored, NOON)

    shut_again.replay(restored, NOON)

    assert [one.id for one in recount.waiting_for(restored)] == ["k2"]


def test_kiosk_that_was_paired_again_before_the_backup_is_trusted(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        store.kiosks.pair("k1", "Inngang", kiosks.hash_of("another"), now="2026-11-23T12:00:00.000Z")
    shutil.copy(folder.data / "hub.db", folder.backup)
    folder.put_back()

    assert folder.start() == (True, False)


def test_kiosk_whose_later_pairing_stands_in_no_list_is_out_until_it_is_paired_once_more(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        store.kiosks.pair("k1", "Inngang", kiosks.hash_of("another"), now="2026-11-23T12:00:00.000Z")
    folder.put_back()

    assert folder.start() == (False, False)
    with closing(open_store(folder.data)) as store:
        for token, error in ((folder.stolen, KioskRevoked), ("another", NotAllowed)):
            with pytest.raises(error):
                kiosks.known(store, token)
        store.kiosks.pair("k1", "Inngang", kiosks.hash_of("a third"), now="2026-11-24T12:00:00.000Z")
    assert folder.start() == (True, False)


def test_kiosk_that_was_paired_only_after_the_backup_is_nobody(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        token = DeliveringKiosk(store, "k3").token
        kiosks.revoke(store, "k3", **BY)
    folder.put_back()

    assert folder.start() == (False, False)
    with closing(open_store(folder.data)) as store, pytest.raises(NotAllowed):
        kiosks.known(store, token)


def test_backup_of_the_day_on_which_nothing_else_happened_undoes_it_no_more_than_any(folder: Folder) -> None:
    folder.put_back()
    with closing(open_store(folder.data)) as store:
        (folder.data / "revision.mark").write_text(str(store.revisions.newest()))

    assert folder.start() == (False, False)


# A list that is lost


def gone(log: Path) -> None:
    log.unlink()


def emptied(log: Path) -> None:
    log.write_bytes(b"")


def damaged(log: Path) -> None:
    log.write_bytes(b"\xff\xfe nothing of this makes sense")


@pytest.mark.parametrize("harm", [gone, emptied, damaged])
def test_lost_list_beside_an_old_backup_stops_nothing_and_staff_are_asked_to_look(
    folder: Folder, harm: Callable[[Path], None]
) -> None:
    folder.put_back()
    harm(folder.log)

    seen = [folder.start() for _ in range(2)]

    assert seen == [(True, True)] * 2, "also after the next start"
    with closing(open_store(folder.data)) as store:
        shut_again.looked_through(store, **BY)
        assert [line.staff for line in store.history.about("kiosks")] == ["Kari"]
    assert folder.start() == (True, False)


def test_what_can_be_read_of_a_damaged_list_counts(folder: Folder) -> None:
    folder.put_back()
    with folder.log.open("ab") as log:
        log.write(b"\xff\xfe\n")

    assert folder.start() == (False, True)


def test_list_that_may_be_as_old_as_the_backup_is_not_relied_on(folder: Folder) -> None:
    folder.put_back()
    (folder.data / "revision.mark").unlink()

    assert folder.start() == (False, True)


def test_list_from_the_day_of_the_backup_is_not_relied_on(folder: Folder) -> None:
    folder.log.write_text(folder.log.read_text().splitlines(keepends=True)[0])
    folder.put_back()

    assert folder.start() == (True, True)


def test_list_that_names_only_whom_the_backup_has_paired_again_is_not_relied_on(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        store.kiosks.pair("k1", "Inngang", kiosks.hash_of("another"), now="2026-11-23T12:00:00.000Z")
    shutil.copy(folder.data / "hub.db", folder.backup)
    with closing(open_store(folder.data)) as store, store.atomic():
        store.high_water.raise_to(store.revisions.take())
    folder.put_back()

    assert folder.start() == (True, True)


@pytest.mark.parametrize("harm", [gone, emptied, damaged])
def test_lost_list_beside_its_own_database_needs_nobody(folder: Folder, harm: Callable[[Path], None]) -> None:
    harm(folder.log)

    assert folder.start() == (False, False)
    with closing(open_store(folder.data)) as store:
        assert shut_again.mend(store, NOON)
        assert store.shut_outs.every() == [kiosks.hash_of(folder.stolen)]


@pytest.mark.parametrize("name", ["shut-outs", "erasures"])
def test_verify_names_a_list_that_is_damaged_and_none_that_is_not_here_yet(
    folder: Folder, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    damaged(folder.data / f"{name}.log")

    assert main(["verify", "--data", str(folder.data)]) == 1
    assert f"{name}.log: it is empty or damaged" in capsys.readouterr().err

    gone(folder.data / f"{name}.log")
    assert main(["verify", "--data", str(folder.data)]) == 0
