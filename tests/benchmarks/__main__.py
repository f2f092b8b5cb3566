"""``make benchmark``: measure, print, and write the figures into docs/performance.md.

python -m tests.benchmarks [NAME ...]     all, or the named ones; only a full run rewrites the page
"""

import importlib
import platform
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.figures import Figure

BENCHMARKS = ("saving", "syncing", "starting", "inbox", "discovery", "idling", "signing_up")
PAGE = Path("docs/performance.md")
MARK = "<!-- figures: written by `make benchmark` -->"


def main(names: list[str]) -> int:
    """Run the benchmarks; return the exit code."""
    figures: list[Figure] = []
    for name in names or BENCHMARKS:
        for figure in importlib.import_module(f"tests.benchmarks.{name}").measure():
            sys.stdout.write(figure.row() + "\n")
            sys.stdout.flush()
            figures.append(figure)
    if not names:
        write_page(figures)
    return 0


def write_page(figures: list[Figure]) -> None:
    """Replace everything after the mark in docs/performance.md."""
    kept = PAGE.read_text("utf-8").split(MARK)[0]
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}"
    head = "| what | measured | goal | met | against what |\n| --- | --- | --- | --- | --- |\n"
    table = head + "".join(figure.row() + "\n" for figure in figures)
    PAGE.write_text(f"{kept}{MARK}\n\nMeasured {datetime.now(UTC):%Y-%m-%d}, {versions}.\n\n{table}", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
