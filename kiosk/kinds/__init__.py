"""The registry of forms: how each kind is asked on the glass, one line each. It has every kind that visitors answer."""

from kiosk.kinds.base import KindForm
from kiosk.kinds.drawing import DRAWING
from kiosk.kinds.exit import EXIT
from kiosk.kinds.feedback import FEEDBACK
from kiosk.kinds.idea import IDEA
from kiosk.kinds.poll import POLL
from kiosk.kinds.signup import SIGNUP

FORMS: dict[str, KindForm] = {
    "idea": IDEA,
    "feedback": FEEDBACK,
    "poll": POLL,
    "drawing": DRAWING,
    "signup": SIGNUP,
    "exit": EXIT,
}
