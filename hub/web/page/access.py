"""The gate: every route says which right it wants, and nobody else gets to its page. And the fields of forms."""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, TypeVar

from fastapi import APIRouter, Depends, Form, Request
from fastapi.routing import APIRoute
from starlette.datastructures import FormData

from hub.model import Right, Session, Staff
from hub.services.changing import must
from hub.services.house import second, staff
from hub.web.page.cookies import session_cookie
from hub.web.page.desk import Desk, looks_by_itself
from hub.web.page.guard import is_beyond_loopback

Page = TypeVar("Page", bound=Callable[..., Any])

MAX_FIELDS = 400
"""A question with twelve reasons in five languages has about a hundred; an activity with sixty dates about 340."""


class SignedOut(Exception):
    """The page is not for anybody, and nobody is signed in: the handler shows the way to sign in."""


def session_of(request: Request, *, present: bool = True) -> Session | None:
    """Return the session of whoever asks, also one that is half, or None.

    Asking counts as being there, unless the page looks by itself. A half session ends when it waits too long.
    """
    hub, token = request.app.state.hub, request.cookies.get(session_cookie(request))
    present = present and not looks_by_itself(request)
    found = staff.session(hub.store, token, hub.now(), present=present) if token else None
    if token and found and is_half(request, found) and second.is_over(found, hub.now()):
        staff.sign_out(hub.store, token)
        return None
    return found


def is_half(request: Request, session: Session) -> bool:
    """Tell whether the second factor is still to come: beyond the hub's own computer a password alone is no sign-in."""
    return not session.second and is_beyond_loopback(request)


def who(request: Request, *, present: bool = True) -> Staff | None:
    """Return who is signed in, wholly, or None; ``present`` as above."""
    found = session_of(request, present=present)
    return None if found is None or is_half(request, found) else found.staff


def desk_of(request: Request) -> Desk:
    """Return the desk of whoever asks, signed in or not."""
    session = session_of(request)
    return Desk(request, session, half=session is not None and is_half(request, session))


def let_in(request: Request) -> Desk:
    """Return the desk of who asks. Raises SignedOut or NotAllowed unless they have the right it wants.

    A route that says nothing is for nobody. Whose sign-in is half is let to what completes it, and to nothing else.
    """
    route, desk = request.scope["route"], desk_of(request)
    request.state.desk = desk
    right = getattr(route, "right", Right.OWN_HAND)
    if right is not Right.ANYBODY:
        if desk.session is None or (desk.staff is None and not getattr(route, "half", False)):
            raise SignedOut
        must(desk.session.staff, right)
    return desk


At = Annotated[Desk, Depends(let_in)]
"""A page function's desk, behind the gate."""


class Stands(NamedTuple):
    """What a route changes only as it was seen, and which page shows how it is now where somebody was quicker.

    ``of`` is its subject in the history, with parameters of the path. ``moves``: those that count, where not all do.
    ``shows``: the function of that page, with the desk and parameters of the path; None where the page of the route
    answers by itself, since words were written.
    """

    of: str
    moves: tuple[str, ...] = ()
    shows: Callable[..., Any] | None = None


class StaffRoute(APIRoute):
    """A route of the staff app, with the ``right`` it wants, and what it changes only as it was seen (``stands``).

    ``half``: whoever has given a password, and no second factor yet, is let in too.
    """

    right: Right
    half: bool
    stands: Stands | None


class StaffRoutes:
    """The routes of a module of pages, each registered with the right it wants. The gate stands on the app."""

    def __init__(self, prefix: str = "") -> None:
        self.router = APIRouter(prefix=prefix, route_class=StaffRoute)

    def get(self, path: str, *, right: Right, half: bool = False, **more: Any) -> Callable[[Page], Page]:
        """Register what is looked at. ``more`` is what FastAPI may be told of a route."""
        return self._register("GET", path, right, half, None, more)

    def post(
        self, path: str, *, right: Right, half: bool = False, stands: Stands | None = None, **more: Any
    ) -> Callable[[Page], Page]:
        """Register what changes something, and what of it only as it was seen: see ``Desk.unchanged``."""
        return self._register("POST", path, right, half, stands, more)

    def _register(
        self, method: str, path: str, right: Right, half: bool, stands: Stands | None, more: dict[str, Any]
    ) -> Callable[[Page], Page]:
        def register(page: Page) -> Page:
            self.router.add_api_route(path, page, methods=[method], **more)
            route = self.router.routes[-1]
            assert isinstance(route, StaffRoute)
            route.right, route.half, route.stands = right, half, stands
            return page

        return register


async def typed_fields(request: Request) -> FormData:
    """Return what was typed in the form that was sent, without files."""
    return await request.form(max_files=0, max_fields=MAX_FIELDS)


Typed = Annotated[FormData, Depends(typed_fields)]
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
