"""Rows straight from the pages of a broken SQLite file, for when its own tree no longer leads to them.

The format is that of https://www.sqlite.org/fileformat2.html, sections 1.6 (b-tree pages), 2.1 (records) and 1.6.1
(overflow). Nothing read here is trusted: who takes a row must check it.
"""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

PAGE_SIZE = 4096
Value = int | float | str | bytes | None

_TABLE_LEAF = 0x0D
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_LOCAL = PAGE_SIZE - 35
_LEAST_LOCAL = (PAGE_SIZE - 12) * 32 // 255 - 23

ReadPage = Callable[[int], bytes]


def leaf_rows(path: Path) -> Iterator[tuple[int, list[Value]]]:
    """Yield (rowid, values) of every record on every table leaf page that can be made out."""
    with path.open("rb") as file:
        pages = path.stat().st_size // PAGE_SIZE

        def read_page(number: int) -> bytes:
            if not 1 <= number <= pages:
                raise ValueError("no such page")
            file.seek((number - 1) * PAGE_SIZE)
            return file.read(PAGE_SIZE)

        for number in range(2, pages + 1):
            page = read_page(number)
            if page[0] != _TABLE_LEAF:
                continue
            cells = int.from_bytes(page[3:5])
            for at in struct.unpack_from(f">{min(cells, PAGE_SIZE // 4)}H", page, 8):
                try:
                    yield _row(page, at, read_page)
                except (IndexError, ValueError, struct.error):
                    continue


def _row(page: bytes, at: int, read_page: ReadPage) -> tuple[int, list[Value]]:
    length, at = _varint(page, at)
    rowid, at = _varint(page, at)
    return rowid, _record(_payload(page, at, length, read_page))


def _payload(page: bytes, at: int, length: int, read_page: ReadPage) -> bytes:
    if length <= _MOST_LOCAL:
        return page[at : at + length]
    local = _LEAST_LOCAL + (length - _LEAST_LOCAL) % (PAGE_SIZE - 4)
    if local > _MOST_LOCAL:
        local = _LEAST_LOCAL
    payload = bytearray(page[at : at + local])
    following = int.from_bytes(page[at + local : at + local + 4])
    while len(payload) < length:
        overflow = read_page(following)
        following = int.from_bytes(overflow[:4])
        payload += overflow[4 : 4 + length - len(payload)]
    return bytes(payload)


def _record(payload: bytes) -> list[Value]:
    end, at = _varint(payload, 0)
    types = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
    values = []
    for kind in types:
        value, at = _value(payload, at, kind)
        values.append(value)
    return values


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind == 7:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    size = _INTEGER_BYTES[kind] if kind in _INTEGER_BYTES else (kind - 12) // 2
    raw = payload[at : at + size]
    if size < 0 or len(raw) != size:
        raise ValueError("cut short")
    if kind in _INTEGER_BYTES:
        return int.from_bytes(raw, signed=True), at + size
    return (raw.decode() if kind % 2 else raw), at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = 0
    for used in range(1, 9):
        byte = data[at + used - 1]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + used
    return number << 8 | data[at + 8], at + 9
