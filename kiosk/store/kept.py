"""Small things kept beside the database, so that they outlive it when it breaks: the pairing, the PIN."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

from shared.errors import FileUnreadable, StoreBroken
from shared.files import read_kept

T = TypeVar("T")


class Kept:
    """JSON files in the kiosk's folder, each replaced as a whole, so that a power cut leaves the old or the new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> dict[str, Any] | None:
        """Return what is kept under this name; None when there is nothing. Raises FileUnreadable."""
        path = self._folder / f"{name}.json"
        content = read_kept(path)
        if content is None:
            return None
        try:
            kept = json.loads(content)
        except ValueError as exc:
            raise FileUnreadable(f"{path}: it makes no sense") from exc
        if not isinstance(kept, dict):
            raise FileUnreadable(f"{path}: it makes no sense")
        return kept

    def read_or_nothing(self, name: str) -> dict[str, Any]:
        """Return what is kept under this name; {} also when it cannot be read: for what need not be told just now."""
        try:
            return self.read(name) or {}
        except FileUnreadable:
            return {}

    def stamp(self, name: str) -> tuple[int, int] | None:
        """Return what changes whenever another content is kept; None when there is none. Raises FileUnreadable."""
        path = self._folder / f"{name}.json"
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as exc:
            raise FileUnreadable(f"{path}: {exc.strerror}") from exc
        return found.st_ino, found.st_mtime_ns

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Keep this, durably, for this user of the machine only. Raises StoreBroken."""
        new = self._folder / f"{name}.json.new"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it may be removed under a running kiosk
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._folder / f"{name}.json")
            sync_folder(self._folder)
        except OSError as exc:
            raise StoreBroken(f"{name} was not kept: {exc.strerror}") from exc


class KeptFile(Generic[T]):
    """One thing that is kept, as ``parse`` understands it; read again only when another process kept another.

    ``parse`` gets None when there is nothing, and raises FileUnreadable for what makes no sense.
    """

    def __init__(self, kept: Kept, name: str, parse: Callable[[dict[str, Any] | None], T]) -> None:
        self._kept, self._name, self._parse = kept, name, parse
        self._stamp: tuple[int, int] | None = None
        self._content: dict[str, Any] | None = None
        self._parsed: T = parse(None)

    def read(self) -> T:
        """Return what is kept now. Raises FileUnreadable."""
        stamp = self._kept.stamp(self._name)
        if stamp is None and self._content is not None:
            # The folder was removed under the running program: it still knows.
            with suppress(StoreBroken):
                self._kept.write(self._name, self._content)
        elif stamp != self._stamp:
            content = self._kept.read(self._name)
            self._parsed = self._parse(content)
            self._stamp, self._content = stamp, content
        return self._parsed

    def write(self, content: dict[str, Any]) -> None:
        """Keep this. Raises StoreBroken."""
        self._kept.write(self._name, content)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable, where the system can do that."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
