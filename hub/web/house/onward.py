"""Going on after a sign-in: to the page somebody was on the way to, with what they had typed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from hub.model import Session
from hub.services.house import staff
from hub.web.house import help_texts
from hub.web.house.password_tries import remember
from hub.web.page.access import local_path, text
from hub.web.page.cookies import session_cookie
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData

SECRETS = frozenset({"password", "again", "old", "second", "new_second", "recovery"})
"""Fields that are never held over a sign-in."""
Held = Sequence[tuple[str, str]]
"""Names and values of fields, as they were typed."""


@dataclass(frozen=True)
class Onward:
    """Where to go on after the sign-in, and what was typed before it."""

    next: str = "/"
    held: Held = ()


@dataclass(frozen=True, kw_only=True)
class HeldPage(PageData):
    """What was typed before one was signed out, to be sent now or thrown away."""

    template = "house/held.html"
    help = help_texts.HELD
    stands_at = "/"

    onward: Onward


def asked(request: Request, typed: FormData | None) -> Onward:
    """Return what somebody asked for, and had ``typed``, who first has to sign in."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if typed is None:
        return Onward(here)
    if request.url.path == "/second":  # it carries what was typed elsewhere, and took too long
        return brought(typed)
    held = [(name, value) for name, value in typed.multi_items() if isinstance(value, str) and name not in SECRETS]
    return Onward(here if held else "/", held)


def brought(typed: FormData) -> Onward:
    """Return the same, as the form to sign in with carries it."""
    held = [
        (key.removeprefix("held-"), value.replace("\r\n", "\n"))
        for key, value in typed.multi_items()
        if key.startswith("held-") and isinstance(value, str)
    ]
    return Onward(local_path(text(typed, "next")), held)


def go_on(desk: Desk, onward: Onward, token: str, name: str) -> Response:
    """Lead somebody on whose session with this token is whole; the browser keeps it, and that they signed in there."""
    response: Response = desk.go(onward.next)
    if onward.held:
        response = inside(desk, token).show(HeldPage(onward=onward))
    return known(desk, with_session(desk, response, token), name)


def known(desk: Desk, response: Response, name: str) -> Response:
    """Let the browser show that this person has signed in there, wholly: their own tries alone make them wait there."""
    remember(desk, response, name, secrets.token_urlsafe(16))
    return response


def inside(desk: Desk, token: str) -> Desk:
    """Return the desk of whoever has just begun a session with this token."""
    return Desk(desk.request, _session(desk, token))


def half_inside(desk: Desk, token: str) -> Desk:
    """Return the same where the second factor is still to come."""
    return Desk(desk.request, _session(desk, token), half=True)


def _session(desk: Desk, token: str) -> Session | None:
    return staff.session(desk.store, token, desk.now)


def with_session(desk: Desk, response: Response, token: str) -> Response:
    """Let the browser keep a session."""
    cookie = session_cookie(desk.request)
    response.set_cookie(cookie, token, httponly=True, samesite="strict", secure=cookie.startswith("__Host-"), path="/")
    return response


def browser(desk: Desk) -> str:
    """Return the browser as it calls itself."""
    return desk.request.headers.get("user-agent", "")
