"""At the door: who came, on a telephone in one hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi.responses import HTMLResponse, Response

from hub.model import Attendance, Right
from hub.services.activities import door
from hub.services.activities.door import Expected
from hub.web.activities import help_texts
from hub.web.activities.surroundings import OneActivityPage, found
from hub.web.page.access import At, Field, StaffRoutes
from hub.web.page.desk import Desk
from shared.activity import Activity, Occasion
from shared.errors import InvalidAnswer
from shared.kinds.attendance import BANDS
from shared.notice import SignUpState
from shared.submission import from_utc

pages = StaffRoutes(prefix="/activity/{slug}/door")


@dataclass(frozen=True, kw_only=True)
class AttendancePage(OneActivityPage):
    """Who is expected on one date, who is here, and the counter for those without a name."""

    template = "activities/attendance.html"
    help = help_texts.ATTENDANCE

    date: Occasion
    seated: list[Expected]
    waiting: list[Expected]
    noted: Attendance
    bands: Sequence[str]
    came: int
    awaited: int


@pages.get("", right=Right.DOOR)
def show_door(desk: At, slug: str, date: str = "") -> HTMLResponse:
    """Who is expected, who is here, and the counter for those without a name."""
    activity = found(desk, slug)
    return desk.show(_shown(desk, activity, _date(desk, activity, date)))


def _date(desk: Desk, activity: Activity, asked: str) -> Occasion:
    """Return the date that was asked for, else the one that is on now or comes next."""
    named = (one for one in activity.dates if one.starts_at == asked)
    coming = (one for one in activity.dates if from_utc(one.ends_at) > desk.now)
    return next(named, next(coming, activity.dates[-1]))


def _shown(desk: Desk, activity: Activity, date: Occasion) -> AttendancePage:
    noted = door.attendance(desk.store, activity.slug)[date.starts_at]
    expected = door.expected(desk.store, activity.slug)
    seated = [one for one in expected if one.state != SignUpState.WAITING]
    return AttendancePage(
        activity=activity,
        words=activity.text(desk.language),
        date=date,
        seated=seated,
        waiting=[one for one in expected if one.state == SignUpState.WAITING],
        noted=noted,
        bands=BANDS if activity.seats is None else ("any",),
        came=sum(noted.ticks.values()) + sum(noted.tally.values()),
        awaited=sum(one.persons for one in seated),
    )


@pages.post("/tick", right=Right.DOOR)
def tick(desk: At, slug: str, date: Field = "", code: Field = "", came: Field = "") -> Response:
    """Note how many of one sign-up came. Raises InvalidAnswer."""
    if not (came.isdecimal() and len(came) < 5):
        raise InvalidAnswer("came")
    door.note(desk.store, slug, date, ticks={code: int(came)}, tally={}, **desk.by)
    return _back(desk, slug, date, f"code-{code}")


@pages.post("/count", right=Right.DOOR)
def count(desk: At, slug: str, date: Field = "", band: Field = "", step: Field = "") -> Response:
    """Count a head without a name, or take one back. Raises InvalidAnswer."""
    noted = door.attendance(desk.store, slug).get(date)
    if step != "-1" or (noted is not None and noted.tally.get(band, 0) > 0):
        door.note(desk.store, slug, date, ticks={}, tally={band: -1 if step == "-1" else 1}, **desk.by)
    return _back(desk, slug, date, "counter")


def _back(desk: Desk, slug: str, date: str, place: str) -> Response:
    answer = desk.go(f"/activity/{slug}/door", date=date)
    answer.headers["location"] += f"#{place}"
    return answer
