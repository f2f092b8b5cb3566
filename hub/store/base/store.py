"""One library's data."""

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from hub.bus import Bus
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
from hub.store.base.pictures import Pictures
from hub.store.base.prompts import Prompts
from hub.store.base.recalled import Recalled
from hub.store.base.receipts import Receipts
from hub.store.base.revisions import Revisions
from hub.store.base.sessions import Sessions
from hub.store.base.settings import Settings
from hub.store.base.sign_ups import SignUps
from hub.store.base.soundness import Soundness
from hub.store.base.submissions import Submissions
from hub.store.base.worries import Worries


class Store(Protocol):
    """One library's data."""

    @property
    def submissions(self) -> Submissions:
        """By id."""

    @property
    def worries(self) -> Worries:
        """Handed over, for those alone who safeguard."""

    @property
    def dates(self) -> Dates:
        """As the hub's time has set them."""

    @property
    def inbox(self) -> Inbox:
        """As lists."""

    @property
    def revisions(self) -> Revisions:
        """How far it has come."""

    @property
    def prompts(self) -> Prompts:
        """What is asked."""

    @property
    def notices(self) -> Notices:
        """What is on the board."""

    @property
    def receipts(self) -> Receipts:
        """What codes give."""

    @property
    def settings(self) -> Settings:
        """What the library is."""

    @property
    def pictures(self) -> Pictures:
        """What it gave to be known by."""

    @property
    def kiosks(self) -> Kiosks:
        """The paired kiosks."""

    @property
    def people(self) -> People:
        """The staff."""

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""

    @property
    def history(self) -> History:
        """Who did what."""

    @property
    def activities(self) -> Activities:
        """What people come to."""

    @property
    def sign_ups(self) -> SignUps:
        """Who comes."""

    @property
    def mails(self) -> Mails:
        """Which letters could not be sent."""

    @property
    def recalled(self) -> Recalled:
        """What was forgotten of who comes."""

    @property
    def leases(self) -> Leases:
        """Seats out on kiosks."""

    @property
    def soundness(self) -> Soundness:
        """Whether what lies here is what was put here."""

    @property
    def doors(self) -> Doors:
        """Who was there."""

    @property
    def erasures(self) -> Ledger:
        """What must never come back: the ids of what was erased."""

    @property
    def shut_outs(self) -> Ledger:
        """Who must never come back: the hashes of the tokens of kiosks that were shut out."""

    @property
    def pairings(self) -> Ledger:
        """Who must not be forgotten: a line for each pairing, see :mod:`hub.services.house.trusted_again`."""

    @property
    def high_water(self) -> HighWater:
        """How far this database had come."""

    def atomic(self) -> AbstractContextManager[None]:
        """All or nothing, one writer at a time, durable when it ends; inside another it can fail alone."""

    @property
    def bus(self) -> Bus:
        """Where open streams hear of what has changed here."""

    def wake(self, topic: str) -> None:
        """Say this on the bus: at once, or inside ``atomic()`` once the outermost is durable, and never if undone."""

    def erasing(self, ids: Sequence[str], *, now: str) -> AbstractContextManager[None]:
        """As ``atomic()``, not inside another, for erasing these: they are written down before it is done, or it fails.

        Raises DiskFull, StoreBroken where they cannot be written down; then nothing is erased.
        """

    def shutting_out(self, *, now: str) -> AbstractContextManager[list[str]]:
        """As ``erasing``, for shutting kiosks out: the hashes of tokens that are added to the list are written down."""

    def elsewhere(self) -> int:
        """Return a number that is another one as soon as another process has changed something."""

    def copy(self) -> Generator[tuple[int, int], None, BinaryIO]:
        """Copy the whole database as it is now, in portions, and look through the copy; one at a time.

        Yields how many bytes of how many are copied. Returns the copy, open: once closed it is gone. Raises DiskFull,
        StoreBroken, StoreDamaged.
        """

    def drop_copy(self) -> None:
        """Take away what is left of a copy that was killed in the middle; not while one is made."""

    def scour(self) -> None:
        """See to it that what was deleted stands in no file any more; not inside ``atomic()``."""

    def close(self) -> None:
        """Close the database."""
