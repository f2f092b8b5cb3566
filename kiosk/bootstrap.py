"""The only place where the parts of a kiosk are joined."""

from dataclasses import dataclass

from kiosk.clock import Clock
from kiosk.config import KioskConfig
from kiosk.lookup import LookUp
from kiosk.pin import Pin
from kiosk.store import KioskStore
from kiosk.visit import Visit


@dataclass(frozen=True)
class Kiosk:
    """A kiosk without its glass."""

    config: KioskConfig
    clock: Clock
    store: KioskStore
    visit: Visit
    look_up: LookUp
    pin: Pin


def build(config: KioskConfig, clock: Clock | None = None) -> Kiosk:
    """Join a kiosk in its folder. Nothing runs yet and no network is touched. Raises StoreBroken."""
    clock = clock or Clock()
    store = KioskStore.open(config.data, clock)

    def default_language() -> str:
        return config.default_language or store.default_language()

    visit = Visit(
        prompts=lambda: store.open_prompts(clock.utc()),
        save=store.save,
        now=clock.monotonic,
        default_language=default_language,
    )
    return Kiosk(config, clock, store, visit, LookUp(store, clock.monotonic), Pin(store, clock.monotonic))
