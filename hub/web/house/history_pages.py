"""The history: who did what, newest first, chosen by person, move, thing and days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Depends
from fastapi.responses import HTMLResponse

from hub.lists import HistoryFilter
from hub.model import AuditLine, Right
from hub.services.house import history, kiosks, people
from hub.web.house import help_texts
from hub.web.house.history_wording import MOVED, About, about, detail, who
from hub.web.page.access import At, StaffRoutes
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.submission import utc

pages = StaffRoutes(prefix="/history")


class Asked(NamedTuple):
    """What was chosen, as the address says it: "" chooses nothing. Days are YYYY-MM-DD in the library's time."""

    who: str = ""
    what: str = ""
    about: str = ""
    since: str = ""
    until: str = ""

    def url(self, **more: str) -> str:
        """Return the address of the page with this choice."""
        said = {name: value for name, value in (self._asdict() | more).items() if value}
        return f"/history?{urlencode(said)}" if said else "/history"


class Entry(NamedTuple):
    """A line as the page shows it."""

    line: AuditLine
    who: str
    says: str
    about: About
    detail: str


@dataclass(frozen=True, kw_only=True)
class HistoryPage(PageData):
    """Lines of the history, and whether they are as they were written."""

    template = "house/history.html"
    help = help_texts.HISTORY

    asked: Asked
    entries: Sequence[Entry]
    older: str
    """Where the page goes on, "" on the last."""
    broken: int | None
    """The first line of all that was changed in the file; None for none."""
    newest: AuditLine | None
    names: Sequence[str]
    moves: Sequence[tuple[str, str]]


def _asked(who: str = "", what: str = "", about: str = "", since: str = "", until: str = "") -> Asked:
    """Read what was chosen; what makes no sense chooses nothing."""
    return Asked(who[:80], what if what in MOVED else "", about[:120], _day(since), _day(until))


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if 1970 < day.year < 9000 else ""


@pages.get("", right=Right.HISTORY)
def show_history(desk: At, asked: Annotated[Asked, Depends(_asked)], before: str = "") -> HTMLResponse:
    """Who did what, newest first."""
    below = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    found = history.page(desk.store, _filter(desk, asked), below=below)
    everybody = {one.id: one for one in people.listed(desk.store)}
    called = {one.id: one.name for one in kiosks.listed(desk.store)}
    page = HistoryPage(
        asked=asked,
        entries=[
            Entry(
                line, who(desk, line), desk.tr(MOVED.get(line.move, line.move)), about(desk, line, everybody, called),
                detail(desk, line),
            )
            for line in found.lines
        ],
        older=asked.url(before=str(found.older)) if found.older is not None else "",
        broken=history.first_broken_lately(desk.store),
        newest=history.newest(desk.store),
        names=[one.name for one in everybody.values()],
        moves=sorted(((move, desk.tr(says)) for move, says in MOVED.items()), key=lambda one: one[1].casefold()),
    )  # fmt: skip
    return desk.show(page)


def _filter(desk: Desk, asked: Asked) -> HistoryFilter:
    """Return the same as the store asks: days are from midnight to midnight at the library."""
    zone = ZoneInfo(desk.zone)

    def midnight(day: str, further: int = 0) -> str:
        return utc(datetime.combine(date.fromisoformat(day) + timedelta(further), time(), zone)) if day else ""

    return HistoryFilter(asked.who, asked.what, asked.about, midnight(asked.since), midnight(asked.until, 1))
