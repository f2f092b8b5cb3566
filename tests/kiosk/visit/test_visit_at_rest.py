"""The visit at rest: what a passer-by may touch, and where that leads."""

from collections.abc import Callable

import pytest

from kiosk.store import Library
from kiosk.visit.views import (
    Answering,
    Browsing,
    Choosing,
    ChoosingLanguage,
    ReadingActivity,
    Resting,
    WhatsOn,
)
from kiosk.visit.visit import Visit
from tests.builders import SETTINGS, a_notice, a_prompt
from tests.fakes import NOON, FrozenClock
from tests.visiting import FULL, SOUP, Outbox, a_visit


@pytest.mark.parametrize(
    ("touch", "place"),
    [
        (lambda visit: visit.wake(), Choosing),
        (lambda visit: visit.choose_language("sv"), Choosing),
        (lambda visit: visit.show_languages(), ChoosingLanguage),
        (lambda visit: visit.answer("poll"), Answering),
        (lambda visit: visit.open_board(), Browsing),
        (lambda visit: visit.open_activities(), WhatsOn),
        (lambda visit: visit.read_activity("soup"), ReadingActivity),
    ],
)
def test_one_touch_leads_from_rest_and_the_way_back_leads_home(touch: Callable[[Visit], None], place: type) -> None:
    visit = a_visit(Outbox(), FrozenClock(), activities=[SOUP])

    touch(visit)
    walked: list[type] = [type(visit.view)]
    while not isinstance(visit.view, Choosing | Resting):
        visit.go_back()
        walked.append(type(visit.view))

    assert walked[0] is place
    assert walked[-1] is (Resting if place is ChoosingLanguage else Choosing)


def test_rest_has_what_a_passer_by_may_touch() -> None:
    done, older = a_notice(status="done", text="ny sofa"), a_notice(status="done")
    drawn, heard = a_notice(status="trying", kind="drawing", drawing="AA=="), a_notice(status="heard")

    visit = a_visit(
        Outbox(), FrozenClock(), activities=[SOUP, FULL], library=lambda: Library("Holmlia"),
        notices=lambda: [heard, done, drawn, older],
    )  # fmt: skip

    prompts = tuple(a_prompt(kind) for kind in SETTINGS)
    assert visit.view == Resting(prompts, Library("Holmlia"), 1, 2, newest=done, drawing=drawn, next_activity=SOUP)
    assert visit.view.shown_at == NOON
