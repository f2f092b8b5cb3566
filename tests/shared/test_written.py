"""Text that people made with any editor, on any system."""

from pathlib import Path

import pytest

from shared.errors import NotText
from shared.written import lines_of, read_text

SAID = 'name = "Kåre på Øya"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_text_of_any_editor_is_read_alike(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / "hub.toml").write_bytes((mark + SAID).encode(encoding))

    assert read_text(tmp_path / "hub.toml") == SAID


@pytest.mark.parametrize("raw", [SAID.encode("latin-1"), b"\xff\xfea"], ids=["latin-1", "cut"])
def test_file_that_is_no_text_is_named(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "hub.toml").write_bytes(raw)

    with pytest.raises(NotText, match=r"hub\.toml"):
        read_text(tmp_path / "hub.toml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_of_any_editor_are_read_alike(encoding: str) -> None:
    assert lines_of("å\r\nb\n".encode(encoding)) == ["å".encode(), b"b"]


def test_line_that_is_no_text_leaves_the_others_as_they_are() -> None:
    assert lines_of(b"\xef\xbb\xbfa\n\xe5\nb") == [b"a", b"\xe5", b"b"]
