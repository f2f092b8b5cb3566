"""The nightly lines of docs/operating.md, run as cron runs them."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hub.bootstrap import open_hub
from hub.config import HubConfig

PAGE = (Path(__file__).parents[2] / "docs/operating.md").read_text("utf-8")
LINES = PAGE.partition("```cron\n")[2].partition("```")[0].splitlines()
VACUUM = """#!{python}
import sqlite3, sys
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1], isolation_level=None)) as database:
    database.execute(sys.argv[2])
"""


def run_night(folder: Path) -> list[str]:
    """Run each line as cron does, with other folders; return what went wrong."""
    shell = folder / "bin" / "sqlite3"
    shell.parent.mkdir(exist_ok=True)
    shell.write_text(VACUUM.format(python=sys.executable))
    shell.chmod(0o700)
    around = {**os.environ, "PATH": f"{shell.parent}:{os.environ['PATH']}"}
    wrong = []
    for line in LINES:
        command = re.fullmatch(r"\d+ \d+ \* \* \* samskap (.+)", line)
        assert command, line
        assert not re.search(r"(?<!\\)%", line), "cron would end the command at a bare %"
        told = command[1].replace("\\%", "%").replace("/var/lib/samskap", str(folder / "hub"))
        told = told.replace("/var/backups/samskap", str(folder / "kept"))
        done = subprocess.run(["/bin/sh", "-c", told], env=around, capture_output=True, text=True)
        wrong += [f"{told}: {done.returncode} {done.stderr}"] if done.returncode or done.stderr else []
    return wrong


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a hub that has erased nothing yet, and an old backup."""
    with open_hub(HubConfig(tmp_path / "hub")):
        pass
    (tmp_path / "kept").mkdir()
    old = tmp_path / "kept" / "hub-2020-01-01.db"
    old.write_text("old")
    os.utime(old, (0, 0))
    return tmp_path


def test_backup_before_the_first_erasure_is_whole_and_old_ones_go(folder: Path) -> None:
    assert len(LINES) == 3

    assert run_night(folder) == []

    kept, *lists = sorted((folder / "kept").iterdir(), key=lambda one: (one.suffix, one.name))
    assert [one.name for one in lists] == ["erasures.log", "pairings.log", "shut-outs.log"]
    assert all(one.read_bytes() == (folder / "hub" / one.name).read_bytes() for one in lists)
    assert re.fullmatch(r"hub-\d{4}-\d\d-\d\d\.db", kept.name)
    with closing(sqlite3.connect(kept)) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("name", ["erasures.log", "shut-outs.log", "pairings.log"])
def test_backup_has_what_was_erased_and_who_is_trusted(folder: Path, name: str) -> None:
    (folder / "hub" / name).write_text("gone\n")

    assert run_night(folder) == []

    assert (folder / "kept" / name).read_text() == "gone\n"
