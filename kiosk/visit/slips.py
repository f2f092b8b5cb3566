"""Slips for visitors, made ahead: what hides a receipt code takes half a second, and nobody waits to be thanked."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from shared.slip import Slip, Stretch, new_slip, stretched


class Slips:
    """Gives each visitor a slip. The next one is made beside the glass meanwhile, and lies in RAM alone.

    ``hub_id`` is asked each time: a kiosk may be paired with another library. ``draw`` makes a slip by chance.
    """

    def __init__(self, hub_id: Callable[[], str], stretch: Stretch = stretched) -> None:
        self._hub_id, self._stretch = hub_id, stretch
        self.draw: Callable[[str, Stretch], Slip] = new_slip
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="slips")
        self._next: tuple[str, Future[Slip]] | None = None

    def prepare(self) -> None:
        """Begin to make the next one, if that has not begun."""
        hub_id = self._hub_id()
        if self._next is None or self._next[0] != hub_id:
            self._next = hub_id, self._maker.submit(self.draw, hub_id, self._stretch)

    def take(self) -> Slip:
        """Return a slip that nobody had, waiting for it if need be."""
        self.prepare()
        assert self._next is not None
        made, self._next = self._next[1], None
        slip = made.result()
        self.prepare()
        return slip

    def close(self) -> None:
        """Make no more."""
        self._maker.shutdown(cancel_futures=True)
