"""A picture becomes the logo: drawn anew, bounded, with nothing of the file it came in."""

import io
import zlib

import pytest
from PIL import Image

from hub.services.house import pictures
from hub.services.house.pictures import DARK, LIGHT
from shared.errors import (
    FileTooLarge,
    InvalidInput,
    LogoBlank,
    LogoIsSvg,
    LogoMisshapen,
    LogoTooDetailed,
    LogoUnreadable,
)
from shared.logo import LOGO_SIDES, MAX_LOGO_BYTES, sides
from tests.logos import RED, a_logo, a_png, chunk, drawn, encoded


def pixel(png: bytes, across: int, down: int) -> tuple[int, ...]:
    """Return red, green, blue and opacity of a pixel."""
    with Image.open(io.BytesIO(png)) as opened:
        return tuple(opened.convert("RGBA").crop((across, down, across + 1, down + 1)).tobytes())


def noise(across: int, down: int) -> Image.Image:
    """Return a picture that nothing packs: the same one each time."""
    state, numbers = 1, bytearray()
    for _ in range(across * down * 3 // 4):
        state = (1103515245 * state + 12345) % 2**32
        numbers += state.to_bytes(4)
    return Image.frombytes("RGB", (across, down), bytes(numbers))


FILES = {
    "png": a_logo(),
    "palette": encoded(drawn().quantize(16)),
    "jpeg": encoded(drawn().convert("RGB"), "JPEG"),
    "cmyk": encoded(drawn().convert("RGB").convert("CMYK"), "JPEG"),
    "webp": encoded(drawn(), "WEBP"),
    "moving webp": encoded(drawn(), "WEBP", save_all=True, append_images=[drawn((0, 200, 0))] * 3),
    "moving png": encoded(drawn(), "PNG", save_all=True, append_images=[drawn((0, 200, 0))] * 3),
    "a page behind it": a_logo() + b"<html><script>alert(1)</script>",
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_every_format_becomes_a_small_still_png_of_its_first_moment(file: bytes) -> None:
    made = pictures.made(file)

    assert sides(made.png) == (made.across, made.down)
    assert made.across == LOGO_SIDES[0]
    seen = pixel(made.png, 60, made.down // 2)
    assert all(abs(one - meant) < 12 for one, meant in zip(seen, (*RED, 255), strict=True))
    assert b"script" not in made.png


@pytest.mark.parametrize("shown", [noise(640, 320), noise(1600, 300), noise(320, 640)])
def test_picture_that_nothing_packs_is_bounded_too(shown: Image.Image) -> None:
    made = pictures.made(encoded(shown, "JPEG", quality=90))

    assert len(made.png) <= MAX_LOGO_BYTES
    assert sides(made.png) is not None


def test_how_a_camera_was_held_is_heeded_and_what_else_it_noted_is_gone() -> None:
    noted = Image.Exif()
    noted[0x0112], noted[0x010F] = 6, "Maker"  # on its side
    made = pictures.made(encoded(drawn().convert("RGB"), "JPEG", exif=noted))

    assert made.down > made.across
    assert b"Maker" not in made.png


def test_ground_is_one_on_which_it_is_seen() -> None:
    assert pictures.made(a_logo()).ground == LIGHT
    assert pictures.made(a_logo((255, 255, 255))).ground == DARK
    assert pictures.made(encoded(drawn().convert("RGB"))).ground == ""


def test_empty_margins_are_cut_and_what_is_nothing_stays_nothing() -> None:
    wide = Image.new("RGBA", (1200, 900))
    wide.paste(drawn(size=(600, 200)), (300, 300))

    made = pictures.made(encoded(wide))

    assert (made.across, made.down) == (600, 200)
    assert pixel(made.png, 0, 0)[3] == 0


@pytest.mark.parametrize(
    ("file", "error"),
    [
        (b"", LogoUnreadable),
        (b"<html><script>alert(1)</script></html>", LogoUnreadable),
        (b"GIF89a" + a_logo(), LogoUnreadable),
        (encoded(drawn().convert("P"), "GIF"), LogoUnreadable),
        (a_logo()[:900], LogoUnreadable),
        (encoded(noise(400, 200), "JPEG")[:3_000], LogoUnreadable),
        (a_png(100, 100, packed=b"not packed"), LogoUnreadable),
        (a_png(100, 100, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 100_000_000))), LogoUnreadable),
        (b'<?xml version="1.0"?><svg/>', LogoIsSvg),
        (b"\xef\xbb\xbf\n <SVG onload='x'/>", LogoIsSvg),
        (a_png(5_000, 5_000, packed=zlib.compress(b"\0" * 10_000)), LogoTooDetailed),
        (a_png(10_000, 10_000, packed=zlib.compress(b"\0" * 10_000)), LogoTooDetailed),
        (a_png(60_000, 60_000, packed=zlib.compress(b"\0" * 10_000)), LogoTooDetailed),
        (encoded(Image.new("RGB", (1, 1))), LogoMisshapen),
        (encoded(Image.new("RGB", (10_000, 1))), LogoMisshapen),
        (encoded(drawn(size=(1_100, 100))), LogoMisshapen),
        (encoded(Image.new("RGBA", (300, 100))), LogoBlank),
        (encoded(Image.new("RGB", (300, 100), RED)), LogoBlank),
        (b"\x89PNG" + b"x" * 2_000_000, FileTooLarge),
    ],
)
def test_what_cannot_be_a_logo_is_refused_with_what_to_do(file: bytes, error: type[InvalidInput]) -> None:
    with pytest.raises(error):
        pictures.made(file)
