"""A hub whose file cannot be read, or was cut, stops with its name, and never begins anew in its place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.bootstrap import open_hub
from hub.commands import main
from hub.config import HubConfig
from hub.store.high_water import HighWaterMark
from shared.errors import FileUnreadable

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


@pytest.mark.parametrize("harm", [cut, shut, damage])
@pytest.mark.parametrize("name", FILES)
def test_file_that_cannot_be_read_is_named_and_nothing_takes_its_place(
    data: Path, capsys: pytest.CaptureFixture[str], name: str, harm: Callable[[Path], None]
) -> None:
    if name == "keys/tls.key" and harm is damage:
        harm = cut  # what is in it only TLS reads
    harm(data / name)
    before = [path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file() and "keys" in path.parts]

    code = main(["pairing-code", "--data", str(data)])

    said = capsys.readouterr().err
    assert code == 1
    assert name.split("/")[-1] in said or "store-broken" in said
    assert before == [path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file() and "keys" in path.parts]


def test_erasures_that_cannot_be_read_are_not_forgotten(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "erasures.log").mkdir()

    assert main(["pairing-code", "--data", str(data)]) == 1

    assert "erasures.log" in capsys.readouterr().err


def test_keys_of_before_that_cannot_be_read_are_not_forgotten(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "keys" / "former").write_text("in the way")

    assert main(["recovery-phrase", "--data", str(data)]) == 1

    assert "former" in capsys.readouterr().err


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
