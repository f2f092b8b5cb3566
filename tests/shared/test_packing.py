"""Packing: what arrives in whatever parts is what was sent, and never more than may be."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import BadMessage, MessageTooLarge
from shared.packing import Incoming, may_pack, packed


def read(body: bytes, most: int, *, is_packed: bool = True, part: int = 1_000) -> bytes:
    incoming = Incoming(most, is_packed=is_packed)
    for start in range(0, len(body), part):
        incoming.take(body[start : start + part])
    return incoming.whole()


@given(body=st.binary(max_size=3_000), part=st.integers(1, 500), is_packed=st.booleans())
def test_body_in_parts_is_whole_and_the_bound_is_exact(body: bytes, part: int, is_packed: bool) -> None:
    sent = packed(body) if is_packed else body

    assert read(sent, len(body), is_packed=is_packed, part=part) == body
    if body:
        with pytest.raises(MessageTooLarge):
            read(sent, len(body) - 1, is_packed=is_packed, part=part)


@given(body=st.binary(max_size=200))
def test_what_is_no_whole_gzip_stream_is_no_body(body: bytes) -> None:
    for spoilt in (packed(body)[:-1], packed(body) + b"x", b"x" + packed(body), packed(body) * 2, b""):
        with pytest.raises(BadMessage):
            read(spoilt, 1_000)


def test_bomb_is_given_up_at_the_bound() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    incoming = Incoming(1_000, is_packed=True)

    with pytest.raises(MessageTooLarge):
        incoming.take(bomb)


@pytest.mark.parametrize(
    ("accepted", "may"),
    [
        ("gzip", True), ("GZIP", True), ("gzip, deflate", True), ("br,gzip", True),
        ("", False), ("identity", False), ("gzip;q=0", False), ("x-gzip", False), ("*", False),
    ],
)  # fmt: skip
def test_reply_is_packed_only_for_who_asks(accepted: str, may: bool) -> None:
    assert may_pack(accepted) is may
