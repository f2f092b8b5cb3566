"""Many hands: of a big batch a second process opens a part of the seals, on another core.

Opening a seal holds Python's global lock, so threads do not help. The process is started with the first big batch,
helps with those that follow, and ends when none has come for a while, when the hub closes, or when the hub is gone. It
is the hub's own user, gets the secrets through a pipe, and writes nothing anywhere. It may fail at any moment, or be
late: what it has not opened by then is opened here.

``python -m hub.hands`` is that process; nobody starts it but the hub.
"""

import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO

from hub.keys import KeyRing
from shared.seal import Payloads, Sealed, UnsealKey

MANY = 250
"""Submissions in a batch from which on it is worth it: one like that comes from a kiosk that was away for long."""
SHARE = 0.65
"""What the second process opens of a batch, while the first opens the rest and then reads what was opened."""
AT_ONCE = 50
"""Answers the second process gives back together."""
PATIENCE_S = 2.0
"""How long it may take for that; a slow machine needs a hundredth."""
REST_S = 30.0
"""After so long without a big batch it ends."""


class ManyHands:
    """Opens seals with the keys on a ring; of a big batch with a second process, where there is a core for it."""

    def __init__(
        self, ring: KeyRing, *, cores: int | None = None, patience_s: float = PATIENCE_S, rest_s: float = REST_S
    ) -> None:
        self._ring, self._patience_s, self._rest_s = ring, patience_s, rest_s
        self._has_core = (cores or os.cpu_count() or 1) > 1
        self._turn = threading.Lock()
        self._second: _Second | None = None
        self._closed = False

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """The secrets of all keys, the present one first."""
        return self._ring.secrets

    def unseal(self, sealed: bytes, *, submission_id: str, kind: str) -> bytes:
        """Return the payload. Raises CannotUnseal when none of the keys opens it."""
        return self._ring.unseal(sealed, submission_id=submission_id, kind=kind)

    def unseal_all(self, batch: Sequence[Sealed]) -> Payloads:
        """Yield each payload, in order; None for what none of the keys opens."""
        # One batch has the second process; another that comes meanwhile is opened here.
        if len(batch) < MANY or not self._turn.acquire(blocking=False):
            yield from self._ring.unseal_all(batch)
            return
        try:
            yield from self._together(batch)
        finally:
            self._turn.release()

    def is_helped(self, within_s: float = 0.0) -> bool:
        """Tell whether the second process is up, or comes up within these seconds."""
        second = self._second
        return second is not None and second.is_up.wait(within_s) and not second.is_gone.is_set()

    def is_alone(self, within_s: float = 0.0) -> bool:
        """Tell whether there is no second process, or none any more within these seconds."""
        second = self._second
        return second is None or second.is_gone.wait(within_s)

    def close(self) -> None:
        """End the second process, also under a batch: the rest of that is opened here."""
        self._closed = True
        if second := self._second:
            second.end()

    def _together(self, batch: Sequence[Sealed]) -> Payloads:
        second = self._helping()
        if second is None:
            yield from self._ring.unseal_all(batch)
            return
        share, rest = batch[: int(len(batch) * SHARE)], batch[int(len(batch) * SHARE) :]
        opened, done = second.opening(share), 0
        try:
            mine = list(self._ring.unseal_all(rest))
            for payload in opened:
                done += 1
                yield payload
        finally:
            for _ in opened:  # whoever had enough leaves nothing behind for the next batch
                pass
        yield from self._ring.unseal_all(share[done:])
        yield from mine

    def _helping(self) -> "_Second | None":
        """Return the second process once it is up; until then start it, and let nobody wait for it."""
        if self._second is None or self._second.is_gone.is_set():
            self._second = None
            if self._has_core and not self._closed:
                with suppress(OSError):  # no memory, no process or no thread left: another time
                    self._second = _Second(self.secrets, self._patience_s, self._rest_s)
                if self._closed and self._second is not None:  # meanwhile, and so it was not ended there
                    self._second.end()
            return None
        return self._second if self._second.is_up.is_set() else None


