"""Sign-ups of one activity: writing somebody in, one sign-up and what can be done with it, and who must be told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from hub.model import AuditLine, Right, SignUp, Tell
from hub.running import Hub
from hub.services.activities import activities, mail, seats, sign_ups
from hub.services.activities.seats import Seating
from hub.services.activities.sign_ups import Listed
from hub.services.house import kiosks
from hub.services.review import inbox
from hub.web.activities import help_texts
from hub.web.activities.sign_up_form import SignUpForm, answer_of, blank, mistake, typed_form, with_one_more
from hub.web.activities.surroundings import FILED, OneActivityPage, found, said
from hub.web.page import wording
from hub.web.page.access import At, Field, StaffRoutes, Stands, Typed, text
from hub.web.page.desk import Desk
from shared.activity import Activity
from shared.errors import IllegalMove, InvalidAnswer, InvalidInput, NoReason, NoRoom, NotFound, SeatsTaken
from shared.kinds.signup import AGES, ROLES
from shared.languages import N_
from shared.slip import new_slip

pages = StaffRoutes(prefix="/activity/{slug}")
_SAYS = {
    "added": N_("Written in."),
    "cancelled": N_("Cancelled. They stand on the list of people to tell."),
    "resized": N_("Changed. Whoever waits has moved up."),
    "moved": N_("Moved. They stand on the list of people to tell."),
    "seated": N_("They have a seat now, and stand on the list of people to tell."),
    "told": N_("Noted."),
    "other": N_("Not noted: what they must be told is something else by now."),
    "elsewhere": N_("This sign-up was moved to another activity meanwhile. Here it stands now."),
    **FILED,
}
_FEWER = N_("A whole number, fewer than now. Who wants more seats signs up for them.")


@dataclass(frozen=True, kw_only=True)
class AddSignUpPage(OneActivityPage):
    """The form to write somebody in."""

    template = "activities/sign_up_add.html"
    help = help_texts.ADD_SIGN_UP

    form: SignUpForm
    ages: Sequence[str]
    roles: Sequence[str]
    errors: dict[str, str]
    seating: Seating


@dataclass(frozen=True, kw_only=True)
class SignUpPage(OneActivityPage):
    """One sign-up, and what can be done with it."""

    template = "activities/sign_up.html"
    help = help_texts.SIGN_UP

    sign_up: SignUp
    place: int | None
    """Its number among those who wait."""
    names: list[str]
    wrote: dict[str, str] | None
    """What they wrote for those who look after the activity; None where nobody asked to see it."""
    mine: bool
    others: list[Activity]
    history: list[AuditLine]
    errors: dict[str, str]
    said: str
    kiosk_names: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ToTellPage(OneActivityPage):
    """Who must be told what."""

    template = "activities/to_tell.html"
    help = help_texts.TO_TELL

    waiting: list[SignUp]
    names: dict[str, list[str]]
    contacts: dict[str, dict[str, str]] | None
    """How to reach them; None where nobody asked to see it."""
    failed: dict[str, str]
    """Why the hub's letter did not reach them, by sign-up."""
    mine: bool
    mails: bool
    said: str


@pages.get("/add", right=Right.ARRANGE)
def show_add(desk: At, slug: str) -> HTMLResponse:
    """The form to write somebody in."""
    activity = found(desk, slug)
    return _add(desk, activity, blank(activity))


@pages.post("/add", right=Right.ARRANGE)
def add(desk: At, typed: Typed, slug: str) -> Response:
    """Write somebody in, or show the form again."""
    activity = found(desk, slug)
    form = typed_form(typed)
    if text(typed, "act") == "add":
        return _add(desk, activity, with_one_more(form, activity))
    try:
        answer = answer_of(form, activity)
        slip = new_slip(desk.hub.keys.hub_id)
        made = sign_ups.add(desk.store, slug, answer, slip=slip, language=desk.settings.default_language, **desk.by)
    except InvalidAnswer as error:
        return _add(desk, activity, form, mistake(error, form, activity))
    return desk.go(f"/activity/{slug}/sign-ups/{made.id}", done="added")


