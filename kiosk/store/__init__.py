"""The kiosk's memory: what visitors gave, what the hub said, whom to trust. Durable before it says so."""

from kiosk.store.activities import ActivityHere
from kiosk.store.doors import DOOR, Noted
from kiosk.store.facts import LastWord
from kiosk.store.kept import Kept, KeptFile
from kiosk.store.kiosk_store import KEEP_FREE, KeepFree, KioskStatus, KioskStore
from kiosk.store.news import NAMELESS, Library, ToldPart
from kiosk.store.outbox import Batch
from kiosk.store.pairing import HubPairing
from kiosk.store.sign_ups import SignedUp

__all__ = [
    "DOOR",
    "KEEP_FREE",
    "NAMELESS",
    "ActivityHere",
    "Batch",
    "HubPairing",
    "KeepFree",
    "Kept",
    "KeptFile",
    "KioskStatus",
    "KioskStore",
    "LastWord",
    "Library",
    "Noted",
    "SignedUp",
    "ToldPart",
]
