"""The second half of a sign-in: a code from one's telephone, and where there is none yet, the page that sets it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.datastructures import FormData

from hub.marks import Marks
from hub.model import Right, Session
from hub.services.activities.codes import drawn
from hub.services.house import second
from hub.web.house import help_texts
from hub.web.house.onward import Onward, brought, browser, go_on, half_inside, inside, known, with_session
from hub.web.house.password_tries import counted_for, in_turn, says_access
from hub.web.page.access import At, StaffRoutes, Typed, local_path, text
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import AccessError, SignInBusy, SignInFailed, TooManyTries, WrongSecond
from shared.languages import N_
from shared.submission import utc

pages = StaffRoutes(prefix="/second")
GROUP = 4
"""So many characters of a secret stand together: people type it from the page into a telephone."""


@dataclass(frozen=True, kw_only=True)
class SecondPage(PageData):
    """The code that the telephone shows, or a recovery code."""

    template = "house/second.html"
    stands_at = "/second"

    onward: Onward
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class SecondSetUpPage(PageData):
    """A picture for the telephone, what it says in letters, and a code that shows that the telephone has it."""

    template = "house/second_set_up.html"
    stands_at = "/second"

    onward: Onward
    secret: Sequence[str]
    address: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesPage(PageData):
    """Recovery codes, the only time that anybody sees them, and the way on."""

    template = "house/recovery_codes.html"
    help = help_texts.SECOND_KEY
    stands_at = "/me"

    codes: Sequence[str]
    onward: Onward


def ask(desk: Desk, onward: Onward, *, sent: bool) -> Response:
    """Answer somebody whose sign-in is half: to its second half, with what they had ``sent`` kept for afterwards."""
    if sent:
        return _page(desk, onward, "", 401)
    return desk.go("/second", next=onward.next) if onward.next != "/" else desk.go("/second")


def go_half(desk: Desk, onward: Onward, token: str) -> Response:
    """Lead somebody on who has given a password, to the second half of the sign-in."""
    half = half_inside(desk, token)
    return with_session(desk, _page(half, onward) if onward.held else ask(half, onward, sent=False), token)


@pages.get("", right=Right.SIGNED_IN, half=True)
def show_second(desk: At, next: str = "/") -> Response:
    """Ask for the second factor, or for setting one up."""
    onward = Onward(local_path(next))
    return desk.go(onward.next) if desk.staff else _page(desk, onward)


@pages.get("/picture.svg", right=Right.SIGNED_IN, half=True)
def show_picture(desk: At) -> Response:
    """The secret that is offered in this session, as a picture for the telephone."""
    return Response(drawn(address(desk)), media_type="image/svg+xml")


@pages.post("", right=Right.SIGNED_IN, half=True)
async def take_second(desk: At, typed: Typed) -> Response:
    """Make a whole sign-in of one that is half."""
    try:
        return await in_turn(desk, partial(_take, desk, typed), session_at(desk).staff.name)
    except SignInBusy as error:
        return await run_in_threadpool(_not_in, desk, brought(typed), error)


def _take(desk: Desk, typed: FormData) -> Response:
    session, onward = session_at(desk), brought(typed)
    person, codes = session.staff, list[str]()
    if desk.staff is not None:
        return desk.go(onward.next)
    try:
        if second.has(desk.store, person):
            prove(desk, typed)
        else:
            codes = second.set_up(desk.store, person, marks(desk), offered(desk), text(typed, "second"), now=desk.now)
        token = second.complete(desk.store, session, agent=browser(desk), now=desk.now)
    except SignInFailed:
        return desk.go("/sign-in", next=onward.next)
    except AccessError as error:
        return _not_in(desk, onward, error)
    if not codes:
        return go_on(desk, onward, token, person.name)
    response = inside(desk, token).show(RecoveryCodesPage(codes=codes, onward=onward))
    return known(desk, with_session(desk, response, token), person.name)


def _not_in(desk: Desk, onward: Onward, error: AccessError) -> Response:
    status = 429 if isinstance(error, TooManyTries) else 503 if isinstance(error, SignInBusy) else 403
    return _page(desk, onward, says_second(desk, error), status)


def _page(desk: Desk, onward: Onward, problem: str = "", status: int = 200) -> Response:
    if second.has(desk.store, session_at(desk).staff):
        return desk.show(SecondPage(onward=onward, problem=problem), status)
    return desk.show(
        SecondSetUpPage(onward=onward, secret=grouped(desk), address=address(desk), problem=problem), status
    )


def prove(desk: Desk, typed: FormData) -> None:
    """Check the second factor of whoever asks, as it was typed. Raises WrongSecond, TooManyTries."""
    person = session_at(desk).staff
    code = text(typed, "second") or text(typed, "recovery")
    second.prove(desk.store, person, marks(desk), code, addresses=counted_for(desk, person.name), now=desk.now)


def says_second(desk: Desk, error: AccessError) -> str:
    """Return what to tell somebody whose code was not taken: with the hub's time, for a clock may be wrong."""
    if not isinstance(error, WrongSecond):
        return says_access(desk, error)
    says = N_(
        "The code is not right. Each one is good once, and only for a minute. The hub's clock says {time}: does your "
        "telephone say the same?"
    )
    return desk.tr(says).format(time=desk.speech.dated(utc(desk.now)))


def grouped(desk: Desk) -> Sequence[str]:
    """Return the secret that is offered in this session, in groups as people read and type it."""
    secret = offered(desk)
    return [secret[at : at + GROUP] for at in range(0, len(secret), GROUP)]


def address(desk: Desk) -> str:
    """Return the secret that is offered in this session, as an authenticator app reads it."""
    return second.address(offered(desk), session_at(desk).staff, desk.settings.name)


def offered(desk: Desk) -> str:
    """Return the secret that is offered in this session."""
    return second.offered(desk.store, session_at(desk), marks(desk))


def marks(desk: Desk) -> Marks:
    """Return what hides secrets here."""
    return Marks(desk.hub.keys.unseal_key.secrets)


def session_at(desk: Desk) -> Session:
    """Return the session of whoever asks, whole or half."""
    assert desk.session is not None, "the gate lets nobody else in"
    return desk.session
