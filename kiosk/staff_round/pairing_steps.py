"""From "which hub?" to "paired": a hub that was found, or its address; what this tablet is called; the code."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from kiosk.staff_round.beside import outcome
from kiosk.staff_round.views import ChoosingHub, FoundHub, NamingKiosk, Paired, TypingCode
from shared.errors import NotPaired, PairingError, SamskapError
from shared.fence import Fence, Trouble


class SyncSeen(Protocol):
    """How sync goes: another object after each round."""

    @property
    def problem(self) -> SamskapError | None:
        """What went wrong with the last round."""


class PairingSteps:
    """What staff have answered so far, and the view that comes next.

    ``pair`` asks the hub at some addresses with a code and a name, ``hubs`` gives those found so far, ``questions`` how
    many are open here, ``name`` what the kiosk is called. One that is ``named`` by its settings is not asked for it.
    """

    def __init__(
        self,
        *,
        pair: Callable[[Sequence[str], str, str], object],
        hubs: Callable[[], Sequence[FoundHub]],
        troubles: Callable[[], Sequence[Trouble]],
        questions: Callable[[], int],
        sync: Callable[[], SyncSeen],
        name: Callable[[], str],
        named: str,
    ) -> None:
        self._pair, self._hubs, self._troubles, self._questions = pair, hubs, troubles, questions
        self._sync, self._name, self._named = sync, name, named
        self._fence = Fence("pairing", PairingError.says)
        self._before: SyncSeen | None = None
        self._addresses: Sequence[str] = ()
        self._hub = self._called = ""

    def hubs(self) -> ChoosingHub:
        """Return the hubs found by now, or what stands in the way of finding any."""
        return ChoosingHub(tuple(self._hubs()), tuple(self._troubles()))

    def choose(self, addresses: Sequence[str], hub: str) -> NamingKiosk | TypingCode:
        """Take a hub that answers at one of these addresses."""
        self._addresses, self._hub = addresses, hub
        if self._named:
            return self.call(self._named)
        before = ""
        with suppress(SamskapError):  # a pairing that cannot be read: it is about to be replaced
            before = self._name()
        return NamingKiosk(before)

    def call(self, name: str) -> NamingKiosk | TypingCode:
        """Take a name for the kiosk."""
        self._called = name.strip()
        return TypingCode(self._hub, self._called) if self._called else NamingKiosk("", nameless=True)

    def ask(self, code: str) -> Callable[[], Any]:
        """Return what asks the hub: it takes a second or more, raises nothing and returns why it failed, if it did."""
        self._before = self._sync()
        asked = self._addresses, code, self._called
        return lambda: outcome(self._fence, lambda: self._pair(*asked), PairingError("unexpected"))

    def paired(self) -> Paired:
        """Return how many questions have come. While there are none, whether they are still to come, and why."""
        try:
            questions = self._questions()
        except SamskapError as problem:
            return Paired(problem=problem)
        state = self._sync()
        fetching = state is self._before or isinstance(state.problem, NotPaired)
        return Paired(questions, fetching=fetching, unreached=state.problem is not None)
