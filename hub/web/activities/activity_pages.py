"""One activity: who comes, where its seats are, and who at the library looks after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response

from hub.model import AuditLine, LeaseAccount, PairedKiosk, Right, Staff
from hub.services.activities import activities, door_keys, seats, sign_ups
from hub.services.activities.seats import Seating
from hub.services.activities.sign_ups import Listed
from hub.services.house import kiosks
from hub.services.restoring import recount
from hub.services.review import inbox
from hub.web.activities import help_texts
from hub.web.activities.activity_wording import DOOR_SAYS
from hub.web.activities.surroundings import OneActivityPage, found, said
from hub.web.page.access import At, Field, StaffRoutes, Stands
from hub.web.page.desk import Desk
from shared.activity import Activity
from shared.errors import NoReason, NotFound
from shared.languages import N_
from shared.notice import SignUpState

pages = StaffRoutes(prefix="/activity/{slug}")
_SAYS = {
    "made": N_("Saved. The kiosks show it at their next call."),
    "corrected": N_("Saved. The kiosks do not show it: its last day is over."),
    "no-reason": NoReason.says,
    "called-off": N_("Cancelled. Everybody who signed up stands on the list of people to tell."),
    "recalled": N_("Called back. The kiosk hands its seats over at its next call."),
    "lent": N_("The kiosk gets seats again at its next call."),
    "freed": N_("Freed. Whoever waits has moved up."),
    "owners": N_("Saved."),
    "door": N_("Saved. The list goes to that kiosk at its next call."),
    "erased": N_("Erased for good."),
    **DOOR_SAYS,
}
_SEATED = (SignUpState.CONFIRMED, SignUpState.TOLD)


class Groups(NamedTuple):
    """Sign-ups in lists: who has a seat, who waits, who could never be seated, who does not come."""

    seated: list[Listed]
    waiting: list[Listed]
    too_large: list[Listed]
    gone: list[Listed]


@dataclass(frozen=True, kw_only=True)
class ActivityDetailPage(OneActivityPage):
    """Everything about one activity."""

    template = "activities/activity.html"
    help = help_texts.ACTIVITY

    seating: Seating
    open: bool
    over: bool
    names: dict[str, list[str]]
    """Names of who signed up, by sign-up."""
    to_tell: int
    leases: list[tuple[PairedKiosk, LeaseAccount]]
    owners: list[Staff]
    colleagues: list[Staff]
    """Who does not look after it yet."""
    mine: bool
    door: str | None
    door_asks: door_keys.Asked | None
    kiosks: list[PairedKiosk]
    history: list[AuditLine]
    errors: dict[str, str]
    said: str
    of: PairedKiosk | None
    """The kiosk whose sign-ups alone are listed, None for all."""
    groups: Groups
    awaited: list[PairedKiosk]
    """Kiosks that are waited for after an old backup was put back."""


@pages.get("", right=Right.ARRANGE)
def show_activity(desk: At, slug: str, kiosk: str = "") -> HTMLResponse:
    """Everything about one activity; of its sign-ups only those that came from a kiosk, where one is named."""
    return _show(desk, slug, only=kiosk)


HELD = Stands("activity {slug}", ("free", "recall", "lease"), show_activity)
DOOR = Stands("activity {slug}", ("set-door",), show_activity)


def _show(desk: Desk, slug: str, *, only: str = "", errors: dict[str, str] | None = None) -> HTMLResponse:
    activity = found(desk, slug)
    looks = activities.care(desk.store, slug)
    paired = {kiosk.id: kiosk for kiosk in kiosks.listed(desk.store)}
    people, of = activities.staff(desk.store), paired.get(only)
    assert desk.staff is not None
    page = ActivityDetailPage(
        activity=activity,
        words=activity.text(desk.language),
        seating=seats.overview(desk.store, activity),
        open=activity.takes_sign_ups(desk.now),
        over=activity.is_over(desk.now),
        names=sign_ups.names(desk.store, slug),
        to_tell=len(sign_ups.to_tell(desk.store, slug)),
        leases=_leases(desk, activity, paired),
        owners=[person for person in people if person.id in looks.owners],
        colleagues=[person for person in people if person.id not in looks.owners],
        mine=desk.staff.id in looks.owners,
        door=looks.door,
        door_asks=_door_asks(desk, paired.get(looks.door or "")),
        kiosks=[kiosk for kiosk in paired.values() if kiosk.revoked_at is None],
        history=inbox.history(desk.store, f"activity {slug}"),
        errors=errors or {},
        said=said(desk, _SAYS),
        of=of,
        groups=_groups(desk, slug, of),
        awaited=recount.waiting_for(desk.store),
    )
    return desk.show(page, 422 if errors else 200)


def _groups(desk: Desk, slug: str, of: PairedKiosk | None) -> Groups:
    """Return the sign-ups in lists: who has a seat, who waits, who could never be seated, who does not come."""
    listed = [one for one in sign_ups.listed(desk.store, slug) if of is None or one.sign_up.kiosk == of.id]
    undecided = [one for one in listed if one.sign_up.state == SignUpState.WAITING]
    return Groups(
        seated=[one for one in listed if one.sign_up.state in _SEATED],
        waiting=[one for one in undecided if one.place],
        too_large=[one for one in undecided if not one.place],
        gone=[one for one in listed if not one.sign_up.active],
    )


def _door_asks(desk: Desk, at_door: PairedKiosk | None) -> door_keys.Asked | None:
    """Return the key of the kiosk at the door about which staff are to say something, if there is one."""
    return door_keys.waiting(desk.store, at_door, desk.settings.default_language) if at_door else None


def _leases(desk: Desk, activity: Activity, known: Mapping[str, PairedKiosk]) -> list[tuple[PairedKiosk, LeaseAccount]]:
    """Return each kiosk that holds seats or gets no more, with its account."""
    accounts = desk.store.leases.of(activity.slug)
    return [(known[one.kiosk], one) for one in accounts if one.kiosk in known and (one.outstanding or one.recalled)]


@pages.post("/seats/{kiosk}/recall", right=Right.ARRANGE)
def recall(desk: At, slug: str, kiosk: str, again: Field = "") -> Response:
    """Call back the seats a kiosk holds, or let it have some again."""
    seats.recall(desk.store, slug, kiosk, again=bool(again), **desk.by)
    return desk.go(f"/activity/{slug}", done="lent" if again else "recalled")


@pages.post("/seats/{kiosk}/free", right=Right.ARRANGE, stands=HELD)
def free(desk: At, slug: str, kiosk: str, reason: Field = "") -> Response:
    """Give away what a silent kiosk may have promised, with a reason."""
    try:
        with desk.unchanged(unsent=[reason]):
            seats.free_silent(desk.store, slug, kiosk, reason=reason, **desk.by)
    except NoReason as error:
        return _show(desk, slug, errors={f"free-{kiosk}": desk.tr(error.says)})
    return desk.go(f"/activity/{slug}", done="freed")


@pages.post("/take-on", right=Right.ARRANGE)
def take_on(desk: At, slug: str) -> Response:
    """Look after it from now on, and see contacts."""
    activities.take_on(desk.store, slug, **desk.in_person)
    return desk.go(f"/activity/{slug}", done="owners")


@pages.post("/owners", right=Right.ARRANGE)
def add_owner(desk: At, slug: str, person: Field = "") -> Response:
    """Let a colleague look after it too."""
    one = next((one for one in activities.staff(desk.store) if str(one.id) == person), None)
    if one is None:
        raise NotFound("staff")
    activities.add_owner(desk.store, slug, one, **desk.by)
    return desk.go(f"/activity/{slug}", done="owners")


@pages.post("/door-kiosk", right=Right.ARRANGE, stands=DOOR)
def set_door(desk: At, slug: str, kiosk: Field = "") -> Response:
    """Choose which kiosk stands at the door, or none."""
    with desk.unchanged():
        activities.set_door(desk.store, slug, kiosk or None, **desk.by)
    return desk.go(f"/activity/{slug}", done="door")
