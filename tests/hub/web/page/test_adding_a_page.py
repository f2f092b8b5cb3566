"""The recipe for a page is true: its code is put into a hub, and its test passes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jinja2 import ChoiceLoader, DictLoader

from hub.web.page.templating import environment
from hub.web.staff_app import create_staff_app
from tests.hub.web.conftest import BASE
from tests.hub.web.library import Library

RECIPE = (Path(__file__).parents[4] / "docs/adding-a-page.md").read_text("utf-8")
CODE = dict(re.findall(r"^`([\w/]+\.\w+)`:\n\n```\w+\n(.*?)^```", RECIPE, re.MULTILINE | re.DOTALL))


@pytest.fixture
def templates() -> Iterator[None]:
    """The templates with that of the recipe."""
    before = environment().loader
    assert before is not None
    environment().loader = ChoiceLoader(
        [before, DictLoader({"review/numbers.html": CODE["hub/web/templates/review/numbers.html"]})]
    )
    yield
    environment().loader = before


@pytest.mark.usefixtures("templates")
def test_code_of_the_recipe_runs(library: Library) -> None:
    made: dict[str, Any] = {"__name__": "numbers"}
    for module in ("hub/web/review/numbers_pages.py", "tests/hub/web/review/test_numbers_pages.py"):
        exec(compile(CODE[module], module, "exec"), made)
    library.pair_kiosks()
    library.add_staff()
    app = create_staff_app(library.hub)
    app.include_router(made["pages"].router)
    headers = {"accept-language": "en"}
    client = TestClient(app, BASE, cookies={"samskap-8080": library.begin_session()}, headers=headers)

    made["test_numbers_tell_how_many_are_new"](client, library)
