"""A hub whose file cannot be read, or was cut, stops with its name, and never begins anew in its place."""

import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import cast

import pytest

from hub.bootstrap import open_hub, open_store
from hub.commands import main
from hub.config import HubConfig
from hub.keys import NAMES, open_keys
from hub.services.keeping import retention
from hub.services.review import review
from hub.store.beside.high_water import HighWaterMark
from hub.store.beside.ledger import FileLedger
from shared.errors import FileUnreadable
from shared.seal import to_phrase
from shared.submission import utc
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_hub_store

Harm = Callable[[Path], None]

FILES = ("revision.mark", "keys/hub-id", "keys/seal.secret", "keys/tls.crt", "keys/tls.key", "hub.db")


def cut(path: Path) -> None:
    path.write_bytes(b"")


def shut(path: Path) -> None:
    """Put a folder in its place: nobody can read that, not even root."""
    path.unlink()
    path.mkdir()


def damage(path: Path) -> None:
    path.write_bytes(b"\xff\xfe nothing of this makes sense")


@pytest.fixture
def data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder of a hub that was used."""
    data = tmp_path / "hub"
    with open_hub(HubConfig(data)):
        pass
    for beside in ("hub.db-wal", "hub.db-shm"):
        (data / beside).unlink(missing_ok=True)
    capsys.readouterr()
    return data


@dataclass
class Used:
    """The folder of a hub with a kiosk, and the id of what staff erased after the backup was made."""

    data: Path
    erased: str

    def put_back(self) -> None:
        """Put the old backup in place of the database."""
        for one in (self.data / "backup").iterdir():
            shutil.copy(one, self.data / one.name)


@pytest.fixture
def used(data: Path) -> Used:
    """A hub that was used, and is not running."""
    with closing(a_hub_store(data)) as store:
        given = DeliveringKiosk(store).give()
        store.scour()
        (data / "backup").mkdir()
        shutil.copy(data / "hub.db", data / "backup" / "hub.db")
        review.erase(store, given, by=KARI, now=NOON)
        store.high_water.raise_to(store.revisions.newest())
        store.scour()
    for beside in ("hub.db-wal", "hub.db-shm"):
        (data / beside).unlink(missing_ok=True)
    return Used(data, given)


@pytest.fixture(params=[Path.unlink, cut, damage])
def harm(request: pytest.FixtureRequest) -> Harm:
    """What may befall a file."""
    return cast(Harm, request.param)


@pytest.mark.parametrize("spoil", [cut, shut, damage])
@pytest.mark.parametrize("name", FILES)
def test_file_that_cannot_be_read_is_named_and_nothing_takes_its_place(
    data: Path, capsys: pytest.CaptureFixture[str], name: str, spoil: Harm
) -> None:
    if name == "keys/tls.key" and spoil is damage:
        spoil = cut  # what is in it only TLS reads
    spoil(data / name)
    before = [path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file() and "keys" in path.parts]

    code = main(["pairing-code", "--data", str(data)])

    said = capsys.readouterr().err
    assert code == 1
    assert name.split("/")[-1] in said or "store-damaged" in said or "store-broken" in said
    assert before == [path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file() and "keys" in path.parts]


@pytest.mark.parametrize("name", ["erasures.log", "shut-outs.log", "pairings.log"])
def test_list_that_cannot_be_read_is_not_forgotten(data: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    shut(data / name)

    assert main(["pairing-code", "--data", str(data)]) == 1

    assert name in capsys.readouterr().err


def test_keys_of_before_that_cannot_be_read_are_not_forgotten(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "keys" / "former").write_text("in the way")

    assert main(["recovery-phrase", "--data", str(data)]) == 1

    assert "former" in capsys.readouterr().err


def test_list_of_erasures_that_was_lost_is_written_anew_from_the_database(used: Used, harm: Harm) -> None:
    harm(used.data / "erasures.log")

    with open_hub(HubConfig(used.data)) as hub:
        done = [retention.mend_erasures(hub.store, NOON) for _ in range(2)]

    assert done == [True, False]
    assert FileLedger(used.data / "erasures.log").every() == [used.erased]


def test_list_of_erasures_that_was_lost_beside_an_old_backup_stops_the_hub_again_and_again(
    used: Used, harm: Harm, capsys: pytest.CaptureFixture[str]
) -> None:
    used.put_back()
    harm(used.data / "erasures.log")

    codes = [main(["pairing-code", "--data", str(used.data)]) for _ in range(2)]

    said = capsys.readouterr().err
    assert codes == [1, 1]
    assert "file-lost: erasures.log" in said
    assert "operating.md" in said


def test_list_that_lost_what_the_old_backup_knows_stops_the_hub(used: Used, capsys: pytest.CaptureFixture[str]) -> None:
    used.put_back()
    log = used.data / "erasures.log"
    log.write_text("".join(line for line in log.read_text().splitlines(True) if used.erased not in line))

    with closing(open_store(used.data)) as store:
        store.submissions.remove([used.erased], now=utc(NOON))  # the backup was made after this one was erased
        store.high_water.raise_to(store.revisions.newest() + 1)  # and this long before the hub broke

    assert main(["pairing-code", "--data", str(used.data)]) == 1
    assert "file-lost: erasures.log" in capsys.readouterr().err


def test_hub_goes_on_without_its_erasures_when_that_is_said(used: Used, capsys: pytest.CaptureFixture[str]) -> None:
    used.put_back()
    (used.data / "erasures.log").unlink()

    assert main(["go-on-without", "erasures", "--data", str(used.data)]) == 0
    assert main(["pairing-code", "--data", str(used.data)]) == 0


def test_whole_list_beside_an_old_backup_erases_again(used: Used) -> None:
    used.put_back()

    with open_hub(HubConfig(used.data)) as hub:
        assert hub.store.submissions.known([used.erased]) == {used.erased: None}


def test_line_that_a_power_cut_shortened_makes_no_list_unwhole(used: Used) -> None:
    used.put_back()
    with (used.data / "erasures.log").open("a") as log:
        log.write('{"id": "0190')

    with open_hub(HubConfig(used.data)) as hub:
        assert hub.store.erasures.is_whole()


def test_database_that_is_gone_is_no_new_library(used: Used, capsys: pytest.CaptureFixture[str]) -> None:
    (used.data / "hub.db").unlink()

    assert main(["pairing-code", "--data", str(used.data)]) == 1
    assert "hub.db: it is gone" in capsys.readouterr().err
    assert not (used.data / "hub.db").exists()


@pytest.mark.parametrize("command", ["pairing-code", "recovery-phrase"])
@pytest.mark.parametrize("name", NAMES)
def test_key_that_kiosks_know_is_never_made_anew(
    used: Used, capsys: pytest.CaptureFixture[str], name: str, command: str
) -> None:
    (used.data / "keys" / name).unlink()
    before = sorted(path.name for path in (used.data / "keys").iterdir())

    assert main([command, "--data", str(used.data)]) == 1

    said = capsys.readouterr().err
    assert "file-lost" in said
    assert name in said
    assert sorted(path.name for path in (used.data / "keys").iterdir()) == before


@pytest.mark.parametrize("name", NAMES)
def test_keys_are_made_anew_when_that_is_said(used: Used, name: str) -> None:
    (used.data / "keys" / name).unlink()

    assert main(["go-on-without", "keys", "--data", str(used.data)]) == 0

    assert main(["pairing-code", "--data", str(used.data)]) == 0


def test_phrase_brings_back_a_key_that_was_lost(used: Used, harm: Harm, monkeypatch: pytest.MonkeyPatch) -> None:
    before = open_keys(used.data)
    harm(used.data / "keys" / "seal.secret")
    monkeypatch.setattr(sys, "stdin", StringIO(" ".join(to_phrase(before.unseal_key.secret, "sv"))))

    assert main(["restore-key", "--data", str(used.data)]) == 0

    after = open_keys(used.data)
    assert after.unseal_key.secret == before.unseal_key.secret
    assert after.certificate_sha256 == before.certificate_sha256


def test_folder_without_keys_and_mark_is_a_new_hub(data: Path) -> None:
    shutil.rmtree(data / "keys")
    (data / "revision.mark").unlink()

    assert main(["pairing-code", "--data", str(data)]) == 0


def test_mark_is_written_over_in_place_and_never_cut(tmp_path: Path) -> None:
    path = tmp_path / "revision.mark"
    mark = HighWaterMark(path)
    mark.raise_to(7)
    first = path.stat()

    mark.raise_to(1_234_567)

    assert (path.stat().st_ino, path.stat().st_size) == (first.st_ino, first.st_size)
    assert HighWaterMark(path).read() == 1_234_567


def test_mark_of_an_earlier_version_is_read_and_raised(tmp_path: Path) -> None:
    (tmp_path / "revision.mark").write_text("41")

    mark = HighWaterMark(tmp_path / "revision.mark")
    before = mark.read()
    mark.raise_to(42)

    assert (before, mark.read()) == (41, 42)


def test_mark_that_lost_its_last_step_to_a_power_cut_is_low_and_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "revision.mark"
    mark = HighWaterMark(path)
    mark.raise_to(7)
    before = path.read_bytes()
    mark.raise_to(8)

    path.write_bytes(before)  # the cut: what was written last never reached the disk

    again = HighWaterMark(path)
    assert again.read() == 7
    again.raise_to(9)
    assert again.read() == 9


def test_mark_with_half_a_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "revision.mark").write_bytes(b"0000\0\0\0")

    with pytest.raises(FileUnreadable, match=r"revision\.mark: it holds no number"):
        HighWaterMark(tmp_path / "revision.mark")
