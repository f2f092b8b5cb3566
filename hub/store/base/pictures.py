"""Pictures that the library gave."""

from typing import Protocol


class Pictures(Protocol):
    """The library's logo, by its mark; settings say which mark holds."""

    def read(self, mark: str) -> bytes | None:
        """Return the picture with this mark, or None."""

    def keep(self, mark: str, png: bytes) -> None:
        """Keep this picture, and no other."""

    def drop(self) -> None:
        """Keep none."""
