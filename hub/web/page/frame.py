"""What stands round every page: the library, who is signed in, and the places there are with what waits at each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from hub.jobs.work import Stand
from hub.model import Right, Staff
from hub.presence import Here
from hub.running import Hub
from hub.services.house.settings import KnownLogo
from hub.web.page.help import Help


class Waits(NamedTuple):
    """What waits at a place: what it is called, how many, and whether it hurries."""

    called: str
    how_many: Callable[[Hub, datetime], int]
    hurries: bool = False


class Place(NamedTuple):
    """A place to go to from every page, for those with the right."""

    path: str
    name: str
    icon: str
    right: Right
    waits: Waits | None = None
    inside: tuple[str, ...] = ()
    """Where pages lie that belong to it, beside those under its own path."""
    by_name: bool = False
    """Whether the library's name leads there too: then it takes no room where there is little, as on a telephone."""

    def holds(self, path: str) -> bool:
        """Tell whether a page lies in it."""
        return any(path == one.rstrip("/") or path.startswith(one) for one in (f"{self.path}/", *self.inside))


class Shown(NamedTuple):
    """A place as it stands on a page: how many wait, and ``page`` or ``true`` where the reader is there."""

    place: Place
    waiting: int
    current: str


@dataclass(frozen=True)
class Frame:
    """What every template may read beside the data of its page and the words."""

    path: str
    here: str
    """The path with its query: where a small form on the page leads back to."""
    library: str
    keys_on: bool
    logo: KnownLogo | None = None
    staff: Staff | None = None
    places: tuple[Shown, ...] = ()
    working: tuple[Stand, ...] = ()
    """What is being done in the background, for those whose business it is."""
    help: Help | None = None
    stand: str = ""
    """Where the history stood when the page was read: forms say so, and nothing newer is overwritten unseen."""
    subject: str = ""
    """What the reader has open, "" on pages of which that is not told."""
    also: Sequence[Here] | None = None
    """Who has the same open; None on those pages."""
    shown_also: str = ""
    """The same as one text, see ``hub.presence.shown``."""
    refused: str = ""
    """Why what was sent is refused, "" if it is not."""
    unsent: Sequence[str] = ()
    """What was written, and is nowhere else on the page."""


def shown(places: tuple[Place, ...], path: str, who: Staff, hub: Hub, now: datetime) -> tuple[Shown, ...]:
    """Return the places for this person, as they stand on the page at ``path``."""
    return tuple(
        Shown(
            place,
            place.waits.how_many(hub, now) if place.waits else 0,
            "page" if path == place.path else "true" if place.holds(path) else "",
        )
        for place in places
        if who.may(place.right)
    )
