"""What is said to whoever comes second: somebody was quicker, who, how and when."""

from collections.abc import Mapping

from hub.model import Staff
from hub.web.page import wording
from hub.web.page.speech import Speech
from shared.errors import Stale
from shared.languages import N_

_TOLD = N_("{name} was quicker: {move}, {ago}. This is how it is now.")
_OWN = N_("You have changed it yourself meanwhile: {move}, {ago}. This is how it is now.")
_UNKNOWN = N_("The hub cannot tell what has happened since you opened this page. This is how it is now.")
_SAVED = N_(
    "Not saved yet. {name} has saved it while you were writing, {ago}. "
    "Save once more, and it becomes as you have it here."
)
_FORM = N_("Not saved yet. {name} was quicker: {move}, {ago}. Save once more, and it becomes as you have it here.")
_FORM_UNKNOWN = N_(
    "Not saved yet. The hub cannot tell what has happened since you opened this page. "
    "Save once more, and it becomes as you have it here."
)


def told(speech: Speech, reader: Staff | None, error: Stale, moves: Mapping[str, str]) -> str:
    """Return who was quicker; ``moves``: what each move is called (message ids)."""
    if not error.move:
        return speech.tr(_UNKNOWN)
    own = reader is not None and reader.name == error.who
    return _filled(speech, _OWN if own else _TOLD, error, moves)


def saved(speech: Speech, error: Stale, moves: Mapping[str, str]) -> str:
    """Return the same above a form in which everything typed still stands."""
    if not error.move:
        return speech.tr(_FORM_UNKNOWN)
    return _filled(speech, _SAVED if error.move == "save" else _FORM, error, moves)


def _filled(speech: Speech, says: str, error: Stale, moves: Mapping[str, str]) -> str:
    move = moves.get(error.move)
    name = wording.called(error.who)
    return speech.tr(says).format(
        name=speech.tr(name) if name else error.who,
        move=speech.tr(move) if move else error.move,
        ago=speech.ago(error.at),
    )
