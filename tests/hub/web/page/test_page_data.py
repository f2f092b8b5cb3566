"""Every page is data: its template reads the fields of its class, and the class has no field that nobody reads."""

from collections import Counter
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from jinja2 import meta, nodes

import hub.web.staff_app
from hub.web.page.frame import Frame
from hub.web.page.page_data import PageData
from hub.web.page.templating import environment

TEMPLATES = Path(hub.web.staff_app.__file__).parent / "templates"


def pages(base: type[PageData] = PageData) -> list[type[PageData]]:
    """Return every class of pages that has a template, once, whatever it is derived from."""
    below = [page for one in base.__subclasses__() if one.__module__.startswith("hub.") for page in pages(one)]
    return list(dict.fromkeys(([base] if "template" in vars(base) else []) + below))


@cache
def parsed(template: str) -> nodes.Template:
    return environment().parse((TEMPLATES / template).read_text("utf-8"))


def drawn_from(template: str) -> set[str]:
    """Return a template with all that it extends, includes and imports, and what those do."""
    others = parsed(template).find_all((nodes.Extends, nodes.Include, nodes.FromImport))
    # A base may be chosen while the page is made: then all that can be chosen count.
    names = {const.value for other in others for const in other.find_all(nodes.Const)}
    return {template}.union(*map(drawn_from, names))


def read_by(template: str) -> set[str]:
    """Return every name that is read where this template is shown, but for macros."""
    return set().union(*(meta.find_undeclared_variables(parsed(one)) - macros(one) for one in drawn_from(template)))


def macros(template: str) -> set[str]:
    """Return the macros a template makes or imports: its blocks use them as if they were given."""
    imported = [name for one in parsed(template).find_all(nodes.FromImport) for name in one.names]
    made = {one.name for one in parsed(template).find_all(nodes.Macro)}
    return made | {name if isinstance(name, str) else name[1] for name in imported}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)
def test_template_reads_the_fields_of_its_page_and_nothing_else(page: type[PageData]) -> None:
    given = {"_", *page.speaks.SPOKEN, *(field.name for field in fields(Frame)), *environment().globals}

    assert read_by(page.template) - given == {field.name for field in fields(page)}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)
def test_page_says_what_it_is(page: type[PageData]) -> None:
    assert page.__doc__
    assert not page.__doc__.startswith(f"{page.__name__}(")


def test_every_template_belongs_to_one_page_or_is_part_of_some() -> None:
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    used = Counter(page.template for page in pages())

    assert len(used) > 25
    assert [template for template, times in used.items() if times > 1] == []
    assert there == set().union(*map(drawn_from, used))
