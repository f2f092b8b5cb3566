"""Long work: what is done in the background, how far it is, and what came of it the last time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import IO, NamedTuple

from fastapi.responses import HTMLResponse, Response
from starlette.responses import StreamingResponse

from hub.jobs.made import Made
from hub.jobs.work import Ending, Stand
from hub.model import Right
from hub.services.changing import changing, must
from hub.services.reports.report import Period
from hub.services.restoring import recount
from hub.web.house import help_texts
from hub.web.house.long_work import JOBS, Called, Told, period_of
from hub.web.page import wording
from hub.web.page.access import At, StaffRoutes, Typed
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import NotFound, WorkBusy
from shared.languages import N_
from shared.submission import utc

pages = StaffRoutes(prefix="/background")
PIECE = 1 << 18
"""Bytes of a file that are read at once."""
_ENDED = {
    Ending.CANCELLED: N_("{name} cancelled it, {when}."),
    Ending.INTERRUPTED: N_("It was interrupted when the hub was stopped. {name} had begun it, {when}. Begin it again."),
    Ending.FAILED: N_("It did not work, {when}."),
}


class Shown(NamedTuple):
    """A job as it stands: ``told`` None where it goes on or was never done, ``code`` for whoever helps, or "".

    ``stand.by`` is "" where the hub has begun it by itself.
    ``made`` is the file it made for whoever looks, and ``until`` when that is there. ``days``: which are chosen at
    first, None for what is not about days.
    """

    called: Called
    name: str
    stand: Stand | None
    began: str
    told: Told | None
    code: str
    made: Made | None
    until: str
    days: Period | None


@dataclass(frozen=True, kw_only=True)
class WorkPage(PageData):
    """All jobs this person may begin."""

    template = "house/work.html"
    help = help_texts.WORK
    stands_at = "/background"

    jobs: Sequence[Shown]
    problem: str
    heard: tuple[int, int] | None
    """While seats are counted anew: how many tablets have been heard, and how many there are."""


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


@pages.get("/{name}/file", right=Right.SIGNED_IN)
def take_out(desk: At, name: str) -> Response:
    """Send the file that a job made for whoever asks. Raises NotAllowed, NotFound where it is gone by now."""
    made = _made(desk, _called(desk, name))
    if made is None:
        raise NotFound("file")
    for right in made.rights:
        must(desk.by["by"], right)
    try:
        file = made.path.open("rb")
    except FileNotFoundError as exc:
        raise NotFound("file") from exc
    with changing(desk.store, right=Right.SIGNED_IN, **desk.by) as change:
        change.note("save-file", f"work {name}")
    said = {"Content-Disposition": f'attachment; filename="{made.called}"', "Content-Length": str(made.size)}
    return StreamingResponse(_pieces(file), media_type=made.media_type, headers=said)


@pages.post("/{name}/drop", right=Right.SIGNED_IN)
def drop(desk: At, name: str) -> Response:
    """Delete the file that a job made for whoever asks. Raises NotAllowed, NotFound."""
    made = _made(desk, _called(desk, name))
    if made is not None:
        desk.hub.shelf.drop(made)
    return desk.go("/background")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _made(desk: Desk, called: Called) -> Made | None:
    return desk.hub.shelf.of(called.job.name, desk.in_person["staff"].id, desk.now)


def _called(desk: Desk, name: str) -> Called:
    if name not in JOBS:
        raise NotFound("job")
    must(desk.by["by"], JOBS[name].job.right)
    return JOBS[name]


def _page(desk: Desk, status: int = 200, *, problem: str = "") -> HTMLResponse:
    mine = [shown(desk, one) for one in JOBS.values() if desk.by["by"].may(one.job.right)]
    return desk.show(WorkPage(jobs=mine, problem=problem, heard=_heard(desk)), status)


def _heard(desk: Desk) -> tuple[int, int] | None:
    """Return how far a count of seats is, which goes on while tablets call; None where there is none, or is theirs."""
    awaited = recount.waiting_for(desk.store) if desk.by["by"].may(Right.ARRANGE) else []
    trusted = sum(kiosk.revoked_at is None for kiosk in desk.store.kiosks.every()) if awaited else 0
    return (max(0, trusted - len(awaited)), trusted) if awaited else None


def shown(desk: Desk, called: Called) -> Shown:
    """Return how a job stands, in words."""
    stand, made = desk.hub.work.stand(called.job), _made(desk, called)
    own = stand is not None and stand.by in wording.HUB
    return Shown(
        called,
        desk.tr(wording.WORK[called.job.name]),
        replace(stand, by="") if stand and own else stand,
        began=desk.speech.moment(utc(stand.began_at)) if stand else "",
        told=_told(desk, called, stand, stand.ending) if stand and stand.ending else None,
        code=stand.code if stand else "",
        made=made,
        until=desk.speech.moment(utc(made.until)) if made else "",
        days=period_of(desk) if called.of_days else None,
    )


def _told(desk: Desk, called: Called, stand: Stand, ending: Ending) -> Told:
    """Return how a job has ended, in words."""
    when = desk.speech.moment(utc(stand.ended_at or stand.began_at))
    if ending is Ending.DONE:
        return called.tell(desk, stand.result, when)
    who = wording.called(stand.by)
    said = desk.tr(_ENDED[ending]).format(name=desk.tr(who) if who else stand.by, when=when)
    said = f"{said} {desk.tr(stand.says)}".rstrip() if stand.says else said
    came = called.tell(desk, stand.result, "") if stand.result is not None else Told("")
    return came._replace(says=f"{said} {came.says}".rstrip(), good=False)
