"""The first set-up: who has the code that the hub printed adds the first person, and says where the library is."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from hub.model import Right, Role
from hub.services.house import people, settings, staff
from hub.services.house.time_zones import offered
from hub.web.house import sign_in_pages
from hub.web.house.onward import Onward
from hub.web.house.password_tries import in_turn
from hub.web.page.access import At, StaffRoutes, Typed, text
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import NotAllowed, PasswordsDiffer, SamskapError, WeakPassword, WrongCode
from shared.protocol import read_pairing_code

pages = StaffRoutes()


@dataclass(frozen=True, kw_only=True)
class SetUpCodePage(PageData):
    """Where the code stands that lets somebody set the hub up."""

    template = "house/set_up_code.html"

    errors: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class SetUpPage(PageData):
    """The first person, what the library is called, and where it is."""

    template = "house/set_up.html"

    code: str
    name: str
    library_name: str
    zone: str
    zones: Sequence[str]
    errors: dict[str, str]


def _is_first(desk: Desk, code: str) -> bool:
    """Tell whether this is the code that the hub printed at its start. Raises NotAllowed once it is set up.

    No address stands in for it: a proxy on this machine comes from the same one as who sits at it.
    """
    if staff.exists(desk.store):
        raise NotAllowed("set-up")
    return hmac.compare_digest(read_pairing_code(code) or "", read_pairing_code(desk.hub.set_up_code) or "-")


@pages.get("/set-up", right=Right.ANYBODY)
def show_set_up(desk: At, code: str = "") -> HTMLResponse:
    """The first page a hub ever shows: to whoever has the code; everybody else is told where it stands."""
    if _is_first(desk, code):
        return _set_up(desk, {}, code=code, zone=desk.zone)
    wrong = {"code": desk.tr(WrongCode.says)} if code else {}
    return desk.show(SetUpCodePage(errors=wrong), 403 if wrong else 200)


@pages.post("/set-up", right=Right.ANYBODY)
async def set_up(desk: At, typed: Typed) -> Response:
    """Add the first person, signed in at once, and keep what the library is called and where it lives."""
    return await in_turn(desk, partial(_begin, desk, typed))


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
        person = people.add(desk.store, name, password, roles=set(Role), now=desk.now)
    except SamskapError as error:
        field = str(error) if str(error) in ("library", "zone") else "name"
        field = "password" if isinstance(error, WeakPassword) else field
        return _set_up(desk, {field: desk.tr(error.says)}, code=code, name=name, library=library, zone=zone)
    settings.save(desk.store, named, by=person, now=desk.now)
    return sign_in_pages.begin(desk, name, password, Onward("/today"))


def _set_up(
    desk: Desk, errors: dict[str, str], *, code: str, zone: str, name: str = "", library: str = ""
) -> HTMLResponse:
    known = "" if desk.settings.name == settings.UNNAMED else desk.settings.name
    page = SetUpPage(
        code=code, name=name, library_name=library or known, zone=zone, zones=offered(desk.zone), errors=errors
    )
    return desk.show(page, 422 if errors else 200)
