"""What a kiosk takes as a logo: a small still PNG, and nothing that is more than it seems."""

import base64
import zlib

import pytest

from shared.logo import LOGO_SIDES, MAX_LOGO_BYTES, MAX_LOGO_LETTERS, picture, sides
from tests.logos import SIGNATURE, a_logo, a_png, chunk, drawn, encoded

SMALL = encoded(drawn(size=(300, 100)))


def as_text(png: bytes) -> str:
    return base64.b64encode(png).decode()


def test_small_still_png_is_a_logo() -> None:
    assert sides(SMALL) == (300, 100)
    assert sides(encoded(drawn(size=(300, 100)).quantize(3))) == (300, 100)
    assert sides(a_png(*LOGO_SIDES)) == LOGO_SIDES
    assert picture(as_text(SMALL)) == SMALL


@pytest.mark.parametrize(
    "png",
    [
        b"",
        b"<html>",
        a_logo(),  # larger than a kiosk shows it
        a_png(LOGO_SIDES[0] + 1, 10),
        a_png(10, LOGO_SIDES[1] + 1),
        a_png(0, 10),
        a_png(60_000, 60_000, packed=zlib.compress(b"\0" * 1_000_000)),
        a_png(100, 100, packed=zlib.compress(b"\0" * 50_000_000)),
        a_png(100, 100, packed=zlib.compress(b"\0" * 40_099)),
        a_png(100, 100, packed=b"not packed"),
        a_png(10, 10, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 1_000_000))),
        a_png(10, 10, chunk(b"acTL", b"\0" * 8)),
        a_png(10, 10, bits=16),
        a_png(10, 10, colours=5),
        SMALL[:-12],
        SMALL[: len(SMALL) // 2],
        SMALL[:60] + bytes([SMALL[60] ^ 1]) + SMALL[61:],
        SMALL + b"<script>",
        SIGNATURE,
        SIGNATURE + chunk(b"IEND", b""),
        SMALL + b"\0" * MAX_LOGO_BYTES,
    ],
)
def test_what_is_more_or_less_than_a_small_still_png_is_no_logo(png: bytes) -> None:
    assert sides(png) is None
    assert picture(as_text(png)) == b""


@pytest.mark.parametrize("text", ["", "?", "é", as_text(SMALL) + "!", "A" * (MAX_LOGO_LETTERS + 4), "A" * 50_000_000])
def test_what_is_no_base64_or_too_long_is_no_logo(text: str) -> None:
    assert picture(text) == b""
