"""``samskap-kiosk``: one program, a command for each thing one does with a kiosk."""

import sys

from shared.parts import run_part


def main() -> int:
    """Run the command on the command line; return its exit code."""
    return run_part("kiosk", _run)


def _run() -> int:
    from kiosk.commands import run_command

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
