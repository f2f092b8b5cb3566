"""Who is at the page: the first set-up, signing in and out, and the gate that every other page stands behind."""

import hmac
import secrets
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from hub.model import Staff
from hub.services.house import settings, staff
from hub.services.house.time_zones import offered
from hub.services.restoring.marks import Marks
from hub.web.page.desk import BROWSER, KEYS_COOKIE, LANGUAGE_COOKIE, Desk, known_cookie, session_cookie
from hub.web.page.guard import is_over_tls
from hub.web.page.times import lasts
from shared.errors import (
    AccessError,
    NotAllowed,
    PasswordsDiffer,
    SamskapError,
    SignInBusy,
    TooManyTries,
    WeakPassword,
    WrongCode,
)
from shared.languages import LANGUAGES
from shared.protocol import read_pairing_code

YEAR_S = 365 * 24 * 3600
MAX_FIELDS = 400
"""A question with twelve reasons in five languages has about a hundred; an activity with sixty dates about 330."""
SECRETS = frozenset({"password", "again", "old"})
"""Fields that are never held over a sign-in."""

outside = APIRouter()
"""What may be asked without being signed in."""


class SignedOut(Exception):
    """The page is for staff, and nobody is signed in: the handler shows the way to the door."""


def _is_over_tls(request: Request) -> bool:
    return is_over_tls(request, request.app.state.hub.config.staff_names)


def who(request: Request, *, present: bool = True) -> Staff | None:
    """Return who is signed in, or None. Asking counts as being there, unless the page looks by itself."""
    hub, token = request.app.state.hub, request.cookies.get(session_cookie(request))
    return staff.session(hub.store, token, hub.now(), present=present) if token else None


def signed_in(request: Request) -> Desk:
    """Return the desk of the person who is signed in. Raises SignedOut."""
    person = who(request)
    if person is None:
        raise SignedOut
    return Desk(request, person)


def anybody(request: Request) -> Desk:
    """Return the desk of whoever asks."""
    return Desk(request, who(request))


async def _typed(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=MAX_FIELDS)


At = Annotated[Desk, Depends(signed_in)]
"""A page function's desk, behind the gate."""
AtDoor = Annotated[Desk, Depends(anybody)]
Typed = Annotated[FormData, Depends(_typed)]
"""What was typed in a form whose fields are not known beforehand."""
Field = Annotated[str, Form()]


def text(typed: FormData, name: str) -> str:
    """Return a typed text as people mean it: browsers send line ends as CR LF."""
    value = typed.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def local_path(path: str) -> str:
    """Return where to go next if it is a page of ours, else the first page."""
    plain = path.startswith("/") and path[1:2] not in {"/", "\\"} and path.isprintable() and "\\" not in path
    return path if plain else "/"


async def show_door(request: Request, _: Exception) -> Response:
    """Answer somebody who is not signed in: to the door, with what they had typed kept for afterwards."""
    typed = None if request.method in {"GET", "HEAD"} else await _typed(request)
    return await run_in_threadpool(_to_door, Desk(request), typed)


def _to_door(desk: Desk, typed: FormData | None) -> Response:
    asked = _asked(desk.request)
    if typed is not None:
        held = [(name, value) for name, value in typed.multi_items() if isinstance(value, str) and name not in SECRETS]
        return _door(desk, 401, next=asked if held else "/", held=held)
    if not staff.exists(desk.store):
        return desk.go("/set-up")
    return desk.go("/sign-in", next=asked) if asked != "/" else desk.go("/sign-in")


