"""One delivery that is being taken in: what it brought, and step by step what comes of it.

It lies below the rooms: each takes its step with it, in the order of :data:`hub.services.sync.intake.STEPS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hub.marks import Marks
from hub.model import Arrival, PairedKiosk, Recount, Said, StoredSubmission
from hub.services.changing import Change
from shared.protocol import Delivery, Lease, Refusal
from shared.submission import Submission


class Opens(Protocol):
    """Whatever has opened a delivery: it opens again what could not be taken before."""

    @property
    def has_enough(self) -> bool:
        """Whether what else there is to open is for another time."""

    def again(self, stored: StoredSubmission) -> Arrival:
        """Return what was opened before as it is taken now. Raises DiskFull, StoreBusy, StoreBroken."""


@dataclass(frozen=True)
class Brought:
    """What a delivery brought, checked and opened before anybody waits for the lock.

    ``delivery`` is as far as it can be believed; ``invented``: what it claims to have heard was not. ``sound`` are its
    records by id, ``arrivals`` what was opened of them, ``told`` what the kiosk says that it was told, None of one that
    is not asked.
    """

    kiosk: PairedKiosk
    delivery: Delivery
    invented: bool
    marks: Marks
    opener: Opens
    sound: Mapping[str, Submission]
    refused: Sequence[Refusal]
    arrivals: Sequence[Arrival]
    told: Sequence[Said] | None

    @property
    def ids(self) -> list[str]:
        """The ids of what was opened: what is not named in the receipt waits, and comes again."""
        return [arrival.submission.id for arrival in self.arrivals]


@dataclass(frozen=True)
class Compared:
    """What comparing with the kiosk's memory gave: the next ``lineage`` token, and what it offered that is not here.

    ``hub_put_back``: the kiosk has heard of changes the hub knows nothing of. ``wants_ids``: it should offer the ids
    that it retains.
    """

    lineage: str
    hub_put_back: bool
    lacking: list[str]
    erased: list[str]
    wants_ids: bool

    @property
    def lacks(self) -> bool:
        """Whether the kiosk has something that the hub lacks, as far as one can tell."""
        return self.wants_ids or bool(self.lacking)


@dataclass
class Taking:
    """What comes of a delivery. Each step reads what those before it have found, and adds its own.

    Of what arrived some was ``known``, with its SHA-256 (None: erased); some stays ``waiting`` on the kiosk; of the
    rest what could be kept is ``new``, and what could not is ``refused``. ``full``: the kiosk takes all news anew.
    """

    change: Change
    brought: Brought
    recount: Recount
    refused: list[Refusal]
    known: dict[str, str | None] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    new: list[Arrival] = field(default_factory=list)
    compared: Compared = field(init=False)
    full: bool = False
    leases: list[Lease] = field(default_factory=list)

    @property
    def kiosk(self) -> PairedKiosk:
        """Whose delivery it is."""
        return self.brought.kiosk

    @property
    def delivery(self) -> Delivery:
        """What it says."""
        return self.brought.delivery

    @property
    def marks(self) -> Marks:
        """By which the hub knows its own word."""
        return self.brought.marks

    @property
    def is_quiet(self) -> bool:
        """Whether the kiosk gets neither news nor leases, see recount."""
        return self.recount.is_quiet_for(self.kiosk.id)
