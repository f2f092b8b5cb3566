"""What became of my answer? A visitor types a receipt code and learns the state and the reply; the two words find
the state alone: they are 16 bits, and others may hit on them.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.store import KioskStore
from shared.activity import Activity
from shared.errors import AmbiguousPair, NotFound, TooManyTries
from shared.notice import ReceiptState, SignUpState
from shared.slip import Slip, Stretch, read_receipt_code, read_word_pair, stretched

MAX_MISSES = 5
WINDOW_S = 60.0
"""So many codes may be wrong within a minute: 40 bits cannot be guessed at that rate."""


@dataclass(frozen=True)
class Found:
    """What a receipt code gives. ``state``: "waiting" here, or a VisitorState from the hub. ``replies`` by language.

    ``slip`` is that of the code; None where the two words were typed: they give the state and nothing else.

    A ``sign_up`` has ``persons``, of whom so many are ``seated``, and a SignUpState; with WAITING also its ``place``,
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
    sign_up: bool = False
    slip: Slip | None = field(default=None, compare=False)

    @property
    def over(self) -> bool:
        """Whether it is a sign-up for something that is long over: activities that people count on stay known."""
        return self.persons > 0 and self.activity is None


class LookUp:
    """Answers visitors who come back. ``now`` is monotonic, in seconds."""

    def __init__(self, store: KioskStore, now: Callable[[], float], stretch: Stretch = stretched) -> None:
        self._store, self._now, self._stretch = store, now, stretch
        self._misses: deque[float] = deque(maxlen=MAX_MISSES)

    def find(self, typed: str, language: str) -> Found:
        """Find by what was typed. Raises NotFound, AmbiguousPair, TooManyTries, StoreError."""
        self._slow_down()
        code, pair = read_receipt_code(typed), read_word_pair(typed, language)
        found = self._by_code(code) if code else []
        if not found and pair is not None:  # two short words may look like a code as well: "bok ferje"
            found = [Found(state, {}, sign_up=sign_up) for state, sign_up in self._store.states(pair)]
        if not found:
            self._misses.append(self._now())
            raise NotFound("no such receipt code here")
        if len(found) > 1:
            raise AmbiguousPair(f"{len(found)} receipt codes")
        return found[0]

    def slip(self, code: str) -> Slip:
        """Return the slip with this code, without its words; takes as long as the slow function. Raises StoreError."""
        pairing = self._store.pairing()
        return Slip(code, 0, self._stretch(code, pairing.hub_id if pairing else ""))

    def _by_code(self, code: str) -> list[Found]:
        slip = self.slip(code)
        # The one that was sealed to this code, where a stranger's lies under the same finder.
        return [self._told(receipt, slip) for receipt in self._store.receipts(slip)][:1]

    def _told(self, receipt: ReceiptState, slip: Slip) -> Found:
        if receipt.activity is None:
            return Found(receipt.state, receipt.replies, receipt.code, slip=slip)
        return Found(
            receipt.state,
            receipt.replies,
            receipt.code,
            activity=self._store.activity(receipt.activity),
            place=self._store.place(receipt) if receipt.state == SignUpState.WAITING else None,
            persons=receipt.persons,
            seated=receipt.seated,
            sign_up=True,
            slip=slip,
        )

    def _slow_down(self) -> None:
        if len(self._misses) == MAX_MISSES:
            wait = self._misses[0] + WINDOW_S - self._now()
            if wait > 0:
                raise TooManyTries("too many wrong codes", seconds=math.ceil(wait))
