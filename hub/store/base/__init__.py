"""What services may ask of a store: a small Protocol a file, a promise a method. No SQL, no rows, no engine.

Every method works alone or inside ``Store.atomic()``. Methods raise StoreBusy, DiskFull or StoreBroken when the
database cannot do its work. Times are ISO 8601 UTC text; ``revision`` is the hub's own count of changes.
"""

from hub.store.base.activities import Activities
from hub.store.base.dates import Dates
from hub.store.base.doors import Doors
from hub.store.base.high_water import HighWater
from hub.store.base.history import History
from hub.store.base.inbox import Inbox
from hub.store.base.kiosks import Kiosks
from hub.store.base.leases import Leases
from hub.store.base.ledger import Ledger
from hub.store.base.mails import Mails
from hub.store.base.notices import Notices
from hub.store.base.people import People
from hub.store.base.prompts import Prompts
from hub.store.base.recalled import Recalled
from hub.store.base.receipts import Receipts
from hub.store.base.revisions import Revisions
from hub.store.base.sessions import Sessions
from hub.store.base.settings import Settings
from hub.store.base.sign_ups import SignUps
from hub.store.base.soundness import Looked, Soundness
from hub.store.base.store import Store
from hub.store.base.submissions import Submissions

__all__ = [
    "Activities",
    "Dates",
    "Doors",
    "HighWater",
    "History",
    "Inbox",
    "Kiosks",
    "Leases",
    "Ledger",
    "Looked",
    "Mails",
    "Notices",
    "People",
    "Prompts",
    "Recalled",
    "Receipts",
    "Revisions",
    "Sessions",
    "Settings",
    "SignUps",
    "Soundness",
    "Store",
    "Submissions",
]
