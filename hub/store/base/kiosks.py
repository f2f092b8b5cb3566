"""Paired kiosks and the pairing code of the moment."""

from typing import Protocol

from hub.model import Lineage, OpenCode, PairedKiosk
from shared.protocol import Health


class Kiosks(Protocol):
    """Paired kiosks, their books, and the pairing code of the moment."""

    def every(self) -> list[PairedKiosk]:
        """Return all kiosks ever paired, by name."""

    def read(self, id: str) -> PairedKiosk | None:
        """Return one, or None."""

    def heard_since(self, at: str) -> list[str]:
        """Return the ids of kiosks that were heard after this and are not shut out."""

    def by_token(self, token_sha256: str) -> PairedKiosk | None:
        """Return the kiosk with this token, also a revoked one."""

    def token_of(self, id: str) -> str:
        """Return the hash of the token of a paired kiosk, also of a revoked one."""

    def shut_out(self) -> list[tuple[str, str]]:
        """Return of each kiosk that is shut out the hash of its token, and since when."""

    def pairings(self) -> list[tuple[str, str, str, str]]:
        """Return of each kiosk, also of one that is shut out: the hash of its token, its id, since when, its name."""

    def pair(self, id: str, name: str, token_sha256: str, *, now: str, place: str = "") -> None:
        """Keep a newly paired kiosk, or pair a known one anew: its old token is worthless then.

        Where no ``place`` is said, a known one keeps its own.
        """

    def rename(self, id: str, name: str) -> None:
        """Give a kiosk another name."""

    def say_where(self, id: str, place: str) -> None:
        """Keep where a kiosk stands; "" where nobody says."""

    def revoke(self, id: str, *, now: str) -> None:
        """Shut a kiosk out."""

    def heard(self, id: str, health: Health, *, skew_s: float, now: str) -> None:
        """Keep a kiosk's last word about itself."""

    def lineage(self, id: str) -> Lineage:
        """Return the kiosk's lineage."""

    def save_lineage(self, id: str, lineage: Lineage, *, copied: bool) -> None:
        """Keep the kiosk's lineage; ``copied`` marks it until it is paired anew."""

    def settle(self, id: str, digest: str) -> None:
        """Remember the digest of retained ids that was found to lack nothing; erasing one of the kiosk's forgets it."""

    def ids_between(self, id: str, first_seq: int, last_seq: int) -> list[str]:
        """Return the ids of the kiosk's stored submissions in a range of its sequence, both ends inclusive."""

    def erased_between(self, id: str, after: int, until: int) -> list[str]:
        """Return the kiosk's ids erased after one revision and not after the other."""

    def open_code(self, code: OpenCode, *, now: str) -> None:
        """Open this pairing code; the one before is closed."""

    def code(self) -> tuple[OpenCode, int] | None:
        """Return the code that was last opened and not closed, and how many wrong proofs were counted."""

    def count_try(self) -> None:
        """Count a wrong proof against the open code."""

    def close_code(self) -> None:
        """Close the open code."""
