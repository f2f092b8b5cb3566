"""The inbox: what came, chosen by state, question, kind, language, kiosk, day or words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends
from fastapi.responses import HTMLResponse

from hub.lists import InboxFilter, InboxPage, InboxRow, Pile
from hub.model import PairedKiosk, Right, State
from hub.running import Hub
from hub.services.house import kiosks, prompts
from hub.services.review import inbox
from hub.web.page import wording
from hub.web.page.access import At, StaffRoutes
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from hub.web.review import help_texts, parts
from shared.languages import LANGUAGES
from shared.prompt import SLUG
from shared.submission import is_submission_id, utc

pages = StaffRoutes()
Selects = list[tuple[str, str, list[tuple[str, str]]]]
"""Name, label and choices of each list to choose from."""
MOST_WORRIES = 20
"""So many stand above the list; all stand in a list of their own."""
_NARROWS = ("prompt", "kind", "language", "kiosk", "pile", "since", "until")


@dataclass(frozen=True)
class View:
    """Which part of the inbox is looked at. It travels in the address, so that pages, links and forms agree on it."""

    chosen: InboxFilter
    before: str = ""
    after: str = ""
    slip: str = ""
    """Where the page of what belongs to a code or two words begins."""
    out: str = ""
    """Whether that is what came from kiosks that are shut out."""

    @property
    def narrowed(self) -> bool:
        """Whether more than a state and words is chosen."""
        return any(getattr(self.chosen, name) for name in _NARROWS)

    @property
    def bare(self) -> str:
        """The address of the list with nothing but the state chosen."""
        return f"/inbox?{urlencode({'state': self.chosen.state or 'all'})}"

    def url(self, path: str, **changes: str) -> str:
        """Return the address of a page with other choices, from the newest on."""
        return _address(path, self._query() | changes)

    def at(self, path: str, **more: str) -> str:
        """Return the address of a page in just this view."""
        here = {name: getattr(self, name) for name in ("before", "after", "slip", "out")}
        return _address(path, self._query() | here | more)

    def _query(self) -> dict[str, str]:
        return asdict(self.chosen) | {"state": self.chosen.state or "all"}


def _address(path: str, query: dict[str, str]) -> str:
    said = {name: value for name, value in query.items() if value and (name, value) != ("state", State.NEW.value)}
    return f"{path}?{urlencode(said)}" if said else path


def _view(
    state: str = State.NEW.value,
    prompt: str = "",
    kind: str = "",
    language: str = "",
    kiosk: str = "",
    since: str = "",
    until: str = "",
    words: str = "",
    pile: str = "",
    before: str = "",
    after: str = "",
    slip: str = "",
    out: str = "",
) -> View:
    """Read a view from an address; what makes no sense there chooses nothing."""
    chosen = InboxFilter(
        state="" if state == "all" else state if state in set(State) else State.NEW.value,
        prompt=prompt if SLUG.fullmatch(prompt) else "",
        kind=kind if kind in wording.READ else "",
        language=language if language in LANGUAGES else "",
        kiosk=kiosk[:64],
        since=_day(since),
        until=_day(until),
        words=words.strip()[:200],
        pile=pile if kiosk and pile in set(Pile) else "",
    )
    places = slip.split(".")
    slip = slip if len(places) == 2 and all(map(_cursor, places)) else ""
    return View(chosen, _cursor(before), _cursor(after), slip, "yes" if out else "")


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    # No library has answers of other centuries, and at its ends the calendar has no midnights.
    return day.isoformat() if 1970 < day.year < 9000 else ""


def _cursor(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 16 else ""


Viewing = Annotated[View, Depends(_view)]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The list beside what is read: a page of it, by what it is narrowed, and what belongs to a code or two words."""

    page: InboxPage
    current: str
    """The id of the submission that is read, "" for none."""
    gists: dict[str, parts.Gist]
    kiosk_names: dict[str, str]
    kiosk_places: dict[str, str]
    counts: dict[State, int]
    """How many of what is chosen are in each state; of none where words, dates or a pile are chosen."""
    total_ever: int
    found: str
    """How many fit, in figures; with a plus where they are at least so many."""
    selects: Selects
    narrowings: list[tuple[str, str]]
    worries: Sequence[InboxRow]
    """What was handed over as a worry, above the list of those who may read it."""
    newest: int
    of_slip: inbox.OfSlip
    first_of_slip: str
    """Where the first of these is read."""
    read_at: str
    """When the list was as it says: paper stays so."""


class Moved(NamedTuple):
    """What was just done to the submission with this id, and whether it can be undone."""

    says: str
    undo: bool
    id: str


