"""Text that people made with any editor, on any system; and secrets that they type."""

import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

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


ASKING = [sys.executable, "-c", "from shared.written import secret_line; print(len(secret_line('PIN')), flush=True)"]


class Terminal:
    """A program whose input is a terminal, and what that shows."""

    def __init__(self, program: "subprocess.Popen[bytes]", screen: int) -> None:
        self._program, self._screen = program, screen

    def asked(self) -> str:
        """Return what it says until it waits for an answer."""
        said = b""
        while not said.endswith(b": "):
            said += _one(self._program.stderr)
        return said.decode()

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._screen, text.encode() + b"\n")

    def end(self) -> tuple[str, str, str]:
        """Return what came on standard output, what else was said, and what stood on the screen."""
        out, err = self._program.communicate(timeout=60)
        shown, _, _ = select.select([self._screen], [], [], 0)
        return out.decode(), err.decode(), os.read(self._screen, 1_000).decode() if shown else ""


def _one(stream: "IO[bytes] | None") -> bytes:
    assert stream is not None
    byte = stream.read(1)
    assert byte
    return byte


@contextmanager
def a_terminal() -> Iterator[Terminal]:
    """Ask for a secret at a terminal that is nobody's."""
    screen, keys = pty.openpty()
    pipe = subprocess.PIPE
    with subprocess.Popen(ASKING, stdin=keys, stdout=pipe, stderr=pipe, bufsize=0, start_new_session=True) as program:
        yield Terminal(program, screen)
        program.kill()
    os.close(keys)
    os.close(screen)


def test_secret_is_asked_for_twice_and_shown_nowhere() -> None:
    with a_terminal() as terminal:
        assert terminal.asked() == "PIN: "
        terminal.type("271828")
        assert terminal.asked().endswith("Once more: ")
        terminal.type("271829")
        assert "The two are not alike." in terminal.asked()
        terminal.type("271828")
        terminal.asked()
        terminal.type("271828")
        out, err, screen = terminal.end()

    assert (out, "2718" in err, "2718" in screen) == ("6\n", False, False)


def test_terminal_that_is_closed_gives_no_secret() -> None:
    with a_terminal() as terminal:
        terminal.asked()
        terminal.type("\x04")
        assert terminal.end()[0] == "0\n"


def test_secret_is_the_first_line_of_a_pipe_without_the_mark_of_powershell() -> None:
    done = subprocess.run(ASKING, input="\ufeff271828\r\nmore\n", capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("6\n", "")
