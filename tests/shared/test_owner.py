"""Root works as whoever owns the folder."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.owner import Owner, owner_to_be

NOBODY = 65_534
MAKE = (
    "import os, sys; from pathlib import Path; from shared.owner import work_as_owner; folder = Path(sys.argv[1])\n"
    "work_as_owner(folder); folder.mkdir(exist_ok=True); (folder / 'mark').write_text('7')\n"
    "print(os.geteuid(), os.getegid(), os.getuid(), len(set(os.getgroups()) - {os.getegid()}))"
)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that does not belong to root, whoever runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() == 0:
            os.chown(name, NOBODY, NOBODY)
        yield Path(name)


def test_root_becomes_the_owner_of_the_folder_or_of_the_one_above(home: Path) -> None:
    owner = Owner(home.stat().st_uid, home.stat().st_gid)

    assert owner_to_be(home, user=0) == owner
    assert owner_to_be(home / "new" / "newer", user=0) == owner


def test_root_stays_root_in_its_own_folder_and_everybody_else_who_they_are(home: Path) -> None:
    assert owner_to_be(Path("/"), user=0) is None
    assert owner_to_be(home, user=1_000) is None


@pytest.mark.parametrize("below", ["", "new"])
def test_what_a_command_makes_belongs_to_the_owner_of_the_folder(home: Path, below: str) -> None:
    owner = home.stat()

    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(home / below)], capture_output=True, text=True, check=True, timeout=60
    )

    made = (home / below / "mark").stat()
    assert (made.st_uid, made.st_gid) == (owner.st_uid, owner.st_gid)
    user, group, real, _ = map(int, done.stdout.split())
    assert (user, group, real) == (owner.st_uid, owner.st_gid, owner.st_uid)