def _add(desk: Desk, activity: Activity, form: SignUpForm, errors: dict[str, str] | None = None) -> HTMLResponse:
    page = AddSignUpPage(
        activity=activity,
        words=activity.text(desk.language),
        form=form,
        ages=AGES,
        roles=ROLES,
        errors={name: desk.tr(says).format(n=activity.most_together) for name, says in (errors or {}).items()},
        seating=seats.overview(desk.store, activity),
    )
    return desk.show(page, 422 if errors else 200)


@pages.get("/sign-ups/{id}", right=Right.ARRANGE)
def show_sign_up(desk: At, slug: str, id: str) -> HTMLResponse:
    """One sign-up, without what is for its owners only."""
    return _show(desk, slug, id)


STANDS = Stands("{id}", sign_ups.MOVES, show_sign_up)


@pages.post("/sign-ups/{id}/wrote", right=Right.ARRANGE)
def show_what_they_wrote(desk: At, slug: str, id: str) -> HTMLResponse:
    """The same with contact and answers, for those who look after the activity; that they looked is noted."""
    _listed(desk, slug, id)
    return _show(desk, slug, id, wrote=sign_ups.contacts(desk.store, slug, [id], **desk.in_person).get(id, {}))


@pages.post("/sign-ups/{id}/cancel", right=Right.ARRANGE, stands=STANDS)
def cancel(desk: At, slug: str, id: str) -> Response:
    """Take somebody off the list."""
    return _do(desk, slug, id, sign_ups.cancel, "cancelled")


@pages.post("/sign-ups/{id}/resize", right=Right.ARRANGE, stands=STANDS)
def resize(desk: At, slug: str, id: str, persons: Field = "") -> Response:
    """Let fewer come."""
    number = int(persons) if persons.strip().isdecimal() and len(persons) < 4 else 0
    one = _listed(desk, slug, id).sign_up
    if not 0 < number < one.persons:
        return _show(desk, slug, id, errors={"persons": desk.tr(_FEWER)})
    return _do(desk, slug, id, partial(sign_ups.resize, persons=number), "resized")


@pages.post("/sign-ups/{id}/move", right=Right.ARRANGE, stands=STANDS)
def move(desk: At, slug: str, id: str, to: Field = "") -> Response:
    """Move somebody to another activity, at the end of its line."""
    moved = _do(desk, slug, id, partial(sign_ups.move, to=to), "moved")
    return moved if moved.status_code != 303 else desk.go(f"/activity/{to}/sign-ups/{id}", done="moved")


@pages.post("/sign-ups/{id}/seat", right=Right.ARRANGE, stands=STANDS)
def seat(desk: At, slug: str, id: str, reason: Field = "") -> Response:
    """Give a seat out of turn, with a reason."""
    return _do(desk, slug, id, partial(sign_ups.seat, reason=reason), "seated", unsent=reason)


@pages.post("/sign-ups/{id}/erase", right=Right.ARRANGE, stands=STANDS)
def erase(desk: At, slug: str, id: str) -> Response:
    """Forget everything they wrote."""
    _listed(desk, slug, id)
    sign_ups.erase(desk.store, id, stand=desk.based_on, **desk.by)
    return desk.go(f"/activity/{slug}", done="erased")


def _do(desk: Desk, slug: str, id: str, act: Callable[..., object], done: str, *, unsent: str = "") -> Response:
    """Carry a move out and tell the kiosks; where it is refused, say why on the same page."""
    _listed(desk, slug, id)
    try:
        with desk.unchanged(unsent=[unsent]):
            act(desk.store, id, **desk.by)
    except (NoReason, SeatsTaken) as error:
        return _show(desk, slug, id, errors={"reason": desk.tr(error.says)})
    except NoRoom as error:
        return _show(desk, slug, id, errors={"to": desk.tr(error.says)})
    except IllegalMove as error:
        return _show(desk, slug, id, errors={"": desk.tr(error.says)})
    return desk.go(f"/activity/{slug}/sign-ups/{id}", done=done)


