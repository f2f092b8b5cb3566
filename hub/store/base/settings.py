"""What the library has set."""

from collections.abc import Mapping
from typing import Protocol


class Settings(Protocol):
    """What the library has set, by name."""

    def read(self) -> dict[str, str]:
        """Return the library's settings that were ever saved."""

    def save(self, settings: Mapping[str, str]) -> None:
        """Keep these settings."""
