"""Kinds: a registry on each floor, and nobody else knows them by name. ADR 0023 says why."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fonticon_mdi7 import MDI7

from hub.kinds import READERS, activity_reader
from hub.services.activities.settling import SETTLERS
from hub.web.page import wording
from shared.kinds import KINDS, at_home, kind_of
from shared.kinds.base import ActivityKind, Home
from shared.prompt import SLUG
from tests.builders import SETTINGS, an_activity
from tools import kind_examples

ROOT = Path(__file__).parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
SOUP = an_activity()
ONE_WORD = re.compile(r"[a-z][a-z0-9]*")


def modules(room: str) -> set[str]:
    """Return the names of the kinds that have a file in a room."""
    return {path.stem for path in (ROOT / room / "kinds").glob("[!_]*.py")} - {"base"}


def forms() -> list[str]:
    """Return the kinds the kiosk has a form of, without importing what it registers: that would open a window."""
    for node in ast.walk(ast.parse((ROOT / "kiosk/kinds/__init__.py").read_text("utf-8"))):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            return [str(ast.literal_eval(key)) for key in node.value.keys if key]
    raise AssertionError("no registry in kiosk/kinds/__init__.py")


def is_asked(name: str) -> bool:
    """Tell whether anything of a kind is asked with a form; what is not has a screen of its own."""
    kind = kind_of(name)
    settings = kind.prompt_of(SOUP).settings if isinstance(kind, ActivityKind) else SETTINGS[name]
    return kind.steps(settings) != ()


# One kind, three registries


def test_every_kind_has_an_example() -> None:
    shown = {*kind_examples.ASKED, *kind_examples.of_activity("soup", SOUP.starts_at, code="", door_code="")}

    assert set(KINDS) == shown, "each kind has an example in tools/kind_examples.py"


def test_registries_of_all_floors_have_the_same_kinds() -> None:
    assert list(READERS) == list(KINDS)
    assert forms() == [name for name in KINDS if is_asked(name)]


@pytest.mark.parametrize("room", ["shared", "hub"])
def test_every_file_of_a_kind_is_registered(room: str) -> None:
    assert modules(room) == set(KINDS)


def test_every_form_has_a_file_and_every_file_a_form() -> None:
    assert modules("kiosk") == set(forms())


def test_kinds_are_registered_under_their_names() -> None:
    assert [kind.name for kind in KINDS.values()] == list(KINDS)


def test_name_of_a_kind_is_one_word_as_it_is_also_the_id_of_prompts() -> None:
    assert [name for name in KINDS if not (ONE_WORD.fullmatch(name) and SLUG.fullmatch(name))] == []


def test_icon_of_every_kind_is_in_the_font() -> None:
    # a page draws a dot for what is not there; the glass, which has the same icon, would not open
    assert {name: reader.words.icon for name, reader in READERS.items() if not hasattr(MDI7, reader.words.icon)} == {}


def test_kinds_live_on_the_hub_where_they_live_in_the_contract() -> None:
    assert {name for name in READERS if activity_reader(name)} == set(at_home(Home.ACTIVITY))


def test_what_is_filed_with_an_activity_is_settled_there() -> None:
    assert {name for name, reader in READERS.items() if reader.filed} == set(SETTLERS)


def test_every_kind_has_words_of_its_own_for_staff() -> None:
    assert [name for name in KINDS if wording.kind(name) is wording.UNKNOWN_KIND] == []
    assert list(wording.KINDS) == list(at_home(Home.INBOX))


@pytest.mark.parametrize("room", ["shared", "kiosk", "hub"])
def test_import_contracts_keep_every_kind_apart(room: str) -> None:
    (kept,) = (one for one in CONTRACTS if one["name"].startswith(f"{room} kinds"))

    assert kept["modules"] == [f"{room}.kinds.*"]
    assert kept["ignore_imports"] == [f"{room}.kinds.* -> {room}.kinds.base"]


# Nobody asks for a kind's name


def words(node: ast.AST) -> Iterator[str]:
    """Yield the texts that one side of a comparison is, or has among others."""
    for part in [node, *getattr(node, "elts", ())]:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def compared(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield each text that something is compared with, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                yield from ((node.lineno, word) for word in words(side))
        elif isinstance(node, ast.MatchValue):
            yield from ((node.lineno, word) for word in words(node.value))


def test_no_file_compares_kinds_by_name() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for room in ("shared", "kiosk", "hub")
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, word in compared(ast.parse(path.read_text("utf-8")))
        if word in KINDS
    ]

    assert found == []


@pytest.mark.parametrize("path", sorted((ROOT / "hub/web/templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_compares_kinds_by_name(path: Path) -> None:
    asked = re.findall(r"(?:==|!=|\bin)\s*[(\[]?[\"'](\w+)[\"']", path.read_text("utf-8"))

    assert set(asked) & set(KINDS) == set()