@dataclass(frozen=True, kw_only=True)
class WithListing(PageData):
    """A page with the list beside it."""

    view: View
    listing: Listing
    moved: Moved | None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class WholeInboxPage(WithListing):
    """The list alone, and what to do next."""

    template = "review/inbox.html"
    help = help_texts.INBOX


@pages.get("/inbox", right=Right.READ)
def show_inbox(desk: At, view: Viewing) -> HTMLResponse:
    """The list, and what to do next."""
    return desk.show(WholeInboxPage(view=view, listing=listing(desk, view), moved=moved(desk)))


def listing(desk: Desk, view: View, current: str = "") -> Listing:
    """Return the list. Where the ``current`` submission is not on this page of it, the list begins with it."""
    found = _page(desk, view)
    if current and all(row.id != current for row in found.rows):
        position = inbox.read(desk.store, current).position
        found = _page(desk, replace(view, before=str(position + 1), after=""))
    listed = kiosks.listed(desk.store)
    selects = _selects(desk, listed)
    of_slip = inbox.of_slip(desk.store, view.chosen.words, before=view.slip, out=bool(view.out), by=desk.staff)
    first_page = not (view.narrowed or view.chosen.words or view.before or view.after)
    above = first_page and view.chosen.state != State.WORRY
    worries = inbox.worries(desk.store, desk.staff, MOST_WORRIES) if above else []
    return Listing(
        page=found,
        current=current,
        gists=parts.gists(desk.store, (*worries, *found.rows, *of_slip.rows), desk.language),
        kiosk_names={kiosk.id: kiosk.name for kiosk in listed},
        kiosk_places={kiosk.id: kiosk.place for kiosk in listed},
        counts=inbox.counts(desk.store, view.chosen, desk.staff),
        total_ever=sum(inbox.counts(desk.store).values()),
        found=f"{found.total}+" if found.total_is_least else str(found.total),
        selects=selects,
        narrowings=_narrowings(desk, view, selects),
        worries=worries,
        newest=inbox.newest_position(desk.store),
        of_slip=of_slip,
        first_of_slip=next(iter(_addresses(desk, of_slip)), ""),
        read_at=utc(desk.now),
    )


def count_new(hub: Hub, _: datetime) -> int:
    """Return how many wait to be read."""
    return inbox.counts(hub.store).get(State.NEW, 0)


def _addresses(desk: Desk, of_slip: inbox.OfSlip) -> list[str]:
    """Return where all that belongs to a slip, and that this person may read, is read."""
    arranges = desk.staff is not None and desk.staff.may(Right.ARRANGE)
    sign_ups = [f"/activity/{one.activity}/sign-ups/{one.id}" for one in of_slip.sign_ups if arranges]
    return [f"/inbox/{row.id}" for row in of_slip.rows] + sign_ups


def _page(desk: Desk, view: View) -> InboxPage:
    return inbox.page(desk.store, view.chosen, before=view.before or None, after=view.after or None, by=desk.staff)


def _selects(desk: Desk, listed: list[PairedKiosk]) -> Selects:
    tr = desk.tr
    asked = [(prompt.id, prompt.text(desk.language).title) for prompt in prompts.listed(desk.store)]
    return [
        ("prompt", tr("Question"), asked),
        ("kind", tr("Kind"), [(name, tr(kind.name)) for name, kind in wording.READ.items()]),
        ("language", tr("Language"), [(code, one.own_name) for code, one in LANGUAGES.items()]),
        ("kiosk", tr("Kiosk"), [(kiosk.id, kiosk.name) for kiosk in listed]),
    ]


def _narrowings(desk: Desk, view: View, selects: Selects) -> list[tuple[str, str]]:
    """Return what the list is narrowed by, in words, each with the address of the list without it."""
    names = {(name, value): says for name, _, choices in selects for value, says in choices}
    names |= {("pile", pile.value): desk.tr(says) for pile, says in wording.PILES.items()}
    said = {name: getattr(view.chosen, name) for name in (*_NARROWS, "words")}
    signs = {"since": "≥ {}", "until": "≤ {}", "words": "“{}”"}
    return [
        (names.get((name, value)) or signs.get(name, "{}").format(value), view.url("/inbox", **{name: ""}))
        for name, value in said.items()
        if value
    ]


def moved(desk: Desk) -> Moved | None:
    """Return what was just done, and whether it can be undone, as the address of the page after a move says it."""
    done, was = desk.request.query_params.get("done", ""), desk.request.query_params.get("was", "")
    if done not in wording.DONE:
        return None
    says, undo = wording.DONE[done]
    # The id becomes the target of a button: nobody may lend us another one in a link.
    last = desk.store.history.newest(was) if undo and is_submission_id(was) else None
    # What a colleague has done since is not undone with it.
    undo = last is not None and desk.staff is not None and (last.staff, last.move) == (desk.staff.name, done)
    return Moved(desk.tr(says), undo, was)
