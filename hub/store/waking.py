"""Who waits for a change hears of it when it is durable, and not before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from hub.bus import Bus


class Waking:
    """Keeps the topics that are said while something is being changed, a list for each thread and depth."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._here = threading.local()

    def wake(self, topic: str) -> None:
        """Say a topic: at once, or inside :meth:`after` when that has ended well."""
        said: dict[str, None] | None = getattr(self._here, "said", None)
        if said is None:
            self._bus.publish(topic)
        else:
            said[topic] = None

    @contextmanager
    def after(self) -> Iterator[None]:
        """Keep what is said until this ends: inside another for that one, else for the bus; nothing where it fails."""
        outer: dict[str, None] | None = getattr(self._here, "said", None)
        said = self._here.said = dict[str, None]()
        try:
            yield
        finally:
            self._here.said = outer
        for topic in said:
            self.wake(topic)
