"""Telling open streams that something happened: topics only, no data.

Every stream hears every topic. Those of kiosks go by "news", those of staff pages by "inbox", "tried" and "people", and
both by "kiosks".
"""

import asyncio
import threading
from collections.abc import AsyncIterator

NEWS, INBOX, KIOSKS, TRIED, PEOPLE, HERE, WORK = "news", "inbox", "kiosks", "tried", "people", "here", "work"
"""What changed for kiosks; in the inbox; who of them is known (paired, shut out); somebody tried with a wrong code; who
may do what at the staff pages; who has what open there; how far long work is."""


class Bus:
    """Publishes from any thread to every subscriber's own event loop. A topic that waits already is not said twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscribers: set[_Subscriber] = set()
        self._closed = False

    def publish(self, topic: str) -> None:
        """Wake everybody who listens. Any thread may call; never waits."""
        with self._lock:
            for subscriber in self._subscribers:
                subscriber.tell(topic)

    async def subscribe(self, *first: str) -> AsyncIterator[str]:
        """Yield the topics in ``first``, then topics as they are published; ends when the bus is closed.

        It listens before ``first`` is yielded, so nothing falls between.
        """
        subscriber = _Subscriber(asyncio.get_running_loop())
        with self._lock:
            if self._closed:
                return
            self._subscribers.add(subscriber)
        for topic in first:
            subscriber.tell(topic)
        try:
            while (topics := await subscriber.next()) is not None:
                for topic in topics:
                    yield topic
        finally:
            with self._lock:
                self._subscribers.discard(subscriber)

    def close(self) -> None:
        """End every subscription, and every later one at once: an open stream would keep the server from stopping."""
        with self._lock:
            self._closed = True
            for subscriber in self._subscribers:
                subscriber.tell(None)


class _Subscriber:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._woken = asyncio.Event()
        self._topics: dict[str, None] = {}
        self._ended = False

    def tell(self, topic: str | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._note, topic)

    def _note(self, topic: str | None) -> None:
        if topic is None:
            self._ended = True
        else:
            self._topics[topic] = None
        self._woken.set()

    async def next(self) -> list[str] | None:
        await self._woken.wait()
        if self._ended:
            return None
        self._woken.clear()
        topics, self._topics = list(self._topics), {}
        return topics
