"""Signing in and out: whoever was on the way to a page, or had typed something, goes on there afterwards."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from hub.model import Right
from hub.services.house import staff
from hub.web.house.password_tries import comes_from, in_turn, remember, says_access
from hub.web.page.access import At, StaffRoutes, Typed, local_path, text, typed_fields
from hub.web.page.cookies import session_cookie
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import AccessError, SignInBusy, TooManyTries

pages = StaffRoutes()
SECRETS = frozenset({"password", "again", "old"})
"""Fields that are never held over a sign-in."""
Held = Sequence[tuple[str, str]]
"""Names and values of fields, as they were typed."""


@dataclass(frozen=True, kw_only=True)
class SignInPage(PageData):
    """Name and password; where to go on, and what was typed before one was signed out."""

    template = "house/sign_in.html"
    stands_at = "/sign-in"

    next: str
    held: Held = ()
    name: str = ""
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class HeldPage(PageData):
    """What was typed before one was signed out, to be sent now or thrown away."""

    template = "house/held.html"
    stands_at = "/"

    next: str
    held: Held


async def ask_to_sign_in(request: Request, _: Exception) -> Response:
    """Answer somebody who is not signed in: to sign in, with what they had typed kept for afterwards."""
    typed = None if request.method in {"GET", "HEAD"} else await typed_fields(request)
    return await run_in_threadpool(_to_sign_in, Desk(request), typed)


def _to_sign_in(desk: Desk, typed: FormData | None) -> Response:
    asked = _asked(desk.request)
    if typed is not None:
        held = [(name, value) for name, value in typed.multi_items() if isinstance(value, str) and name not in SECRETS]
        return desk.show(SignInPage(next=asked if held else "/", held=held), 401)
    if not staff.exists(desk.store):
        return desk.go("/set-up")
    return desk.go("/sign-in", next=asked) if asked != "/" else desk.go("/sign-in")


def _asked(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


@pages.get("/sign-in", right=Right.ANYBODY)
def show_sign_in(desk: At, next: str = "/") -> Response:
    """Ask for name and password."""
    if not staff.exists(desk.store):
        return desk.go("/set-up")
    return desk.go(local_path(next)) if desk.staff else desk.show(SignInPage(next=local_path(next)))


@pages.post("/sign-in", right=Right.ANYBODY)
async def sign_in(desk: At, typed: Typed) -> Response:
    """Let somebody in, with a new session whatever the browser brought along."""
    try:
        return await in_turn(desk, partial(_sign_in, desk, typed), text(typed, "name"))
    except SignInBusy as error:
        return await run_in_threadpool(_not_in, desk, typed, error)


def _sign_in(desk: Desk, typed: FormData) -> Response:
    (onward, held), name = _brought(typed), text(typed, "name")
    try:
        token = staff.sign_in(desk.store, name, text(typed, "password"), address=comes_from(desk, name), now=desk.now)
    except AccessError as error:
        return _not_in(desk, typed, error)
    found = staff.session(desk.store, token, desk.now)
    person = found.staff if found else None
    response: Response = desk.go(onward)
    if held:
        response = Desk(desk.request, person).show(HeldPage(next=onward, held=held))
    return with_session(desk, response, token, name)


def _brought(typed: FormData) -> tuple[str, Held]:
    """Return where to go on, and what was typed before one was signed out."""
    held = [(key.removeprefix("held-"), text(typed, key)) for key in typed if key.startswith("held-")]
    return local_path(text(typed, "next")), held


def _not_in(desk: Desk, typed: FormData, error: AccessError) -> Response:
    onward, held = _brought(typed)
    status = 429 if isinstance(error, TooManyTries) else 503 if isinstance(error, SignInBusy) else 403
    problem = says_access(desk, error)
    return desk.show(SignInPage(next=onward, held=held, name=text(typed, "name"), problem=problem), status)


def with_session(desk: Desk, response: Response, token: str, name: str) -> Response:
    """Let the browser keep a session, and that this person has signed in there."""
    cookie = session_cookie(desk.request)
    response.set_cookie(cookie, token, httponly=True, samesite="strict", secure=cookie.startswith("__Host-"), path="/")
    remember(desk, response, name, secrets.token_urlsafe(16))
    return response


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
