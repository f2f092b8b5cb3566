"""The registry of how each kind is read, one line each; shared.kinds says what a valid answer is."""

from hub.kinds.attendance import AttendanceReader
from hub.kinds.base import ActivityReader, Reader
from hub.kinds.change import ChangeReader
from hub.kinds.drawing import DrawingReader
from hub.kinds.exit import ExitReader
from hub.kinds.feedback import FeedbackReader
from hub.kinds.idea import IdeaReader
from hub.kinds.poll import PollReader
from hub.kinds.signup import SignupReader
from hub.model import StoredSubmission
from hub.shapes import SettingsForm
from shared.errors import InvalidAnswer, UnknownKind
from shared.kinds import kind_of
from shared.kinds.base import Answer

READERS: dict[str, Reader] = {
    "idea": IdeaReader(),
    "feedback": FeedbackReader(),
    "poll": PollReader(),
    "drawing": DrawingReader(),
    "signup": SignupReader(),
    "change": ChangeReader(),
    "attendance": AttendanceReader(),
    "exit": ExitReader(),
}


def activity_reader(name: str) -> ActivityReader | None:
    """Return how a kind is read whose home is an activity; None for any other, and for one that is not known."""
    reader = READERS.get(name)
    return reader if isinstance(reader, ActivityReader) else None


def settings_of(name: str) -> SettingsForm:
    """Return what staff choose about a question of a kind; nothing for one that is not known."""
    return READERS[name].settings if name in READERS else SettingsForm()


def answer_of(stored: StoredSubmission) -> Answer | None:
    """Return the answer as its kind unpacks it; None when it could not be opened or is of no known shape."""
    if stored.payload is None:
        return None
    try:
        return kind_of(stored.submission.kind).unpack(stored.payload)
    except (UnknownKind, InvalidAnswer):
        return None
