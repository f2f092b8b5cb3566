"""The one door for change: what is changed here has its line in the history and its revision, and wakes who waits.

Nothing else in this house writes history, takes a revision or wakes an open stream. What only makes sense inside a
change takes a :class:`Change` in place of a store, so that nobody can call it outside of one. Why so: ADR 0021.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from hub.bus import NEWS
from hub.model import Actor, AuditLine, Right
from hub.store.base import Store
from shared.errors import NotAllowed, Stale
from shared.submission import utc

_STAND = re.compile(r"([0-9]{1,15})-([0-9a-f]{0,8})")


@dataclass(frozen=True)
class Change:
    """Something that is being changed in ``store``, all or nothing, at the moment ``now``.

    ``by`` is whoever does it: a person, or the hub's own hand.
    """

    store: Store
    by: Actor
    now: datetime

    @property
    def at(self) -> str:
        """The moment, as it is written."""
        return utc(self.now)

    def revision(self) -> int:
        """Take the next revision, for what kiosks are told under it. They are woken once it is durable."""
        self.wake(NEWS)
        return self.store.revisions.take()

    def note(self, move: str, subject: str, detail: str = "") -> None:
        """Write a line of the history of ``subject``: never a word of a visitor's."""
        self.store.history.write(AuditLine(self.at, self.by.name, move, subject, detail))

    def wake(self, topic: str) -> None:
        """Wake whoever follows a topic of the bus once this is durable; nobody where it is undone."""
        self.store.wake(topic)


def must(by: Actor, right: Right) -> None:
    """Check that somebody has a right, however they came here. Raises NotAllowed."""
    if not by.may(right):
        raise NotAllowed(right.value)


def stand(store: Store) -> str:
    """Return where the history stands. Whoever reads a thing after asking knows of all that was done to it until then.

    It is the number of the last line, and the beginning of its binding: in another copy of the data, as after a backup
    was put back, the same number is another line.
    """
    n, bound = store.history.end()
    return f"{n}-{bound[:8]}"


def must_be_unchanged(store: Store, subject: str, stand: str, moves: Sequence[str] = ()) -> None:
    """Check that since ``stand`` nothing was done to ``subject``, or none of these moves; "" asks nothing.

    Raises Stale, which names the last line; without a name where ``stand`` is none of this history, and nothing is
    known of what was seen.
    """
    if not stand:
        return
    said = _STAND.fullmatch(stand)
    bound = store.history.binding_of(int(said[1])) if said else None
    if said is None or bound is None or bound[:8] != said[2]:
        raise Stale("a stand that is none of this history")
    last = store.history.newest(subject, moves)
    if last is not None and last.n > int(said[1]):
        raise Stale(f"line {last.n}", who=last.staff, move=last.move, at=last.at)


def lines_since(store: Store, stand: str, size: int) -> list[AuditLine]:
    """Return at most so many lines of the history that are newer than ``stand``; none where it is none of this one."""
    said = _STAND.fullmatch(stand)
    return store.history.portion(int(said[1]), size) if said else []


@contextmanager
def unchanged(store: Store, subject: str, stand: str, moves: Sequence[str] = ()) -> Iterator[None]:
    """Change a thing only as it was seen, all or nothing: see :func:`must_be_unchanged`. Raises Stale."""
    with store.atomic():
        must_be_unchanged(store, subject, stand, moves)
        yield


@contextmanager
def changing(store: Store, by: Actor, now: datetime, right: Right) -> Iterator[Change]:
    """Change something, all or nothing, and durable when it ends; inside another change it can fail alone.

    Raises NotAllowed where whoever does it has not the ``right``, whatever a page has asked before.
    """
    must(by, right)
    with store.atomic():
        yield Change(store, by, now)


@contextmanager
def erasing(store: Store, ids: Sequence[str], by: Actor, now: datetime, right: Right) -> Iterator[Change]:
    """Erase these submissions, not inside another change; kiosks are told. Nothing of it comes back with a backup.

    Raises NotAllowed as ``changing``; DiskFull, StoreBroken where they cannot be written down beside the database, and
    then nothing is erased.
    """
    must(by, right)
    with store.erasing(ids, now=utc(now)):
        change = Change(store, by, now)
        yield change
        change.wake(NEWS)  # the store gives what is erased a revision of its own


@contextmanager
def shutting_out(store: Store, by: Actor, now: datetime, right: Right) -> Iterator[tuple[Change, list[str]]]:
    """Shut kiosks out as :func:`erasing` erases: those whose hashes of tokens are added to the list."""
    must(by, right)
    with store.shutting_out(now=utc(now)) as tokens:
        yield Change(store, by, now), tokens
