"""The form of a question: from a prompt to fields and back, with nothing typed ever lost on the way."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from starlette.datastructures import FormData

from hub.services.house import prompts
from hub.web.page.access import text
from hub.web.page.forms import slug
from hub.web.page.times import first_moment, last_day, local
from shared.activity import DEFAULT_ZONE
from shared.errors import InvalidPrompt
from shared.kinds import kind_of
from shared.languages import LANGUAGES, N_
from shared.prompt import MAX_HELP, MAX_QUESTION, MAX_TITLE, Prompt, PromptText, prompt_faults

WORDS = ("title", "subtitle", "question", "help")
LISTS = {"poll": "options", "feedback": "reasons"}
"""Kinds that offer a list to choose from, and the setting that holds it."""
MOST = {"options": 8, "reasons": 12}
MAX_LABEL = 60


SAYS = {
    "texts": N_("Write the question in at least one language."),
    "title": N_("Write a title of at most {n} characters, or leave this language empty."),
    "question": N_("Write a question of at most {n} characters, or leave this language empty."),
    "help": N_("Too long: at most {n} characters."),
    "keep_days": N_("A whole number of days, from 1 to 3650."),
    "opens_at": N_("This is not a day. Choose one, or leave it empty."),
    "closes_at": N_("The last day cannot come before the first."),
    "over": N_("This day is over already. Look at the year."),
    "options": N_("Give from 2 to 8 choices, each in at least one language."),
    "reasons": N_("Give at most 12 reasons, each in at least one language."),
    "max_choices": N_("A number from 1 to as many as there are choices."),
}
"""What is said beside a field that is wrong."""
LIMITS = {"title": MAX_TITLE, "subtitle": MAX_TITLE, "question": MAX_QUESTION, "help": MAX_HELP}


@dataclass(frozen=True)
class PromptForm:
    """What stands in the fields. ``rows`` are the things to choose from, each with its id and a label a language."""

    kind: str
    values: dict[str, str] = field(default_factory=dict)
    rows: tuple[dict[str, str], ...] = ()

    @property
    def list_name(self) -> str:
        """The setting the rows belong to, "" for a kind without."""
        return LISTS.get(self.kind, "")


def blank(kind: str) -> PromptForm:
    """Return the form of a new question."""
    rows: tuple[dict[str, str], ...] = ({}, {}) if kind == "poll" else ({},) if kind == "feedback" else ()
    return PromptForm(kind, {"keep_days": "365", "max_choices": "1", "cards": "on"}, rows)


def filled(prompt: Prompt, zone: str = DEFAULT_ZONE) -> PromptForm:
    """Return the form of a question that is there; its days are those of the zone."""
    values = {f"{name}-{code}": getattr(words, name) for code, words in prompt.texts.items() for name in WORDS}
    values |= {
        "keep_days": str(prompt.keep_days),
        "opens": local(prompt.opens_at, zone).date().isoformat() if prompt.opens_at else "",
        "closes": last_day(prompt.closes_at, zone).isoformat() if prompt.closes_at else "",
        "max_choices": str(prompt.settings.get("max_choices", 1)),
        "cards": "on" if prompt.settings.get("cards", True) else "",
    }
    offered = prompt.settings.get(LISTS.get(prompt.kind, ""), ())
    return PromptForm(prompt.kind, values, tuple({"id": item["id"], **item["label"]} for item in offered))


def typed_form(kind: str, typed: FormData) -> PromptForm:
    """Return the form as it was sent."""
    name = LISTS.get(kind, "")
    rows: list[dict[str, str]] = []
    while name and len(rows) < MOST[name] and f"{name}-{len(rows)}-id" in typed:
        at = f"{name}-{len(rows)}"
        rows.append({part: " ".join(text(typed, f"{at}-{part}").split()) for part in ("id", *LANGUAGES)})
    return PromptForm(kind, {key: text(typed, key) for key in typed if not key.startswith(f"{name}-")}, tuple(rows))


def rearranged(form: PromptForm, act: str) -> PromptForm:
    """Return the form with a row more, a row less, or two rows changed about, as the pressed button says."""
    rows = list(form.rows)
    verb, _, place = act.partition("-")
    at = int(place) if place.isdecimal() else -1
    if verb == "add" and len(rows) < MOST.get(form.list_name, 0):
        rows.append({})
    elif verb == "remove" and 0 <= at < len(rows):
        del rows[at]
    elif verb == "up" and 0 < at < len(rows):
        rows[at - 1 : at + 1] = rows[at], rows[at - 1]
    elif verb == "down" and 0 <= at < len(rows) - 1:
        rows[at : at + 2] = rows[at + 1], rows[at]
    return replace(form, rows=tuple(rows))


def to_prompt(form: PromptForm, id: str, before: Prompt | None = None, zone: str = DEFAULT_ZONE) -> Prompt:
    """Return the prompt the form describes, right or wrong; what cannot even be a value becomes one that is refused."""
    values = form.values
    texts = {
        # Each of them is one line on the glass, however it was typed.
        code: PromptText(**{name: " ".join(values.get(f"{name}-{code}", "").split()) for name in WORDS})
        for code in LANGUAGES
    }
    found = Prompt(
        id=id,
        kind=form.kind,
        revision=before.revision if before else 1,
        texts={code: words for code, words in texts.items() if words != PromptText("", "")},
        settings=_settings(form),
        order=before.order if before else 0,
        keep_days=_whole(values.get("keep_days", "")),
    )
    kept = filled(before, zone).values if before else {}
    opens, closes = values.get("opens", ""), values.get("closes", "")
    # A moment set elsewhere than here may lie inside a day: it stays unless another day is chosen.
    return replace(
        found,
        opens_at=before.opens_at if before and kept["opens"] == opens else _first(opens, zone),
        closes_at=before.closes_at if before and kept["closes"] == closes else _end(closes, zone),
    )


def mistakes(prompt: Prompt, *, now: datetime, before: Prompt | None = None) -> dict[str, str]:
    """Return what is wrong with a prompt: the field's name to the message beside it, one for each language at once."""
    found = _misshapen(prompt)
    if not found.keys() & {"opens_at", "closes_at"}:
        try:
            prompts.check_coming(prompt, before, now)
        except InvalidPrompt as error:
            found["closes_at"] = SAYS[str(error)]
    return found


