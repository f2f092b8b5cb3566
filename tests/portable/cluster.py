"""A PostgreSQL of one's own in a folder, for as long as a block lasts: no network, nothing kept."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = "/usr/lib/postgresql"
"""Where Debian puts each version."""


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL here, or None."""
    found = sorted(Path(FOLDERS).glob("*/bin/initdb"), key=lambda one: int(one.parent.parent.name))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Begin one; return how to connect. What goes wrong stands in CalledProcessError."""
    with tempfile.TemporaryDirectory(prefix="samskap-portable-") as name:
        folder = Path(name)
        user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        group = pwd.getpwnam(user).pw_gid if user else None
        if user:
            shutil.chown(folder, user)

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [programs / program, "-D", folder / "data", *arguments],
                check=True, cwd=folder, stdout=subprocess.DEVNULL,
                user=user, group=group, extra_groups=[] if user else None,
            )  # fmt: skip

        run("initdb", "-U", "samskap", "-A", "trust", "-E", "UTF8", "--lc-ctype=C.UTF-8", "--lc-collate=C", "-N")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"host={folder} user=samskap dbname=postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
