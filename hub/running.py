"""What both web apps work with."""

from dataclasses import dataclass, field
from datetime import datetime

from hub.bus import Bus
from hub.certificates.desks import Desks
from hub.config import HubConfig
from hub.jobs.made import Shelf
from hub.jobs.work import Work
from hub.keys import HubKeys
from hub.presence import Presence
from hub.services.house.pairing import one_time_code
from hub.services.house.timekeeping import Timekeeper
from hub.services.sync.opening import Unsealer
from hub.store.base import Store
from hub.turns import Turns
from shared.fence import Fences


@dataclass(frozen=True)
class Hub:
    """One hub: its data, its keys, its settings, its time, what opens seals, the turns of those who sign in, who
    has what open, and the fences round what it does by itself.
    """

    store: Store
    keys: HubKeys
    config: HubConfig
    time: Timekeeper
    unsealer: Unsealer
    work: Work
    """What takes long, in the background."""
    shelf: Shelf
    """The files that makes."""
    desks: Desks | None = None
    """How staff at other computers reach it; None where they do not."""
    turns: Turns = field(default_factory=Turns)
    set_up_code: str = field(default_factory=one_time_code, repr=False)
    """Printed where the hub was started, while nobody can sign in: with it the first person sets the hub up."""
    fences: Fences = field(default_factory=Fences)
    presence: Presence = field(default_factory=Presence)

    @property
    def bus(self) -> Bus:
        """Where open streams hear of what has changed."""
        return self.store.bus

    def now(self) -> datetime:
        """Return what time it is for the hub."""
        return self.time.now()