def _misshapen(prompt: Prompt) -> dict[str, str]:
    faults = list(prompt_faults(prompt))
    try:
        kind_of(prompt.kind).check_settings(prompt.settings)
    except InvalidPrompt as error:
        faults.append(str(error))
    return {name: SAYS.get(name.partition("-")[0], InvalidPrompt.says) for name in faults}


def first_title(form: PromptForm) -> str:
    """Return the title in the first language that has one."""
    return next((title for code in LANGUAGES if (title := form.values.get(f"title-{code}", "").strip())), "")


def _settings(form: PromptForm) -> dict[str, Any]:
    if form.kind == "idea":
        return {"cards": form.values.get("cards") == "on"}
    if not form.list_name:
        return {}
    items: list[dict[str, Any]] = []
    for row in form.rows:
        label = {code: row[code] for code in LANGUAGES if row.get(code)}
        if label:
            taken = {item["id"] for item in items} | {other.get("id", "") for other in form.rows}
            made = slug(next(iter(label.values())), taken.__contains__, "choice")
            items.append({"id": row.get("id") or made, "label": label})
    found: dict[str, Any] = {form.list_name: items}
    return found | {"max_choices": _whole(form.values.get("max_choices", ""))} if form.kind == "poll" else found


def _whole(typed: str) -> int:
    return int(typed) if typed.strip().isdecimal() and len(typed) < 6 else 0


def _first(day: str, zone: str) -> str | None:
    try:
        return first_moment(date.fromisoformat(day), zone) if day else None
    except (ValueError, OverflowError):
        return "no day"


def _end(day: str, zone: str) -> str | None:
    try:
        return first_moment(date.fromisoformat(day) + timedelta(days=1), zone) if day else None
    except (ValueError, OverflowError):
        return "no day"
