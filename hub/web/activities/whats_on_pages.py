"""Activities: the list, making and changing them, calling them off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse, Response

from hub.model import PairedKiosk, Right
from hub.services.activities import activities, seats, sign_ups, templates
from hub.services.activities.seats import Seating
from hub.services.activities.templates import Template
from hub.services.house import kiosks
from hub.services.house.time_zones import offered
from hub.services.restoring import recount
from hub.web.activities import activity_dates, activity_pages, help_texts
from hub.web.activities.activity_form import (
    LIMITS,
    WORDS,
    ActivityForm,
    blank,
    filled,
    mistakes,
    rearranged,
    texts_of,
    to_activity,
    typed_form,
    undated,
)
from hub.web.activities.activity_wording import MOVED
from hub.web.activities.surroundings import FILED, ActivityPage, OneActivityPage, found, said
from hub.web.page import quicker
from hub.web.page.access import At, Field, StaffRoutes, Stands, Typed, local_path, text
from hub.web.page.desk import Desk
from hub.web.page.forms import AS_IT_IS, SAVES, FormPage, names_of, said_of
from hub.web.page.forms import slug as slug_after
from hub.web.page.tongues import first_open
from shared.activity import MAX_LINE, Activity, ActivityText
from shared.errors import NoReason, NotFound, SeatsTaken, Stale
from shared.languages import LANGUAGES, N_, pick
from shared.submission import new_submission_id

pages = StaffRoutes()
STANDS = Stands("activity {slug}", ("save", "cancel", "withdraw", "learn-again"))
"""Whoever looks after it, and who came, are no part of it."""
PAST_PAGE = 50
"""So many that are over stand on a page."""
_SAYS = {
    "made": N_("Saved. The kiosks show it at their next call."),
    "withdrawn": N_("Taken away."),
    "no-reason": NoReason.says,
    "went-on": N_("We go on without that kiosk."),
    **FILED,
}


class Line(NamedTuple):
    """An activity in the list: its words, how full it is, and how many must be told something."""

    activity: Activity
    words: ActivityText
    seating: Seating
    to_tell: int


@dataclass(frozen=True, kw_only=True)
class ActivitiesPage(ActivityPage):
    """What is coming, or a page of what is over."""

    template = "activities/activities.html"
    help = help_texts.ACTIVITIES

    lines: list[Line]
    over: bool
    past: int
    """How many are over."""
    older: str
    """Where the next page of them begins, "" at the end."""
    said: str
    awaited: list[PairedKiosk]
    """Kiosks that are waited for after an old backup was put back."""


@dataclass(frozen=True, kw_only=True)
class NewActivityPage(ActivityPage):
    """What a new activity shall be like."""

    template = "activities/activity_new.html"
    help = help_texts.NEW_ACTIVITY

    templates: list[Template]


@dataclass(frozen=True, kw_only=True)
class EditActivityPage(ActivityPage, FormPage):
    """The form of an activity."""

    template = "activities/activity_edit.html"
    help = help_texts.EDIT_ACTIVITY

    form: ActivityForm
    before: Activity | None
    """As it was saved last, None for a new one."""
    preview: dict[str, ActivityText]
    """What stands on the glass, by language: the nearest words where a language has none."""
    when: dict[str, str]
    """Its first date in words, by language; "" while there is none."""
    zones: Sequence[str]
    kiosks: list[PairedKiosk]


@dataclass(frozen=True, kw_only=True)
class CallOffPage(OneActivityPage):
    """Whether an activity shall be called off, and why."""

    template = "activities/activity_call_off.html"
    help = help_texts.CALL_OFF

    seating: Seating
    reason: str
    errors: dict[str, str]


@pages.get("/activities", right=Right.SIGNED_IN)
def show_activities(desk: At, over: str = "", before: str = "") -> HTMLResponse:
    """What is coming, the next one first; what is over apart, the latest first, a page at a time."""
    store, older = desk.store, ""
    if over:
        shown = activities.past(store, desk.now, PAST_PAGE + 1, before=before or None)
        if len(shown) > PAST_PAGE:
            shown, older = shown[:PAST_PAGE], shown[PAST_PAGE - 1].activity.slug
    else:
        shown = sorted(activities.seats_coming(store, desk.now), key=lambda one: _next(one.activity, desk.now))
    to_tell = sign_ups.count_to_tell_of(store, [one.activity.slug for one in shown])
    seating = seats.listed(store, shown)
    lines = [
        _line(desk, one.activity, full, to_tell.get(one.activity.slug, 0))
        for one, full in zip(shown, seating, strict=True)
    ]
    past = activities.count_past(store, desk.now)
    page = ActivitiesPage(
        lines=lines,
        over=bool(over),
        past=past,
        older=older,
        said=said(desk, _SAYS),
        awaited=recount.waiting_for(store),
    )
    return desk.show(page)


def _next(activity: Activity, now: datetime) -> str:
    """Return when its next date begins."""
    moment = now.isoformat()
    return next((date.starts_at for date in activity.dates if date.ends_at > moment), activity.starts_at)


def _line(desk: Desk, activity: Activity, seating: Seating, to_tell: int) -> Line:
    return Line(activity, activity.text(desk.language), seating, to_tell)


@pages.post("/activities/recount", right=Right.ARRANGE)
def go_on_without(desk: At, kiosk: Field = "", reason: Field = "", back: Field = "") -> Response:
    """Wait no longer for a kiosk after an old backup was put back."""
    try:
        recount.go_on_without(desk.store, kiosk, reason=reason, **desk.by)
    except NoReason:
        return desk.go(local_path(back), done="no-reason")
    return desk.go("/activities", done="went-on")


@pages.get("/activities/new", right=Right.ARRANGE)
def show_new(desk: At, template: str = "", copy: str = "") -> HTMLResponse:
    """A new activity: first what it shall be like, then the form."""
    if copy:
        return _edit(desk, undated(filled(found(desk, copy))))
    if template == "empty":
        return _edit(desk, blank(desk.zone))
    if not template:
        return desk.show(NewActivityPage(templates=templates.listed()))
    chosen = templates.read(template)
    first = chosen.day_after(desk.now.astimezone(ZoneInfo(desk.zone)).date() + timedelta(days=7))
    made = templates.activity(chosen, slug=chosen.id, first_day=first, zone=desk.zone, language=desk.language)
    return _edit(desk, filled(made))


@pages.post("/activities/new", right=Right.ARRANGE)
def make(desk: At, typed: Typed) -> Response:
    """Make it, or show the form again."""
    return _take(desk, typed_form(typed), text(typed, "act"))


@pages.get("/activity/{slug}/edit", right=Right.ARRANGE)
def show_edit(desk: At, slug: str) -> HTMLResponse:
    """The form of one activity."""
    before = found(desk, slug)
    return _edit(desk, filled(before), before)


@pages.post("/activity/{slug}/edit", right=Right.ARRANGE, stands=STANDS)
def change(desk: At, typed: Typed, slug: str) -> Response:
    """Save it as its next revision, or show the form again."""
    return _take(desk, typed_form(typed), text(typed, "act"), found(desk, slug))


@pages.get("/activity/{slug}/call-off", right=Right.ARRANGE)
def ask_call_off(desk: At, slug: str) -> HTMLResponse:
    """Ask why, and once more."""
    return _ask_call_off(desk, found(desk, slug))


@pages.post("/activity/{slug}/call-off", right=Right.ARRANGE, stands=STANDS)
def call_off(desk: At, slug: str, reason: Field = "") -> Response:
    """Cancel it, and everybody's sign-up with it: who must be told is the work list then."""
    try:
        with desk.unchanged():
            activities.cancel(desk.store, slug, reason=reason, **desk.by)
    except NoReason:
        return _ask_call_off(desk, found(desk, slug), {"reason": desk.tr(NoReason.says)})
    except Stale as error:
        desk.refuse(quicker.told(desk.speech, desk.staff, error, MOVED))
        return _ask_call_off(desk, found(desk, slug), reason=reason)
    return desk.go(f"/activity/{slug}", done="called-off")


