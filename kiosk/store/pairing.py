"""What the kiosk knows of its hub: the only party that gets a visitor's words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.store.kept import Kept, KeptFile
from shared.errors import FileUnreadable

if TYPE_CHECKING:
    from shared.seal import SealKey

SEAL_KEY_BYTES = 32
_NAME = "pairing"


@dataclass(frozen=True)
class HubPairing:
    """The trust of this kiosk. ``certificate`` is PEM; ``seal_key`` and ``certificate_sha256`` are hex.

    ``address`` ("host:port") is where the hub answered last.
    """

    kiosk_id: str
    kiosk_name: str
    hub_id: str
    name: str
    token: str
    seal_key: str
    certificate: str
    certificate_sha256: str
    address: str

    def __repr__(self) -> str:
        """Without the token, so that it cannot slip into a log."""
        return f"HubPairing(hub_id={self.hub_id!r}, name={self.name!r}, address={self.address!r})"

    @cached_property
    def key(self) -> SealKey:
        """The key to seal to. Raises ValueError when ``seal_key`` is not one."""
        from shared.seal import SealKey  # cryptography takes 25 ms to load, and the first frame needs none of it

        return SealKey(self.seal_key)


class PairingFile:
    """The pairing on disk."""

    def __init__(self, kept: Kept) -> None:
        self._file = KeptFile(kept, _NAME, _from_json)

    def read(self) -> HubPairing | None:
        """Return the pairing; None when the kiosk has no hub yet. Raises FileUnreadable."""
        return self._file.read()

    def read_or_none(self) -> HubPairing | None:
        """Return the pairing; None also when it cannot be read, for what is only shown."""
        try:
            return self.read()
        except FileUnreadable:
            return None

    def write(self, pairing: HubPairing) -> None:
        """Keep the pairing. Raises StoreBroken."""
        self._file.write(asdict(pairing))


def _from_json(found: dict[str, str] | None) -> HubPairing | None:
    if found is None:
        return None
    try:
        pairing = HubPairing(**found)
        if len(bytes.fromhex(pairing.seal_key)) == SEAL_KEY_BYTES:
            return pairing
    except (TypeError, ValueError):
        pass
    raise FileUnreadable(f"{_NAME}.json: it makes no sense")
