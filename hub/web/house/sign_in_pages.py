"""Signing in and out: whoever was on the way to a page, or had typed something, goes on there afterwards."""

from dataclasses import dataclass
from functools import partial

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from hub.model import Right
from hub.services.house import staff
from hub.web.house import second_pages
from hub.web.house.onward import Onward, asked, brought, browser, go_on
from hub.web.house.password_tries import comes_from, in_turn, says_access
from hub.web.page.access import At, StaffRoutes, Typed, desk_of, local_path, text, typed_fields
from hub.web.page.cookies import session_cookie
from hub.web.page.desk import Desk
from hub.web.page.guard import is_beyond_loopback
from hub.web.page.page_data import PageData
from shared.errors import AccessError, SignInBusy, TooManyTries

pages = StaffRoutes()


@dataclass(frozen=True, kw_only=True)
class SignInPage(PageData):
    """Name and password; where to go on, and what was typed before one was signed out."""

    template = "house/sign_in.html"
    stands_at = "/sign-in"

    onward: Onward
    name: str = ""
    problem: str = ""


async def ask_to_sign_in(request: Request, _: Exception) -> Response:
    """Answer somebody who is not signed in: to sign in, with what they had typed kept for afterwards."""
    typed = None if request.method in {"GET", "HEAD"} else await typed_fields(request)
    return await run_in_threadpool(_to_sign_in, request, typed)


def _to_sign_in(request: Request, typed: FormData | None) -> Response:
    desk, onward = desk_of(request), asked(request, typed)
    if desk.session is not None and desk.staff is None:
        return second_pages.ask(desk, onward, sent=typed is not None)
    if typed is not None:
        return desk.show(SignInPage(onward=onward), 401)
    if not staff.exists(desk.store):
        return desk.go("/set-up")
    return desk.go("/sign-in", next=onward.next) if onward.next != "/" else desk.go("/sign-in")


@pages.get("/sign-in", right=Right.ANYBODY)
def show_sign_in(desk: At, next: str = "/") -> Response:
    """Ask for name and password."""
    if not staff.exists(desk.store):
        return desk.go("/set-up")
    onward = Onward(local_path(next))
    return desk.go(onward.next) if desk.staff else desk.show(SignInPage(onward=onward))


@pages.post("/sign-in", right=Right.ANYBODY)
async def sign_in(desk: At, typed: Typed) -> Response:
    """Let somebody in, with a new session whatever the browser brought along."""
    try:
        return await in_turn(desk, partial(_sign_in, desk, typed), text(typed, "name"))
    except SignInBusy as error:
        return await run_in_threadpool(_not_in, desk, typed, error)


def _sign_in(desk: Desk, typed: FormData) -> Response:
    try:
        return begin(desk, text(typed, "name"), text(typed, "password"), brought(typed))
    except AccessError as error:
        return _not_in(desk, typed, error)


def begin(desk: Desk, name: str, password: str, onward: Onward) -> Response:
    """Begin a session and lead on; beyond the hub's own computer by way of the second factor.

    For every page that lets somebody in by a password. Raises SignInFailed, TooManyTries.
    """
    beyond = is_beyond_loopback(desk.request)
    token = staff.sign_in(
        desk.store, name, password, address=comes_from(desk, name), now=desk.now, agent=browser(desk), second=beyond
    )
    return second_pages.go_half(desk, onward, token) if beyond else go_on(desk, onward, token, name)


def _not_in(desk: Desk, typed: FormData, error: AccessError) -> Response:
    status = 429 if isinstance(error, TooManyTries) else 503 if isinstance(error, SignInBusy) else 403
    problem = says_access(desk, error)
    return desk.show(SignInPage(onward=brought(typed), name=text(typed, "name"), problem=problem), status)


@pages.post("/here", right=Right.SIGNED_IN)
def note_here(desk: At) -> Response:
    """Take note that somebody writes or steers, though nothing else is asked: the gate has seen them by now."""
    assert desk.staff is not None, "only signed-in people come here"
    desk.hub.presence.stay(desk.staff, desk.now)
    return Response(status_code=204)


@pages.post("/reading", right=Right.SIGNED_IN)
def note_reading(desk: At) -> Response:
    """Take note that somebody still has a page in sight. A page says it by itself: it keeps nobody signed in."""
    return note_here(desk)


@pages.post("/sign-out", right=Right.ANYBODY)
def sign_out(desk: At) -> RedirectResponse:
    """Out again: the session is over on the hub, not only in this browser."""
    name = session_cookie(desk.request)
    token = desk.request.cookies.get(name)
    if token:
        staff.sign_out(desk.store, token)
    response = desk.go("/sign-in")
    response.delete_cookie(name, httponly=True, samesite="strict", secure=name.startswith("__Host-"))
    return response
