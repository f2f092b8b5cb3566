"""A backup is put back: into an empty folder, whole or not at all, and nothing that was erased returns."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.bootstrap import open_hub, open_store
from hub.config import HubConfig
from hub.keys import open_keys
from hub.services.backups import lists, places
from hub.services.backups.entries import end_entries, write_small
from hub.services.backups.sealed import Sealing
from hub.services.house import history, kiosks
from hub.services.review import review
from shared.errors import (
    BackupDamaged,
    BackupError,
    HubHere,
    KioskRevoked,
    MachineError,
    NotABackup,
    SamskapError,
    StoreError,
    WrongWords,
)
from shared.files import write_kept
from shared.submission import utc
from tests.backing_up import BackedUp
from tests.builders import HUB_KEY
from tests.fakes import NOON, FrozenClock
from tests.full_disk import room_for
from tests.hub_builders import BY, DeliveringKiosk, a_hub_store


class Elvestad(BackedUp):
    """A library with a paired kiosk ``k1``, which has delivered three ideas."""

    def __init__(self, folder: Path) -> None:
        (folder / "hub" / "keys").mkdir(mode=0o700, parents=True)
        write_kept(folder / "hub" / "keys" / "seal.secret", HUB_KEY.secret.hex().encode())
        a_hub_store(folder / "hub").close()
        super().__init__(folder)
        self.kiosk = DeliveringKiosk(self.store)
        self.given = [self.kiosk.give() for _ in range(3)]

    def erase(self, one: str) -> None:
        review.erase(self.store, one, **BY)

    def put_lists(self) -> None:
        lists.put(self.store, self.keys, self.data, self.folder, now=NOON)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Elvestad]:
    hub = Elvestad(tmp_path)
    with closing(hub.store):
        yield hub


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The folder of the new machine, which is not there yet."""
    return tmp_path / "new" / "hub"


def ids(data: Path) -> set[str]:
    """What a hub that was started there has."""
    with open_hub(HubConfig(data), FrozenClock()) as started:
        return {one.submission.id for one in started.store.submissions.every()}


def test_hub_is_what_it_was_and_trusts_whom_it_trusted(hub: Elvestad, new: Path) -> None:
    (hub.data / "hub.toml").write_text('name = "Elvestad"\n')
    hub.store.people.add("Kari", "x", roles=set(), now=utc(NOON))
    hub.store.sessions.begin("token", hub.store.people.every()[0].id, now=utc(NOON))

    restored = hub.put_back(hub.back_up().path, new)

    assert (restored.made_at, restored.known_until, restored.settings) == (utc(NOON), utc(NOON), True)
    assert open_keys(new).certificate_sha256 == hub.keys.certificate_sha256
    assert open_keys(new).unseal_key.secret == hub.secret
    assert (new / "hub.toml").read_text() == 'name = "Elvestad"\n'
    assert ids(new) == set(hub.given)
    with closing(open_store(new)) as store:
        assert kiosks.known(store, hub.kiosk.token).id == "k1"
        assert store.sessions.read("token") is None, "whoever was signed in signs in anew"
        assert [line.detail for line in history.every(store) if line.move == "put-back"] == [utc(NOON)]
    for path in [new, *new.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
    assert not (new / "restoring").exists()


def test_kiosks_bring_back_what_came_since_and_nothing_that_was_erased_since(hub: Elvestad, new: Path) -> None:
    made = hub.back_up()
    later = [hub.kiosk.make() for _ in range(2)]
    hub.kiosk.deliver(*later)
    erased = [hub.given[0], later[1].id]
    for one in erased:
        hub.erase(one)
    hub.put_lists()

    hub.put_back(made.path, new)

    assert ids(new) == set(hub.given[1:])
    with open_hub(HubConfig(new), FrozenClock()) as started:
        assert started.store.recalled.recount().asked == {"k1": ""}, "it asks its kiosks what they were told"
        hub.kiosk.store = started.store
        receipt = hub.kiosk.deliver(*later)
        assert receipt.accepted == [later[0].id]
        assert receipt.erased == [later[1].id]
        assert {one.submission.id for one in started.store.submissions.every()} == {*hub.given[1:], later[0].id}


def test_who_was_shut_out_or_paired_since_is_known(hub: Elvestad, new: Path) -> None:
    made = hub.back_up()
    later = DeliveringKiosk(hub.store, "k2")
    kiosks.revoke(hub.store, "k1", **BY)
    hub.put_lists()

    hub.put_back(made.path, new)

    with open_hub(HubConfig(new), FrozenClock()) as started:
        assert kiosks.known(started.store, later.token).id == "k2"
        with pytest.raises(KioskRevoked):
            kiosks.known(started.store, hub.kiosk.token)


@pytest.mark.parametrize("spoil", ["gone", "damaged", "of another key"])
def test_backup_without_its_lists_comes_back_and_says_until_when_it_knows(hub: Elvestad, new: Path, spoil: str) -> None:
    made, path = hub.back_up(), places.lists_path(hub.folder, hub.keys.hub_id)
    match spoil:
        case "gone":
            path.unlink()
        case "damaged":
            path.write_bytes(path.read_bytes()[:-1])
        case _:
            other = io.BytesIO()
            end_entries(Sealing(other, type(HUB_KEY)(b"another secret.."), hub.keys.hub_id, utc(NOON)))
            path.write_bytes(other.getvalue())

    assert hub.put_back(made.path, new).known_until is None
    assert ids(new) == set(hub.given)


@pytest.mark.parametrize("there", ["hub.db", "hub.db-wal", "revision.mark", "keys/seal.secret", "erasures.log"])
def test_folder_with_a_hub_is_refused_and_stays_as_it_is(hub: Elvestad, new: Path, there: str) -> None:
    (new / there).parent.mkdir(parents=True)
    (new / there).write_text("mine")

    with pytest.raises(HubHere):
        hub.put_back(hub.back_up().path, new)

    assert [path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()] == [there]
    assert (new / there).read_text() == "mine"


def test_hub_that_serves_is_refused(hub: Elvestad) -> None:
    with pytest.raises(HubHere):
        hub.put_back(hub.back_up().path, hub.data)
    assert len(list(hub.store.submissions.every())) == 3


def test_settings_that_stand_there_already_stay(hub: Elvestad, new: Path) -> None:
    (hub.data / "hub.toml").write_text('staff_host = "192.0.2.7"\n')
    new.mkdir(parents=True)
    (new / "hub.toml").write_text('name = "Elvestad"\n')

    assert not hub.put_back(hub.back_up().path, new).settings

    assert (new / "hub.toml").read_text() == 'name = "Elvestad"\n'


def spoilt(hub: Elvestad, change: Callable[[bytes], bytes]) -> Path:
    file = hub.back_up().path
    file.write_bytes(change(file.read_bytes()))
    return file


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda one: one[:-1], BackupDamaged),
        (lambda one: one[: 202 + 65_552], BackupDamaged),
        (lambda one: one[:-300] + bytes([one[-300] ^ 1]) + one[-299:], BackupDamaged),
        (lambda one: one + b"\0", BackupDamaged),
        (lambda one: one[16:], NotABackup),
        (lambda one: b"", NotABackup),
    ],
)
def test_damaged_file_leaves_nothing_behind(
    hub: Elvestad, new: Path, change: Callable[[bytes], bytes], error: type[BackupError]
) -> None:
    with pytest.raises(error):
        hub.put_back(spoilt(hub, change), new)

    assert not new.exists()


