"""What both web apps work with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hub.config import HubConfig
from hub.keys import HubKeys
from hub.store.base import Store
from hub.web.bus import Bus
from shared.fence import Fences


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Hub:
    """One hub: its data, its keys, its settings, its bus, its clock, and the fences round what it does by itself."""

    store: Store
    keys: HubKeys
    config: HubConfig
    bus: Bus = field(default_factory=Bus)
    now: Callable[[], datetime] = _now
    fences: Fences = field(default_factory=Fences)
