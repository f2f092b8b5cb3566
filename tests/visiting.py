"""A visit for tests: what it would save is remembered, and can go wrong."""

from collections.abc import Callable
from typing import Any

from kiosk.store import ActivityHere, KioskStore, SignedUp
from kiosk.visit.views import Answering
from kiosk.visit.visit import Visit
from shared.notice import SignUpState
from shared.prompt import Prompt
from shared.slip import Slip
from tests.builders import ANSWERS, SETTINGS, a_prompt, an_activity, slip_of
from tests.fakes import FrozenClock

SOUP = ActivityHere(an_activity(), left=2, free=5, open=True)
FULL = ActivityHere(an_activity(id="a2", slug="talk"), open=True)
OVER = ActivityHere(an_activity(id="a3", slug="walk"))
CODE = "ABCDEFGH"
SLIP, HAS_SEATS = slip_of("K7QM2XHT"), slip_of(CODE)


class Outbox:
    """What was saved, and what goes wrong with the next save."""

    def __init__(self) -> None:
        self.saved: dict[str, bytes] = {}
        self.seats: dict[str, int] = {}
        self.calls: list[str] = []
        self.trouble: Exception | None = None

    def save(
        self, submission_id: str, prompt: Prompt, language: str, payload: bytes, *, slip: Slip, seats: int = 0,
        changes: Slip | None = None,
    ) -> SignUpState | None:  # fmt: skip
        self.calls.append(submission_id)
        if self.trouble is not None:
            raise self.trouble
        self.saved[submission_id] = payload
        self.seats[submission_id] = seats
        return SignUpState.CONFIRMED if seats else None


def a_visit(
    outbox: Outbox | KioskStore, clock: FrozenClock, on_view: Callable[[], None] = lambda: None,
    prompts: list[Prompt] | None = None, activities: list[ActivityHere] | None = None, **more: Any,
) -> Visit:  # fmt: skip
    offered = [a_prompt(kind) for kind in SETTINGS] if prompts is None else prompts
    return Visit(
        prompts=lambda: offered,
        save=outbox.save,
        slips=lambda: SLIP,
        now=clock.monotonic,
        default_language=lambda: "nb",
        activities=lambda: activities or [],
        signed_up=lambda slip: SignedUp(SOUP.activity, 3) if slip.code == CODE else None,
        moment=clock.utc,
        on_view=on_view,
        **more,
    )


def walk_to_send(visit: Visit, kind: str) -> None:
    """Answer as far as the screen from which the next step sends."""
    visit.choose_language("sv")
    visit.choose(kind)
    for name, value in ANSWERS[kind].items():
        visit.write(name, value)
    while isinstance(visit.view, Answering) and not visit.view.sends:
        visit.go_on()
