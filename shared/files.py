"""Files that programs keep for themselves: one that cannot be read, or was cut, is never one that is not there."""

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