def _listed(desk: Desk, slug: str, id: str) -> Listed:
    """Return a sign-up of this activity. Raises NotFound, Elsewhere."""
    one = next((one for one in sign_ups.listed(desk.store, slug) if one.sign_up.id == id), None)
    if one is None:
        moved = desk.store.sign_ups.read(id)
        # Whoever sends a form of ours has seen it here.
        seen = bool(desk.based_on)
        raise Elsewhere(f"/activity/{moved.activity}/sign-ups/{id}") if moved and seen else NotFound("sign-up")
    return one


class Elsewhere(NotFound):
    """A sign-up was moved to another activity; what it says is the path of the page."""


def lead_there(_: Request, error: Exception) -> Response:
    """Go where a sign-up stands by now."""
    return RedirectResponse(f"{error}?done=elsewhere", 303)


def _show(
    desk: Desk, slug: str, id: str, *, wrote: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> HTMLResponse:
    activity, listed = found(desk, slug), _listed(desk, slug, id)
    desk.also_at(id)
    page = SignUpPage(
        activity=activity,
        words=activity.text(desk.language),
        sign_up=listed.sign_up,
        place=listed.place,
        names=sign_ups.names(desk.store, slug).get(id, []),
        wrote=wrote,
        mine=_mine(desk, slug),
        others=_others(desk, activity),
        history=inbox.history(desk.store, id),
        errors=errors or {},
        said=said(desk, _SAYS),
        kiosk_names={kiosk.id: kiosk.name for kiosk in kiosks.listed(desk.store)},
    )
    return desk.show(page, 422 if errors else 200)


def _mine(desk: Desk, slug: str) -> bool:
    assert desk.staff is not None
    return activities.may_see_contacts(desk.store, slug, desk.staff)


def _others(desk: Desk, activity: Activity) -> list[Activity]:
    """Return the activities somebody could be moved to."""
    return [
        one
        for one in activities.coming(desk.store, desk.now)
        if one.slug != activity.slug and one.seats is not None and not one.cancelled
    ]


@pages.get("/tell", right=Right.ARRANGE)
def show_to_tell(desk: At, slug: str) -> HTMLResponse:
    """Who must be told what; contacts are behind one more click."""
    return _tell(desk, slug)


@pages.post("/tell", right=Right.ARRANGE)
def show_contacts_to_tell(desk: At, slug: str) -> HTMLResponse:
    """The same with contacts, for those who look after the activity; that they looked is noted."""
    ids = [one.id for one in sign_ups.to_tell(desk.store, slug)]
    return _tell(desk, slug, contacts=sign_ups.contacts(desk.store, slug, ids, **desk.in_person))


@pages.post("/tell/{id}", right=Right.ARRANGE)
def told(desk: At, slug: str, id: str, shown: Field = "", what: Field = "") -> Response:
    """Note that somebody was told ``what``. Where contacts were on the page, they stay there for the next call."""
    _listed(desk, slug, id)
    if what not in set(Tell):
        raise InvalidInput("what")
    try:
        sign_ups.mark_told(desk.store, id, what=Tell(what) if what else None, **desk.by)
    except IllegalMove:
        # Somebody else was quicker: they are told, which is all that was wanted; or they must be told other news.
        if any(one.id == id for one in sign_ups.to_tell(desk.store, slug)):
            return desk.go(f"/activity/{slug}/tell", done="other")
        return desk.go(f"/activity/{slug}/tell")
    return show_contacts_to_tell(desk, slug) if shown else desk.go(f"/activity/{slug}/tell", done="told")


def _tell(desk: Desk, slug: str, contacts: dict[str, dict[str, str]] | None = None) -> HTMLResponse:
    activity = found(desk, slug)
    page = ToTellPage(
        activity=activity,
        words=activity.text(desk.language),
        contacts=contacts,
        waiting=sign_ups.to_tell(desk.store, slug),
        names=sign_ups.names(desk.store, slug),
        failed={one: desk.tr(wording.reason(why.reason)) for one, why in mail.failed(desk.store, slug).items()},
        mine=_mine(desk, slug),
        mails=bool(desk.hub.config.smtp_host),
        said=said(desk, _SAYS),
    )
    return desk.show(page)


def count_to_tell(hub: Hub, now: datetime) -> int:
    """Return how many people must be told what became of their sign-up."""
    return sign_ups.count_to_tell(hub.store, now)
