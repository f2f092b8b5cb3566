"""The rules of the house: what is true of the whole tree. Each test here can fail."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.colours import colour, contrast
from shared.languages import LANGUAGES
from tools import catalogues

ROOT = Path(__file__).parent.parent
ROOMS = ("shared", "kiosk", "hub", "assets", "tools", "tests")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCS = {path.relative_to(ROOT): path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]}
OPERATING = (ROOT / "docs/operating.md").read_text("utf-8")
ADRS = sorted((ROOT / "docs/adr").glob("*.md"))

MAX_LINES = {".py": 400, ".kv": 120}
MAX_FUNCTION_LINES = 60


def sources(*endings: str) -> Iterator[Path]:
    """Yield every file of the project with one of these endings."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in endings and "__pycache__" not in path.parts:
                yield path


PYTHON = list(sources(".py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in PYTHON}


def named(path: Path) -> str:
    """Return a path as people write it."""
    return path.relative_to(ROOT).as_posix()


# Words for people


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_every_message_translated(language: str) -> None:
    template = catalogues.extracted()
    before = {str(message.id) for message in catalogues.read(language) if message.id}
    after = catalogues.update(language, template)

    assert catalogues.problems(after) == []
    assert before == {str(message.id) for message in after if message.id}, "run `make catalogues`"


def test_messages_are_not_put_together_before_they_are_translated() -> None:
    marks = {"_", "N_", "tr", "gettext", "ngettext"}
    found = [
        f"{named(path)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in marks
        and any(isinstance(argument, ast.JoinedStr) for argument in node.args)
    ]

    assert found == []


def test_messages_do_not_stand_inside_of_f_strings_where_no_catalogue_finds_them() -> None:
    found = [
        f"{named(path)}:{node.lineno}"
        for path, tree in TREES.items()
        if "tests" not in path.relative_to(ROOT).parts
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and getattr(part.func, "id", getattr(part.func, "attr", "")) in ("_", "N_")
    ]

    assert found == []


# One door for change

DOORS = {
    "history.write": {"hub/services/changing.py"},
    "revisions.take": {"hub/services/changing.py"},
    # The timekeeper moves dates before it is settled which time is now.
    "store.wake": {"hub/services/changing.py", "hub/services/house/timekeeping.py"},
    # The lookout says what other processes have changed; who has what open is no change of anything.
    "bus.publish": {"hub/store/waking.py", "hub/chores/lookout.py", "hub/web/page/desk.py", "hub/jobs/work.py"},
}
"""Who writes history, takes a revision, wakes open streams: nobody else, see ADR 0021."""


def test_history_revisions_and_nudges_have_one_door() -> None:
    found = {name: set[str]() for name in DOORS}
    for path, tree in TREES.items():
        if path.relative_to(ROOT).parts[0] != "hub":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                called = f"{ast.unparse(node.value).rpartition('.')[2].removeprefix('_')}.{node.attr}"
                if called in found:
                    found[called].add(named(path))

    assert found == DOORS


# What is drawn


def test_screens_draw_their_view_and_fetch_nothing() -> None:
    drawn = [ROOT / "kiosk" / room for room in ("screens", "kinds", "forms", "widgets")]
    asks = [
        f"{named(path)}:{node.lineno}"
        for path, tree in TREES.items()
        if any(path.is_relative_to(room) for room in drawn)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "kiosk"
    ]
    asks += [named(path) for room in drawn for path in room.rglob("*.kv") if ".kiosk" in path.read_text("utf-8")]

    assert asks == []


# Size


def test_files_are_no_longer_than_their_budget() -> None:
    long = {
        named(path): length
        for path in sources(*MAX_LINES)
        if (length := len(path.read_text("utf-8").splitlines())) > MAX_LINES[path.suffix]
    }

    assert long == {}


def test_functions_fit_a_screen() -> None:
    long = {
        f"{named(path)}: {node.name}": length
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    }

    assert long == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}

    assert [named(path) for path in PYTHON if drawers & {path.stem, *path.relative_to(ROOT).parts}] == []


# Suppressions, tests, environment


def test_suppressions_carry_reasons() -> None:
    mark = re.compile(r"#\s*(noqa\b|type:\s*ignore|pragma\b).*")
    reason = re.compile(r"# noqa: [A-Z0-9, ]+ -- \S|# type: ignore\[[\w, -]+\]  # \S|# pragma: .+ -- \S")
    bare = [
        f"{named(path)}:{number}"
        for path in PYTHON
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (found := mark.search(line)) and not reason.match(found[0])
    ]

    assert bare == []


def test_tests_neither_sleep_nor_patch() -> None:
    forbidden = re.compile(
        r"\b(time\.sleep|asyncio\.sleep|unittest\.mock|monkeypatch\.setattr(?!\(sys, .stdin)|mocker)\b"
    )
    found = [
        f"{named(path)}: {found[0]}"
        for path in PYTHON
        if path.is_relative_to(ROOT / "tests")
        and path != Path(__file__)
        and (found := forbidden.search(path.read_text("utf-8")))
    ]

    assert found == []


def test_test_folders_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_environment_is_read_in_few_places() -> None:
    readers = {
        named(path)
        for path, tree in TREES.items()
        if path.parts[len(ROOT.parts)] in {"shared", "kiosk", "hub"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }

    assert readers <= {"shared/languages/catalogues.py", "hub/config.py", "kiosk/commands.py", "kiosk/window.py"}


def test_nothing_names_a_machine_or_waits_to_be_done() -> None:
    forbidden = re.compile(r"/[w]ork/|/[r]oot/|/[h]ome/[a-z]|pypi-[m]ore|\b[T]ODO\b|[F]IXME|\bX[X]X\b|[C]laude")
    texts = [*sources(".py", ".kv", ".html", ".css", ".js", ".json", ".sh", ".po"), *(ROOT / path for path in DOCS)]
    found = [f"{named(path)}: {hit[0]}" for path in texts if (hit := forbidden.search(path.read_text("utf-8")))]

    assert found == []


# Colours of the staff pages; the kiosk's themes are tested with the glass


def tokens(scheme: int) -> dict[str, str]:
    """Return the colours of the style sheet in the light (0) or the dark (1) scheme."""
    css = (ROOT / "hub/web/static/staff.css").read_text("utf-8")
    return {name: both[scheme] for name, *both in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)}


def test_no_rule_reads_the_names_within_a_widget() -> None:
    """What a rule outside binds by ``ids`` keeps its widget alive for good."""
    found = [f"{path.relative_to(ROOT)}: {line.strip()}" for path in sorted((ROOT / "kiosk").rglob("*.kv"))
             for line in path.read_text("utf-8").splitlines() if re.search(r"\bids\.", line)]  # fmt: skip

    assert found == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("word", "ground", "least"),
    [
        *((word, ground, 4.5) for word in ("ink", "soft", "link") for ground in ("paper", "wall", "sheet")),
        ("on-act", "act", 4.5),
        ("on-alarm", "alarm", 4.5),
        ("alarm", "sheet", 4.5),
        ("edge", "paper", 3),
        ("edge", "sheet", 3),
    ],
)
def test_staff_colours_have_contrast(word: str, ground: str, least: float, scheme: int) -> None:
    colours = tokens(scheme)

    assert contrast(colour(colours[word]), colour(colours[ground])) >= least
