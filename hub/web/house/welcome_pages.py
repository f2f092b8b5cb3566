"""Whoever was invited comes in with the code, and chooses a password."""

from dataclasses import dataclass
from functools import partial

from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from hub.model import Right, Staff
from hub.services.house import people
from hub.web.house import sign_in_pages
from hub.web.house.onward import Onward
from hub.web.house.password_tries import in_turn
from hub.web.page.access import At, StaffRoutes, Typed, text
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import InvitationOver, PasswordsDiffer, WeakPassword

pages = StaffRoutes(prefix="/welcome")


@dataclass(frozen=True, kw_only=True)
class WelcomeCodePage(PageData):
    """Where the code stands with which somebody was invited."""

    template = "house/welcome_code.html"

    errors: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class WelcomePage(PageData):
    """Who was invited, and the password they choose."""

    template = "house/welcome.html"
    stands_at = "/welcome"

    person: Staff
    code: str
    errors: dict[str, str]


@pages.get("", right=Right.ANYBODY)
def show_welcome(desk: At, code: str = "") -> HTMLResponse:
    """Ask for the code; who has it is asked for a password."""
    try:
        return desk.show(WelcomePage(person=people.invited(desk.store, code, desk.now), code=code, errors={}))
    except InvitationOver as error:
        wrong = {"code": desk.tr(error.says)} if code else {}
        return desk.show(WelcomeCodePage(errors=wrong), 403 if wrong else 200)


@pages.post("", right=Right.ANYBODY)
async def choose_password(desk: At, typed: Typed) -> Response:
    """Take the password, and let them in."""
    return await in_turn(desk, partial(_accept, desk, typed))


def _accept(desk: Desk, typed: FormData) -> Response:
    code, password = text(typed, "code"), text(typed, "password")
    try:
        if password != text(typed, "again"):
            raise PasswordsDiffer("not alike")
        person = people.accept(desk.store, code, password, now=desk.now)
    except InvitationOver as error:
        return desk.show(WelcomeCodePage(errors={"code": desk.tr(error.says)}), 403)
    except WeakPassword as error:
        invited = people.invited(desk.store, code, desk.now)
        return desk.show(WelcomePage(person=invited, code=code, errors={"password": desk.tr(error.says)}), 422)
    return sign_in_pages.begin(desk, person.name, password, Onward("/"))
