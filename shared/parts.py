"""The parts that are installed by themselves: a hub's machine has no kiosk, and a kiosk's no hub."""

import sys
from collections.abc import Callable

from shared.errors import NotInstalled

OWN = ("assets", "hub", "kiosk", "shared")
"""When one of these is not found, Samskap is broken and not merely half there."""


def run_part(part: str, run: Callable[[], int]) -> int:
    """Run the program of a part ("hub", "kiosk"); return its exit code.

    Where its libraries are not installed it is said on standard error how they are, and the exit code is 1.
    """
    try:
        return run()
    except ModuleNotFoundError as exc:
        missing = (exc.name or "").partition(".")[0]
        if missing in ("", *OWN):
            raise
        says = f"without {missing}; in the folder of Samskap: tools/setup.sh .venv {part}"
        sys.stderr.write(f"{NotInstalled.says} ({NotInstalled.code}: {says})\n")
        return 1
