"""What became of my answer? A visitor types a receipt code or its two words, and learns the state and the reply."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.store import KioskStore
from shared.activity import Activity
from shared.errors import AmbiguousPair, NotFound, TooManyTries
from shared.notice import ReceiptState, SignUpState
from shared.submission import read_receipt_code, read_word_pair

MAX_MISSES = 5
WINDOW_S = 60.0
"""So many codes may be wrong within a minute: 40 bits cannot be guessed at that rate."""


@dataclass(frozen=True)
class Found:
    """What a receipt code gives. ``state``: "waiting" here, or a VisitorState from the hub. ``replies`` by language.

    A sign-up has ``persons``, of whom so many are ``seated``, and a SignUpState; with WAITING also its ``place``,
    or None where there are fewer seats than persons.
    ``activity`` is None for all else, and for a sign-up whose activity was retired or withdrawn.
    """

    state: str
    replies: dict[str, str]
    code: str = ""
    activity: Activity | None = None
    place: int | None = None
    persons: int = 0
    seated: int = 0

    @property
    def over(self) -> bool:
        """Whether it is a sign-up for something that is long over: activities that people count on stay known."""
        return self.persons > 0 and self.activity is None


class LookUp:
    """Answers visitors who come back. ``now`` is monotonic, in seconds."""

    def __init__(self, store: KioskStore, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        self._misses: deque[float] = deque(maxlen=MAX_MISSES)

    def find(self, typed: str, language: str) -> Found:
        """Find by what was typed. Raises NotFound, AmbiguousPair, TooManyTries, StoreError."""
        self._slow_down()
        code, pair = read_receipt_code(typed), read_word_pair(typed, language)
        found = self._store.receipts(code=code) if code else []
        if not found and pair is not None:  # two short words may look like a code as well: "bok ferje"
            found = self._store.receipts(pair=pair)
        if not found:
            self._misses.append(self._now())
            raise NotFound("no such receipt code here")
        if len(found) > 1:
            raise AmbiguousPair(f"{len(found)} receipt codes")
        return self._told(found[0])

    def _told(self, receipt: ReceiptState) -> Found:
        if receipt.activity is None:
            return Found(receipt.state, receipt.replies, receipt.code)
        return Found(
            receipt.state,
            receipt.replies,
            receipt.code,
            activity=self._store.activity(receipt.activity),
            place=self._store.place(receipt) if receipt.state == SignUpState.WAITING else None,
            persons=receipt.persons,
            seated=receipt.seated,
        )

    def _slow_down(self) -> None:
        if len(self._misses) == MAX_MISSES:
            wait = self._misses[0] + WINDOW_S - self._now()
            if wait > 0:
                raise TooManyTries("too many wrong codes", seconds=math.ceil(wait))
