"""Run the contract of the store on a PostgreSQL of its own, and tell how much of it is kept: `make portable`."""

import os
import subprocess
import sys
from pathlib import Path

from tests.portable.cluster import cluster, programs

SUITE = sorted(Path("tests/contracts").glob("test_store_*.py"))


def main() -> int:
    """Return how the suite ended: 0 where nothing fails but what `docs/portable-sql.md` tells."""
    found = programs()
    if found is None:
        print("There is no PostgreSQL here. On Debian and Ubuntu: apt-get install postgresql", file=sys.stderr)
        return 1
    with cluster(found) as url:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--tb=line", "-p", "tests.portable.plugin", *SUITE, *sys.argv[1:]],
            env={**os.environ, "SAMSKAP_PORTABLE_URL": url},
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
