"""Kiosks to show: in a folder, with a clock that stands still, as a library has them after the first sync."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.store import KEEP_FREE, KeepFree
from shared.assets import asset
from shared.kinds import kind_of
from shared.notice import Notice
from shared.prompt import Prompt, prompt_from_json
from tests.builders import ANSWERS, CHEAP_PIN, a_news, a_notice, a_pairing, a_receipt, quick_root
from tests.fakes import FrozenClock


def starter_prompts() -> list[Prompt]:
    """The prompts a new library begins with."""
    return [prompt_from_json(prompt) for prompt in json.loads(asset("starter", "prompts.json").read_text("utf-8"))]


def starter_notices() -> list[Notice]:
    """The sample board, with a drawing and with picture cards."""
    raw = json.loads(asset("starter", "notices.json").read_text("utf-8"))
    notices = [
        a_notice(id=f"n{number}", status=one["status"], text=one["text"], replies=one["reply"])
        for number, one in enumerate(raw)
    ]
    drawing = base64.b64encode(kind_of("drawing").pack(ANSWERS["drawing"])).decode()
    notices.append(a_notice(id="drawn", kind="drawing", text="", drawing=drawing))
    notices.append(a_notice(id="cards", text="", cards=["food", "music"], status="no"))
    return notices


def a_kiosk(
    folder: Path,
    *,
    paired: bool = True,
    news: dict[str, Any] | None = None,
    keep_free: KeepFree = KEEP_FREE,
    **config: Any,
) -> Kiosk:
    """A kiosk that speaks Norwegian, has the starter prompts and the sample board, and does not move."""
    settings = {"default_language": "nb", "discovery": False, "reduced_motion": True}
    made = KioskConfig(folder, **{**settings, **config})
    kiosk = build(made, FrozenClock(), keep_free, stretch=quick_root, pin_cost=CHEAP_PIN)
    if paired:
        kiosk.store.keep_pairing(a_pairing())
        content = {"prompts": starter_prompts(), "notices": starter_notices(), **(news or {})}
        kiosk.store.take_receipt(a_receipt(news=a_news(**content)))
    return kiosk


def answer_pairing(glass: Any, answer: Callable[[], object]) -> None:
    """Send a code, and let this be what the hub answers."""
    staff = glass.app.staff_round
    staff.beside = lambda name, work, then: then(answer())
    staff.pair("K7QM2XHT9FRB")
    glass.frames(2)
