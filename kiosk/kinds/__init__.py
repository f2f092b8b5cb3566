"""The registry of forms: how each kind is asked on the glass, one line each. It has the same names as shared.kinds."""

from kiosk.kinds.base import KindForm
from kiosk.kinds.drawing import DRAWING
from kiosk.kinds.feedback import FEEDBACK
from kiosk.kinds.idea import IDEA
from kiosk.kinds.poll import POLL

FORMS: dict[str, KindForm] = {
    "idea": IDEA,
    "feedback": FEEDBACK,
    "poll": POLL,
    "drawing": DRAWING,
}
