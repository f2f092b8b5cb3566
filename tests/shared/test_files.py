"""A file that cannot be read, or was cut, is never one that is not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.errors import FileUnreadable
from shared.files import read_kept

NOBODY = 65_534


@contextmanager
def another_user() -> Iterator[None]:
    """Be somebody who may not read everything: root becomes nobody, anybody else is that already."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(0)


def test_file_that_is_there_is_read_and_one_that_is_not_is_none(tmp_path: Path) -> None:
    (tmp_path / "mark").write_bytes(b"7")

    assert read_kept(tmp_path / "mark") == b"7"
    assert read_kept(tmp_path / "gone") is None
    assert read_kept(tmp_path / "gone" / "mark") is None


@pytest.mark.parametrize("content", [b"", b"\n", b"\0" * 512])
def test_file_that_was_cut_is_not_gone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mark").write_bytes(content)

    with pytest.raises(FileUnreadable, match="mark: it is empty"):
        read_kept(tmp_path / "mark")


def test_file_of_another_user_is_not_gone(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.write_bytes(b"7")
    mark.chmod(0)

    with another_user(), pytest.raises(FileUnreadable, match="mark: Permission denied"):
        read_kept(mark)


def test_folder_in_the_place_of_a_file_is_not_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="Is a directory"):
        read_kept(tmp_path)
