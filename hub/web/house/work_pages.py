"""Long work: what is done in the background, how far it is, and what came of it the last time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response

from hub.jobs import looking_through
from hub.jobs.work import Ending, Job, Stand
from hub.model import Right
from hub.services.keeping.scrub import Verdict
from hub.web.house import help_texts
from hub.web.page import wording
from hub.web.page.access import At, StaffRoutes
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import NotFound, WorkBusy
from shared.languages import N_
from shared.submission import utc

pages = StaffRoutes(prefix="/background")


class Called(NamedTuple):
    """A job as the page offers it: why one does it (a message id), its icon, and how it is begun."""

    job: Job
    why: str
    icon: str
    begin: Callable[[Desk], None]


def _look_through(desk: Desk) -> None:
    looking_through.begin(desk.hub.work, desk.store, **desk.by)


JOBS: Mapping[str, Called] = {
    looking_through.LOOK_THROUGH.name: Called(
        looking_through.LOOK_THROUGH,
        N_("Is everything still as it was put there? This compares all that the hub keeps, and changes nothing."),
        "magnify",
        _look_through,
    ),
}
"""All jobs, in the order in which they are offered."""

_ENDED = {
    Ending.CANCELLED: N_("{name} cancelled it, {when}."),
    Ending.INTERRUPTED: N_("It was interrupted when the hub was stopped. {name} had begun it, {when}. Begin it again."),
    Ending.FAILED: N_("It did not work, {when}."),
}


class Shown(NamedTuple):
    """A job as it stands: "" for ``ended`` where it goes on or was never done, ``good`` where all is well."""

    called: Called
    name: str
    stand: Stand | None
    began: str
    ended: str
    good: bool


@dataclass(frozen=True, kw_only=True)
class WorkPage(PageData):
    """All jobs this person may begin."""

    template = "house/work.html"
    help = help_texts.WORK
    stands_at = "/background"

    jobs: Sequence[Shown]
    problem: str


@pages.get("", right=Right.SETTINGS)
def show_work(desk: At) -> HTMLResponse:
    """What is done in the background, and what came of it."""
    return _page(desk)


@pages.post("/{name}/begin", right=Right.SETTINGS)
def begin(desk: At, name: str) -> Response:
    """Begin a job; where it cannot begin just now, say so. Raises NotFound."""
    try:
        _called(name).begin(desk)
    except WorkBusy as error:
        return _page(desk, HTTPStatus.CONFLICT, problem=desk.tr(error.says))
    return desk.go("/background")


@pages.post("/{name}/cancel", right=Right.SETTINGS)
def cancel(desk: At, name: str) -> Response:
    """Ask a job to end after what it is at. Raises NotFound."""
    desk.hub.work.cancel(_called(name).job, by=desk.by["by"])
    return desk.go("/background")


def _called(name: str) -> Called:
    if name not in JOBS:
        raise NotFound("job")
    return JOBS[name]


def _page(desk: Desk, status: int = 200, *, problem: str = "") -> HTMLResponse:
    return desk.show(WorkPage(jobs=[_shown(desk, one) for one in JOBS.values()], problem=problem), status)


def _shown(desk: Desk, called: Called) -> Shown:
    stand = desk.hub.work.stand(called.job)
    good = stand is not None and isinstance(stand.result, Verdict) and stand.result.is_sound
    began = desk.speech.moment(utc(stand.began_at)) if stand else ""
    return Shown(
        called, desk.tr(wording.WORK[called.job.name]), stand, began, _ended(desk, stand) if stand else "", good
    )


def _ended(desk: Desk, stand: Stand) -> str:
    """Return how a job has ended, in words."""
    if stand.ending is None:
        return ""
    when = desk.speech.moment(utc(stand.ended_at or stand.began_at))
    if stand.ending is not Ending.DONE:
        said = desk.tr(_ENDED[stand.ending]).format(name=stand.by, when=when)
        return f"{said} {desk.tr(stand.says)}".rstrip()
    assert isinstance(stand.result, Verdict), "looking through comes to a verdict"
    return _found(desk, stand.result).format(n=stand.result.looked_at, when=when)


def _found(desk: Desk, verdict: Verdict) -> str:
    if verdict.is_sound:
        return desk.tr(N_("Everything is as it was put there, {when}. Answers looked at: {n}."))
    damaged = N_("Not everything is as it was put there, {when}. The hub's own computer says what.")
    return desk.tr(damaged)
