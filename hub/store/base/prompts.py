"""What the library asks."""

from typing import Protocol

from shared.prompt import Prompt


class Prompts(Protocol):
    """Prompts by id; every saved revision stays readable."""

    def every(self) -> list[Prompt]:
        """Return the newest revision of every prompt not withdrawn, in order."""

    def read(self, id: str) -> Prompt | None:
        """Return the newest revision, also of a withdrawn prompt."""

    def asked(self, id: str, content_hash: str) -> Prompt | None:
        """Return the newest revision with exactly this content, if it was ever published here."""

    def shortest_kept(self, id: str, since: int) -> int | None:
        """Return the fewest days that answers were kept in any revision from this one on; None where there is none."""

    def save(self, prompt: Prompt, *, changed: int, now: str) -> None:
        """Keep a new revision; it becomes the newest and is no longer withdrawn."""

    def place(self, id: str, order: int, *, changed: int) -> None:
        """Change the place of a prompt in the order."""

    def withdraw(self, id: str, *, changed: int) -> None:
        """Take a prompt away from kiosks; its revisions stay."""

    def since(self, revision: int, limit: int) -> list[tuple[int, Prompt | str]]:
        """Return changed prompts with their revision, oldest change first; a withdrawn one as its id."""
