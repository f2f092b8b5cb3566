"""Contact sheets: what is on them, and that a screen and a page come onto one from start to end."""

from pathlib import Path

import pytest
from PIL import Image

from kiosk.widgets.theme import DARK, LIGHT
from shared.colours import Colour, colour
from tools import contact_sheets
from tools.kiosk_sheets import LOOKS, SCALES, THEMES
from tools.sheets import CAPTION, GAP, GROUND, Grid, Sheets, write_index

RED = colour("#d1382c")


def a_picture(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), "#d1382c")


def picture_in(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def near(pixel: object, wanted: Colour) -> bool:
    """Tell whether a pixel has a colour, as near as a sheet of 256 colours comes to it."""
    assert isinstance(pixel, tuple)
    return all(abs(have - want * 255) < 12 for have, want in zip(pixel, wanted, strict=False))


def test_sheet_is_written_when_it_is_full_and_the_rest_at_the_end(tmp_path: Path) -> None:
    with Sheets(tmp_path, "one", Grid((100, 60), 2, 2)) as sheets:
        for number in range(5):
            sheets.add(f"screen {number}", a_picture(200, 100))
        assert [path.name for path in tmp_path.iterdir()] == ["one-1.png"]

    full, rest = picture_in(tmp_path / "one-1.png"), picture_in(tmp_path / "one-2.png")
    assert full.size == (2 * (100 + GAP) + GAP, 2 * (50 + CAPTION + GAP) + GAP)
    assert rest.size == (100 + 2 * GAP, 50 + CAPTION + 2 * GAP)
    assert near(full.getpixel((GAP + 50, GAP + CAPTION + 25)), RED)


def test_small_picture_stays_as_it_is_and_a_long_page_goes_on_to_its_end(tmp_path: Path) -> None:
    with Sheets(tmp_path, "one", Grid((100, 60), 2, 1), whole=True) as sheets:
        sheets.add("/a", a_picture(50, 20))
        sheets.add("/b", a_picture(200, 280))

    sheet, rest = picture_in(tmp_path / "one-1.png"), picture_in(tmp_path / "one-2.png")
    assert sheet.size == rest.size == (2 * (100 + GAP) + GAP, 60 + CAPTION + 2 * GAP)
    assert near(sheet.getpixel((GAP + 49, GAP + CAPTION + 19)), RED)
    assert near(sheet.getpixel((GAP + 51, GAP + CAPTION + 10)), colour(GROUND))
    left, right, top = GAP, 2 * GAP + 100, GAP + CAPTION
    assert near(rest.getpixel((left + 50, top + 59)), RED)
    assert near(rest.getpixel((right + 50, top + 19)), RED)
    assert near(rest.getpixel((right + 50, top + 21)), colour(GROUND))
    assert picture_in(tmp_path / "whole" / "one--b.png").size == (200, 280)


def test_index_shows_every_sheet(tmp_path: Path) -> None:
    page = write_index(tmp_path, [("kiosk & more", ["a-1.png", "a-2.png"])]).read_text("utf-8")

    assert "kiosk &amp; more (2)" in page
    assert page.count('<img src="a-1.png"') == page.count('<img src="a-2.png"') == 1


def test_every_language_scale_and_theme_is_looked_at_and_the_usual_look_last() -> None:
    assert len(set(LOOKS)) == len(LOOKS) == 12
    assert str(LOOKS[-1]) == f"longest-{SCALES[-1]}-{THEMES[-1]}" == "longest-1.0-light"


def test_sheets_of_a_screen_are_made_in_two_sizes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["1024x600", "800x1280", "--folder", str(tmp_path), "--screen", "attract", "--look", "nb-1.0"]

    assert contact_sheets.main(arguments) == 0, capfd.readouterr().out

    assert sorted(path.name for path in tmp_path.glob("*.png")) == sorted(
        f"kiosk-{size}-nb-1.0-{theme}-screens-1.png"
        for size in ("1024x600", "800x1280")
        for theme in ("light", "dark", "contrast")
    )
    for theme in (LIGHT, DARK):
        sheet = picture_in(tmp_path / f"kiosk-1024x600-nb-1.0-{theme.name}-screens-1.png")
        assert near(sheet.getpixel((GAP + 8, GAP + CAPTION + 8)), theme.tones["idea"].ground)


@pytest.mark.browser
def test_sheets_of_a_staff_page_are_made_for_phone_desk_and_paper(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ["staff", "--folder", str(tmp_path), "--screen", "set-up", "--look", "light"]

    assert contact_sheets.main(arguments) == 0, capfd.readouterr().out

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "index.html", "staff-1280-light-1.png", "staff-390-light-1.png",
    ]  # fmt: skip


@pytest.mark.browser
def test_leaflet_is_among_what_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["staff", "--folder", str(tmp_path), "--screen", "leaflet-nb", "--look", "print", "--whole"]

    assert contact_sheets.main(arguments) == 0, capfd.readouterr().out

    paper = picture_in(next(tmp_path.glob("whole/*leaflet-nb-pdf-1.png")))
    assert abs(paper.width - 794) <= 1
    assert paper.getcolors(maxcolors=1) is None


def test_size_that_cannot_be_shown_is_told_of(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert contact_sheets.main(["nothing", "--folder", str(tmp_path)]) == 1

    assert "nothing" in capfd.readouterr().out
