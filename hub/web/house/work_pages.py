"""Long work: what is done in the background, how far it is, and what came of it the last time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from hub.jobs import looking_through
from hub.jobs.taking_in import TAKE_IN, Brought
from hub.jobs.work import Ending, Job, Stand
from hub.model import Right
from hub.services.changing import must
from hub.services.keeping.scrub import Verdict
from hub.web.activities.import_pages import CAME
from hub.web.house import help_texts
from hub.web.page import wording
from hub.web.page.access import At, StaffRoutes, Typed
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import NotFound, WorkBusy
from shared.languages import N_
from shared.submission import utc

pages = StaffRoutes(prefix="/background")


class Told(NamedTuple):
    """What came of a job, in words, and whether all is well.

    ``command`` is what one types to learn more, ``path`` the page that says more, which is called ``leads``; or "".
    """

    says: str
    good: bool = True
    command: str = ""
    path: str = ""
    leads: str = ""


class Called(NamedTuple):
    """A job as the page offers it to those with its right.

    ``why`` one does it is a message id. ``tell`` what came of it: the result of its portions, and when that was in
    words, "" where that is said. ``begin`` it with what was typed in its form; what takes more is begun at the page
    ``at``, which is called ``leads``, a message id.
    """

    job: Job
    why: str
    icon: str
    tell: Callable[[Desk, Any, str], Told]
    begin: Callable[[Desk, FormData], None] | None = None
    at: str = ""
    leads: str = ""


def _look_through(desk: Desk, typed: FormData) -> None:
    looking_through.begin(desk.hub.work, desk.store, **desk.by)


def _looked_through(desk: Desk, verdict: Verdict, when: str) -> Told:
    if verdict.is_sound:
        sound = N_("Everything is as it was put there, {when}. Answers looked at: {n}.")
        return Told(desk.tr(sound).format(n=verdict.looked_at, when=when))
    damaged = N_("Not everything is as it was put there, {when}. The hub's own computer says what.")
    return Told(desk.tr(damaged).format(when=when), good=False, command="samskap-hub verify")


_LEFT_OUT = N_("Left out")


def _took_in(desk: Desk, brought: Brought, when: str) -> Told:
    taken = brought.taken
    if brought.problem:
        return Told(desk.tr(brought.problem), good=False, path="/activities/import", leads=desk.tr(N_("Choose a file")))
    counted = desk.tr(N_("{new} new, {changed} changed, {unchanged} as before"))
    lines = [counted.format(new=len(taken.new), changed=len(taken.changed), unchanged=len(taken.unchanged))]
    if taken.waiting:
        ngettext, n = desk.speech.ngettext, len(taken.waiting)
        lines.append(ngettext("{n} waits for your yes", "{n} wait for your yes", n).format(n=n))
    if taken.left:
        lines.append(f"{desk.tr(_LEFT_OUT)}: {len(taken.left)}")
    if when:
        lines.append(f"{when[:1].upper()}{when[1:]}")
    return Told(f"{'. '.join(lines)}.", path=CAME, leads=desk.tr(N_("See what came")))


JOBS: Mapping[str, Called] = {
    looking_through.LOOK_THROUGH.name: Called(
        looking_through.LOOK_THROUGH,
        N_("Is everything still as it was put there? This compares all that the hub keeps, and changes nothing."),
        "magnify",
        _looked_through,
        begin=_look_through,
    ),
    TAKE_IN.name: Called(
        TAKE_IN,
        N_("A long calendar file is taken here. A short one is taken at once."),
        "calendar_import",
        _took_in,
        at="/activities/import",
        leads=N_("Choose a file"),
    ),
}
"""All jobs, in the order in which they are offered."""

_ENDED = {
    Ending.CANCELLED: N_("{name} cancelled it, {when}."),
    Ending.INTERRUPTED: N_("It was interrupted when the hub was stopped. {name} had begun it, {when}. Begin it again."),
    Ending.FAILED: N_("It did not work, {when}."),
}


class Shown(NamedTuple):
    """A job as it stands: ``told`` None where it goes on or was never done, ``code`` for whoever helps, or ""."""

    called: Called
    name: str
    stand: Stand | None
    began: str
    told: Told | None
    code: str


@dataclass(frozen=True, kw_only=True)
class WorkPage(PageData):
    """All jobs this person may begin."""

    template = "house/work.html"
    help = help_texts.WORK
    stands_at = "/background"

    jobs: Sequence[Shown]
    problem: str


@pages.get("", right=Right.SIGNED_IN)
def show_work(desk: At) -> HTMLResponse:
    """What is done in the background, and what came of it: of each job, to those who have its right."""
    return _page(desk)


@pages.post("/{name}/begin", right=Right.SIGNED_IN)
def begin(desk: At, name: str, typed: Typed) -> Response:
    """Begin a job; where it cannot begin just now, say so. Raises NotAllowed, NotFound."""
    called = _called(desk, name)
    if called.begin is None:
        return desk.go(called.at)
    try:
        called.begin(desk, typed)
    except WorkBusy as error:
        return _page(desk, HTTPStatus.CONFLICT, problem=desk.tr(error.says))
    return desk.go("/background")


@pages.post("/{name}/cancel", right=Right.SIGNED_IN)
def cancel(desk: At, name: str) -> Response:
    """Ask a job to end after what it is at. Raises NotAllowed, NotFound."""
    desk.hub.work.cancel(_called(desk, name).job, by=desk.by["by"])
    return desk.go("/background")


def _called(desk: Desk, name: str) -> Called:
    if name not in JOBS:
        raise NotFound("job")
    must(desk.by["by"], JOBS[name].job.right)
    return JOBS[name]


def _page(desk: Desk, status: int = 200, *, problem: str = "") -> HTMLResponse:
    mine = [_shown(desk, one) for one in JOBS.values() if desk.by["by"].may(one.job.right)]
    return desk.show(WorkPage(jobs=mine, problem=problem), status)


def _shown(desk: Desk, called: Called) -> Shown:
    stand, name = desk.hub.work.stand(called.job), desk.tr(wording.WORK[called.job.name])
    if stand is None:
        return Shown(called, name, None, "", None, "")
    told = _told(desk, called, stand, stand.ending) if stand.ending else None
    return Shown(called, name, stand, desk.speech.moment(utc(stand.began_at)), told, stand.code)


def _told(desk: Desk, called: Called, stand: Stand, ending: Ending) -> Told:
    """Return how a job has ended, in words."""
    when = desk.speech.moment(utc(stand.ended_at or stand.began_at))
    if ending is Ending.DONE:
        return called.tell(desk, stand.result, when)
    said = desk.tr(_ENDED[ending]).format(name=stand.by, when=when)
    said = f"{said} {desk.tr(stand.says)}".rstrip() if stand.says else said
    came = called.tell(desk, stand.result, "") if stand.result is not None else Told("")
    return came._replace(says=f"{said} {came.says}".rstrip(), good=False)