def _ask_call_off(
    desk: Desk, activity: Activity, errors: dict[str, str] | None = None, *, reason: str = ""
) -> HTMLResponse:
    page = CallOffPage(
        activity=activity,
        words=activity.text(desk.language),
        seating=seats.overview(desk.store, activity),
        reason=reason,
        errors=errors or {},
    )
    return desk.show(page, 422 if errors else 200)


@pages.post("/activity/{slug}/withdraw", right=Right.ARRANGE, stands=STANDS)
def withdraw(desk: At, slug: str) -> Response:
    """Take it away from kiosks and lists, as if it had never been announced."""
    try:
        with desk.unchanged():
            activities.withdraw(desk.store, slug, **desk.by)
    except Stale as error:
        desk.refuse(quicker.told(desk.speech, desk.staff, error, MOVED))
        return activity_pages.show_activity(desk, slug)
    return desk.go("/activities", done="withdrawn")


def _take(desk: Desk, form: ActivityForm, act: str, before: Activity | None = None) -> Response:
    """Do what the pressed button says: rearrange the dates, or save."""
    if act and act not in SAVES:
        return _edit(desk, rearranged(form, act), before, changed=True)
    slug = before.slug if before else _new_slug(desk, form)
    made = to_activity(form, before.id if before else new_submission_id(), slug, before)
    errors = mistakes(form, made, now=desk.now, before=before)
    if errors:
        return _edit(desk, form, before, errors=errors, changed=True)
    left = templates.left_behind(made.texts, before.texts if before else None, templates.words())
    if left and act != AS_IT_IS:
        return _edit(desk, form, before, left=left, changed=True)
    apart = form.is_apart and before is None and len(made.dates) > 1
    try:
        if before is not None:
            with desk.unchanged():
                activities.save(desk.store, made, **desk.by)
        else:
            activities.begin(desk.store, activities.repeated(made) if apart else [made], **desk.in_person)
    except SeatsTaken as error:
        return _edit(desk, form, before, errors={"seats": error.says}, changed=True)
    except Stale as error:
        desk.refuse(quicker.saved(desk.speech, error, MOVED))
        return _edit(desk, form, found(desk, slug), changed=True)
    done = "corrected" if made.is_over(desk.now) else "made"
    return desk.go("/activities" if apart else f"/activity/{slug}", done=done)