def test_wrong_words_are_named_and_leave_nothing_behind(hub: Elvestad, new: Path) -> None:
    with pytest.raises(WrongWords):
        hub.put_back(hub.back_up().path, new, secret=bytes(16))

    assert not new.exists()


def test_lists_alone_are_no_hub(hub: Elvestad, new: Path) -> None:
    hub.put_lists()

    with pytest.raises(NotABackup):
        hub.put_back(places.lists_path(hub.folder, hub.keys.hub_id), new)
    assert not new.exists()


@pytest.mark.parametrize("lacks", ["keys/tls.key", "keys/hub-id"])
def test_backup_without_a_key_is_refused(hub: Elvestad, new: Path, lacks: str) -> None:
    file = hub.folder / "by hand.backup"
    with file.open("wb") as opened:
        sealing = Sealing(opened, HUB_KEY, hub.keys.hub_id, utc(NOON))
        for name in {"hub.db", "keys/tls.key", "keys/tls.crt", "keys/hub-id"} - {lacks}:
            write_small(sealing, name, (hub.data / name).read_bytes())
        end_entries(sealing)

    with pytest.raises(BackupDamaged):
        hub.put_back(file, new)
    assert not new.exists()


def test_database_that_is_none_leaves_nothing_behind(hub: Elvestad, new: Path) -> None:
    file = hub.folder / "by hand.backup"
    with file.open("wb") as opened:
        sealing = Sealing(opened, HUB_KEY, hub.keys.hub_id, utc(NOON))
        for name in ("keys/tls.key", "keys/tls.crt", "keys/hub-id"):
            write_small(sealing, name, (hub.data / name).read_bytes())
        write_small(sealing, "hub.db", b"no database " * 999)
        end_entries(sealing)

    with pytest.raises(SamskapError):
        hub.put_back(file, new)
    assert not new.exists()


def test_full_disk_leaves_nothing_behind(hub: Elvestad, new: Path) -> None:
    made = hub.back_up()

    with room_for(50_000), pytest.raises(StoreError) as told:
        hub.put_back(made.path, new)

    assert told.value.code == "disk-full"
    assert not new.exists()


def test_file_that_is_not_there_is_named(hub: Elvestad, new: Path) -> None:
    with pytest.raises(MachineError):
        hub.put_back(hub.folder / "none.backup", new)
    assert not new.exists()


def test_what_a_command_that_was_killed_left_is_cleared_away(hub: Elvestad, new: Path) -> None:
    made = hub.back_up()
    stage = new / "restoring" / "keys"
    stage.mkdir(parents=True)
    (stage / "tls.key").write_text("half")
    (new / "keys").mkdir()
    (new / "keys" / "former").mkdir()
    (new / "erasures.log").write_text("half")

    hub.put_back(made.path, new)

    assert ids(new) == set(hub.given)
    assert sorted(os.listdir(new / "keys")) == ["hub-id", "seal.secret", "tls.crt", "tls.key"]


def test_answers_sealed_to_a_former_key_open_with_what_came_back(hub: Elvestad, new: Path) -> None:
    (hub.data / "keys" / "former").mkdir(mode=0o700)
    former = hub.data / "keys" / "former" / f"{'ab' * 8}.secret"
    write_kept(former, bytes(range(1, 17)).hex().encode())

    hub.put_back(hub.back_up().path, new)

    assert bytes(range(1, 17)) in open_keys(new).unseal_key.secrets


def test_empty_list_beside_the_database_keeps_no_backup_from_coming_back(hub: Elvestad, new: Path) -> None:
    hub.erase(hub.given[0])
    (hub.data / "erasures.log").write_bytes(b"")
    made = hub.back_up()
    shutil.rmtree(hub.data / "keys")

    hub.put_back(made.path, new)

    assert ids(new) == set(hub.given[1:])
