"""Handing over as a worry, and what those who safeguard do with it: hold it, hand it back, erase it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fastapi.responses import Response

from hub.model import Move, Right, State
from hub.services.house import people
from hub.services.review import inbox, worries
from hub.web.page.access import At, StaffRoutes, Typed, text
from hub.web.page.desk import Desk
from hub.web.review import help_texts, meanwhile, submission_pages
from hub.web.review.inbox_pages import View, Viewing, WithListing, listing, moved
from hub.web.review.submission_pages import STANDS
from shared.errors import Held, IllegalMove, NoHoldEnd, NoReason, Stale
from shared.languages import N_

pages = StaffRoutes(prefix="/inbox/{id}")

HEADINGS = {
    "worry": N_("Hand over as a worry?"),
    "hold": N_("Hold beyond its date"),
    "erase-worry": N_("Erase for good?"),
}


class Written(NamedTuple):
    """What was typed: a day, YYYY-MM-DD, and a reason."""

    until: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WorryPage(WithListing):
    """One of the three forms, beside the list."""

    template = "review/worry.html"
    help = help_texts.WORRY

    id: str
    mode: str
    heading: str
    holders: Sequence[str]
    """Who may handle worries."""
    admins: Sequence[str]
    """Who can give somebody the role."""
    earliest: date
    latest: date
    typed: Written
    errors: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class HandOverPage(WorryPage):
    """The form with which it is handed over, by whoever reads."""

    help = help_texts.HAND_OVER


@pages.get("/worry", right=Right.REVIEW)
def ask_worry(desk: At, view: Viewing, id: str) -> Response:
    """Say what it means, and to whom it goes."""
    if meanwhile.read(desk, id).state == State.WORRY:
        return desk.go(view.at(f"/inbox/{id}"))
    return _ask(desk, view, id, "worry")


@pages.post("/worry", right=Right.REVIEW)
def mark(desk: At, view: Viewing, id: str) -> Response:
    """Hand it over."""
    try:
        with meanwhile.present(id):
            worries.mark(desk.store, id, **desk.by)
    except IllegalMove as error:
        return submission_pages.show(desk, view, meanwhile.read(desk, id), 409, problem=desk.tr(error.says))
    return _done(desk, view, id, Move.WORRY)


@pages.get("/hold", right=Right.SAFEGUARD)
def ask_hold(desk: At, view: Viewing, id: str) -> Response:
    """Ask until when, and why."""
    if meanwhile.read(desk, id).state != State.WORRY:
        return desk.go(view.at(f"/inbox/{id}"))
    return _ask(desk, view, id, "hold")


@pages.post("/hold", right=Right.SAFEGUARD, stands=STANDS)
def hold(desk: At, view: Viewing, typed: Typed, id: str) -> Response:
    """Hold it."""
    written = Written(text(typed, "until"), text(typed, "reason"))
    no_reason = {} if written.reason.strip() else {"reason": desk.tr(NoReason.says)}
    try:
        with _unchanged(desk, id):
            worries.hold(desk.store, id, until=_day(written.until), reason=written.reason, **desk.by)
    except Stale as error:
        return _refused(desk, view, id, error, "hold", written)
    except NoHoldEnd as error:
        return _ask(desk, view, id, "hold", 422, written, {"until": desk.tr(error.says), **no_reason})
    except NoReason:
        return _ask(desk, view, id, "hold", 422, written, no_reason)
    except IllegalMove as error:
        return _ask(desk, view, id, "hold", 409, written, problem=desk.tr(error.says))
    return _done(desk, view, id, Move.HOLD)


@pages.post("/end-hold", right=Right.SAFEGUARD, stands=STANDS)
def end_hold(desk: At, view: Viewing, id: str) -> Response:
    """Let its own date count again."""
    try:
        with _unchanged(desk, id):
            worries.end_hold(desk.store, id, **desk.by)
    except Stale as error:
        return _refused(desk, view, id, error)
    except IllegalMove:
        return desk.go(view.at(f"/inbox/{id}"))
    return _done(desk, view, id, Move.END_HOLD)


@pages.post("/calm", right=Right.SAFEGUARD, stands=STANDS)
def calm(desk: At, view: Viewing, id: str) -> Response:
    """Take the mark off."""
    try:
        with _unchanged(desk, id):
            worries.calm(desk.store, id, **desk.by)
    except Stale as error:
        return _refused(desk, view, id, error)
    except (IllegalMove, Held):
        return desk.go(view.at(f"/inbox/{id}"))
    return _done(desk, view, id, Move.CALM)


@pages.get("/erase-worry", right=Right.SAFEGUARD)
def ask_erase(desk: At, view: Viewing, id: str) -> Response:
    """Ask why."""
    if meanwhile.read(desk, id).state != State.WORRY:
        return desk.go(view.at(f"/inbox/{id}"))
    return _ask(desk, view, id, "erase-worry")


@pages.post("/erase-worry", right=Right.SAFEGUARD, stands=STANDS)
def erase(desk: At, view: Viewing, typed: Typed, id: str) -> Response:
    """Erase it everywhere."""
    written = Written(reason=text(typed, "reason"))
    try:
        with meanwhile.present(id):
            worries.erase(desk.store, id, reason=written.reason, stand=desk.based_on, **desk.by)
    except Stale as error:
        return _refused(desk, view, id, error, "erase-worry", written)
    except NoReason as error:
        return _ask(desk, view, id, "erase-worry", 422, written, {"reason": desk.tr(error.says)})
    except (IllegalMove, Held) as error:
        return _ask(desk, view, id, "erase-worry", 409, written, problem=desk.tr(error.says))
    return desk.go(view.at("/inbox", done=Move.ERASE.value))


def _day(typed: str) -> date:
    """Read a day, YYYY-MM-DD. Raises NoHoldEnd."""
    try:
        return date.fromisoformat(typed)
    except ValueError as exc:
        raise NoHoldEnd("no day") from exc


@contextmanager
def _unchanged(desk: Desk, id: str) -> Iterator[None]:
    with meanwhile.present(id), desk.unchanged(meanwhile.read(desk, id).first.submission.id):
        yield


def _refused(desk: Desk, view: View, id: str, error: Stale, mode: str = "", written: Written | None = None) -> Response:
    """Show how it is now, with the form where it can be sent after all, and with what was written."""
    meanwhile.refuse(desk, error)
    voice = meanwhile.read(desk, id)
    if mode and voice.state == State.WORRY:
        return _ask(desk, view, id, mode, typed=written)
    desk.unsent = [written.reason] if written and written.reason.strip() else []
    return submission_pages.show(desk, view, voice)


def _done(desk: Desk, view: View, id: str, move: Move) -> Response:
    return desk.go(view.at(f"/inbox/{id}", done=move.value))


def _ask(
    desk: Desk, view: View, id: str, mode: str, status: int = 200, typed: Written | None = None,
    errors: Mapping[str, str] | None = None, problem: str = "",
) -> Response:  # fmt: skip
    first = meanwhile.read(desk, id).first
    shown = inbox.may_read(first, desk.staff)
    today = desk.now.astimezone(ZoneInfo(desk.zone)).date()
    page = (HandOverPage if mode == "worry" else WorryPage)(
        view=view,
        listing=listing(desk, view, first.submission.id if shown else ""),
        moved=moved(desk),
        problem=problem,
        id=first.submission.id,
        mode=mode,
        heading=desk.tr(HEADINGS[mode]),
        holders=[one.name for one in people.holders(desk.store, Right.SAFEGUARD)],
        admins=[one.name for one in people.holders(desk.store, Right.PEOPLE)],
        earliest=today + timedelta(days=1),
        latest=today + worries.HELD_AT_MOST,
        typed=typed or Written(),
        errors=errors or {},
    )
    return desk.show(page, status)
