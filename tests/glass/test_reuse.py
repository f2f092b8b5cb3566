"""Screens are kept and used again: what is shown a second time looks as it did, whatever came between."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap import Kiosk
from kiosk.screens.staff.guests import GuestRow
from kiosk.staff_round.door import Guest
from kiosk.visit.views import (
    Answering,
    Changed,
    Changing,
    Choosing,
    LookingUp,
    ReadingActivity,
    Reviewing,
    Thanking,
    View,
    WhatsOn,
)
from shared.activity import Activity, ActivityText, sign_up_prompt
from shared.errors import DiskFull
from shared.notice import ReceiptState, SignUpState, VisitorState
from tests.builders import ANSWERS, a_news, a_receipt, slip_of
from tests.glass.activities import a_kiosk_with_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk, starter_prompts

SIZES = [(800, 1280), (800, 480)]
SIGN_UP, WAITING, IDEA, READ = "K7QM2XHT", "H7QM2XHT", "A7QM2XHT", "C7QM2XHT"
REPLY = {"nb": "Ovnen kommer på mandag. " * 8}


def seen(glass: Driver) -> list[tuple[Any, ...]]:
    """Return all that can be seen: what it is, where, how large, and what stands on it in which size."""
    glass.frames(4)
    found = []
    for widget in glass.widgets():
        if widget.width and widget.height and getattr(widget, "text", None) != "":
            place = [round(n) for n in (*widget.to_window(*widget.pos), *widget.size)]
            says = getattr(widget, "text", ""), round(getattr(widget, "font_size", 0)), widget.disabled
            found.append((type(widget).__name__, *place, *says))
    return sorted(found)


def changed(first: list[tuple[Any, ...]], again: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return what is in one of the two and not in the other."""
    return [*(("was", *one) for one in first if one not in again), *(("is", *one) for one in again if one not in first)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def glass(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driver]:
    """A kiosk with activities, at its home screen."""
    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk"), size=request.param) as driver:
        driver.tap("language-nb")
        yield driver


def look_up(glass: Driver, code: str) -> None:
    """Look up one code after the other, on the same screen."""
    if glass.screen != "LookUpScreen":
        glass.app.visit._show(LookingUp())
        glass.frames(2)
    if glass.page.found:
        glass.tap("main")
    glass.type(code)
    glass.tap("main")


def tell_codes(glass: Driver) -> None:
    """The hub tells of sign-ups and ideas, with and without a reply."""
    told = [
        ReceiptState(SIGN_UP, SignUpState.CONFIRMED, activity="idea-meeting", persons=2, seated=2, order=7),
        ReceiptState(WAITING, SignUpState.WAITING, {"nb": "Kom gjerne."}, activity="baby-cafe", persons=2, order=8),
        ReceiptState(IDEA, VisitorState.RECEIVED),
        ReceiptState(READ, VisitorState.READ, REPLY),
    ]
    glass.app.kiosk.store.take_receipt(a_receipt(news=a_news(cursor=3, receipts=told)))


@pytest.mark.glass
def test_what_is_looked_up_again_looks_as_it_did(glass: Driver) -> None:
    tell_codes(glass)
    codes = (SIGN_UP, IDEA, WAITING, READ)

    first = {}
    for code in codes:
        look_up(glass, code)
        first[code] = seen(glass)
    for code in (*reversed(codes), *codes):
        look_up(glass, code)
        again = seen(glass)
        assert again == first[code], f"{code}: {changed(first[code], again)}"


@pytest.mark.glass
def test_a_screen_used_again_looks_as_it_did(glass: Driver) -> None:
    for kind, some in views(glass.app.kiosk).items():
        first = [shown(glass, view) for view in some]
        for number in (*reversed(range(len(some))), *range(len(some))):
            again = shown(glass, some[number])
            assert again == first[number], f"{kind} {number}: {changed(first[number], again)}"


def shown(glass: Driver, view: View) -> list[tuple[Any, ...]]:
    """Show a view and return what can be seen of it."""
    glass.app.visit._show(view)
    return seen(glass)


def views(kiosk: Kiosk) -> dict[str, list[View]]:
    """Views that show and hide different parts of one screen."""
    now = kiosk.store.now()
    here = {one.activity.slug: one for one in kiosk.store.activities(now)}
    meeting, soup = here["idea-meeting"].activity, here["democracy-soup"].activity
    bare = replace(here["idea-meeting"], activity=replace(meeting, texts=_without_description(meeting), place=""))
    ideas, feedback, drawing = (
        next(prompt for prompt in starter_prompts() if prompt.kind == kind) for kind in ("idea", "feedback", "drawing")
    )
    problem = DiskFull("full")
    asked = sign_up_prompt(here["children-workshop"].activity)
    workshop = here["children-workshop"].activity
    said = {"text": "Mer lys"}
    drawn = ANSWERS["drawing"]
    person = {"persons": [{"name": "", "age": "child"}]}
    family = {"persons": [{"name": "Ada", "age": "adult"}, {"name": "", "age": "child"}]}
    reviews: list[View] = [
        Reviewing(ideas, "i", {"text": "Mer lys", "cards": ["food"]}),
        Reviewing(ideas, "i", {"text": "", "cards": ["food", "music"]}),
        Reviewing(ideas, "i", said | {"cards": []}, problem),
        Reviewing(feedback, "f", {"rating": 2, "reasons": [], "comment": ""}),
        Reviewing(feedback, "f", {"rating": 4, "reasons": ["books"], "comment": "Fint"}),
        Reviewing(drawing, "d", drawn),
    ]
    steps = [Answering(asked, "s", family, step=n, activity=workshop) for n in range(len(Answering(asked, "s").steps))]
    return {
        "reading": [ReadingActivity(one, shown_at=now) for one in (*here.values(), bare)],
        "what's on": [
            WhatsOn(tuple(here.values()), shown_at=now),
            WhatsOn((bare,), shown_at=now),
            WhatsOn((), shown_at=now),
        ],
        "changing": [
            Changing(meeting, slip_of(SIGN_UP), 3, 2, shown_at=now),
            Changing(soup, slip_of(SIGN_UP), 1, 1, shown_at=now),
            Changing(meeting, slip_of(SIGN_UP), 3, 0, problem, shown_at=now),
        ],
        "changed": [
            Changed(meeting, slip_of(SIGN_UP), 0, shown_at=now),
            Changed(soup, slip_of(SIGN_UP), 2, shown_at=now),
        ],
        "thanks": [
            Thanking(ideas, "t", slip_of(IDEA), shown_at=now),
            Thanking(feedback, "t", slip_of(IDEA), more=("comment",), shown_at=now),
            Thanking(ideas, "t", slip_of(SIGN_UP), meeting, SignUpState.CONFIRMED, shown_at=now),
            Thanking(ideas, "t", slip_of(WAITING), bare.activity, SignUpState.REQUESTED, shown_at=now),
        ],
        "home": [Choosing((), whats_on=True), Choosing((ideas,)), Choosing((ideas, feedback, drawing), whats_on=True)],
        "review": reviews,
        "sign-up": [*steps, Answering(asked, "s", person, activity=workshop)],
        "idea": [
            Answering(ideas, "w", said),
            Answering(ideas, "w", {}),
            Answering(ideas, "w", said, problem=problem),
        ],
    }


def _without_description(activity: Activity) -> dict[str, ActivityText]:
    return {language: replace(text, description="", price="") for language, text in activity.texts.items()}


@pytest.mark.glass
@pytest.mark.parametrize("size", SIZES)
def test_a_row_at_the_door_that_is_told_anew_looks_as_it_did(size: tuple[int, int], tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        row = GuestRow(size_hint=(None, None), size=(600, 110))
        glass.page.add_widget(row)
        guests = [
            Guest("K7QM2XHT", ("Kari",), {"adult": 1}, 1, SignUpState.CONFIRMED),
            Guest("H7QM2XHT", ("Ola", "Ada"), {"adult": 2}, 2, SignUpState.WAITING, {"food": "nøtter"}, 1),
        ]
        looks = []
        for guest in (*guests, *guests):
            row.tell(guest, glass.app.tr)
            looks.append(seen(glass))

        assert looks[:2] == looks[2:]
