"""What holds for every template of the staff pages."""

import re
from pathlib import Path

import pytest

import hub.web

TEMPLATES = sorted((Path(hub.web.__file__).parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_hidden_words_begin_with_no_bare_mark(template: Path) -> None:
    assert re.findall(r'class="unseen">\s*[:;,.–-].*', template.read_text("utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_one_message_says_none_of_nouns_of_several_genders(template: Path) -> None:
    assert '_("none")' not in template.read_text("utf-8")
