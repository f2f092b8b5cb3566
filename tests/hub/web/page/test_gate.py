"""No page of the staff is shown to anybody else: every route is walked, and a new one must be classed here."""

from collections.abc import Iterable

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Mount

from tests.hub.web.happenings import SLUG, hold, write_in
from tests.hub.web.library import ENTRANCE, Library

FEEDS = {"/feeds/activities.ics", "/feeds/activities.json", "/feeds/activities/suppe.ics"}
OPEN = FEEDS | {"/sign-in", "/set-up", "/sign-out", "/language", "/keys", "/static", "/static/fonts", "/static/icons"}
"""What may be asked without being signed in. Everything else is for staff."""


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Return every method and path of the app, with something in place of the parameters."""
    return sorted(set(_walk(app.router.routes, "")))


def _walk(found: Iterable[BaseRoute], prefix: str) -> Iterable[tuple[str, str]]:
    for route in found:
        if isinstance(route, APIRoute):
            path = (prefix + route.path).replace("{id}", "019a0000-0000-7000-8000-000000000000")
            path = path.replace("{slug}", SLUG).replace("{kiosk}", ENTRANCE).replace("{language}", "nb")
            yield from ((method, path) for method in route.methods)
        elif isinstance(route, Mount):
            yield ("GET", prefix + route.path)
        else:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            assert inner is not None, f"{route} is classed nowhere"
            yield from _walk(inner.routes, prefix)


def test_every_page_but_the_open_ones_is_closed_to_strangers(
    app: FastAPI, client: TestClient, library: Library
) -> None:
    library.add_staff()
    given = library.give("ideas", {"text": "hemmelige ord"})
    hold(library)
    write_in(library, "hemmelige Ola")

    walked = [(method, path) for method, path in routes(app) if path not in OPEN]
    answers = {
        (method, path): client.request(method, path.replace("019a0000-0000-7000-8000-000000000000", given))
        for method, path in walked
    }

    assert len(walked) > 30
    assert {key: answer.status_code for key, answer in answers.items()} == {
        (method, path): 303 if method == "GET" else 401 for method, path in walked
    }
    assert all(answer.headers["location"].startswith("/sign-in") for answer in answers.values() if answer.is_redirect)
    assert not any("hemmelige" in answer.text for answer in answers.values())
    assert not any("hemmelige" in client.get(path).text for path in FEEDS)


def test_staff_app_describes_itself_to_nobody(staff: TestClient) -> None:
    assert [staff.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]


@pytest.mark.parametrize("path", ["/static/../desk.py", "/static/%2e%2e/desk.py", "/static/fonts/../../LICENSE"])
def test_static_files_do_not_lead_out_of_their_folder(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
