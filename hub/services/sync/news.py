"""What changed for kiosks since a revision of the hub: the News of a receipt."""

import base64
import json
from typing import Any

from hub.marks import Marks
from hub.model import Told
from hub.services.house.settings import Settings
from hub.services.restoring import own_hand
from hub.store.base import Store
from shared.activity import Activity
from shared.logo import NO_LOGO, Logo
from shared.notice import Notice, SealedState
from shared.prompt import Prompt
from shared.protocol import NEWS_LIMIT, News
from shared.seal import seal_reply

NEWS_BYTES = 1_000_000
"""Drawings on the board are the dear part; a kiosk asks again when there is more."""


def since(
    store: Store, cursor: int, library: Settings, *, marks: Marks, full: bool = False, logo: str | None = None
) -> News:
    """Return what changed after ``cursor``, oldest change first; ``full`` begins again from nothing.

    ``logo``: the mark of the one that the kiosk has, None where it knows of none.

    What receipt codes give is sealed to each code; of sign-ups it also goes in the hub's own hand, by its ``marks``.
    """
    start, limit = 0 if full else cursor, NEWS_LIMIT + 1
    newest = store.revisions.newest()
    prompts = store.prompts.since(start, limit)
    notices = store.notices.since(start, limit)
    receipts = [*store.receipts.of_submissions(start, limit), *store.receipts.of_sign_ups(start, limit)]
    activities = store.activities.since(start, limit)
    changes = [(one.changed, one) for one in receipts]
    cut = _cut([*prompts, *notices, *changes, *activities])
    upto = newest if cut is None else cut
    changed = [(at, what) for at, what in (*prompts, *activities) if at <= upto]
    changed_prompts = [what for at, what in prompts if at <= upto]
    changed_notices = [what for at, what in notices if at <= upto]
    changed_activities = [what for at, what in activities if at <= upto]
    return News(
        **said_always(library),
        cursor=upto,
        full=full or cursor == 0,
        more=cut is not None,
        prompts=[what for what in changed_prompts if isinstance(what, Prompt)],
        withdrawn_prompts=[what for what in changed_prompts if isinstance(what, str)],
        notices=[what for what in changed_notices if isinstance(what, Notice)],
        withdrawn=[what for what in changed_notices if isinstance(what, str)],
        receipts=[_sealed(one, marks) for one in receipts if one.changed <= upto],
        activities=[what for what in changed_activities if isinstance(what, Activity)],
        told={
            **{f"prompt {one.id}": own_hand.prompt(one, marks) for _, one in changed if isinstance(one, Prompt)},
            **{
                f"activity {one.slug}": own_hand.activity(one, marks) for _, one in changed if isinstance(one, Activity)
            },
        },
        withdrawn_activities=[what for what in changed_activities if isinstance(what, str)],
        logo=_logo(store, library, logo),
    )


def _logo(store: Store, library: Settings, held: str | None) -> Logo | None:
    """Return the logo for a kiosk that has the one with this mark; None where it has it, or could do nothing with it.

    It goes alone when it changes: with every News it would be more than all else.
    """
    known = library.logo
    if held is None or held == (known.mark if known else ""):
        return None
    png = store.pictures.read(known.mark) if known else None
    return Logo(known.mark, base64.b64encode(png).decode(), known.ground) if known and png else NO_LOGO


def said_always(library: Settings) -> dict[str, Any]:
    """Return what all News say as it is now: the settings have no revision."""
    return {
        "library": library.name,
        "default_language": library.default_language,
        "colour": library.look.colour,
        "sound": library.look.sound,
    }


def _sealed(told: Told, marks: Marks) -> SealedState:
    state, slip = told.state, told.slip
    replies = json.dumps(state.replies, ensure_ascii=False).encode() if state.replies else b""
    return SealedState(
        finder=told.finder,
        pair=told.pair,
        state=state.state,
        sealed=seal_reply(replies, slip) if replies and slip else "",
        activity=state.activity,
        persons=state.persons,
        seated=state.seated,
        order=state.order,
        told=own_hand.sign_up(told, marks) if state.activity is not None else "",
    )


def _cut(changes: list[tuple[int, Prompt | Notice | Told | Activity | str]]) -> int | None:
    """Return the revision at which this News is full; None when everything fits."""
    size = 0
    for count, (at, what) in enumerate(sorted(changes, key=lambda change: change[0]), 1):
        size += len(what.drawing or "") if isinstance(what, Notice) else 0
        if count < len(changes) and (count == NEWS_LIMIT or size > NEWS_BYTES):
            return at
    return None
