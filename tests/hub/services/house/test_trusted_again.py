"""Who was paired after the backup is trusted as before when that is put back, and seats are counted with its word."""

import shutil
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hub.bootstrap import open_hub, open_store
from hub.commands import main
from hub.config import HubConfig
from hub.keys import open_keys
from hub.model import DoorKeys, OwnHand
from hub.services.house import kiosks, pairing, shut_again, trusted_again
from hub.services.restoring import ledgers, recount
from hub.store.base import Store
from shared.errors import KioskRevoked, NotAllowed, PairingClosed, StoreError
from tests.fakes import NOON, FrozenClock
from tests.full_disk import room_for
from tests.hub_builders import BY, KARI, a_hub_store
from tests.pairing import Pairer, prove
from tests.sign_up_builders import publish


def pair(store: Store, id: str, name: str = "Ny", now: datetime = NOON) -> str:
    """Pair a kiosk; return its token."""
    return Pairer(store, pairing.open_code(store, by=KARI, now=now).code, id=id, name=name, now=now).pair().token


class Folder:
    """The folder of a hub with seats to give: the kiosk ``k1`` was paired before the backup, ``k2`` after it."""

    def __init__(self, data: Path) -> None:
        self.data, self.log = data, data / "pairings.log"
        self._backup = data.parent / "backup.db"
        open_keys(data)
        with closing(a_hub_store(data)) as store:
            publish(store, seats=4)
            self.old = pair(store, "k1")
        self.back_up()
        with closing(open_store(data)) as store:
            self.new = pair(store, "k2", "Ved vinduet")
            self.goes_on(store)

    def back_up(self) -> None:
        """Make the backup of the database anew."""
        shutil.copy(self.data / "hub.db", self._backup)

    @staticmethod
    def goes_on(store: Store) -> None:
        """Let something else happen since the backup."""
        with store.atomic():
            revision = store.revisions.take()
        store.high_water.raise_to(revision)

    def put_back(self) -> None:
        """Put the backup in place of the database."""
        for one in self.data.glob("hub.db*"):
            one.unlink()
        shutil.copy(self._backup, self.data / "hub.db")

    def start(self) -> dict[str, str]:
        """Start the hub; return the names of those that are trusted, by id."""
        with open_hub(HubConfig(self.data), FrozenClock()) as hub:
            return {one.id: one.name for one in hub.store.kiosks.every() if one.revoked_at is None}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "hub")


def test_kiosk_that_was_paired_after_the_backup_is_trusted_by_its_token_and_name(folder: Folder) -> None:
    folder.put_back()

    assert folder.start() == {"k1": "Ny", "k2": "Ved vinduet"}

    with closing(open_store(folder.data)) as store:
        assert [kiosks.known(store, token).id for token in (folder.old, folder.new)] == ["k1", "k2"]
        said = [(line.move, line.staff) for line in store.history.about("kiosk k2")]
    assert said == [(trusted_again.AGAIN, shut_again.WHO.name)]


def test_no_seat_is_given_away_before_it_was_heard_too(folder: Folder) -> None:
    folder.put_back()

    folder.start()

    with closing(open_store(folder.data)) as store:
        assert [one.id for one in recount.waiting_for(store)] == ["k1", "k2"]


