"""The staff pages as one app: the gate, the pages behind it, and what is said when something goes wrong."""

from dataclasses import dataclass
from http import HTTPStatus
from inspect import signature
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.model import Right
from hub.running import Hub
from hub.web.activities import (
    activity_pages,
    attendance_pages,
    feed_pages,
    import_pages,
    sign_up_pages,
    whats_on_pages,
)
from hub.web.house import (
    backup_pages,
    browser_pages,
    came_pages,
    guide_pages,
    history_pages,
    kiosk_health,
    kiosk_pages,
    logo_pages,
    me_pages,
    my_second_pages,
    people_pages,
    prompt_pages,
    second_pages,
    set_up_pages,
    settings_pages,
    sign_in_pages,
    today_pages,
    trust_pages,
    welcome_pages,
    work_pages,
)
from hub.web.house.history_wording import MOVED
from hub.web.page import access, quicker, wording
from hub.web.page.compressing import Compressing
from hub.web.page.cookies import YEAR_S
from hub.web.page.frame import Place, Waits
from hub.web.page.guard import PAGE_HEADERS, Guard
from hub.web.page.help import WENT_WRONG
from hub.web.page.page_data import PageData
from hub.web.page.templating import CUT, HERE
from hub.web.review import board_pages, inbox_pages, live_pages, meanwhile, submission_pages, worry_pages
from shared.errors import (
    AccessError,
    DiskFull,
    FileTooLarge,
    IllegalMove,
    InvalidInput,
    NotFound,
    SamskapError,
    SeatError,
    SignInBusy,
    Stale,
    StoreError,
    TooManyTries,
    WorkBusy,
)
from shared.languages import N_

