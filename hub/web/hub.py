"""What both web apps work with."""

from dataclasses import dataclass, field
from datetime import datetime

from hub.config import HubConfig
from hub.keys import HubKeys
from hub.services.timekeeping import Timekeeper
from hub.store.base import Store
from hub.web.bus import Bus
from shared.fence import Fences


@dataclass(frozen=True)
class Hub:
    """One hub: its data, its keys, its settings, its time, its bus, and the fences round what it does by itself."""

    store: Store
    keys: HubKeys
    config: HubConfig
    time: Timekeeper
    bus: Bus = field(default_factory=Bus)
    fences: Fences = field(default_factory=Fences)

    def now(self) -> datetime:
        """Return what time it is for the hub."""
        return self.time.now()
