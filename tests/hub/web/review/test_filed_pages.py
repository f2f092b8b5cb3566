"""What stood in the inbox until its activity appeared: whoever has it open still is led to where it stands now."""

from html import unescape
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from hub.model import State
from hub.services.review import inbox
from hub.web.review.submission_pages import pages
from shared.activity import Activity, attendance_prompt, change_prompt, sign_up_prompt
from shared.prompt import Prompt
from tests.builders import receipt_code
from tests.hub.web.happenings import SLUG, an_activity, hold
from tests.hub.web.library import ENTRANCE, Library
from tests.hub_builders import a_submission, an_arrival

ROUTES = [
    (method, route.path.removeprefix("/inbox/{id}"))
    for route in pages.router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods or ())
]
MOVES = [route for route in ROUTES if route[1] not in ("", "/drawing.svg")]
TYPED = {"status": "heard", "text": "x", "reply-nb": "Takk"}


def asked(kind: str, activity: Activity) -> tuple[Prompt, dict[str, Any]]:
    date = activity.dates[0].starts_at
    every: dict[str, tuple[Prompt, dict[str, Any]]] = {
        "signup": (sign_up_prompt(activity), {"persons": [{"name": "Ola", "age": "adult"}], "contact": "nobody"}),
        "change": (change_prompt(activity), {"activity": SLUG, "code": receipt_code("s1"), "persons": 0}),
        "attendance": (attendance_prompt(activity), {"activity": SLUG, "date": date, "tally": {"any": 2}}),
    }
    return every[kind]


def filed_late(library: Library, kind: str = "signup") -> str:
    """Let something come that belongs to an activity nobody here knows, then the activity; return its id."""
    given = library.give(*asked(kind, an_activity(library)))
    assert inbox.read(library.store, given).reason == "unknown-activity"
    hold(library)
    library.call(ENTRANCE)
    assert inbox.read(library.store, given).state is State.FILED
    return given


def test_sign_up_that_was_filed_is_shown_with_its_activity(library: Library, staff: TestClient) -> None:
    given = filed_late(library)

    led = staff.get(f"/inbox/{given}?state=set_aside").headers["location"]
    page = staff.get(led)

    assert led == f"/activity/{SLUG}/sign-ups/{given}?done=filed"
    assert (page.status_code, "Ola" in page.text) == (200, True)


@pytest.mark.parametrize(("method", "path"), MOVES)
def test_stale_button_of_a_filed_sign_up_does_nothing_and_says_why(
    library: Library, staff: TestClient, method: str, path: str
) -> None:
    given = filed_late(library)
    before = inbox.read(library.store, given)

    led = staff.request(method, f"/inbox/{given}{path}", data=TYPED)
    page = staff.get(led.headers["location"])

    assert (led.status_code, page.status_code) == (303, 200)
    assert "It stands with its activity now." in unescape(page.text)
    assert inbox.read(library.store, given) == before


@pytest.mark.parametrize("kind", ["change", "attendance"])
def test_what_has_no_page_of_its_own_leads_to_the_activities(library: Library, staff: TestClient, kind: str) -> None:
    led = staff.get(f"/inbox/{filed_late(library, kind)}").headers["location"]

    assert led == "/activities?done=filed"
    assert "It stands with its activity now." in unescape(staff.get(led).text)


@pytest.mark.parametrize("state", State)
def test_no_page_of_a_submission_breaks_whatever_its_state(library: Library, staff: TestClient, state: State) -> None:
    for method, path in ROUTES:
        is_shown = state is State.PUBLISHED
        one = an_arrival(a_submission(kiosk=ENTRANCE), state=State.NEW if is_shown else state)
        library.store.submissions.add([one])
        if is_shown:
            staff.post(f"/inbox/{one.submission.id}/publish", data=TYPED)

        answer = staff.request(method, f"/inbox/{one.submission.id}{path}", data=TYPED)

        assert answer.status_code in (200, 303, 404, 409, 422), f"{method} {path}"
    assert staff.get(f"/inbox?state={state}").status_code == 200