def test_kiosk_that_was_paired_anew_after_the_backup_keeps_its_new_token(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        token = pair(store, "k1", "Ved døra")
        folder.goes_on(store)
    folder.put_back()

    assert folder.start()["k1"] == "Ved døra"
    with closing(open_store(folder.data)) as store:
        assert kiosks.known(store, token).id == "k1"
        with pytest.raises(NotAllowed):
            kiosks.known(store, folder.old)


def test_kiosk_that_was_shut_out_and_paired_again_after_the_backup_is_trusted(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        kiosks.revoke(store, "k1", **BY)
        token = pair(store, "k1")
        folder.goes_on(store)
    folder.put_back()

    assert "k1" in folder.start()
    with closing(open_store(folder.data)) as store:
        assert kiosks.known(store, token).id == "k1"


@pytest.mark.parametrize("kiosk", ["k1", "k2"])
def test_kiosk_that_was_shut_out_after_the_backup_is_not_trusted(folder: Folder, kiosk: str) -> None:
    with closing(open_store(folder.data)) as store:
        kiosks.revoke(store, kiosk, **BY)
        folder.goes_on(store)
    folder.put_back()

    assert [kiosk in folder.start() for _ in range(2)] == [False, False]
    with closing(open_store(folder.data)) as store, pytest.raises((KioskRevoked, NotAllowed)):
        kiosks.known(store, {"k1": folder.old, "k2": folder.new}[kiosk])


def test_kiosk_that_was_paired_anew_and_then_shut_out_is_out_with_either_token(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        later = pair(store, "k1")
        kiosks.revoke(store, "k1", **BY)
        folder.goes_on(store)
    folder.put_back()

    assert ["k1" in folder.start() for _ in range(2)] == [False, False]
    with closing(open_store(folder.data)) as store:
        for token, error in ((folder.old, NotAllowed), (later, KioskRevoked)):
            with pytest.raises(error):
                kiosks.known(store, token)
        assert [one.id for one in recount.waiting_for(store)] == ["k2"]


def test_kiosk_that_was_shut_out_and_paired_again_has_lost_what_went_with_that(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        store.doors.save_keys("k1", DoorKeys(accepted="its key"))
    folder.back_up()
    with closing(open_store(folder.data)) as store:
        kiosks.revoke(store, "k1", **BY)
        pair(store, "k1")
        folder.goes_on(store)
    folder.put_back()

    assert "k1" in folder.start()
    with closing(open_store(folder.data)) as store:
        assert store.doors.keys("k1") == DoorKeys()


def test_list_that_begins_after_a_pairing_of_the_backup_is_newer_than_it(folder: Folder) -> None:
    with closing(open_store(folder.data)) as store:
        later = pair(store, "k1", now=NOON + timedelta(days=1))
        folder.log.unlink()
        trusted_again.mend(store, NOON)
        folder.goes_on(store)
    folder.put_back()

    folder.start()

    with closing(open_store(folder.data)) as store:
        assert kiosks.known(store, later).id == "k1"


def test_list_is_mended_while_nobody_else_can_write(store: Store) -> None:
    before = store.revisions.newest()

    def ask() -> ledgers.Known:
        store.revisions.take()
        raise LookupError

    with pytest.raises(LookupError):
        ledgers.mend(store, store.pairings, ask, by=OwnHand(""), now=NOON)

    assert store.revisions.newest() == before, "it was asked inside the transaction"


def test_library_without_a_database_trusts_its_kiosks_and_asks_staff_where_nobody_knows_who_was_shut_out(
    folder: Folder,
) -> None:
    for one in (*folder.data.glob("hub.db*"), folder.data / "revision.mark", folder.data / "shut-outs.log"):
        one.unlink()

    assert set(folder.start()) == {"k1", "k2"}
    with closing(open_store(folder.data)) as store:
        assert shut_again.is_doubted(store)


def test_start_beside_its_own_database_changes_nothing(folder: Folder) -> None:
    folder.start()
    with closing(open_store(folder.data)) as store:
        assert trusted_again.replay(store, NOON) == 0
        told = [line.move for kiosk in ("k1", "k2") for line in store.history.about(f"kiosk {kiosk}")]
        assert told == ["pair", "pair"], "nothing but that they were paired"


def test_list_from_an_older_day_than_the_database_undoes_no_pairing(folder: Folder) -> None:
    before = folder.log.read_text()
    with closing(open_store(folder.data)) as store:
        token = pair(store, "k1")
    folder.log.write_text(before)

    folder.start()

    with closing(open_store(folder.data)) as store:
        assert kiosks.known(store, token).id == "k1"
        assert [trusted_again.mend(store, NOON) for _ in range(2)] == [True, False]
    folder.put_back()
    folder.start()
    with closing(open_store(folder.data)) as store:
        assert kiosks.known(store, token).id == "k1"


def test_list_that_an_earlier_hub_did_not_have_is_made_of_its_database(folder: Folder) -> None:
    folder.log.unlink()

    assert set(folder.start()) == {"k1", "k2"}
    with closing(open_store(folder.data)) as store:
        assert trusted_again.mend(store, NOON)
        store.kiosks.rename("k2", "Ved trappa")
        assert trusted_again.mend(store, NOON)
    folder.put_back()
    assert folder.start() == {"k1": "Ny", "k2": "Ved trappa"}


@pytest.mark.parametrize(
    "harm", [b"", b"\xff\xfe nothing of this makes sense\n", b'{"id": "half", "at": ""}\n', b"[" * 100_000]
)
def test_damaged_list_stops_nothing(folder: Folder, harm: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    folder.log.write_bytes(harm)
    if not harm.startswith(b"{"):
        assert main(["verify", "--data", str(folder.data)]) == 1
        assert "pairings.log" in "".join(capsys.readouterr())
    folder.put_back()

    assert set(folder.start()) == {"k1"}
    with closing(open_store(folder.data)) as store, pytest.raises(NotAllowed):
        kiosks.known(store, folder.new)


def test_pairing_that_cannot_be_written_down_holds_and_is_written_down_later(store: Store, tmp_path: Path) -> None:
    log = tmp_path / "hub" / "pairings.log"
    log.unlink()
    log.symlink_to(tmp_path / "nowhere" / "pairings.log")

    token = Pairer(store, pairing.open_code(store, by=KARI, now=NOON).code, id="k9").pair().token

    assert kiosks.known(store, token).id == "k9"
    log.unlink()
    assert [trusted_again.mend(store, NOON) for _ in range(2)] == [True, False]
    assert [one.split()[1] for one in store.pairings.every()] == ["k9"]


def test_pairing_that_the_database_has_no_room_for_is_written_down_nowhere(store: Store) -> None:
    kiosk = Pairer(store, pairing.open_code(store, by=KARI, now=NOON).code)
    proof = kiosk.proof(kiosk.open())
    store.scour()  # so that what the database writes next begins a file

    with room_for(4_000), pytest.raises(StoreError):
        prove(store, proof)

    assert store.pairings.every() == []
    assert store.kiosks.every() == []


def test_pairing_that_came_to_nothing_is_not_written_down(store: Store) -> None:
    kiosk = Pairer(store, pairing.open_code(store, by=KARI, now=NOON).code)
    proof = kiosk.proof(kiosk.open())
    kiosk.pair()
    before = store.pairings.every()

    with pytest.raises(PairingClosed):
        Pairer(store, kiosk.code, id="k8").pair()

    assert store.pairings.every() == before
    assert len(before) == 1
    assert proof.kiosk_id in before[0]
