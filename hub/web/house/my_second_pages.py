"""One's own second factor: a telephone for the first time, another one, new recovery codes, or none any more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from hub.model import Right
from hub.services.house import second, staff
from hub.web.house import help_texts
from hub.web.house.me_pages import WRONG_PASSWORD, me
from hub.web.house.onward import Onward
from hub.web.house.password_tries import comes_from, in_turn, says_access
from hub.web.house.second_pages import RecoveryCodesPage, address, grouped, marks, offered, prove, says_second
from hub.web.page.access import At, StaffRoutes, Typed, text
from hub.web.page.desk import Desk
from hub.web.page.guard import is_beyond_loopback
from hub.web.page.page_data import PageData
from shared.errors import AccessError, NotAllowed, NotFound, SignInFailed, WrongSecond

pages = StaffRoutes(prefix="/me/second")


@dataclass(frozen=True, kw_only=True)
class MySecondPage(PageData):
    """A telephone for the first time, or another in place of the one there is."""

    template = "house/my_second.html"
    help = help_texts.SECOND_KEY
    stands_at = "/me/second"

    has_second: bool
    secret: Sequence[str]
    address: str
    errors: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class NewCodesPage(PageData):
    """Password and code, before there are new recovery codes."""

    template = "house/new_codes.html"
    help = help_texts.SECOND_KEY

    errors: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class RemoveSecondPage(PageData):
    """Password and code, before the telephone is asked for no more."""

    template = "house/remove_second.html"
    help = help_texts.SECOND_KEY

    errors: dict[str, str]


@pages.get("", right=Right.SIGNED_IN)
def show_my_second(desk: At) -> HTMLResponse:
    """Ask for a telephone, with the password and the telephone there was before."""
    return _my_second(desk, {})


def _my_second(desk: Desk, errors: dict[str, str], status: int = 200) -> HTMLResponse:
    has = second.has(desk.store, me(desk)[0])
    page = MySecondPage(has_second=has, secret=grouped(desk), address=address(desk), errors=errors)
    return desk.show(page, status)


@pages.post("", right=Right.SIGNED_IN)
async def set_up_mine(desk: At, typed: Typed) -> Response:
    """Take a telephone as one's second factor; in place of another everywhere else is signed out."""
    return await in_turn(desk, partial(_set_up, desk, typed))


def _set_up(desk: Desk, typed: FormData) -> HTMLResponse:
    person, here = me(desk)
    had, secret, code = second.has(desk.store, person), offered(desk), text(typed, "new_second")

    def take() -> list[str]:
        # Looked at first: who slips here has not used up the code of the old telephone.
        second.check_new(secret, code, desk.now)
        if had:
            prove(desk, typed)
        return second.set_up(desk.store, person, marks(desk), secret, code, now=desk.now)

    codes, errors = _with_password(desk, typed, take)
    if errors or codes is None:
        return _my_second(desk, errors, 403)
    if had:
        staff.end_others(desk.store, person, but=here.token_sha256, now=desk.now)
    return desk.show(RecoveryCodesPage(codes=codes, onward=Onward("/me")))


@pages.get("/codes", right=Right.SIGNED_IN)
def ask_for_codes(desk: At) -> HTMLResponse:
    """Ask who it is before there are new recovery codes."""
    _must_have(desk)
    return desk.show(NewCodesPage(errors={}))


@pages.post("/codes", right=Right.SIGNED_IN)
async def make_codes(desk: At, typed: Typed) -> Response:
    """Make new recovery codes; the ones before are worthless."""
    return await in_turn(desk, partial(_make_codes, desk, typed))


def _make_codes(desk: Desk, typed: FormData) -> HTMLResponse:
    _must_have(desk)

    def renew() -> list[str]:
        prove(desk, typed)
        return second.renew_recovery(desk.store, me(desk)[0], now=desk.now)

    codes, errors = _with_password(desk, typed, renew)
    if codes is None:
        return desk.show(NewCodesPage(errors=errors), 403)
    return desk.show(RecoveryCodesPage(codes=codes, onward=Onward("/me")))


@pages.get("/remove", right=Right.SIGNED_IN)
def ask_to_remove(desk: At) -> HTMLResponse:
    """Ask who it is before the telephone is asked for no more."""
    _must_be_here(desk)
    return desk.show(RemoveSecondPage(errors={}))


@pages.post("/remove", right=Right.SIGNED_IN)
async def remove(desk: At, typed: Typed) -> Response:
    """Ask for the telephone no more. Beyond the hub's own computer it can only be replaced."""
    return await in_turn(desk, partial(_remove, desk, typed))


def _remove(desk: Desk, typed: FormData) -> Response:
    _must_be_here(desk)

    def take_away() -> list[str]:
        prove(desk, typed)
        second.remove(desk.store, me(desk)[0], now=desk.now)
        return []

    gone, errors = _with_password(desk, typed, take_away)
    return desk.show(RemoveSecondPage(errors=errors), 403) if gone is None else desk.go("/me", done="removed")


def _with_password(
    desk: Desk, typed: FormData, work: Callable[[], list[str]]
) -> tuple[list[str] | None, dict[str, str]]:
    """Do this for whoever gives their password; return what comes of it, or None and what is wrong, by field."""
    try:
        staff.confirm(desk.store, me(desk)[0], text(typed, "password"), address=comes_from(desk), now=desk.now)
    except SignInFailed:
        return None, {"password": desk.tr(WRONG_PASSWORD)}
    except AccessError as error:
        return None, {"password": says_access(desk, error)}
    try:
        return work(), {}
    except AccessError as error:
        is_new = isinstance(error, WrongSecond) and str(error) == second.NEW
        return None, {"new_second" if is_new else "second": says_second(desk, error)}


def _must_have(desk: Desk) -> None:
    if not second.has(desk.store, me(desk)[0]):
        raise NotFound("second factor")


def _must_be_here(desk: Desk) -> None:
    if is_beyond_loopback(desk.request):
        raise NotAllowed("beyond the hub's own computer it can only be replaced")
    _must_have(desk)
