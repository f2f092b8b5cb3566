"""The buttons below a submission: what can be done with it now."""

from typing import Final, NamedTuple

from hub.model import Move, State, Voice
from hub.services.review import review
from hub.web.page import wording
from hub.web.page.desk import Desk
from shared.languages import N_


class Act(NamedTuple):
    """A button: what it says, where it leads, and whether a form opens first."""

    says: str
    path: str
    icon: str
    main: bool
    keys: tuple[str, ...]
    asks: bool


SHOWN: Final[dict[State, tuple[tuple[Move, str, str, str], ...]]] = {
    State.NEW: (
        (Move.PUBLISH, N_("Show on the board"), "publish", "bullhorn_outline"),
        (Move.KEEP, N_("Keep"), "keep", "bookmark_outline"),
        (Move.SET_ASIDE, N_("Set aside"), "set-aside", "archive_outline"),
        (Move.ANSWER, N_("Answer"), "answer", "reply_outline"),
    ),
    State.KEPT: (
        (Move.PUBLISH, N_("Show on the board"), "publish", "bullhorn_outline"),
        (Move.ANSWER, N_("Answer"), "answer", "reply_outline"),
        (Move.SET_ASIDE, N_("Set aside"), "set-aside", "archive_outline"),
        (Move.REOPEN, N_("Back to new"), "reopen", "undo"),
    ),
    State.PUBLISHED: (
        (Move.ANSWER, N_("Answer or change"), "answer", "reply_outline"),
        (Move.REOPEN, N_("Take off the board"), "reopen", "undo"),
    ),
    State.SET_ASIDE: ((Move.REOPEN, N_("Back to new"), "reopen", "undo"),),
}
_OF_A_WORRY: Final[tuple[tuple[str, str, str, bool], ...]] = (
    (N_("Hold beyond its date …"), "hold", "calendar_month", True),
    (N_("It is no worry"), "calm", "undo", False),
    (N_("Erase for good …"), "erase-worry", "delete_outline", True),
)
_OF_WHAT_IS_HELD: Final[tuple[tuple[str, str, str, bool], ...]] = (
    (N_("Hold to another day …"), "hold", "calendar_month", True),
    (N_("End the hold"), "end-hold", "undo", False),
)


def acts(desk: Desk, voice: Voice, *, held: bool) -> list[Act]:
    """Return the buttons for what is possible now, the likeliest first; ``held``: whether a worry is held."""
    if voice.state == State.WORRY:
        shown = _OF_WHAT_IS_HELD if held else _OF_A_WORRY
        return [Act(desk.tr(says), path, icon, False, (), asks) for says, path, icon, asks in shown]
    possible = review.moves(voice)
    found: list[Act] = []
    on_board = voice.first.state == State.PUBLISHED and voice.state != State.PUBLISHED
    for move, says, path, icon in SHOWN[voice.state] + SHOWN[State.PUBLISHED][-1:] * on_board:
        if move in possible:
            keys = wording.keys(move, desk.language)
            found.append(Act(desk.tr(says), path, icon, not found, keys, path in {"publish", "answer"}))
    return found
