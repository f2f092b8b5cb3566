"""The fonts of the staff pages hold what pages show, and say whose they are."""

from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from runpy import run_path

import pytest
from fontTools.ttLib import TTFont

from hub.web.page.templating import CUT
from hub.web.staff_app import PLACES
from shared.kinds.idea import picture_cards
from shared.languages import LANGUAGES
from tests.full_disk import room_for

ROOT = Path(__file__).parent.parent
CUTTING = run_path(str(ROOT / "assets" / "fonts" / "cutting.py"))


@cache
def characters(name: str) -> frozenset[int]:
    return frozenset(TTFont(CUT / name).getBestCmap())


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_every_message_are_cut(language: str) -> None:
    said = (ROOT / f"assets/i18n/{language}/LC_MESSAGES/samskap.po").read_text("utf-8")

    assert {sign for sign in said if ord(sign) not in characters("letters.woff2") and sign.isprintable()} == set()


def test_icons_of_places_and_cards_are_cut() -> None:
    named = {place.icon for place in PLACES} | {card["icon"] for card in picture_cards().values()}
    signs = {name: ord(getattr(CUTTING["fonticon_mdi7"].MDI7, name)[-1]) for name in named}

    assert {name for name, sign in signs.items() if sign not in characters("icons.woff2")} == set()


def test_icons_that_a_template_names_are_found(tmp_path: Path) -> None:
    template = tmp_path / "hub" / "web" / "page.html"
    template.parent.mkdir(parents=True)
    template.write_text('{{ icon("cat") }} {{ icon(\'dog\') }} <p class="no_icon">horse</p>')

    assert CUTTING["icons_in_use"](tmp_path) == {0xF011B, 0xF0A43}


def test_style_sheet_names_what_was_cut_and_nothing_else() -> None:
    sheet = (CUT / "cut.css").read_text("utf-8")

    assert CUTTING["ranges"](characters("letters.woff2")) in sheet
    assert CUTTING["ranges"](characters("icons.woff2")) in sheet


def test_ranges_are_said_as_browsers_read_them() -> None:
    assert CUTTING["ranges"]({0x42, 0x41, 0x43, 0x20AC}) == "U+41-43, U+20AC"


def test_what_is_cut_keeps_its_licence() -> None:
    whole = TTFont(BytesIO(resources.files("fontpkg_inter").joinpath("files", "Inter[opsz,wght].ttf").read_bytes()))

    assert TTFont(CUT / "letters.woff2")["name"].getDebugName(13) == whole["name"].getDebugName(13)


def test_font_that_cannot_be_written_whole_leaves_what_was_there(tmp_path: Path) -> None:
    font = tmp_path / "letters.woff2"
    font.write_bytes(b"whole")
    write = CUTTING["write_whole"]

    with room_for(1_000), pytest.raises(OSError, match="too large"):
        write(font, bytes(5_000))

    assert font.read_bytes() == b"whole"
    write(font, bytes(5_000))
    assert font.stat().st_size == 5_000
