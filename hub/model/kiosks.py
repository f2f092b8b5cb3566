"""A kiosk as the hub knows it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PairedKiosk:
    """A kiosk and its last word about itself. Counts are None until it has synced once."""

    id: str
    name: str
    paired_at: str
    revoked_at: str | None
    last_seen_at: str | None
    created: int | None
    waiting: int | None
    on_hub: int | None
    set_aside: int | None
    erased: int | None
    free_bytes: int | None
    skew_s: float | None
    version: str | None
    salvages: int | None
    copied: bool
    stored: int
    """How many of its submissions the hub has, for the books."""
    erased_here: int = 0
    """How many of its submissions the hub erased. The kiosk does not hear of those whose copies it no longer keeps."""
    place: str = ""
    """Where it stands, in the words of staff; "" where nobody said."""

    @property
    def missed(self) -> int:
        """How many submissions the kiosk believes to be on the hub that the hub neither has nor erased."""
        return max(0, (self.on_hub or 0) - self.stored - self.erased_here)

    @property
    def balanced(self) -> bool | None:
        """Whether created = on the hub + waiting + set aside + erased; None before the first sync."""
        if self.created is None:
            return None
        parts = (self.on_hub, self.waiting, self.set_aside, self.erased)
        return self.created == sum(part or 0 for part in parts)


@dataclass(frozen=True)
class DoorKeys:
    """The public keys (base64) that came for the door of one kiosk: the one staff said yes to, the one that waits for
    their word, and the last one they said no to.
    """

    accepted: str | None = None
    pending: str | None = None
    refused: str | None = None


@dataclass(frozen=True)
class OpenCode:
    """A pairing code that is open until ``closes_at``, written in three groups as people read it.

    ``name`` is what staff call the kiosk it is for; "": the kiosk says its own. ``place``: where it will stand, ""
    where nobody said. ``nonce`` and ``key`` (hex) are made with it, see shared.protocol.pairing_key.
    """

    code: str
    closes_at: str
    name: str = ""
    nonce: str = ""
    key: str = field(default="", repr=False)
    place: str = ""


@dataclass(frozen=True)
class Lineage:
    """The tokens of a kiosk's last receipts, and the digest of retained ids that was last found to lack nothing."""

    current: str | None
    former: str | None
    settled: str | None
