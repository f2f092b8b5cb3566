"""The long work there is: how each is begun, and how it is told what came of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from hub.jobs import gathering, looking_through, reporting
from hub.jobs.backing_up import BACK_UP
from hub.jobs.gathering import GATHER, Gathered
from hub.jobs.reporting import REPORT
from hub.jobs.taking_in import TAKE_IN, Brought
from hub.jobs.work import Job
from hub.model import Staff
from hub.services.backups.making import Made
from hub.services.keeping.scrub import Verdict
from hub.services.reports.report import Period
from hub.web.activities.import_pages import CAME
from hub.web.page.access import text
from hub.web.page.desk import Desk
from shared.languages import N_


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
    of_days: bool = False
    """Whether it is about days that are chosen in that form."""
    counted: bool = True
    """Whether its steps are things one counts; else only how far it is in percent is said."""


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


def _gather(desk: Desk, typed: FormData) -> None:
    gathering.begin(desk.hub.work, desk.hub.shelf, desk.store, language=desk.language, **desk.in_person)


def _gathered(desk: Desk, gathered: Gathered, when: str) -> Told:
    if gathered.by.id != desk.in_person["staff"].id:
        # How many are in it depends on what that person may read.
        return Told(desk.tr(N_("{name} made a file, {when}.")).format(name=gathered.by.name, when=when))
    says = desk.speech.ngettext(
        "{n} answer was gathered, {when}.", "{n} answers were gathered, {when}.", gathered.answers
    )
    return Told(says.format(n=gathered.answers, when=when))


def _backed_up(desk: Desk, made: Made, when: str) -> Told:
    said = N_("The backup lies in its folder and could be read back: {size}.")
    return Told(desk.tr(said).format(size=desk.speech.size(made.size)))


def _report(desk: Desk, typed: FormData) -> None:
    period = period_of(desk, text(typed, "since"), text(typed, "until"))
    reporting.begin(desk.hub.work, desk.hub.shelf, desk.store, period, language=desk.language, **desk.in_person)


def period_of(desk: Desk, since: str = "", until: str = "") -> Period:
    """Return the days that somebody means; where they say none, or none there are, this year up to today."""
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    first, last = _day(since, today.replace(month=1, day=1)), _day(until, today)
    return Period(min(first, last), max(first, last))


def _day(typed: str, usual: date) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return usual
    return day if 1970 < day.year < 9000 else usual  # at its ends the calendar has no midnights


def _reported(desk: Desk, by: Staff, when: str) -> Told:
    return Told(desk.tr(N_("{name} made a report, {when}.")).format(name=by.name, when=when))


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
    GATHER.name: Called(
        GATHER,
        N_(
            "All answers, the board, the questions and the activities, in one file that any program can open. "
            "Who signed up for what is not in it."
        ),
        "download",
        _gathered,
        begin=_gather,
    ),
    REPORT.name: Called(
        REPORT,
        N_(
            "What was asked and how many answered, what came on the board, and how many came to activities: to print, "
            "for whoever the library tells of it."
        ),
        "chart_bar",
        _reported,
        begin=_report,
        of_days=True,
    ),
    BACK_UP.name: Called(
        BACK_UP,
        N_("All that another computer needs to be this hub, in one file that the recovery words open."),
        "backup_restore",
        _backed_up,
        at="/backup",
        leads=N_("Backup"),
        counted=False,
    ),
}
"""All jobs, in the order in which they are offered."""
