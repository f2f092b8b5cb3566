"""Somebody with a kiosk's folder: reads every byte of it in every shape, and delivers what he likes with its token."""

import base64
import json
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from shared.slip import CODE_BITS, Slip

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def everything_in(folder: Path) -> bytes:
    """Return the bytes of all files there, one after the other, and what is packed in them."""
    files = b"\0\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return b"\0\0".join((files, *unpacked(files)))


def unpacked(content: bytes) -> Iterator[bytes]:
    """Yield what lies there in base64, as bytes, and what zlib has packed there or in that."""
    runs = (base64.b64decode(run[: len(run) // 4 * 4]) for run in _BASE64.findall(content))
    for layer in (content, *runs):
        if layer is not content:
            yield layer
        for begins in _ZLIB.finditer(layer):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(layer[begins.start() :], 100_000)


@contextmanager
def plug_pulled_while_writing(database: Path) -> Iterator[None]:
    """Stop in the middle of a transaction that changes every row: the journal holds each page as it was."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=TRUNCATE").fetchone()
        connection.execute("PRAGMA cache_size=5")  # so that pages, and the journal before them, go out at once
        connection.execute("BEGIN IMMEDIATE")
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            column = connection.execute(f"PRAGMA table_info({table})").fetchall()[-1][1]
            connection.execute(f"UPDATE {table} SET {column} = {column}")
        yield
        connection.execute("ROLLBACK")


def shapes_of(secret: bytes) -> set[bytes]:
    """Return how these bytes may lie somewhere: raw, in hex, and in base64 wherever they begin in it."""
    return {secret, secret.hex().encode(), secret.hex().upper().encode(), *map(_in_base64, [secret] * 3, range(3))}


def shapes_of_words(words: str) -> set[bytes]:
    """Return how words may lie somewhere: as text, as escaped JSON, large and small, and in the shapes of bytes."""
    texts = {words, words.lower(), words.upper(), json.dumps(words)[1:-1]}
    return {shape for text in texts for shape in shapes_of(text.encode())}


def shapes_of_slip(slip: Slip) -> set[bytes]:
    """Return how a code, alone or grouped, its root or its key may lie somewhere."""
    packed, code = slip.packed(), slip.code
    written = {code, f"{code[:4]}-{code[4:]}", f"{code[:4]} {code[4:]}"}
    secrets = (packed[: CODE_BITS // 8], packed, slip.root, slip.key)
    return {
        *(shape for words in written for shape in shapes_of_words(words)),
        *(s for o in secrets for s in shapes_of(o)),
    }


def _in_base64(secret: bytes, before: int) -> bytes:
    """Return the characters that these bytes alone decide, when so many others stand before them."""
    whole = base64.b64encode(bytes(before) + secret)
    return whole[-(-before * 4 // 3) : (before + len(secret)) * 8 // 6]
