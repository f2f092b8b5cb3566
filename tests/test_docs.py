"""The docs tell the truth: what they name exists, and what exists stands in them. Each test here can fail."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hub.config import HubConfig
from kiosk.config import KioskConfig
from shared.errors import SamskapError, UnknownChoice
from tools import pictures
from tools.demo_story import Story

ROOT = Path(__file__).parent.parent
ROOMS = ("shared", "kiosk", "hub", "assets", "tools", "tests", "docs")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCS = {path.relative_to(ROOT): path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]}
OPERATING = DOCS[Path("docs/operating.md")]
ADRS = sorted((ROOT / "docs/adr").glob("*.md"))

FILE_NAME = re.compile(r"`((?:[\w.-]+/)+[\w.-]*\w/?|[\w-]+\.(?:py|md|kv))`")
DOTTED = re.compile(r"`((?:shared|kiosk|hub)(?:\.\w+)+)")
FILE_ENDINGS = ("toml", "db", "lock")
"""What follows the dot in names that are files of a data folder, `hub.toml` say."""
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
ELSEWHERE = ("/", "keys/", "demo-output", "pictures-output", "sync/v1", "x/y")
"""Beginnings of names that are not in the repository: system files, data folders, what programs make."""


def is_here(name: str) -> bool:
    """Tell whether a file or folder with this name, or ending in it, is in the repository."""
    return (
        "amount" in name
        or "numbers" in name
        or any((ROOT / name).exists() or list((ROOT / room).rglob(name)) for room in ROOMS)
    )


@pytest.mark.parametrize("doc", DOCS, ids=str)
def test_files_named_in_docs_exist(doc: Path) -> None:
    named_files = {name.strip("`") for name in FILE_NAME.findall(DOCS[doc]) if not name.startswith(ELSEWHERE)}
    linked = {name for name in LINK.findall(DOCS[doc]) if not name.startswith(ELSEWHERE)}

    assert [name for name in sorted(named_files) if "<" not in name and not is_here(name)] == []
    assert [name for name in sorted(linked) if not (ROOT / doc.parent / name).exists()] == []


def anchors(doc: Path) -> set[str]:
    """Return the names that headings of a page are linked by."""
    headings = re.findall(r"^#+ (.+)$", DOCS[doc], re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("doc", DOCS, ids=str)
def test_headings_linked_in_docs_exist(doc: Path) -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", DOCS[doc])
    pages = {page: Path(os.path.normpath(doc.parent / page)) if page else doc for page, _ in linked}

    assert [(page, anchor) for page, anchor in linked if anchor not in anchors(pages[page])] == []


def test_all_parts_of_operating_stand_in_its_list() -> None:
    contents = OPERATING.partition("\n## ")[0]
    parts = re.findall(r"^## (.+)$", OPERATING, re.MULTILINE)

    assert sorted(re.findall(r"\[([^]]+)\]\(#", contents)) == sorted(parts)


def test_pictures_in_the_readme_are_there_and_small() -> None:
    shown = re.findall(r"!\[[^]]+\]\(docs/pictures/([\w-]+)\.png\)", DOCS[Path("README.md")])
    there = {path.stem: path for path in (ROOT / "docs/pictures").iterdir()}

    assert sorted(shown) == sorted(pictures.SHOWN) == sorted(there)
    assert [name for name, path in there.items() if not path.read_bytes().startswith(b"\x89PNG")] == []
    assert [name for name, path in there.items() if path.stat().st_size > pictures.MAX_BYTES] == []


def test_pictures_in_the_readme_are_scenes_of_the_demo() -> None:
    assert set(pictures.SHOWN.values()) <= set(Story(ROOT).names)


@cache
def defined(module: Path) -> set[str]:
    """Return every class and function a module defines, at any depth, and its own variables; of a package's
    ``__init__`` also what it passes on.
    """
    found: set[str] = set()
    tree = ast.parse(module.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom) and module.name == "__init__.py":
            found |= {one.asname or one.name for one in node.names}
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        found |= {one.id for one in targets if isinstance(one, ast.Name)}
    return found


def is_defined(name: str) -> bool:
    """Tell whether a dotted name is that of a package, a module, or something in one."""
    parts = name.split(".")
    for n in range(1, len(parts) + 1):
        place = ROOT.joinpath(*parts[:n])
        for module in (place.with_suffix(".py"), place / "__init__.py"):
            if module.exists() and set(parts[n:]) <= defined(module):
                return True
    return False


@pytest.mark.parametrize("doc", DOCS, ids=str)
def test_functions_named_in_docs_exist(doc: Path) -> None:
    told = [name for name in DOTTED.findall(DOCS[doc]) if name.rpartition(".")[2] not in FILE_ENDINGS]

    assert [name for name in told if not is_defined(name)] == []


def test_functions_are_named_in_docs() -> None:
    assert len(DOTTED.findall(DOCS[Path("docs/architecture.md")])) > 20


def test_layers_in_the_architecture_are_those_of_the_contracts() -> None:
    text = re.sub(r"\s+", " ", DOCS[Path("docs/architecture.md")])
    for contract in PROJECT["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            layers = " > ".join(layer.replace("shared.", "") for layer in contract["layers"])
            assert layers in text, contract["name"]


def test_code_of_the_recipe_runs() -> None:
    page = DOCS[Path("docs/adding-a-kind.md")]
    code = dict(re.findall(r"^`([\w/]+\.py)`:\n\n```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    made: dict[str, Any] = {}

    exec(compile(code["shared/kinds/amount.py"], "amount", "exec"), made)
    exec(compile(code["hub/kinds/amount.py"], "amount", "exec"), made)
    compile(code["kiosk/kinds/amount.py"], "amount", "exec")

    kind, settings = made["Amount"](), {"most": 20}
    answer = kind.unpack(kind.pack(kind.check({"amount": 12}, settings)))
    assert answer == {"amount": 12}
    assert made["AmountReader"]().gist(answer, None, "nb") == "12"
    with pytest.raises(UnknownChoice):
        kind.check({"amount": 21}, settings)


@pytest.mark.parametrize("doc", DOCS, ids=str)
def test_make_targets_named_in_docs_exist(doc: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert set(re.findall(r"`make ([a-z]+)`|^\s*make ([a-z]+)$", DOCS[doc], re.MULTILINE)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }


def helped(*command: str) -> str:
    """Return what a command says about itself."""
    asked = [sys.executable, "-m", *command, "--help"]
    return subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT).stdout


@pytest.mark.parametrize("side", ["hub", "kiosk"])
def test_every_command_and_option_stands_in_the_docs(side: str) -> None:
    commands = re.findall(r"^    ([a-z][a-z-]+)\b", helped(side), re.MULTILINE)
    assert len(commands) > 3

    untold = [f"samskap-{side} {command}" for command in commands if f"samskap-{side} {command}" not in OPERATING]
    options = {option for command in commands for option in re.findall(r"--[a-z][a-z-]+", helped(side, command))}

    assert untold == []
    assert [option for option in sorted(options - {"--help"}) if f"`{option}" not in OPERATING] == []


@pytest.mark.parametrize("side", ["hub", "kiosk"])
def test_commands_named_in_docs_exist(side: str) -> None:
    there = set(re.findall(r"^    ([a-z][a-z-]+)\b", helped(side), re.MULTILINE))
    told = {name for text in DOCS.values() for name in re.findall(rf"`?samskap-{side} ([a-z][a-z-]+)", text)}

    assert told - there == set()


@pytest.mark.parametrize(
    ("config", "file"), [(HubConfig, "hub.toml"), (KioskConfig, "kiosk.toml")], ids=["hub", "kiosk"]
)
def test_every_setting_stands_in_the_docs(config: type, file: str) -> None:
    table = OPERATING.partition(f"`{file}`\n")[2].partition("\n#")[0]
    told = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)

    assert told == [field.name for field in fields(config) if field.name != "data"]


def error_codes(root: type[SamskapError] = SamskapError) -> Iterator[str]:
    """Yield the code of a class and of every class below it."""
    yield root.code
    for child in root.__subclasses__():
        yield from error_codes(child)


def test_every_error_code_stands_in_the_docs_once() -> None:
    table = OPERATING.partition("## What the codes mean\n")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)

    assert sorted(told) == sorted(set(error_codes()))


def wanted(extra: str) -> list[str]:
    """Return the names of the packages that pyproject asks for."""
    project = PROJECT["project"]
    asked = {
        "Both sides": project["dependencies"],
        "Build and set-up": [*PROJECT["build-system"]["requires"], "uv"],
    }.get(extra) or project["optional-dependencies"][extra]
    return sorted(re.split(r"[<>=\[]", one)[0] for one in asked)


@pytest.mark.parametrize("extra", ["Both sides", "hub", "kiosk", "test", "Build and set-up"])
def test_every_dependency_has_its_reason_and_no_other(extra: str) -> None:
    text = DOCS[Path("docs/dependencies.md")]
    section = re.search(rf"^## (?:{extra}|\w+ \(`{extra}`\))\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section

    assert sorted(re.findall(r"^\| `([\w.-]+)` \|", section[1], re.MULTILINE)) == wanted(extra)


def test_decisions_are_numbered_without_gaps() -> None:
    assert [path.name[:5] for path in ADRS] == [f"{number:04}-" for number in range(1, len(ADRS) + 1)]


@pytest.mark.parametrize("adr", ADRS, ids=lambda path: str(path.stem))
def test_decision_has_its_four_parts(adr: Path) -> None:
    text = adr.read_text("utf-8")

    assert text.startswith(f"# {adr.stem[:4]}: ")
    assert re.search(r"^Status: (accepted|replaced by \d{4}), ", text, re.MULTILINE)
    assert [part for part in ("Context", "Decision", "Consequences") if f"\n## {part}\n" not in text] == []


def test_changelog_tells_of_this_version() -> None:
    assert f"## [{PROJECT['project']['version']}]" in DOCS[Path("CHANGELOG.md")]
