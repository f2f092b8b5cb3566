"""``make benchmark``: measure, print, and write the figures into docs/performance.md.

python -m tests.benchmarks [NAME ...]     all, or the named ones; figures that were not measured again stay
"""

import importlib
import platform
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.figures import Figure

BENCHMARKS = (
    "saving", "looking_up", "syncing", "wire", "starting", "inbox",
    "past", "discovery", "idling", "signing_up", "silence", "calendars", "desks",
)  # fmt: skip
PAGE = Path("docs/performance.md")
HEAD = ("| what | measured | goal | met | against what |", "| --- | --- | --- | --- | --- |")
MARK = "<!-- figures: written by `make benchmark` -->"


def main(names: list[str]) -> int:
    """Run the benchmarks; return the exit code."""
    figures: list[Figure] = []
    for name in names or BENCHMARKS:
        for figure in importlib.import_module(f"tests.benchmarks.{name}").measure():
            sys.stdout.write(figure.row() + "\n")
            sys.stdout.flush()
            figures.append(figure)
    write_page(figures, whole=not names)
    return 0


def write_page(figures: list[Figure], *, whole: bool) -> None:
    """Write the table after the mark in docs/performance.md anew, or with these rows in place of those of that name."""
    kept, _, former = PAGE.read_text("utf-8").partition(MARK)
    rows = {} if whole else {row.split(" | ")[0]: row for row in former.splitlines() if row.startswith("| ")}
    rows |= {row.split(" | ")[0]: row for row in [*HEAD, *(figure.row() for figure in figures)]}
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}"
    table = "\n".join([*HEAD, *(row for row in rows.values() if row not in HEAD)])
    PAGE.write_text(f"{kept}{MARK}\n\nMeasured {datetime.now(UTC):%Y-%m-%d}, {versions}.\n\n{table}\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
