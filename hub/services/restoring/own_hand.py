"""What the hub says in its own hand: kiosks keep it unread, and bring it back to a hub that has forgotten.

A hub that is put back from an old backup knows neither the newest sign-ups nor the newest activities and questions.
Its kiosks know them, and this is how it can believe them.
"""

import json
import zlib
from dataclasses import asdict
from typing import Any

from hub.marks import Marks
from hub.model import Told
from shared.activity import Activity, activity_json, activity_kept
from shared.notice import ReceiptState
from shared.prompt import Prompt, prompt_from_json
from shared.slip import Slip

WORDS = "own hand"
SIGN_UP, ACTIVITY, PROMPT = "sign-up", "activity", "prompt"


def sign_up(told: Told, marks: Marks) -> str:
    """Return what is told of a sign-up. It must have a slip."""
    state, slip = told.state, told.slip
    assert slip is not None, "only what has a slip is told"
    return _hidden(
        marks, SIGN_UP, told.changed, slip.code, slip.pair, slip.root.hex(), state.state, state.activity, state.persons,
        state.seated, state.order, told.kiosk,
    )  # fmt: skip


def activity(published: Activity, marks: Marks) -> str:
    """Return what is told of an activity."""
    return _hidden(marks, ACTIVITY, activity_json(published))


def prompt(published: Prompt, marks: Marks) -> str:
    """Return what is told of a prompt."""
    return _hidden(marks, PROMPT, asdict(published))


def read(hidden: str, marks: Marks) -> Told | Activity | Prompt | None:
    """Return what the hub has said; None for what it has not."""
    words = marks.read(WORDS, hidden)
    if words is None:
        return None
    what, *said = json.loads(zlib.decompress(words))
    if what == ACTIVITY:
        return activity_kept(json.dumps(said[0]))
    if what == PROMPT:
        return prompt_from_json(said[0])
    changed, code, pair, root, state, *numbers, kiosk = said
    slip = Slip(code, pair, bytes.fromhex(root))
    return Told(changed, slip.finder, pair, ReceiptState(code, state, {}, *numbers), slip, kiosk)


def _hidden(marks: Marks, *said: Any) -> str:
    return marks.hide(WORDS, zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()))
