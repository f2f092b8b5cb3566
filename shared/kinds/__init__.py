"""The registry of kinds: what can be asked, one line each. The kiosk and the hub have one such registry each."""

from shared.errors import UnknownKind
from shared.kinds.base import Kind
from shared.kinds.drawing import Drawing
from shared.kinds.feedback import Feedback
from shared.kinds.idea import Idea
from shared.kinds.poll import Poll

KINDS: dict[str, Kind] = {
    "idea": Idea(),
    "feedback": Feedback(),
    "poll": Poll(),
    "drawing": Drawing(),
}


def kind_of(name: str) -> Kind:
    """Return the kind with this name. Raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None