class _Second:
    """The second process, and the thread that talks to it. Raises OSError when it cannot be started."""

    def __init__(self, secrets: Sequence[bytes], patience_s: float, rest_s: float) -> None:
        self._patience_s, self._rest_s = patience_s, rest_s
        self._shares: queue.SimpleQueue[Sequence[Sealed]] = queue.SimpleQueue()
        self._opened: queue.SimpleQueue[list[bytes] | None] = queue.SimpleQueue()
        self.is_up, self.is_gone = threading.Event(), threading.Event()
        # -P: what lies in the folder the hub was started in is not taken for the hub.
        command = [sys.executable, "-P", "-m", "hub.hands"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._thread = threading.Thread(target=self._talk, args=(secrets,), daemon=True, name="second hands")
        try:
            self._thread.start()
        except RuntimeError as exc:
            self._let_go()
            raise OSError("no thread left") from exc

    def opening(self, share: Sequence[Sealed]) -> Iterator[bytes | None]:
        """Begin to open these at once; yield what was opened, and end early when it fails or is late."""
        self._shares.put(share)
        return self._given(len(share))

    def end(self) -> None:
        """End it, and wait until it is gone."""
        with suppress(OSError):
            self._process.kill()
        self._shares.put([])
        self._thread.join()

    def _given(self, left: int) -> Iterator[bytes | None]:
        while left > 0:
            try:
                opened = self._opened.get(timeout=self._patience_s)
            except queue.Empty:
                opened = None
            if opened is None:
                self.end()
                return
            left -= len(opened)
            yield from map(_unmarked, opened)

    def _talk(self, secrets: Sequence[bytes]) -> None:
        to, back = self._process.stdin, self._process.stdout
        assert to
        assert back
        try:
            _put(to, secrets)
            _take(back)
            self.is_up.set()
            while share := self._shares.get(timeout=self._rest_s):
                _put(to, [part for one in share for part in (one.sealed, one.id.encode(), one.kind.encode())])
                left = len(share)
                while left > 0:
                    opened = _take(back)
                    left -= len(opened)
                    self._opened.put(opened)
        except (queue.Empty, OSError, EOFError, ValueError):
            pass  # it has rested for long enough, or is no more
        finally:
            self._let_go()
            self.is_gone.set()
            self._opened.put(None)

    def _let_go(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was on its way to it
                if pipe is not None:
                    pipe.close()


def _marked(payload: bytes | None) -> bytes:
    """Mark what was opened: it may be empty, and is then something else than what does not open."""
    return b"" if payload is None else b"\1" + payload


def _unmarked(given: bytes) -> bytes | None:
    return given[1:] if given else None


def _put(pipe: IO[bytes], parts: Sequence[bytes]) -> None:
    lengths = struct.pack(f"<I{len(parts)}I", len(parts), *map(len, parts))
    pipe.write(lengths + b"".join(parts))
    pipe.flush()


def _take(pipe: IO[bytes]) -> list[bytes]:
    (count,) = struct.unpack("<I", _exactly(pipe, 4))
    lengths = struct.unpack(f"<{count}I", _exactly(pipe, 4 * count))
    return [_exactly(pipe, length) for length in lengths]


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) != size:
        raise EOFError
    return found


def help_out(to: IO[bytes], back: IO[bytes]) -> None:
    """Open what comes until nothing comes any more: first the secrets, then shares of three parts a submission."""
    ring = KeyRing(tuple(map(UnsealKey, _take(to))))
    _put(back, [b"up"])
    with suppress(EOFError, OSError):
        while parts := _take(to):
            sealed, ids, kinds = parts[::3], parts[1::3], parts[2::3]
            share = [Sealed(*one) for one in zip(sealed, map(bytes.decode, ids), map(bytes.decode, kinds), strict=True)]
            for start in range(0, len(share), AT_ONCE):
                _put(back, [_marked(payload) for payload in ring.unseal_all(share[start : start + AT_ONCE])])


if __name__ == "__main__":
    with suppress(EOFError, OSError, KeyboardInterrupt):
        help_out(sys.stdin.buffer, sys.stdout.buffer)
