"""What holds for every template of the staff pages."""

import re
from pathlib import Path

import pytest
from fonticon_mdi7 import MDI7

import hub.web
from hub.web.staff_app import PLACES

TEMPLATES = sorted((Path(hub.web.__file__).parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_hidden_words_begin_with_no_bare_mark(template: Path) -> None:
    assert re.findall(r'class="unseen">\s*[:;,.–-].*', template.read_text("utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_one_message_says_none_of_nouns_of_several_genders(template: Path) -> None:
    assert '_("none")' not in template.read_text("utf-8")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_icons_of_a_template_are_in_the_font(template: Path) -> None:
    named = re.findall(r"icon\([\"'](\w+)[\"']\)", template.read_text("utf-8"))

    assert [name for name in named if not hasattr(MDI7, name)] == []


def test_icons_of_all_places_are_in_the_font() -> None:
    assert {place.path: place.icon for place in PLACES if not hasattr(MDI7, place.icon)} == {}
