"""Who is connected, and who has to go when another comes: silence never takes the place of a kiosk."""

from dataclasses import dataclass
from typing import Protocol


class Caller(Protocol):
    """One open connection."""

    address: str
    """Where it comes from, without the port."""

    @property
    def busy(self) -> bool:
        """Whether a whole request came in that is still being answered."""

    def hang_up(self) -> None:
        """End it at once; it leaves soon."""


@dataclass(frozen=True)
class Room:
    """How many connections there may be: of all strangers, of those at one address, and of one known kiosk."""

    strangers: int = 256
    """A process may hold 1,024 files where nobody says otherwise; this leaves most of them to kiosks and the disk."""
    at_one_address: int = 64
    """Behind one address may stand a whole library. A kiosk is a stranger there only until its first request."""
    of_a_kiosk: int = 8
    """It needs one stream and one for its rounds. What a tablet left open when its network went away lingers."""


class Callers:
    """Keeps everybody who is connected within the room there is, by hanging up on whoever does least.

    Everybody comes as a stranger. Who shows a kiosk's token belongs to that kiosk, and no stranger takes its place.
    Where there is no room for one more, one of the same address goes, or one of the address with the most strangers:
    the oldest without a request under way, else the oldest. So the newest is heard, however many were silent before.
    For the thread of the event loop alone.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._strangers: dict[str, dict[Caller, None]] = {}
        self._kiosks: dict[str, dict[Caller, None]] = {}

    def come(self, caller: Caller) -> None:
        """Take in a stranger."""
        self._strangers.setdefault(caller.address, {})[caller] = None
        if len(self._strangers[caller.address]) > self._room.at_one_address:
            self._make_room(self._strangers[caller.address], caller)
        elif sum(map(len, self._strangers.values())) > self._room.strangers:
            self._make_room(max(self._strangers.values(), key=len), caller)

    def belongs(self, caller: Caller, kiosk: str) -> None:
        """Take note of whose connection this is. Hears the same again."""
        if caller in self._kiosks.get(kiosk, ()):
            return
        self.leave(caller)
        mine = self._kiosks.setdefault(kiosk, {})
        mine[caller] = None
        if len(mine) > self._room.of_a_kiosk:
            self._make_room(mine, caller)

    def leave(self, caller: Caller) -> None:
        """Forget one that has ended."""
        for groups in (self._strangers, self._kiosks):
            for name in [name for name, group in groups.items() if caller in group]:
                del groups[name][caller]
                if not groups[name]:
                    del groups[name]

    def _make_room(self, group: dict[Caller, None], newest: Caller) -> None:
        before = [caller for caller in group if caller is not newest]
        gone = next((caller for caller in before if not caller.busy), before[0])
        self.leave(gone)
        gone.hang_up()
