"""Questions: what the library asks, in which order and for how long, and how it looks on the glass."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response

from hub.lists import InboxFilter
from hub.model import Right
from hub.services.activities import templates
from hub.services.house import prompts
from hub.services.review import inbox
from hub.shapes import Sketched
from hub.web.activities.activity_wording import MOVED
from hub.web.house import help_texts
from hub.web.house.prompt_form import (
    LIMITS,
    MAX_LABEL,
    WORDS,
    PromptForm,
    blank,
    filled,
    first_title,
    mistakes,
    rearranged,
    shown_settings,
    to_prompt,
    typed_form,
)
from hub.web.page import quicker, wording
from hub.web.page.access import At, Field, StaffRoutes, Stands, Typed, text
from hub.web.page.desk import Desk
from hub.web.page.forms import AS_IT_IS, SAVES, FormPage, names_of, said_of, slug
from hub.web.page.page_data import PageData
from hub.web.page.times import last_day, local
from hub.web.page.tongues import first_open
from hub.web.page.wording import language_name
from shared.errors import NotFound, Stale
from shared.languages import LANGUAGES, N_, pick
from shared.prompt import Prompt, PromptText
from shared.submission import from_utc

pages = StaffRoutes(prefix="/prompts")
_SAYS = {
    "saved": N_("Saved. The kiosks show it at their next call."),
    "early": N_("Saved. The kiosks show it from its first day."),
    "over": N_("Saved. The kiosks do not show it: its last day is over."),
    "withdrawn": N_("Taken away."),
}


class Line(NamedTuple):
    """A question in the list: in which ``words``, whether and how long it is open, and in which languages it lacks."""

    prompt: Prompt
    words: PromptText
    open: bool
    when: str
    missing: list[str]
    answers: int


@dataclass(frozen=True, kw_only=True)
class PromptsPage(PageData):
    """All questions in the order kiosks show them."""

    template = "house/prompts.html"
    help = help_texts.PROMPTS

    listed: list[Line]
    said: str


@dataclass(frozen=True, kw_only=True)
class NewPromptPage(PageData):
    """Which kind a new question shall be of."""

    template = "house/prompt_new.html"
    help = help_texts.NEW_PROMPT


@dataclass(frozen=True, kw_only=True)
class PromptPage(FormPage):
    """The form of a question, and how it will look."""

    template = "house/prompt_edit.html"
    help = help_texts.PROMPT

    form: PromptForm
    before: Prompt | None
    """As it was saved last, None for a new one."""
    max_label: int
    preview: dict[str, PromptText]
    """What stands on the glass, by language: the nearest words where a language has none."""
    sketch: tuple[Sketched, ...]
    """What stands below the question; of an offer every row of the form, empty ones too."""


@pages.get("", right=Right.ASK)
def show_prompts(desk: At, done: str = "") -> HTMLResponse:
    """All questions in the order kiosks show them."""
    listed = [_line(desk, prompt) for prompt in prompts.listed(desk.store)]
    return desk.show(PromptsPage(listed=listed, said=desk.tr(_SAYS[done]) if done in _SAYS else ""))


def _line(desk: Desk, prompt: Prompt) -> Line:
    return Line(
        prompt=prompt,
        words=prompt.text(desk.language),
        open=prompt.is_open(desk.now),
        when=_when(desk, prompt),
        missing=[language_name(code, desk.language) for code in LANGUAGES if code not in prompt.texts],
        answers=inbox.page(desk.store, InboxFilter(prompt=prompt.id), size=1).total,
    )


def _when(desk: Desk, prompt: Prompt) -> str:
    """Return in words whether it is open, and until when or from when."""
    if prompt.opens_at and desk.now < from_utc(prompt.opens_at):
        return desk.tr("Opens {day}").format(day=desk.speech.day(local(prompt.opens_at, desk.zone).date()))
    if prompt.closes_at:
        until = desk.speech.day(last_day(prompt.closes_at, desk.zone))
        return (desk.tr("Open until {day}") if prompt.is_open(desk.now) else desk.tr("Closed since {day}")).format(
            day=until
        )
    return desk.tr("Open")


@pages.get("/new", right=Right.ASK)
def show_new(desk: At, kind: str = "") -> HTMLResponse:
    """A new question: first which kind, then the form."""
    if kind not in wording.KINDS:
        return desk.show(NewPromptPage())
    return _edit(desk, blank(kind))


@pages.post("/new", right=Right.ASK)
def make(desk: At, typed: Typed) -> Response:
    """Make a new question, or show the form again."""
    kind = text(typed, "kind")
    if kind not in wording.KINDS:
        raise NotFound("kind")
    return _take(desk, typed_form(kind, typed), text(typed, "act"))


@pages.post("/order", right=Right.ASK, stands=Stands("prompts", shows=show_prompts))
def move(desk: At, id: Field, to: Field) -> Response:
    """Move a question one place up or down."""
    with desk.unchanged(), desk.unchanged(f"prompt {id}", ("withdraw",)):
        ids = [prompt.id for prompt in prompts.listed(desk.store)]
        if id not in ids:
            raise NotFound("prompt")
        at = ids.index(id)
        other = at + (1 if to == "down" else -1)
        if 0 <= other < len(ids):
            ids[at], ids[other] = ids[other], ids[at]
            prompts.reorder(desk.store, ids, **desk.by)
    return desk.go(f"/prompts#{id}")


@pages.get("/order", right=Right.ASK)
def show_order(desk: At) -> Response:
    """Where whoever moved a question comes back to."""
    return desk.go("/prompts")


@pages.get("/{id}", right=Right.ASK)
def show_prompt(desk: At, id: str) -> HTMLResponse:
    """The form of one question."""
    prompt = prompts.read(desk.store, id)
    return _edit(desk, filled(prompt, desk.zone), prompt)


@pages.post("/{id}", right=Right.ASK, stands=Stands("prompt {id}"))
def change(desk: At, typed: Typed, id: str) -> Response:
    """Save a question as its next revision, or show the form again."""
    before = prompts.read(desk.store, id)
    return _take(desk, typed_form(before.kind, typed), text(typed, "act"), before)


@pages.post("/{id}/withdraw", right=Right.ASK, stands=Stands("prompt {id}", shows=show_prompt))
def withdraw(desk: At, id: str) -> Response:
    """Take a question away from the kiosks; its answers stay."""
    with desk.unchanged():
        prompts.withdraw(desk.store, id, **desk.by)
    return desk.go("/prompts", done="withdrawn")


def _take(desk: Desk, form: PromptForm, act: str, before: Prompt | None = None) -> Response:
    """Do what the pressed button says: rearrange, show what was typed, or save."""
    if act and act not in SAVES:
        return _edit(desk, rearranged(form, act), before, changed=True)
    prompt = to_prompt(form, before.id if before else _new_id(desk, form), before, desk.zone)
    errors = mistakes(prompt, now=desk.now, before=before)
    if errors:
        return _edit(desk, form, before, errors=errors, changed=True)
    offered = [one.texts for one in prompts.starters()]
    left = templates.left_behind(prompt.texts, before.texts if before else None, offered)
    if left and act != AS_IT_IS:
        return _edit(desk, form, before, left=left, changed=True)
    try:
        with desk.unchanged() if before else nullcontext():
            prompts.save(desk.store, prompt, **desk.by)
    except Stale as error:
        desk.refuse(quicker.saved(desk.speech, error, MOVED))
        return _edit(desk, form, prompts.read(desk.store, prompt.id), changed=True)
    done = "saved" if prompt.is_open(desk.now) else "over" if prompt.is_over(desk.now) else "early"
    return desk.go("/prompts", done=done)


def _new_id(desk: Desk, form: PromptForm) -> str:
    """Return an id after the title: not that of a page here, nor of any question there ever was."""

    def is_taken(id: str) -> bool:
        try:
            return id in {"new", "order"} or bool(prompts.read(desk.store, id))
        except NotFound:
            return False

    return slug(first_title(form), is_taken, form.kind)


def _edit(
    desk: Desk,
    form: PromptForm,
    before: Prompt | None = None,
    *,
    errors: dict[str, str] | None = None,
    left: Sequence[str] = (),
    changed: bool = False,
) -> HTMLResponse:
    if before is not None:
        desk.also_at(f"prompt {before.id}", writing=True)
    errors = said_of(errors or {}, LIMITS, desk.speech)
    texts = to_prompt(form, "preview", before, desk.zone).texts
    page = PromptPage(
        form=form,
        before=before,
        errors=errors,
        changed=changed,
        left=names_of(left, desk.speech),
        limits=LIMITS,
        opened=first_open(WORDS, form.values, errors, desk.language, desk.settings.default_language),
        max_label=MAX_LABEL,
        preview={code: pick(texts, code) or PromptText("", "") for code in LANGUAGES},
        sketch=wording.sketch(form.kind, shown_settings(form)),
    )
    return desk.show(page, 422 if errors else 200)
