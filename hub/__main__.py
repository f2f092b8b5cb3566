"""``samskap-hub``, also as ``python -m hub``."""

import sys

from shared.parts import run_part


def main() -> int:
    """Run the command on the command line; return its exit code."""
    return run_part("hub", _run)


def _run() -> int:
    from hub.commands import main

    return main()


if __name__ == "__main__":
    sys.exit(main())
