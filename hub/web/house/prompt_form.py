"""The form of a question: from a prompt to fields and back, with nothing typed ever lost on the way."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from starlette.datastructures import FormData

from hub.kinds import settings_of
from hub.services.house import prompts
from hub.shapes import SettingsForm
from hub.web.page.access import text
from hub.web.page.forms import slug
from hub.web.page.times import first_moment, last_day, local
from shared.activity import DEFAULT_ZONE
from shared.errors import InvalidPrompt
from shared.kinds import kind_of
from shared.kinds.base import Settings
from shared.languages import LANGUAGES, N_
from shared.prompt import MAX_HELP, MAX_QUESTION, MAX_TITLE, Prompt, PromptText, prompt_faults

WORDS = ("title", "subtitle", "question", "help")
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
}
"""What is said beside a field that is wrong; what is said of its settings, a kind knows."""
LIMITS = {"title": MAX_TITLE, "subtitle": MAX_TITLE, "question": MAX_QUESTION, "help": MAX_HELP}


@dataclass(frozen=True)
class PromptForm:
    """What stands in the fields. ``rows`` are the things to choose from, each with its id and a label a language."""

    kind: str
    values: dict[str, str] = field(default_factory=dict)
    rows: tuple[dict[str, str], ...] = ()

    @property
    def settings(self) -> SettingsForm:
        """What is chosen about a question of its kind."""
        return settings_of(self.kind)


def blank(kind: str) -> PromptForm:
    """Return the form of a new question."""
    offer = settings_of(kind).offer
    rows: tuple[dict[str, str], ...] = tuple({} for _ in range(max(1, offer.least))) if offer else ()
    return PromptForm(kind, {"keep_days": "365", **_chosen(kind, {})}, rows)


def filled(prompt: Prompt, zone: str = DEFAULT_ZONE) -> PromptForm:
    """Return the form of a question that is there; its days are those of the zone."""
    values = {f"{name}-{code}": getattr(words, name) for code, words in prompt.texts.items() for name in WORDS}
    values |= {
        "keep_days": str(prompt.keep_days),
        "opens": local(prompt.opens_at, zone).date().isoformat() if prompt.opens_at else "",
        "closes": last_day(prompt.closes_at, zone).isoformat() if prompt.closes_at else "",
        **_chosen(prompt.kind, prompt.settings),
    }
    offer = settings_of(prompt.kind).offer
    offered = prompt.settings.get(offer.name, ()) if offer else ()
    return PromptForm(prompt.kind, values, tuple({"id": item["id"], **item["label"]} for item in offered))


def typed_form(kind: str, typed: FormData) -> PromptForm:
    """Return the form as it was sent."""
    offer = settings_of(kind).offer
    if offer is None:
        return PromptForm(kind, {key: text(typed, key) for key in typed})
    rows: list[dict[str, str]] = []
    while len(rows) < offer.most and (at := f"{offer.name}-{len(rows)}") + "-id" in typed:
        rows.append({part: " ".join(text(typed, f"{at}-{part}").split()) for part in ("id", *LANGUAGES)})
    others = {key: text(typed, key) for key in typed if not key.startswith(f"{offer.name}-")}
    return PromptForm(kind, others, tuple(rows))


def rearranged(form: PromptForm, act: str) -> PromptForm:
    """Return the form with a row more, a row less, or two rows changed about, as the pressed button says."""
    rows, offer = list(form.rows), form.settings.offer
    verb, _, place = act.partition("-")
    at = int(place) if place.isdecimal() else -1
    if verb == "add" and offer is not None and len(rows) < offer.most:
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
    if not found.keys() & {"opens", "closes"}:
        try:
            prompts.check_coming(prompt, before, now)
        except InvalidPrompt as error:
            found["closes"] = SAYS[str(error)]
    return found


def _misshapen(prompt: Prompt) -> dict[str, str]:
    faults = list(prompt_faults(prompt))
    try:
        kind_of(prompt.kind).check_settings(prompt.settings)
    except InvalidPrompt as error:
        faults.append(str(error))
    says = SAYS | _says(prompt.kind)
    fields = {name: name.removesuffix("_at") for name in faults}
    return {fields[name]: says.get(name.partition("-")[0], InvalidPrompt.says) for name in faults}


def shown_settings(form: PromptForm) -> Settings:
    """Return the settings as the form has them now, with a place for each row to choose from, also for an empty one."""
    rows = [{"id": "", "label": {code: row[code] for code in LANGUAGES if row.get(code)}} for row in form.rows]
    return _settings(form) | ({form.settings.offer.name: rows} if form.settings.offer else {})


def first_title(form: PromptForm) -> str:
    """Return the title in the first language that has one."""
    return next((title for code in LANGUAGES if (title := form.values.get(f"title-{code}", "").strip())), "")


def _settings(form: PromptForm) -> dict[str, Any]:
    asked = form.settings
    found: dict[str, Any] = {asked.offer.name: _offered(form)} if asked.offer else {}
    found |= {number.name: _whole(form.values.get(number.name, "")) for number in asked.numbers}
    return found | {switch.name: form.values.get(switch.name) == "on" for switch in asked.switches}


def _offered(form: PromptForm) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for row in form.rows:
        label = {code: row[code] for code in LANGUAGES if row.get(code)}
        if label:
            taken = {item["id"] for item in items} | {other.get("id", "") for other in form.rows}
            made = slug(next(iter(label.values())), taken.__contains__, "choice")
            items.append({"id": row.get("id") or made, "label": label})
    return items


def _chosen(kind: str, settings: Settings) -> dict[str, str]:
    """Return what stands in the fields of a kind's own settings, the usual where nothing was chosen."""
    asked = settings_of(kind)
    values = {number.name: str(settings.get(number.name, number.usual)) for number in asked.numbers}
    return values | {one.name: "on" if settings.get(one.name, one.usual) else "" for one in asked.switches}


def _says(kind: str) -> dict[str, str]:
    """Return what is said beside a field of a kind's own settings that is wrong."""
    asked = settings_of(kind)
    fields = [*asked.numbers, *((asked.offer,) if asked.offer else ())]
    return {field.name: field.wrong for field in fields}


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
