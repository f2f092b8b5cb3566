"""A new library's folder, laid out in a moment: thousands of tests begin with one, and making its tables takes 20 ms.

That a hub makes them itself in an empty folder is seen wherever a test begins with none, as do those of its processes.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.bootstrap import open_store


def lay_out(folder: Path) -> Path:
    """Put into an empty folder, or none, what the hub makes there, its tables up to date; return the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return folder
    for name, content in _laid_out().items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    return folder


@cache
def _laid_out() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        open_store(Path(folder)).close()
        return {file.name: file.read_bytes() for file in Path(folder).iterdir()}
