"""The people who work here: who they are, letting one in, saying what each may do, and shutting one out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup
from starlette.datastructures import FormData

from hub.model import Invitation, Right, Role, Staff
from hub.services.activities import codes
from hub.services.house import people
from hub.services.house.people import Invited
from hub.web.house import help_texts
from hub.web.page.access import At, Field, StaffRoutes, Stands, Typed
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import BadName, InvalidInput, LastAdmin, NameTaken, NoRole, NotFound
from shared.languages import N_

pages = StaffRoutes(prefix="/people")


class Called(NamedTuple):
    """What a role is called, and what whoever has it does (message ids), with an icon."""

    name: str
    does: str
    icon: str


ROLES: Mapping[Role, Called] = {
    Role.REVIEWER: Called(
        N_("Reviewer"), N_("Reads what visitors say, answers, and decides what is shown."), "inbox_outline"
    ),
    Role.OWNER: Called(
        N_("Activity owner"),
        N_("Makes activities, and sees how to reach those who come to the ones they look after."),
        "calendar_heart",
    ),
    Role.FACILITATOR: Called(
        N_("Facilitator"), N_("Asks the questions, steers sessions, and stands at the door."), "account_voice"
    ),
    Role.SAFEGUARDING: Called(
        N_("Safeguarding"), N_("Reads what is marked as a worry, and decides what happens then."), "shield_account"
    ),
    Role.ADMIN: Called(
        N_("Admin"),
        N_("Lets people in, pairs kiosks, and sets what holds for the library. Reads no answers without another role."),
        "cog_outline",
    ),
}
"""What people can be here, in the order in which they are offered."""
_SAYS = {
    "roles": N_("Saved. It holds from now on."),
    "shut-out": N_("Shut out. Every page they had open is closed to them."),
}


class Person(NamedTuple):
    """Somebody in the list, with the invitation that waits for them."""

    staff: Staff
    invitation: Invitation | None


@dataclass(frozen=True, kw_only=True)
class PeoplePage(PageData):
    """Everybody who works here, those who were shut out last."""

    template = "house/people.html"
    help = help_texts.PEOPLE

    inside: Sequence[Person]
    outside: Sequence[Person]
    called: Mapping[Role, Called]
    said: str


@dataclass(frozen=True, kw_only=True)
class InvitePage(PageData):
    """Who is to be let in, and what they are to be."""

    template = "house/people_invite.html"
    help = help_texts.INVITE

    name: str
    chosen: Sequence[str]
    called: Mapping[Role, Called]
    errors: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class InvitedPage(PageData):
    """The code, once: on the screen or on paper for the person, with the way there."""

    template = "house/people_invited.html"
    help = help_texts.INVITED

    invited: Invited
    addresses: Sequence[str]
    """Where other computers reach these pages; none where only the hub's own screen does."""
    at_hub: str
    """The address on the hub's own screen."""
    qr: Markup
    """The way there with the code, to be photographed; "" where there is none for a telephone."""


@dataclass(frozen=True, kw_only=True)
class PersonPage(PageData):
    """One person: what they are here, a new code for them, and shutting them out."""

    template = "house/person.html"
    help = help_texts.PERSON

    person: Staff
    chosen: Sequence[str]
    called: Mapping[Role, Called]
    invitation: Invitation | None
    errors: dict[str, str]
    problem: str


@pages.get("", right=Right.PEOPLE)
def show_people(desk: At, done: str = "") -> HTMLResponse:
    """Everybody, those who were shut out last."""
    waits = desk.store.people.invited()
    listed = [Person(one, waits.get(one.id)) for one in people.listed(desk.store)]
    page = PeoplePage(
        inside=[one for one in listed if one.staff.shut_at is None],
        outside=[one for one in listed if one.staff.shut_at is not None],
        called=ROLES,
        said=desk.tr(_SAYS[done]) if done in _SAYS else "",
    )
    return desk.show(page)


@pages.get("/invite", right=Right.PEOPLE)
def ask_whom(desk: At) -> HTMLResponse:
    """Ask who is to be let in."""
    return _invite(desk, "", [], {})


