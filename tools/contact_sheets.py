"""Contact sheets of everything people see, in ``pictures-output/``: screens in every size and look, staff pages.

``python -m tools.contact_sheets`` makes all of them, as ``make pictures`` does. Sizes or ``staff``, ``--look dark`` and
``--screen home`` make some; ``--whole`` keeps each picture in its full size too.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk.widgets.panels import NAMED
from tools.sheets import write_index

ROOT = Path(__file__).parent.parent
OUTPUT = ROOT / "pictures-output"
SIZES = tuple(map(str, NAMED))
STAFF = "staff"
AT_ONCE = 2
"""More would wait for each other: each draws on one core."""


def say(text: str) -> None:
    """Tell the person at the terminal what happens."""
    sys.stdout.write(f"pictures: {text}\n")
    sys.stdout.flush()


def make(folder: Path, of: Sequence[str], more: Sequence[str]) -> int:
    """Leave the sheets of these sizes, or of staff, in a folder, with an index of all that lie there.

    Each comes from a process of its own, which gets ``more`` as arguments too. Return 1 when one could not be made.
    """
    folder.mkdir(exist_ok=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        codes = list(pool.map(lambda one: _made(folder, one, more), of))
    found = sorted(path.name for path in folder.glob("*.png"))
    looks = dict.fromkeys(name.rpartition("-")[0] for name in found)
    index = write_index(folder, [(look, [name for name in found if name.rpartition("-")[0] == look]) for look in looks])
    say(f"{len(found)} sheets: {index}")
    return max(codes, default=0)


def _made(folder: Path, one: str, more: Sequence[str]) -> int:
    what = ["tools.staff_sheets"] if one == STAFF else ["tools.kiosk_sheets", one]
    done = subprocess.run([sys.executable, "-m", *what, str(folder), *more], cwd=ROOT, capture_output=True, text=True)
    said = f"{done.stdout}{done.stderr[-2_000:] if done.returncode else ''}".strip()
    say(f"{one}: {said or 'done'}")
    return int(done.returncode != 0)


def main(arguments: Sequence[str]) -> int:
    """Make what is asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.contact_sheets")
    parser.add_argument("of", nargs="*", help=f"{', '.join(SIZES)} or {STAFF}; without any: all of them")
    parser.add_argument("--folder", type=Path, default=OUTPUT)
    asked, more = parser.parse_known_args(arguments)
    return make(asked.folder, asked.of or [*SIZES, STAFF], more)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
