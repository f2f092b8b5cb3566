"""The registries of kinds, one line each: what a library can ask, and what belongs to an activity.

The kiosk and the hub have such registries each.
"""

from shared.errors import UnknownKind
from shared.kinds.attendance import Attendance
from shared.kinds.base import Kind
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
}
"""What staff make prompts of."""

ACTIVITY_KINDS: dict[str, Kind] = {
    "signup": Signup(),
    "change": Change(),
    "attendance": Attendance(),
    "exit": Exit(),
}
"""What comes with an activity; their prompts are made from it, see shared.activity."""

_ALL = {**KINDS, **ACTIVITY_KINDS}


def kind_of(name: str) -> Kind:
    """Return the kind with this name. Raises UnknownKind."""
    try:
        return _ALL[name]
    except KeyError:
        raise UnknownKind(name) from None