@pages.post("/invite", right=Right.PEOPLE)
def invite(desk: At, typed: Typed, name: Field = "") -> HTMLResponse:
    """Let somebody in, and show the code they come with: now, and never again."""
    chosen = _chosen(typed)
    try:
        invited = people.invite(desk.store, name, roles=chosen, **desk.by)
    except (BadName, NameTaken, NoRole) as error:
        return _invite(desk, name, chosen, {"role" if isinstance(error, NoRole) else "name": desk.tr(error.says)})
    return _show_code(desk, invited)


@pages.get("/{id}", right=Right.PEOPLE)
def show_person(desk: At, id: str) -> HTMLResponse:
    """One person."""
    return _person(desk, _read(desk, id))


STANDS = Stands("staff {id}", ("change-roles", "reset", "let-in-again", "shut-out", "accept"), show_person)


@pages.post("/{id}/roles", right=Right.PEOPLE, stands=STANDS)
def change_roles(desk: At, typed: Typed, id: str) -> Response:
    """Say what a person is here."""
    person, chosen = _read(desk, id), _chosen(typed)
    try:
        with desk.unchanged():
            people.change_roles(desk.store, person.id, chosen, **desk.by)
    except (LastAdmin, NoRole) as error:
        return _person(desk, person, chosen=chosen, errors={"role": desk.tr(error.says)})
    return desk.go("/people", done="roles")


@pages.post("/{id}/code", right=Right.PEOPLE, stands=STANDS)
def give_code(desk: At, id: str) -> HTMLResponse:
    """Let a person choose a new password: the one they have is worthless then, and so is their second factor."""
    person = _read(desk, id)
    try:
        with desk.unchanged():
            invited = people.reset(desk.store, person.id, **desk.by)
    except LastAdmin as error:
        return _person(desk, person, problem=desk.tr(error.says))
    return _show_code(desk, invited)


@pages.post("/{id}/shut-out", right=Right.PEOPLE)
def shut_out(desk: At, id: str) -> Response:
    """Shut a person out, at once and everywhere."""
    person = _read(desk, id)
    try:
        people.shut_out(desk.store, person.id, **desk.by)
    except LastAdmin as error:
        return _person(desk, person, problem=desk.tr(error.says))
    return desk.go("/people", done="shut-out")


def _read(desk: Desk, id: str) -> Staff:
    """Return the person an address names. Raises NotFound."""
    if not (id.isascii() and id.isdigit() and len(id) < 16):
        raise NotFound("staff")
    return people.read(desk.store, int(id))


def _chosen(typed: FormData) -> list[Role]:
    """Return the roles that were ticked. Raises InvalidInput for what is none."""
    ticked = [one for one in typed.getlist("role") if isinstance(one, str)]
    if not set(ticked) <= set(Role):
        raise InvalidInput("role")
    return [Role(one) for one in ticked]


def _invite(desk: Desk, name: str, chosen: Sequence[Role], errors: dict[str, str]) -> HTMLResponse:
    page = InvitePage(name=name, chosen=chosen, called=ROLES, errors=errors)
    return desk.show(page, 422 if errors else 200)


def _person(
    desk: Desk, person: Staff, *, chosen: Sequence[Role] | None = None, errors: dict[str, str] | None = None,
    problem: str = "",
) -> HTMLResponse:  # fmt: skip
    page = PersonPage(
        person=person,
        chosen=sorted(person.roles) if chosen is None else chosen,
        called=ROLES,
        invitation=desk.store.people.invited().get(person.id),
        errors=errors or {},
        problem=problem,
    )
    return desk.show(page, 422 if errors else 409 if problem else 200)


def _show_code(desk: Desk, invited: Invited) -> HTMLResponse:
    bases = [*(desk.hub.desks.bases if desk.hub.desks else ()), *desk.hub.config.bases]
    port = (desk.request.scope.get("server") or ("", desk.hub.config.staff_port))[1]
    page = InvitedPage(
        invited=invited,
        addresses=[f"{base}/welcome" for base in dict.fromkeys(bases)],
        qr=Markup(codes.drawn(f"{bases[0]}/welcome?code={invited.code}")) if bases else Markup(),
        at_hub=f"http://127.0.0.1:{port}/welcome",
    )
    return desk.show(page)
