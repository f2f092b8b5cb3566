"""Jobs: what takes longer than a page may, done by a thread in portions, told as it goes, and cancelled between them.

A job is a generator: it yields how far it is after each portion and returns what came of it. To cancel it is to close
it, so what it holds open is put away by its own ``finally``; what it returns then is what came of it until then.

How it stands is kept in memory. That it has begun stands in the store as well, so that a hub that was ended in the
middle says so when it is back.
"""

import json
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from hub.bus import WORK
from hub.model import Actor, OwnHand, Right
from hub.services.changing import changing, must
from hub.store.base import Store
from shared.errors import WorkBusy
from shared.fence import Fence, Fences
from shared.submission import from_utc, utc

AT_ONCE: Final = 2
"""So many jobs run at once: what they do waits for the disk, and visitors' answers go before."""
END_S: Final = 5.0
"""How long a hub that stops waits for the portions that have begun."""
WHO: Final = OwnHand("work")
_BEGUN = "work_"
"""Settings with this before the name of a job say who began it when; "" once it has ended."""

Portions = Generator[tuple[int, int | None], None, object]
"""How far it is after each portion, and of how much, None where nobody knows; at the end, what came of it."""


class Ending(StrEnum):
    """How a job has ended. A hub that stopped in the middle has interrupted it."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Job:
    """Work that can be begun: its name, the right it wants, and, for staff, what was not done when it fails."""

    name: str
    right: Right
    fails: str


@dataclass(frozen=True)
class Stand:
    """How a job stands: begun by whom and when, how far it is, and how it has ended (None: it goes on).

    ``total`` is None where nobody knows it. ``ends``: somebody has cancelled it, and the portion it is at goes on.
    ``result`` is what came of it, None where nothing did; ``says`` and ``code`` why it failed.
    """

    name: str
    by: str
    began_at: datetime
    done: int = 0
    total: int | None = None
    ends: bool = False
    ending: Ending | None = None
    ended_at: datetime | None = None
    result: object = None
    says: str = ""
    code: str = ""

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None where nobody knows."""
        return None if self.total is None else min(100, 100 * self.done // max(1, self.total))


@dataclass
class _Running:
    job: Job
    cancelled_by: Actor | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


class Work:
    """All jobs of one hub. Any thread may ask."""

    def __init__(self, store: Store, now: Callable[[], datetime], fences: Fences) -> None:
        self._store, self._now, self._fences = store, now, fences
        self._lock = threading.Lock()
        self._stands: dict[str, Stand] = {}
        self._running: dict[str, _Running] = {}
        self._round: dict[str, Fence] = {}
        self._rights: set[Right] = set()
        self._ends = False

    def start(self, job: Job, portions: Callable[[], Portions], *, by: Actor, now: datetime) -> None:
        """Begin a job in a thread of its own, with a line in the history.

        Raises NotAllowed, StoreError; WorkBusy where this is being done already, or AT_ONCE others are.
        """
        must(by, job.right)
        running = _Running(job)
        with self._lock:
            if self._ends or job.name in self._running or len(self._running) >= AT_ONCE:
                raise WorkBusy(job.name)
            self._running[job.name] = running
        try:
            with changing(self._store, by, now, job.right) as change:
                self._store.settings.save({_BEGUN + job.name: json.dumps({"by": by.name, "at": utc(now)})})
                change.note("begin-work", f"work {job.name}")
                change.wake(WORK)
            with self._lock:
                self._stands[job.name] = Stand(job.name, by.name, now)
                self._rights.add(job.right)
                running.thread = threading.Thread(target=self._do, args=(running, portions), name=job.name, daemon=True)
            running.thread.start()
        except BaseException:
            with self._lock:
                del self._running[job.name]
                if running.thread is not None:  # it could not be started: it does not go on
                    del self._stands[job.name]
            raise

    def cancel(self, job: Job, *, by: Actor) -> None:
        """Ask a job to end after the portion it is at; one that has ended stays as it is. Raises NotAllowed."""
        must(by, job.right)
        with self._lock:
            running = self._running.get(job.name)
            if running is not None and running.thread is not None and running.cancelled_by is None:
                running.cancelled_by = by
                self._stands[job.name] = replace(self._stands[job.name], ends=True)
                running.stop.set()

    def pass_over(self, job: Job) -> None:
        """Show no longer that a job failed: nobody wants it any more."""
        with self._fence(job):
            pass

    def stand(self, job: Job) -> Stand | None:
        """Return how a job stands, or how it ended the last time; None where this hub has not done it."""
        return self._stands.get(job.name)

    def going_on(self, by: Actor) -> list[Stand]:
        """Return what is being done just now of what somebody has the right to know of."""
        with self._lock:
            mine = [name for name, one in self._running.items() if by.may(one.job.right) and name in self._stands]
        return [self._stands[name] for name in mine]

    def concerns(self, by: Actor) -> bool:
        """Tell whether anything that this hub has begun since its start is the business of somebody."""
        return any(by.may(right) for right in self._rights.copy())

    def recall(self) -> None:
        """Learn what the hub was doing when it was ended the last time. Only who serves the hub may ask.

        What cannot be read or written down keeps no hub from serving: it is logged, and tried again at the next start.
        """
        with Fence("recall", ""):
            begun = {
                name: said for name, said in self._store.settings.read().items() if name.startswith(_BEGUN) and said
            }
            for name in begun:
                with Fence(f"recall {name}", ""):
                    self._recall(name.removeprefix(_BEGUN), json.loads(begun[name]))

    def _recall(self, name: str, said: dict[str, str]) -> None:
        self._stands[name] = Stand(name, said["by"], from_utc(said["at"]), ending=Ending.INTERRUPTED)
        self._close_book(name, Ending.INTERRUPTED, WHO)

    def stop(self) -> None:
        """Let no job begin any more, and ask all to end; what is in the middle was interrupted."""
        with self._lock:
            self._ends = True
            for running in self._running.values():
                running.stop.set()

    def close(self) -> None:
        """Stop, and wait END_S seconds for what is being done."""
        self.stop()
        with self._lock:
            threads = [one.thread for one in self._running.values() if one.thread is not None]
        for thread in threads:
            thread.join(END_S / AT_ONCE)

    def _do(self, running: _Running, portions: Callable[[], Portions]) -> None:
        name = running.job.name
        fence = self._fence(running.job)
        ended = replace(self._stands[name], ending=Ending.FAILED)
        try:
            with fence:
                ended = self._walk(running, portions())
        finally:
            trouble = fence.trouble
            if ended.ending is Ending.FAILED and trouble is not None:
                ended = replace(self._stands[name], ending=Ending.FAILED, says=trouble.why, code=trouble.code)
            self._finish(running, fence, replace(ended, ended_at=self._now()))

    def _walk(self, running: _Running, portions: Portions) -> Stand:
        """Do portion after portion until it is done or somebody asks to end."""
        name = running.job.name
        try:
            while not running.stop.is_set():
                done, total = next(portions)
                self._tell(name, done, total)
            result, by = _closed(portions), running.cancelled_by
        except StopIteration as end:
            return replace(self._stands[name], ending=Ending.DONE, result=end.value)
        finally:
            portions.close()
        if by is None:
            return replace(self._stands[name], ending=Ending.INTERRUPTED, result=result)
        return replace(self._stands[name], ending=Ending.CANCELLED, by=by.name, result=result)

    def _tell(self, name: str, done: int, total: int | None) -> None:
        with self._lock:
            before = self._stands[name]
            stand = self._stands[name] = replace(before, done=done, total=total)
        if before.percent != stand.percent or before.total is None:
            self._store.bus.publish(WORK)

    def _finish(self, running: _Running, fence: Fence, ended: Stand) -> None:
        with fence if ended.ending is not Ending.FAILED else self._quiet(running.job):
            # What a stopping hub interrupts is told by the next start, which finds that it has begun.
            if ended.ending is not None and ended.ending is not Ending.INTERRUPTED:
                by = running.cancelled_by if ended.ending is Ending.CANCELLED else None
                self._close_book(running.job.name, ended.ending, by or WHO)
        self._stands[running.job.name] = ended
        with self._lock:
            del self._running[running.job.name]
        self._store.bus.publish(WORK)

    def _close_book(self, name: str, ending: Ending, by: Actor) -> None:
        right = Right.OWN_HAND if by is WHO else Right.ANYBODY  # whether they might cancel was asked when they did
        with changing(self._store, by, self._now(), right) as change:
            self._store.settings.save({_BEGUN + name: ""})
            change.note(f"{ending.value}-work", f"work {name}")

    def _fence(self, job: Job) -> Fence:
        with self._lock:
            if job.name not in self._round:
                self._round[job.name] = self._fences.round(job.name, job.fails)
            return self._round[job.name]

    def _quiet(self, job: Job) -> Fence:
        """Return a fence that shows nothing: why the work failed is shown already, and stays."""
        return Fence(f"{job.name}, writing down that it failed", job.fails)


def _closed(portions: Portions) -> object:
    """End portions between two of them; return what they say came of them until then, None where they say nothing."""
    try:
        portions.throw(GeneratorExit)
    except StopIteration as end:
        return end.value
    except GeneratorExit:
        return None
    raise RuntimeError("portions go on after their end")
