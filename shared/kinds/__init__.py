"""The registry of kinds: what can be asked, and by its home what it belongs to. Kiosk and hub have one each."""

from shared.errors import UnknownKind
from shared.kinds.attendance import Attendance
from shared.kinds.base import Home, Kind
from shared.kinds.change import Change
from shared.kinds.drawing import Drawing
from shared.kinds.exit import Exit
from shared.kinds.feedback import Feedback
from shared.kinds.idea import Idea
from shared.kinds.poll import Poll
from shared.kinds.signup import Signup

KINDS: dict[str, Kind] = {
    "idea": Idea(),
    "feedback": Feedback(),
    "poll": Poll(),
    "drawing": Drawing(),
    "signup": Signup(),
    "change": Change(),
    "attendance": Attendance(),
    "exit": Exit(),
}


def at_home(home: Home) -> dict[str, Kind]:
    """Return the kinds that live there, by name."""
    return {name: kind for name, kind in KINDS.items() if kind.home is home}


def kind_of(name: str) -> Kind:
    """Return the kind with this name. Raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None
