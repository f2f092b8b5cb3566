"""Passwords are looked at one after the other, apart from the threads that pages wait on.

One look takes 64 MiB and a third of a second on purpose. However many guess at once, the pages of those who are signed
in are answered as ever, and nobody fills the line alone.
"""

import asyncio
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from shared.errors import SignInBusy

T = TypeVar("T")

MOST_WAITING = 16
"""The last of them waits some five seconds, as long as people look at a page that does not come."""
MOST_OF_ONE = 4
"""From one address: four people can sign in at the same moment behind a proxy that says nothing of them."""


POLITE = 10
"""Of 19: with both at work a page gets some nine tenths of a processor."""


def _step_back() -> None:
    """Let pages come first: whoever guesses without end keeps every processor at it (each look has four threads)."""
    if sys.platform == "linux":  # elsewhere a thread has no such rank of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), POLITE)


class Turns:
    """A line before a desk with one clerk. For the thread of the event loop."""

    def __init__(self) -> None:
        self._clerk = ThreadPoolExecutor(1, "passwords", initializer=_step_back)
        self._waiting = Counter[str]()

    async def take(self, address: str, work: Callable[[], T]) -> T:
        """Do this in turn. Raises SignInBusy, at once, where the line is full."""
        if self._waiting.total() >= MOST_WAITING or self._waiting[address] >= MOST_OF_ONE:
            raise SignInBusy("the line is full")
        self._waiting[address] += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._clerk, work)
        finally:
            self._waiting[address] -= 1
            self._waiting += Counter()  # forgets who waits no more
