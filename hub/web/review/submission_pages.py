"""One submission: read it, and decide. Every decision goes through hub.services.review.review."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, NamedTuple

from fastapi import Depends
from fastapi.responses import Response
from starlette.datastructures import FormData

from hub.kinds import READERS, activity_reader, answer_of
from hub.kinds.base import text_of
from hub.model import AuditLine, Move, Right, State, StoredSubmission, Voice
from hub.services.house import prompts
from hub.services.review import inbox, review, worries
from hub.services.sync.opening import known_age
from hub.web.page import wording
from hub.web.page.access import At, StaffRoutes, Stands, Typed, text
from hub.web.page.desk import Desk
from hub.web.review import help_texts, meanwhile, parts
from hub.web.review.acts import Act, acts
from hub.web.review.drawings import drawing
from hub.web.review.inbox_pages import View, Viewing, WithListing, listing, moved
from hub.web.review.parts import Drawn
from shared.errors import AnswerTooLong, IllegalMove, NoAnswerText, Stale
from shared.languages import LANGUAGES, N_
from shared.notice import Status
from shared.prompt import Prompt
from shared.submission import Submission

pages = StaffRoutes(prefix="/inbox/{id}")
STANDS = Stands("{id}")
"""A decision is about all that the visitor gave, and stands in the history of the first of it."""


def _seen(seen: str = "") -> int | None:
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else None


Seen = Annotated[int | None, Depends(_seen)]
"""The newest that stood on the page where somebody decides; None where the page does not say, as to undo."""


class Entry(NamedTuple):
    """A line of the history: what was done, by whom, and when."""

    says: str
    staff: str
    at: str


class Marked(NamedTuple):
    """A worry: who handed it over, when; until which day it is held, if it is, and why."""

    by: str
    at: str
    held_until: date | None
    reason: str


class DecisionForm(NamedTuple):
    """A decision that needs words or one more look: publish, answer or erase."""

    mode: str
    id: str
    """Of what it decides: of all that the visitor gave, or to erase just one of it."""
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    public_text: str
    """What the visitor wrote that may stand on the board."""


@dataclass(frozen=True, kw_only=True)
class SubmissionPage(WithListing):
    """One submission: what was said, what was made of it, and what can be decided; the list beside it."""

    template = "review/submission.html"
    help = help_texts.SUBMISSION

    stored: StoredSubmission
    submission: Submission
    question: str
    prompt_title: str
    parts: Sequence[Drawn]
    age_s: float | None
    reason: str
    """Why it was set aside, "" if it was not."""
    replied: list[tuple[str, str]]
    acts: list[Act]
    history: list[Entry]
    state: State
    after: Sequence[StoredSubmission]
    """What was said after the thanks."""
    seen: int
    """The newest of all that. What comes while somebody reads is not decided with it."""
    deleted_on: date
    newer: str | None
    older: str | None
    form: DecisionForm | None
    worry: Marked | None
    """Of what was handed over as a worry."""


@dataclass(frozen=True, kw_only=True)
class ReadWorryPage(SubmissionPage):
    """The same of a worry, for those who safeguard."""

    help = help_texts.WORRY


@dataclass(frozen=True, kw_only=True)
class HandedOverPage(WithListing):
    """In place of a worry, for whoever may not read it: when it was handed over, and nothing else."""

    template = "review/handed_over.html"
    help = help_texts.HANDED_OVER

    at: str


@pages.get("", right=Right.READ)
def show_submission(desk: At, view: Viewing, id: str) -> Response:
    """Read one, or go to where it stands by now."""
    # Where words are searched the list has what was said after by itself: from there one goes on, not from the first.
    return show(desk, view, meanwhile.read(desk, id), listed=id if view.chosen.words else "")


@pages.get("/drawing.svg", right=Right.READ)
def show_drawing(desk: At, id: str) -> Response:
    """The drawing alone, for lists. Raises NotFound when there is none."""
    return drawing(desk, id)


@pages.get("/publish", right=Right.REVIEW)
def ask_publish(desk: At, view: Viewing, id: str) -> Response:
    """Ask how it shall stand on the board."""
    return _ask(desk, view, meanwhile.read(desk, id), "publish")


@pages.post("/publish", right=Right.REVIEW, stands=STANDS)
def publish(desk: At, view: Viewing, typed: Typed, seen: Seen, id: str) -> Response:
    """Put it on the board, and go to the next."""
    voice = meanwhile.read(desk, id).as_seen(seen)
    status, said = text(typed, "status"), text(typed, "text").strip()
    if status not in set(Status):
        return _ask(desk, view, voice, "publish", typed, {"status": desk.tr(N_("Choose one of these."))})
    # The visitor's own words stand as they were typed, blanks and all, unless staff changed them.
    changed = None if said == review.public_text(desk.store, voice)[0].strip() else said
    if changed == "" and not _has_pictures(voice.first):
        return _ask(desk, view, voice, "publish", typed, {"text": desk.tr(N_("Write what the board shall say."))})
    do = partial(review.publish, status=Status(status), replies=_replies(typed), text=changed, seen=seen)
    return _decide(desk, view, id, Move.PUBLISH, do, typed)


@pages.get("/answer", right=Right.REVIEW)
def ask_answer(desk: At, view: Viewing, id: str) -> Response:
    """Ask for the answer."""
    return _ask(desk, view, meanwhile.read(desk, id), "answer")


@pages.post("/answer", right=Right.REVIEW, stands=STANDS)
def answer(desk: At, view: Viewing, typed: Typed, seen: Seen, id: str) -> Response:
    """Send the answer to whoever has the receipt code, and to the board where it stands there."""
    status = text(typed, "status")
    chosen = Status(status) if status in set(Status) else None
    do = partial(review.answer, status=chosen, replies=_replies(typed), seen=seen)
    return _decide(desk, view, id, Move.ANSWER, do, typed)


@pages.get("/erase", right=Right.REVIEW)
def ask_erase(desk: At, view: Viewing, id: str) -> Response:
    """Ask once more."""
    return _ask(desk, view, meanwhile.read(desk, id), "erase", erases=id)


@pages.post("/erase", right=Right.REVIEW, stands=STANDS)
def erase(desk: At, view: Viewing, id: str) -> Response:
    """Erase it everywhere."""
    return _decide(desk, view, id, Move.ERASE, partial(review.erase, stand=desk.based_on))


@pages.post("/keep", right=Right.REVIEW, stands=STANDS)
def keep(desk: At, view: Viewing, seen: Seen, id: str) -> Response:
    """Keep it: read, worth remembering, not for the board."""
    return _decide(desk, view, id, Move.KEEP, partial(review.keep, seen=seen))


@pages.post("/set-aside", right=Right.REVIEW, stands=STANDS)
def set_aside(desk: At, view: Viewing, seen: Seen, id: str) -> Response:
    """Set it aside: out of the way, until its date."""
    return _decide(desk, view, id, Move.SET_ASIDE, partial(review.set_aside, seen=seen))


@pages.post("/reopen", right=Right.REVIEW, stands=STANDS)
def reopen(desk: At, view: Viewing, seen: Seen, id: str) -> Response:
    """Make it new again; from the board it is taken at once."""
    return _decide(desk, view, id, Move.REOPEN, partial(review.reopen, seen=seen))


def _decide(
    desk: Desk, view: View, id: str, move: Move, do: Callable[..., object], typed: FormData | None = None
) -> Response:
    """Carry a decision out, tell the kiosks, and show what comes next; where it is refused, say so on the same page."""
    before = meanwhile.read(desk, id)
    first, was = before.first.submission.id, before.state
    with meanwhile.present(id):
        newer, older = inbox.neighbours(desk.store, first, view.chosen, desk.staff)
    try:
        # What is erased is written down beside the database first, which is done in no other transaction.
        with meanwhile.present(id), nullcontext() if move is Move.ERASE else desk.unchanged(first):
            do(desk.store, id, **desk.by)
    except Stale as error:
        if not _is_done(desk, id, move, typed, error):
            return _ask_again(desk, view, id, move, typed, error)
    except IllegalMove as error:
        return show(desk, view, meanwhile.read(desk, id), status=409, problem=desk.tr(error.says))
    except (NoAnswerText, AnswerTooLong) as error:
        field = "replies" if move is Move.ANSWER or isinstance(error, NoAnswerText) else "text"
        return _ask(desk, view, meanwhile.read(desk, id), move.value, typed, {field: desk.tr(error.says)})
    stays = move is Move.REOPEN or (move is Move.ANSWER and was != State.NEW) or (move is Move.ERASE and id != first)
    # Something was said while this was read: that is next.
    stays = stays or (move is not Move.ERASE and meanwhile.read(desk, first).state == State.NEW)
    onward = first if stays else older or newer
    done = {"done": move.value, "was": "" if move is Move.ERASE else first}
    return desk.go(view.at(f"/inbox/{onward}" if onward else "/inbox", **done))


def _is_done(desk: Desk, id: str, move: Move, typed: FormData | None, error: Stale) -> bool:
    """Tell whether whoever sends this has done just this already: a button was pressed twice, or in two tabs."""
    assert desk.staff is not None
    if (error.who, error.move) != (desk.staff.name, move.value):
        return False
    return typed is None or (move is Move.ANSWER and meanwhile.read(desk, id).first.replies == _replies(typed))


def _ask_again(desk: Desk, view: View, id: str, move: Move, typed: FormData | None, error: Stale) -> Response:
    """Show how it is now, and what was written: to be sent after all, or, where nothing can be, to be copied."""
    meanwhile.refuse(desk, error)
    voice = meanwhile.read(desk, id)
    possible = review.moves(voice)
    mode = next((one for one in (move, Move.ANSWER) if typed is not None and one in possible), None)
    if mode is not None:
        return _ask(desk, view, voice, mode.value, typed)
    desk.unsent = list(_replies(typed).values()) if typed is not None else []
    return show(desk, view, voice)


def _replies(typed: FormData) -> dict[str, str]:
    said = {language: text(typed, f"reply-{language}").strip() for language in LANGUAGES}
    return {language: reply for language, reply in said.items() if reply}


def _has_pictures(stored: StoredSubmission) -> bool:
    """Tell whether something is left for the board when its words are taken away."""
    found, kind = answer_of(stored), stored.submission.kind
    return found is not None and kind in READERS and bool(READERS[kind].cards(found))


def _prompt(desk: Desk, stored: StoredSubmission) -> Prompt | None:
    """Return the prompt as the visitor saw it; None when this hub never published it so."""
    return prompts.asked(desk.store, stored.submission)


def _ask(
    desk: Desk,
    view: View,
    voice: Voice,
    mode: str,
    typed: FormData | None = None,
    errors: dict[str, str] | None = None,
    erases: str = "",
) -> Response:
    """Show the page with a form open; at first with what stands there now, later with what was typed."""
    stored = voice.first
    if Move(mode) not in review.moves(voice):
        return show(desk, view, voice, status=409, problem=desk.tr(IllegalMove.says))
    public_text, _ = review.public_text(desk.store, voice)
    shown = {"status": stored.status or Status.HEARD.value, "text": public_text}
    shown |= {f"reply-{language}": reply for language, reply in stored.replies.items()}
    if typed is not None:
        asked = {name: text(typed, name) for name in ("status", "text")}
        shown = {name: text(typed, name) for name in typed} | asked
    form = DecisionForm(mode, erases or stored.submission.id, shown, errors or {}, public_text)
    return show(desk, view, voice, 422 if errors else 200, form=form)


def show(
    desk: Desk,
    view: View,
    voice: Voice,
    status: int = 200,
    *,
    problem: str = "",
    form: DecisionForm | None = None,
    listed: str = "",
) -> Response:
    """Show the page, beside the list at what is ``listed`` of it, or at the first. Raises Gone."""
    with meanwhile.present(voice.first.submission.id):
        return _show(desk, view, voice, status, problem=problem, form=form, listed=listed)


def _show(
    desk: Desk,
    view: View,
    voice: Voice,
    status: int = 200,
    *,
    problem: str,
    form: DecisionForm | None,
    listed: str,
) -> Response:
    """Show the page.

    Of what was filed since it was opened it is the place where it stands, which takes no move from here.
    """
    stored = voice.first
    marked = worries.read(desk.store, stored.submission.id)
    if not inbox.may_read(stored, desk.staff):
        return _hidden(desk, view, marked.at if marked else stored.received_at, status, problem)
    if stored.state == State.FILED:
        return desk.go(_filed_at(desk, stored.submission.id), done="filed")
    submission, prompt = stored.submission, _prompt(desk, stored)
    kind = wording.kind(submission.kind)
    held = worries.last_day_held(desk.store, marked, desk.now) if marked else None
    here = listed or submission.id
    newer, older = inbox.neighbours(desk.store, here, view.chosen, desk.staff)
    desk.also_at(submission.id, writing=form is not None)
    page = (ReadWorryPage if marked else SubmissionPage)(
        view=view,
        listing=listing(desk, view, here),
        moved=moved(desk),
        problem=problem,
        stored=stored,
        submission=submission,
        question=prompt.text(desk.language).question if prompt else _about(desk, stored),
        prompt_title=prompt.text(desk.language).title if prompt else desk.tr(kind.name),
        parts=parts.of_voice([_parts(desk, one) for one in voice.all]),
        state=voice.state,
        after=voice.after,
        seen=voice.newest,
        age_s=known_age(stored.age_s),
        reason=desk.tr(wording.reason(stored.reason)),
        replied=[(code, stored.replies[code]) for code in LANGUAGES if stored.replies.get(code)],
        acts=acts(desk, voice, held=held is not None),
        history=[_entry(desk, line) for line in inbox.history(desk.store, submission.id)],
        deleted_on=inbox.deleted_on(stored, desk.zone),
        newer=newer,
        older=older,
        form=form,
        worry=Marked(marked.by, marked.at, held, marked.reason) if marked else None,
    )
    return desk.show(page, status)


def _hidden(desk: Desk, view: View, at: str, status: int, problem: str) -> Response:
    beside, done = listing(desk, view), moved(desk)
    page = HandedOverPage(view=view, listing=beside, moved=done, problem=problem, at=at)
    return desk.show(page, status)


def _filed_at(desk: Desk, id: str) -> str:
    """Return where the sign-up stands that came of it; a change or a note from the door has no page of its own."""
    one = desk.store.sign_ups.read(id)
    return f"/activity/{one.activity}/sign-ups/{id}" if one else "/activities"


def _about(desk: Desk, stored: StoredSubmission) -> str:
    """Return what an answer without a question of its own is about: the title of its activity."""
    submission, found = stored.submission, answer_of(stored)
    slug = text_of(found, "activity") if found and activity_reader(submission.kind) else ""
    activity = desk.store.activities.read(slug) if slug else None
    return activity.text(desk.language).title if activity else submission.prompt


def _parts(desk: Desk, stored: StoredSubmission) -> list[Drawn]:
    found = answer_of(stored)
    kind, prompt = stored.submission.kind, _prompt(desk, stored)
    return parts.parts(kind, found, prompt, desk.language, desk.zone) if found else []


def _entry(desk: Desk, line: AuditLine) -> Entry:
    says = wording.MOVED.get(line.move)
    return Entry(desk.tr(says) if says else line.move, line.staff, line.at)