def _new_slug(desk: Desk, form: ActivityForm) -> str:
    return slug_after(form.first_title, lambda slug: _is_taken(desk, slug), "activity")


def _is_taken(desk: Desk, slug: str) -> bool:
    try:
        return bool(found(desk, slug))
    except NotFound:
        return False


def _edit(
    desk: Desk,
    form: ActivityForm,
    before: Activity | None = None,
    *,
    errors: dict[str, str] | None = None,
    left: Sequence[str] = (),
    changed: bool = False,
) -> HTMLResponse:
    if before is not None:
        desk.also_at(f"activity {before.slug}", writing=True)
    limits = LIMITS | dict.fromkeys(("place", "host", "tags"), MAX_LINE)
    errors = said_of(errors or {}, limits, desk.speech)
    texts = texts_of(form)
    page = EditActivityPage(
        form=form,
        before=before,
        errors=errors,
        changed=changed,
        left=names_of(left, desk.speech),
        limits=LIMITS,
        opened=first_open(WORDS, form.values, errors, desk.language, desk.settings.default_language),
        preview={code: pick(texts, code) or ActivityText("") for code in LANGUAGES},
        when={code: activity_dates.first_in_words(form.rows, form.zone, code, desk.now) for code in LANGUAGES},
        zones=offered(form.zone),
        kiosks=[kiosk for kiosk in kiosks.listed(desk.store) if kiosk.revoked_at is None],
    )
    return desk.show(page, 422 if errors else 200)
