"""One's own page: language, password, second factor, and where one is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response

from hub.model import Right, Session, Staff
from hub.services.house import people, second, staff
from hub.web.house import browsers, help_texts
from hub.web.house.browsers import Seen
from hub.web.house.password_tries import comes_from, in_turn, says_access
from hub.web.page.access import At, Field, StaffRoutes
from hub.web.page.cookies import LANGUAGE_COOKIE, keep, session_cookie
from hub.web.page.desk import Desk
from hub.web.page.guard import is_beyond_loopback
from hub.web.page.page_data import PageData
from shared.errors import AccessError, NotFound, PasswordsDiffer, SignInFailed, WeakPassword
from shared.languages import LANGUAGES, N_

pages = StaffRoutes(prefix="/me")
WRONG_PASSWORD = N_("The password is not right.")
ID_LENGTH = 16
"""So much of the hash of a token tells one's own sessions apart."""
SAID = {
    "language": N_("Saved."),
    "password": N_("Your password is changed."),
    "ended": N_("It is signed out there."),
    "others": N_("Everywhere else you are signed out."),
    "removed": N_("Your telephone is asked for no more."),
}
"""What the page says was just done, by the word in its address."""


class SignedIn(NamedTuple):
    """Where somebody is signed in, since when, and when it was seen; ``here`` is the browser that shows the page."""

    id: str
    seen: Seen
    since: str
    last: str
    here: bool
    second: bool


@dataclass(frozen=True, kw_only=True)
class MePage(PageData):
    """All that is one's own."""

    template = "house/me.html"
    help = help_texts.ME

    done: str
    own_language: str
    has_second: bool
    codes_left: int
    beyond: bool
    sessions: Sequence[SignedIn]


@dataclass(frozen=True, kw_only=True)
class PasswordPage(PageData):
    """One's own password, the one there is and the one there shall be."""

    template = "house/password.html"
    help = help_texts.PASSWORD

    errors: dict[str, str]


def me(desk: Desk) -> tuple[Staff, Session]:
    """Return who asks, and their session."""
    assert desk.staff is not None, "the gate lets nobody else in"
    assert desk.session is not None
    return desk.staff, desk.session


@pages.get("", right=Right.SIGNED_IN)
def show_me(desk: At, done: str = "") -> HTMLResponse:
    """All that is one's own."""
    person, here = me(desk)
    page = MePage(
        done=desk.tr(SAID[done]) if done in SAID else "",
        own_language=person.language if person.language in LANGUAGES else "",
        has_second=second.has(desk.store, person),
        codes_left=second.recovery_left(desk.store, person),
        beyond=is_beyond_loopback(desk.request),
        sessions=[_signed_in(one, here) for one in staff.sessions(desk.store, person, desk.now)],
    )
    return desk.show(page)


def _signed_in(one: Session, here: Session) -> SignedIn:
    is_here = one.token_sha256 == here.token_sha256
    seen = browsers.read(one.agent)
    return SignedIn(one.token_sha256[:ID_LENGTH], seen, one.started_at, one.seen_at, is_here, one.second)


@pages.post("/language", right=Right.SIGNED_IN)
def choose_language(desk: At, language: Field = "") -> Response:
    """Read the pages in this language, in every browser; "" for what each browser says."""
    person, _ = me(desk)
    people.save_language(desk.store, person, language if language in LANGUAGES else "", now=desk.now)
    response = desk.go("/me", done="language")
    if language in LANGUAGES:
        keep(desk.request, response, LANGUAGE_COOKIE, language)
    else:
        response.delete_cookie(LANGUAGE_COOKIE)
    return response


@pages.post("/sessions/end", right=Right.SIGNED_IN)
def end_session(desk: At, id: Field = "") -> Response:
    """Sign out somewhere else."""
    person, _ = me(desk)
    found = [one for one in staff.sessions(desk.store, person, desk.now) if one.token_sha256[:ID_LENGTH] == id]
    if not found:
        raise NotFound("session")
    staff.end_session(desk.store, person, found[0].token_sha256, now=desk.now)
    return desk.go("/me", done="ended")


@pages.post("/sessions/end-others", right=Right.SIGNED_IN)
def end_other_sessions(desk: At) -> Response:
    """Sign out everywhere else."""
    person, here = me(desk)
    staff.end_others(desk.store, person, but=here.token_sha256, now=desk.now)
    return desk.go("/me", done="others")


@pages.get("/password", right=Right.SIGNED_IN)
def show_password(desk: At) -> HTMLResponse:
    """Ask for the password there is and the one there shall be."""
    return desk.show(PasswordPage(errors={}))


@pages.post("/password", right=Right.SIGNED_IN)
async def change_password(desk: At, old: Field = "", password: Field = "", again: Field = "") -> Response:
    """Change one's own password; every other session of one's own ends."""
    return await in_turn(desk, partial(_change_password, desk, old, password, again))


def _change_password(desk: Desk, old: str, password: str, again: str) -> Response:
    person, _ = me(desk)
    token = desk.request.cookies.get(session_cookie(desk.request))
    try:
        if password != again:
            raise PasswordsDiffer("not alike")
        staff.confirm(desk.store, person, old, address=comes_from(desk), now=desk.now)
        staff.change_password(desk.store, person, old=old, new=password, now=desk.now, token=token)
    except SignInFailed:
        return desk.show(PasswordPage(errors={"old": desk.tr(WRONG_PASSWORD)}), 403)
    except AccessError as error:
        field = "password" if isinstance(error, WeakPassword) else "old"
        return desk.show(PasswordPage(errors={field: says_access(desk, error)}), 422)
    return desk.go("/me", done="password")
