"""No page of the staff is shown to anybody else: every route is walked, and a new one must be classed here."""

from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Mount, compile_path

from hub.model import HOLDERS, Right, Role
from hub.web.page.access import At, StaffRoute, StaffRoutes
from hub.web.staff_app import create_staff_app
from shared.errors import NotAllowed
from tests.hub.web.conftest import BASE
from tests.hub.web.happenings import SLUG, hold, publish, write_in
from tests.hub.web.library import CHILDREN, ENTRANCE, Library

FEEDS = {"/feeds/activities.ics", "/feeds/activities.json", "/feeds/activities/suppe.ics"}
OPEN = FEEDS | {
    "/sign-in",
    "/welcome",
    "/set-up",
    "/sign-out",
    "/language",
    "/keys",
    "/logo/{mark}.png",
    "/trust",
    "/trust/root.crt",
    "/trust/qr.svg",
    "/static",
    "/static/fonts",
    "/static/icons",
    "/static/cut",
}
"""What may be asked without being signed in. Everything else is for staff."""
STREAMS = {"/live"}
"""What never ends."""


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Return every method and path of the app, with something in place of the parameters."""
    found: set[tuple[str, str]] = set()
    for path, route in walked(app.router.routes):
        path = path.replace("{id}", "019a0000-0000-7000-8000-000000000000").replace("{slug}", SLUG)
        path = path.replace("{kiosk}", ENTRANCE).replace("{language}", "nb")
        found |= {(method, path) for method in ((isinstance(route, APIRoute) and route.methods) or ["GET"])}
    return sorted(found)


def walked(found: Iterable[BaseRoute], prefix: str = "") -> Iterable[tuple[str, APIRoute | Mount]]:
    """Go through all routes, also those of routers in routers, each with its whole path."""
    for route in found:
        if isinstance(route, APIRoute | Mount):
            yield prefix + route.path, route
        else:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            assert inner is not None, f"{route} is classed nowhere"
            yield from walked(inner.routes, prefix)


def test_every_route_says_which_right_it_wants(app: FastAPI) -> None:
    silent = [path for path, route in walked(app.router.routes) if not isinstance(route, StaffRoute | Mount)]
    rights = {path: route.right for path, route in walked(app.router.routes) if isinstance(route, StaffRoute)}

    mounted = {path for path, route in walked(app.router.routes) if isinstance(route, Mount)}

    assert silent == []
    assert mounted == {path for path in OPEN if path.startswith("/static")}  # what is mounted, no gate is before
    assert len(rights) > 60
    assert {path for path, right in rights.items() if right is Right.ANYBODY} == {
        path for path in OPEN if not path.startswith("/static")
    } - {"/feeds/activities/suppe.ics"} | {"/feeds/activities/{slug}.ics"}


def test_every_right_has_a_holder_but_that_of_the_hub_itself() -> None:
    assert {right for right, roles in HOLDERS.items() if not roles} == {Right.OWN_HAND}
    assert set(HOLDERS) == set(Right)


def test_page_is_shown_to_nobody_without_its_right(library: Library) -> None:
    library.add_staff()
    app = create_staff_app(library.hub)
    routes = StaffRoutes(prefix="/later")

    @routes.get("/asked", right=Right.OWN_HAND)
    def show_asked(desk: At) -> str:
        raise AssertionError("the gate is open")

    @routes.router.get("/unsaid")
    def show_unsaid(desk: At) -> str:
        raise AssertionError("the gate is open")

    app.include_router(routes.router)
    client = TestClient(app, BASE, cookies={"samskap-8080": library.begin_session()})

    assert [client.get(f"/later/{path}").status_code for path in ("asked", "unsaid")] == [403, 403]


@pytest.mark.parametrize("role", Role)
def test_each_role_meets_a_closed_gate_where_it_should_and_nowhere_else(
    app: FastAPI, client: TestClient, library: Library, role: Role
) -> None:
    given = library.give("ideas", {"text": "en idé"})
    hold(library)
    client.cookies.set("samskap-8080", library.begin_session(library.add_staff("Ola", role).name), domain="127.0.0.1")
    rights = {
        (method, path): route.right
        for path, route in walked(app.router.routes)
        if isinstance(route, StaffRoute)
        for method in route.methods or ()
    }

    met = {}
    for (method, path), right in rights.items():
        asked = path.replace("{id}", given).replace("{slug}", SLUG).replace("{kiosk}", ENTRANCE)
        # What is sent makes no sense: behind the gate each page says so in its own way.
        if path not in STREAMS and right is not Right.ANYBODY:
            answer = client.request(method, asked.replace("{language}", "nb"))
            met[method, path] = answer.status_code == 403 and NotAllowed.code in answer.text

    expected = {key: role not in HOLDERS[rights[key]] for key in met}
    assert {key: closed for key, closed in met.items() if closed != expected[key]} == {}
    assert len(met) > 60


@pytest.mark.parametrize("role", Role)
def test_nobody_finds_a_link_or_a_form_that_is_not_for_them(
    app: FastAPI, client: TestClient, library: Library, role: Role
) -> None:
    given = library.give("ideas", {"text": "en idé"})
    library.call(CHILDREN, waiting=1, set_aside=1)
    hold(library)
    write_in(library, "Ola")
    publish(library, library.give("ideas", {"text": "en annen"}))
    person = library.add_staff("Ola", role)
    library.add_staff()
    client.cookies.set("samskap-8080", library.begin_session(person.name), domain="127.0.0.1")
    rights = [
        (method, compile_path(path)[0], route.right)
        for path, route in walked(app.router.routes)
        if isinstance(route, StaffRoute)
        for method in route.methods or ()
    ]

    def right(method: str, address: str) -> Right:
        path = urlsplit(address).path
        return next((right for one, regex, right in rights if one == method and regex.match(path)), Right.ANYBODY)

    astray, seen = {}, set[str]()
    waits = ["/", *(path for method, path in routes(app) if method == "GET" and path not in STREAMS)]
    while waits:
        asked = waits.pop().replace("019a0000-0000-7000-8000-000000000000", given).partition("#")[0]
        if asked in seen or not person.may(right("GET", asked)) or len(seen) > 60 or urlsplit(asked).path in STREAMS:
            continue
        seen.add(asked)
        answer = client.get(asked, follow_redirects=True)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for name, method, address in leads(answer.text):
            if address.startswith("/"):
                waits += [address] if name == "a" else []
                if not person.may(right(method, address)):
                    astray[asked, method, urlsplit(address).path] = right(method, address)

    assert astray == {}
    assert len(seen) > 8


def leads(page: str) -> list[tuple[str, str, str]]:
    """Return where the links and forms of a page lead: the element, the method, the address."""
    found: list[tuple[str, str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            said = {name: value or "" for name, value in attrs}
            if tag == "a" and "href" in said:
                found.append((tag, "GET", said["href"]))
            if tag == "form":
                found.append((tag, said.get("method", "get").upper(), said.get("action", "")))
            if tag == "img":
                found.append((tag, "GET", said.get("src", "")))
            found.extend((tag, "GET", said[name]) for name in ("data-live", "data-onward") if name in said)

    Reader().feed(page)
    return found


def test_route_that_is_registered_past_the_rooms_is_behind_the_gate_too(library: Library) -> None:
    library.add_staff()
    app, plain = create_staff_app(library.hub), APIRouter()

    @plain.get("/plain")
    def show_plain() -> str:
        raise AssertionError("the gate is open")

    @app.get("/bare")
    def show_bare() -> str:
        raise AssertionError("the gate is open")

    app.include_router(plain)
    stranger = TestClient(app, BASE, follow_redirects=False)
    staff = TestClient(app, BASE, cookies={"samskap-8080": library.begin_session()})

    assert [stranger.get(path).status_code for path in ("/plain", "/bare")] == [303, 303]
    assert [staff.get(path).status_code for path in ("/plain", "/bare")] == [403, 403]


def test_every_page_but_the_open_ones_is_closed_to_strangers(
    app: FastAPI, client: TestClient, library: Library
) -> None:
    library.add_staff()
    given = library.give("ideas", {"text": "hemmelige ord"})
    hold(library)
    write_in(library, "hemmelige Ola")

    asked = [(method, path) for method, path in routes(app) if path not in OPEN]
    answers = {
        (method, path): client.request(method, path.replace("019a0000-0000-7000-8000-000000000000", given))
        for method, path in asked
    }

    assert len(asked) > 30
    assert {key: answer.status_code for key, answer in answers.items()} == {
        (method, path): 303 if method == "GET" else 401 for method, path in asked
    }
    assert all(answer.headers["location"].startswith("/sign-in") for answer in answers.values() if answer.is_redirect)
    assert not any("hemmelige" in answer.text for answer in answers.values())
    assert not any("hemmelige" in client.get(path).text for path in FEEDS)


def test_staff_app_describes_itself_to_nobody(staff: TestClient) -> None:
    assert [staff.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]


@pytest.mark.parametrize(
    "path", ["/static/../desk.py", "/static/%2e%2e/desk.py", "/static/fonts/../../LICENSE", "/static/cut/../cutting.py"]
)
def test_static_files_do_not_lead_out_of_their_folder(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