MAX_BODY = 2_100_000
"""A question with twelve reasons in five languages, every field full, is under 100 kB. A file may be 2 MB, and what a
form says around it is little."""
_PAGES = (
    sign_in_pages, second_pages, me_pages, my_second_pages, set_up_pages, welcome_pages, people_pages, browser_pages,
    today_pages, inbox_pages, live_pages, submission_pages, worry_pages,
    whats_on_pages, feed_pages, import_pages, activity_pages, sign_up_pages, attendance_pages,
    board_pages, prompt_pages, kiosk_pages, came_pages, settings_pages, logo_pages, trust_pages, history_pages,
    guide_pages, work_pages, backup_pages,
)  # fmt: skip
"""Every module with pages. For whom each page is stands where it is registered."""
PLACES = (
    Place("/today", N_("Today"), "white_balance_sunny", Right.SIGNED_IN, by_name=True),
    Place("/inbox", N_("Inbox"), "inbox_outline", Right.READ, Waits(N_("New"), inbox_pages.count_new)),
    Place(
        "/activities", N_("Activities"), "calendar_heart", Right.SIGNED_IN,
        Waits(N_("People to tell"), sign_up_pages.count_to_tell), inside=("/activity/",),
    ),
    Place("/board", N_("Board"), "view_column_outline", Right.SIGNED_IN),
    Place("/prompts", N_("Questions"), "comment_question_outline", Right.ASK),
    Place("/kiosks", N_("Kiosks"), "tablet", Right.KIOSKS, Waits(N_("To look at"), kiosk_health.count, hurries=True)),
    Place(
        "/settings", N_("Settings"), "cog_outline", Right.SETTINGS,
        inside=("/people/", "/history/", "/background/", "/backup/"),
    ),
)  # fmt: skip
"""Where one can go from every page."""
_STATUS: tuple[tuple[type[SamskapError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (IllegalMove, HTTPStatus.CONFLICT),
    (Stale, HTTPStatus.CONFLICT),
    (WorkBusy, HTTPStatus.CONFLICT),
    (SeatError, HTTPStatus.CONFLICT),
    (TooManyTries, HTTPStatus.TOO_MANY_REQUESTS),
    (SignInBusy, HTTPStatus.SERVICE_UNAVAILABLE),
    (AccessError, HTTPStatus.FORBIDDEN),
    (InvalidInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (DiskFull, HTTPStatus.INSUFFICIENT_STORAGE),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
)
_OF_HTTP: dict[int, type[SamskapError]] = {404: NotFound, 413: FileTooLarge}
"""What the framework found wrong, as errors of our own; all else is InvalidInput."""
first = access.StaffRoutes()
_UNEXPECTED = N_("Something went wrong. Please try once more.")
"""Visitors are told to ask the staff; here the staff are the ones who ask."""


@dataclass(frozen=True, kw_only=True)
class ErrorPage(PageData):
    """What went wrong, in words and as the stable code."""

    template = "page/error.html"
    help = WENT_WRONG
    stands_at = "/"

    says: str
    code: str


def create_staff_app(hub: Hub) -> FastAPI:
    """Return the staff app of a hub. No description of it is published, and the gate is before all but static files."""
    app = _StaffApp(
        title="Samskap",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=MAX_BODY,
        dependencies=[Depends(access.let_in)],
    )
    app.state.hub = hub
    app.state.places = PLACES
    app.add_middleware(Compressing)
    app.add_middleware(Guard, names=hub.config.staff_names)
    for routes in (first, feed_pages.feeds, *(module.pages for module in _PAGES)):
        app.include_router(routes.router)
    app.mount("/static/cut", _Kept(directory=CUT, check_dir=False))
    app.mount("/static/fonts", _Kept(packages=[("fontpkg_inter", "files")]))
    app.mount("/static/icons", _Kept(packages=[("fonticon_mdi7", "fonts")]))
    app.mount("/static", _Kept(directory=HERE / "static"))
    app.add_exception_handler(access.SignedOut, sign_in_pages.ask_to_sign_in)
    app.add_exception_handler(meanwhile.Gone, meanwhile.show_gone)
    app.add_exception_handler(sign_up_pages.Elsewhere, sign_up_pages.lead_there)
    app.add_exception_handler(Stale, _refuse)
    app.add_exception_handler(SamskapError, _sorry)
    app.add_exception_handler(RequestValidationError, _sorry)
    app.add_exception_handler(HTTPException, _sorry)
    app.add_exception_handler(Exception, _sorry)
    return app


@first.get("/", right=Right.SIGNED_IN)
def show_first_page(desk: access.At) -> Response:
    """Where somebody comes who names no page."""
    return desk.go("/today")


def _sorry(request: Request, error: Exception) -> Response:
    """Answer with a page that says, in the reader's language, what the error's stable code stands for."""
    problem, status = _named(error)
    try:
        desk = access.desk_of(request)
        if status == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            return desk.go(_page_of(request))
        says = desk.tr(_UNEXPECTED if problem is SamskapError else wording.says(problem))
        response: Response = desk.show(ErrorPage(says=says, code=problem.code), status)
    except SamskapError as further:
        # Without the store there is no page, nor anybody's language.
        response = PlainTextResponse(wording.says(further), HTTPStatus.SERVICE_UNAVAILABLE)
    # An error nobody expected is answered outside the guard.
    response.headers.update(PAGE_HEADERS)
    return response


def _page_of(request: Request) -> str:
    """Return the page that a form stands on, for whoever comes back to the address where it was sent."""
    path = request.url.path
    while path := path.rpartition("/")[0]:
        asked = {**request.scope, "path": path}
        if any(route.matches(asked)[0] is Match.FULL for route in request.app.routes):
            return path
    return "/"


def _refuse(request: Request, error: Exception) -> Response:
    """Answer whoever comes second with the page of what they meant to change, as it is now."""
    assert isinstance(error, Stale)
    stands, desk = request.scope["route"].stands, request.state.desk
    if stands is None or stands.shows is None:
        return _sorry(request, error)
    desk.refuse(quicker.told(desk.speech, desk.staff, error, MOVED))
    asked = signature(stands.shows).parameters
    try:
        page: Response = stands.shows(
            desk, **{name: said for name, said in request.path_params.items() if name in asked}
        )
    except SamskapError as further:  # it is not here any more
        return _sorry(request, further)
    return page


def _named(error: Exception) -> tuple[type[SamskapError], int]:
    """Return the error of our own tree that an error comes to, and the status to answer with."""
    if isinstance(error, SamskapError):
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
        return type(error), status
    if isinstance(error, HTTPException):
        return _OF_HTTP.get(error.status_code, InvalidInput), error.status_code
    if isinstance(error, RequestValidationError):
        return InvalidInput, HTTPStatus.UNPROCESSABLE_ENTITY
    return SamskapError, HTTPStatus.INTERNAL_SERVER_ERROR


class _StaffApp(FastAPI):
    """The framework answers a body that is too large before anything of ours is asked; here it is said in words."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return what answers."""
        return _TooLargeInWords(super().build_middleware_stack())


class _TooLargeInWords:
    """ASGI middleware: a bare 413 becomes our own page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, in words where too much was sent."""
        bare = False

        async def send_in_words(message: Message) -> None:
            nonlocal bare
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                bare = Headers(raw=message["headers"]).get("content-type", "").startswith("text/plain")
                if bare:
                    request, error = Request(scope, receive), HTTPException(message["status"])
                    await (await run_in_threadpool(_sorry, request, error))(scope, receive, send)
            if not bare:
                await send(message)

        await self.app(scope, receive, send_in_words)


class _Kept(StaticFiles):
    """Static files that a browser may keep: their addresses change with their content, or their package never does."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        """Return the file with leave to keep it."""
        response = super().file_response(*args, **more)
        response.headers["Cache-Control"] = f"max-age={YEAR_S}, immutable"
        return response
