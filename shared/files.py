"""Files that programs keep for themselves: one that cannot be read, or was cut, is never one that is not there."""

import os
from pathlib import Path

from shared.errors import FileUnreadable


def read_kept(path: Path) -> bytes | None:
    """Return what a file holds, None when there is none. Raises FileUnreadable, also for one that is empty."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise FileUnreadable(f"{path}: {exc.strerror}") from exc
    if not content.strip(b"\0 \r\n"):
        raise FileUnreadable(f"{path}: it is empty")
    return content


def write_kept(path: Path, content: bytes) -> None:
    """Write whole or not at all, for the owner alone, and durable before anybody relies on it. Raises OSError."""
    beside = path.with_suffix(path.suffix + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