def _asked(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _door(desk: Desk, status: int = 200, **more: Any) -> HTMLResponse:
    context = {"next": "/", "held": [], "name": "", "problem": "", "here": "/sign-in"}
    return desk.page("house/sign_in.html", status, **context | more)


@outside.get("/sign-in")
def show_sign_in(desk: AtDoor, next: str = "/") -> Response:
    """The door."""
    if not staff.exists(desk.store):
        return desk.go("/set-up")
    return desk.go(local_path(next)) if desk.staff else _door(desk, next=local_path(next))


@outside.post("/sign-in")
async def sign_in(desk: AtDoor, typed: Typed) -> Response:
    """Through the door, with a new session whatever the browser brought along."""
    try:
        return await desk.in_turn(partial(_sign_in, desk, typed), text(typed, "name"))
    except SignInBusy as error:
        return await run_in_threadpool(_not_in, desk, typed, error)


def _sign_in(desk: Desk, typed: FormData) -> Response:
    (onward, held), name = _brought(typed), text(typed, "name")
    try:
        token = staff.sign_in(desk.store, name, text(typed, "password"), address=desk.comes_from(name), now=desk.now)
    except AccessError as error:
        return _not_in(desk, typed, error)
    person = staff.session(desk.store, token, desk.now)
    response: Response = desk.go(onward)
    if held:
        response = Desk(desk.request, person).page("house/held.html", next=onward, held=held, here="/", path="/")
    return _with_session(desk, response, token, name)


def _brought(typed: FormData) -> tuple[str, list[tuple[str, str]]]:
    """Return where to go on, and what was typed before one was signed out."""
    held = [(key.removeprefix("held-"), text(typed, key)) for key in typed if key.startswith("held-")]
    return local_path(text(typed, "next")), held


def _not_in(desk: Desk, typed: FormData, error: AccessError) -> Response:
    onward, held = _brought(typed)
    status = 429 if isinstance(error, TooManyTries) else 503 if isinstance(error, SignInBusy) else 403
    return _door(desk, status, next=onward, held=held, name=text(typed, "name"), problem=says_access(desk, error))


def says_access(desk: Desk, error: AccessError) -> str:
    """Return what to tell somebody who is not let in, with the time to wait where it is known."""
    if isinstance(error, TooManyTries) and error.seconds:
        return desk.tr("Too many tries. Try again in {time}.").format(time=lasts(error.seconds, desk.language))
    return desk.tr(error.says)


def _with_session(desk: Desk, response: Response, token: str, name: str) -> Response:
    cookie, nonce = session_cookie(desk.request), secrets.token_urlsafe(16)
    response.set_cookie(cookie, token, httponly=True, samesite="strict", secure=cookie.startswith("__Host-"), path="/")
    mark = Marks(desk.hub.keys.unseal_key.secrets).mark(BROWSER, staff.same_name(name), nonce)
    _keep(desk.request, response, known_cookie(desk.request), f"{nonce}.{mark}")
    return response


@outside.post("/sign-out")
def sign_out(desk: AtDoor) -> RedirectResponse:
    """Out again: the session is over on the hub, not only in this browser."""
    name = session_cookie(desk.request)
    token = desk.request.cookies.get(name)
    if token:
        staff.sign_out(desk.store, token)
    response = desk.go("/sign-in")
    response.delete_cookie(name, httponly=True, samesite="strict", secure=name.startswith("__Host-"))
    return response


def _is_first(desk: Desk, code: str) -> bool:
    """Tell whether this is the code that the hub printed at its start. Raises NotAllowed once it is set up.

    No address stands in for it: a proxy on this machine comes from the same one as who sits at it.
    """
    if staff.exists(desk.store):
        raise NotAllowed("set-up")
    return hmac.compare_digest(read_pairing_code(code) or "", read_pairing_code(desk.hub.set_up_code) or "-")


@outside.get("/set-up")
def show_set_up(desk: AtDoor, code: str = "") -> HTMLResponse:
    """The first page a hub ever shows: to whoever has the code; everybody else is told where it stands."""
    if _is_first(desk, code):
        return _set_up(desk, {}, code=code, zone=desk.zone)
    wrong = {"code": desk.tr(WrongCode.says)} if code else {}
    return desk.page("house/set_up_code.html", 403 if wrong else 200, errors=wrong)


@outside.post("/set-up")
async def set_up(desk: AtDoor, typed: Typed) -> Response:
    """Add the first person, signed in at once, and keep what the library is called and where it lives."""
    return await desk.in_turn(partial(_begin, desk, typed))


def _begin(desk: Desk, typed: FormData) -> Response:
    code, name, library, password = (text(typed, field) for field in ("code", "name", "library", "password"))
    zone = text(typed, "zone")
    if not _is_first(desk, code):
        raise NotAllowed("set-up")
    try:
        if password != text(typed, "again"):
            raise PasswordsDiffer("not alike")
        named = replace(desk.settings, name=library, zone=zone or desk.zone)
        settings.check(named)
        staff.add(desk.store, name, password, now=desk.now)
        token = staff.sign_in(desk.store, name, password, address="", now=desk.now)
    except SamskapError as error:
        field = str(error) if str(error) in ("library", "zone") else "name"
        field = "password" if isinstance(error, WeakPassword) else field
        return _set_up(desk, {field: desk.tr(error.says)}, code=code, name=name, library=library, zone=zone)
    person = staff.session(desk.store, token, desk.now)
    assert person is not None, "they have just signed in"
    settings.save(desk.store, named, by=person.name, now=desk.now)
    return _with_session(desk, desk.go("/inbox"), token, name)


def _set_up(
    desk: Desk, errors: dict[str, str], *, code: str, zone: str, name: str = "", library: str = ""
) -> HTMLResponse:
    known = "" if desk.settings.name == settings.UNNAMED else desk.settings.name
    asked = {"code": code, "name": name, "library_name": library or known, "zone": zone, "zones": offered(desk.zone)}
    return desk.page("house/set_up.html", 422 if errors else 200, **asked, errors=errors)


@outside.post("/language")
def choose_language(desk: AtDoor, language: Field = "", back: Field = "/") -> RedirectResponse:
    """Speak this language on this browser from now on."""
    response = desk.go(local_path(back))
    if language in LANGUAGES:
        _keep(desk.request, response, LANGUAGE_COOKIE, language)
    return response


@outside.post("/keys")
def choose_keys(desk: AtDoor, keys: Field = "on", back: Field = "/") -> RedirectResponse:
    """Turn the shortcut keys on or off on this browser: some people's tools type letters by themselves."""
    response = desk.go(local_path(back))
    _keep(desk.request, response, KEYS_COOKIE, "off" if keys == "off" else "on")
    return response


def _keep(request: Request, response: Response, name: str, value: str) -> None:
    """Let the browser keep this for a year."""
    secure = _is_over_tls(request)
    response.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="strict", secure=secure)
