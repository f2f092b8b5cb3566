"""Today: the first page. What waits for this person, what is on, and for a new library what to do first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse, Response

from hub.model import Right, Role
from hub.services.activities import activities
from hub.services.backups import standing
from hub.services.house import first_day, prompts
from hub.services.house.first_day import Step, Way
from hub.services.review import worries
from hub.web.activities import activity_dates
from hub.web.activities.surroundings import ActivityPage
from hub.web.house import help_texts
from hub.web.house.people_pages import ROLES
from hub.web.house.people_pages import Called as CalledRole
from hub.web.page import wording
from hub.web.page.access import At, StaffRoutes, Stands, Typed
from hub.web.page.desk import Desk
from hub.web.page.frame import Shown, shown
from hub.web.page.page_data import PageData
from shared.activity import Activity, ActivityText
from shared.errors import NotFound
from shared.languages import N_
from shared.prompt import Prompt, PromptText

pages = StaffRoutes()


class Called(NamedTuple):
    """What a step of the first day is called, why it is done (message ids), where, and with which icon."""

    says: str
    why: str
    path: str
    icon: str


STEPS: Mapping[Step, Called] = {
    Step.LIBRARY: Called(
        N_("Give the library its colour and logo"), N_("Visitors know the kiosks by them, and the leaflet has them."),
        "/settings",
        "palette_outline",
    ),
    Step.PHRASE: Called(
        N_("Print the recovery words"),
        N_("With them another computer can open what visitors wrote, if this one breaks. Lock the paper away."),
        "/settings/phrase", "key_outline",
    ),
    Step.KIOSK: Called(
        N_("Pair the first tablet"), N_("It takes a code and two minutes."), "/kiosks/add", "tablet",
    ),
    Step.QUESTIONS: Called(
        N_("Choose the first questions"), N_("Four are ready. Keep those that suit you; more can come later."),
        "/first-day/questions", "comment_question_outline",
    ),
    Step.COLLEAGUE: Called(
        N_("Invite a colleague"), N_("So that somebody can help when you are away."), "/people/invite",
        "account_plus_outline",
    ),
    Step.BACKUP: Called(
        N_("Choose where backups go"), N_("A stick or another disk. Then little is lost when this computer breaks."),
        "/backup", "backup_restore",
    ),
}  # fmt: skip
"""The steps of the first day as pages show them."""
_FIRST_BACKUP = N_("The folder is chosen. The first backup begins within a minute, and shows here once it is made.")


class Shows(NamedTuple):
    """A step as the list shows it."""

    step: Step
    called: Called
    way: Way


class Happens(NamedTuple):
    """An activity that is on today."""

    activity: Activity
    words: ActivityText


class Backup(NamedTuple):
    """No backup has worked for two days: when the last one did, "" for never, and why none (a message id, or "")."""

    made_at: str
    why: str


@dataclass(frozen=True, kw_only=True)
class TodayPage(ActivityPage):
    """What waits, what is on, and what to do first."""

    template = "house/today.html"
    help = help_texts.TODAY

    today: date
    worries: worries.Stand
    """What was handed over as a worry: nothing for those who may not read it."""
    waits: Sequence[Shown]
    """The places where something waits for this person."""
    happens: Sequence[Happens]
    mine: Sequence[CalledRole]
    """What this person is here, and does; none for who is everything."""
    first: Sequence[Shows]
    """The steps of the first day; none once all are done, or for those whose business they are not."""
    over: bool
    """Whether none of them is open."""
    next: Step | None
    """The step to do now."""
    backup: Backup | None
    """What is wrong with the backups, for those whose business it is; None where nothing is."""


@dataclass(frozen=True, kw_only=True)
class FirstQuestionsPage(PageData):
    """Which of the ready questions shall be asked."""

    template = "house/first_questions.html"
    help = help_texts.FIRST_QUESTIONS

    ready: Sequence[tuple[Prompt, PromptText]]


@pages.get("/today", right=Right.SIGNED_IN)
def show_today(desk: At) -> HTMLResponse:
    """What waits for whoever looks, what is on, and what a new library does first."""
    assert desk.staff is not None, "the gate lets nobody else in"
    places = shown(desk.request.app.state.places, "/today", desk.staff, desk.hub, desk.now)
    found = first_day.steps(desk.store) if desk.staff.may(Right.SETTINGS) else {}
    left = {step: way for step, way in found.items() if way is not Way.DONE}
    on = [one for one in activities.coming(desk.store, desk.now) if activity_dates.is_today(one, desk.now)]
    page = TodayPage(
        today=desk.now.astimezone(ZoneInfo(desk.zone)).date(),
        worries=worries.stand(desk.store, **desk.by),
        waits=[one for one in places if one.waiting],
        happens=[Happens(one, one.text(desk.language)) for one in on if not one.cancelled],
        mine=[] if desk.staff.roles == set(Role) else [ROLES[one] for one in Role if one in desk.staff.roles],
        first=[Shows(step, _called(desk, step, way), way) for step, way in found.items()] if left else [],
        over=first_day.is_over(found),
        backup=_late(desk) if desk.staff.may(Right.SETTINGS) else None,
        next=next((step for step, way in found.items() if way is Way.OPEN), None),
    )
    return desk.show(page)


@pages.post("/first-day/{step}/skip", right=Right.SETTINGS)
def skip(desk: At, step: str) -> Response:
    """Leave a step for later."""
    first_day.skip(desk.store, _read(step), **desk.by)
    return desk.go("/today")


@pages.post("/first-day/{step}/done", right=Right.SETTINGS)
def finish(desk: At, step: str) -> Response:
    """Take the word of whoever did it."""
    first_day.finish(desk.store, _read(step), **desk.by)
    return desk.go("/today")


@pages.get("/first-day/questions", right=Right.SETTINGS)
def ask_questions(desk: At) -> HTMLResponse:
    """Show the questions that are ready."""
    ready = [(prompt, prompt.text(desk.language)) for prompt in prompts.listed(desk.store)]
    return desk.show(FirstQuestionsPage(ready=ready))


@pages.post("/first-day/questions", right=Right.SETTINGS, stands=Stands("prompts", shows=ask_questions))
def choose_questions(desk: At, typed: Typed) -> Response:
    """Ask those that were ticked, and take the others away."""
    chosen = set(map(str, typed.getlist("question")))
    with desk.unchanged():
        for prompt in prompts.listed(desk.store):
            if prompt.id not in chosen:
                # One that a colleague has made meanwhile was on nobody's page: nobody took its tick away.
                with desk.unchanged(f"prompt {prompt.id}"):
                    prompts.withdraw(desk.store, prompt.id, **desk.by)
    first_day.finish(desk.store, Step.QUESTIONS, **desk.by)
    return desk.go("/today")


def _called(desk: Desk, step: Step, way: Way) -> Called:
    """Return a step as pages call it; once a folder for backups is chosen there is nothing to do but to wait."""
    waits = step is Step.BACKUP and way is not Way.DONE and standing.read(desk.store).folder is not None
    return STEPS[step]._replace(why=_FIRST_BACKUP) if waits else STEPS[step]


def _late(desk: Desk) -> Backup | None:
    stands = standing.read(desk.store)
    return Backup(stands.made_at, wording.reason(stands.code)) if stands.is_late(desk.now) else None


def _read(step: str) -> Step:
    if step not in set(Step):
        raise NotFound("step")
    return Step(step)
