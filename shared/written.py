"""Text from files and pipes that people made: with any editor, on any system.

Notepad and PowerShell begin a file with a mark that says how it is written (BOM), and PowerShell's ``>`` writes UTF-16.
Both are read; what is neither UTF-8 nor marked is refused in words.
"""

import codecs
import sys
from getpass import getpass
from pathlib import Path

from shared.errors import NotText

MARK = "\ufeff"
"""What a pipe begins with in PowerShell."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(path: Path) -> str:
    """Return the text of a file. Raises OSError, or NotText naming the file."""
    try:
        return text_of(path.read_bytes())
    except NotText as exc:
        raise NotText(path.name) from exc


def text_of(raw: bytes) -> str:
    """Return the text that these bytes are, without its mark. Raises NotText."""
    try:
        return raw.decode("utf-16" if raw.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as exc:
        raise NotText("neither UTF-8 nor UTF-16 with a mark") from exc


def lines_of(raw: bytes) -> list[bytes]:
    """Return the lines that these bytes are, in UTF-8 and without a mark; a line that is no text stays as it is."""
    if raw.startswith(_UTF16):
        raw = text_of(raw).encode()
    return raw.removeprefix(codecs.BOM_UTF8).splitlines()


def secret_line(asked: str) -> str:
    """Return a secret: the first line of a pipe, or what is typed twice at a terminal, where it is not shown.

    It is no argument of a command: those stay in the shell's history, and everybody on the machine sees them.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().removeprefix(MARK).rstrip("\r\n")
    try:
        while (secret := getpass(f"{asked}: ")) != getpass("Once more: "):
            sys.stderr.write("The two are not alike.\n")
    except EOFError:
        return ""
    return secret
