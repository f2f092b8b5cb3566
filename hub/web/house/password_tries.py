"""Trying a password: one try after the other, and who guesses makes nobody else wait."""

from collections.abc import Callable
from typing import TypeVar

from fastapi.responses import Response

from hub.marks import Marks
from hub.services.house import staff
from hub.services.house.second import EVERYWHERE
from hub.web.page.cookies import keep, known_cookie
from hub.web.page.desk import Desk
from hub.web.page.guard import caller
from hub.web.page.times import lasts
from shared.errors import AccessError, TooManyTries

T = TypeVar("T")

BROWSER = "browser"
"""What the hub's mark in cookies.known_cookie is on, with the name and a number of the browser's own."""


def comes_from(desk: Desk, name: str | None = None) -> str:
    """Return by what tries of a password are told apart: the address, for the name of whoever is signed in or this.

    A browser in which this person has signed in stands for itself: who guesses from the same address, behind one
    router or proxy, makes it wait neither in line nor after wrong tries.
    """
    name = desk.staff.name if name is None and desk.staff else name or ""
    nonce, _, mark = desk.request.cookies.get(known_cookie(desk.request), "").partition(".")
    if _marks(desk).proves(mark, BROWSER, staff.same_name(name), nonce):
        return f"{BROWSER} {nonce}"
    return caller(desk.request, desk.hub.config.trusted_proxies)


def counted_for(desk: Desk, name: str) -> tuple[str, ...]:
    """Return from where wrong codes of a second factor count: the address, and all of them together.

    Whoever gets so far knows the password, and may have many addresses. A browser in which this person has signed in
    stands for itself here too, so that nobody is locked out by it.
    """
    found = comes_from(desk, name)
    return (found,) if found.startswith(f"{BROWSER} ") else (found, EVERYWHERE)


def remember(desk: Desk, response: Response, name: str, nonce: str) -> None:
    """Let the browser, under a number of its own, show from now on that this person has signed in there."""
    mark = _marks(desk).mark(BROWSER, staff.same_name(name), nonce)
    keep(desk.request, response, known_cookie(desk.request), f"{nonce}.{mark}")


def _marks(desk: Desk) -> Marks:
    return Marks(desk.hub.keys.unseal_key.secrets)


async def in_turn(desk: Desk, work: Callable[[], T], name: str | None = None) -> T:
    """Do what looks at a password, in turn with all others; ``name`` as above. Raises SignInBusy."""
    return await desk.hub.turns.take(comes_from(desk, name), work)


def says_access(desk: Desk, error: AccessError) -> str:
    """Return what to tell somebody who is not let in, with the time to wait where it is known."""
    if isinstance(error, TooManyTries) and error.seconds:
        return desk.tr("Too many tries. Try again in {time}.").format(time=lasts(error.seconds, desk.language))
    return desk.tr(error.says)
