"""The form of an activity: from an activity to fields and back, with nothing typed ever lost on the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from starlette.datastructures import FormData

from hub.services.activities import activities
from hub.web.activities.activity_dates import (
    GONE,
    NO_DAY,
    OVERLAP,
    ROW,
    is_empty,
    occasion_of,
    row_of,
    weekly,
)
from hub.web.activities.activity_wording import ASKED
from hub.web.page.access import text
from hub.web.page.times import moment_field, read_moment
from shared.activity import (
    DEFAULT_ZONE,
    KEEP_DAYS,
    MAX_DATES,
    MAX_DESCRIPTION,
    MAX_LINE,
    MAX_TITLE,
    Activity,
    ActivityText,
    AskedField,
    Occasion,
    activity_faults,
)
from shared.errors import InvalidActivity
from shared.languages import LANGUAGES, N_, translator
from shared.submission import from_utc

WORDS = ("title", "description", "price")
TAGS = ("of", "by", "for")
LIMITS = {"title": MAX_TITLE, "description": MAX_DESCRIPTION, "price": MAX_LINE}
NO_MOMENT = "no moment"
_EMPTY_ROW = dict.fromkeys(ROW, "")

SAYS = {
    "slug": N_("The short name is letters, digits and dashes."),
    "title": N_("Write a title of at most {n} characters, or leave this language empty."),
    "texts": N_("Write the title in at least one language."),
    "description": N_("Too long: at most {n} characters."),
    "price": N_("Too long: at most {n} characters."),
    "place": N_("Too long: at most {n} characters."),
    "host": N_("Too long: at most {n} characters."),
    "tags": N_("Too long: at most {n} characters."),
    "seats": N_("A whole number from 1 to 10 000."),
    "minimum": N_("A whole number, not more than there are seats; or leave it empty."),
    "most_persons": N_("A whole number from 1 to 30."),
    "audience": N_("Choose one of these."),
    "fields": N_("A whole number of days, from 0 to 365."),
    "zone": N_("Choose one of these."),
    "dates": N_("Give at least one date, and at most 60."),
    "starts_at": NO_DAY,
    "ends_at": OVERLAP,
    "opens_at": N_("This is not a moment. Choose a day and a time, or leave it empty."),
    "closes_at": N_("Sign-up must close after it opens, and before the activity is over."),
}
"""What is said beside a field that is wrong."""


@dataclass(frozen=True)
class ActivityForm:
    """What stands in the fields. ``rows`` are the dates, see activity_dates.ROW."""

    values: dict[str, str] = field(default_factory=dict)
    rows: tuple[dict[str, str], ...] = ()

    @property
    def zone(self) -> str:
        """The time zone its dates are read in."""
        return self.values.get("zone", "") or DEFAULT_ZONE

    @property
    def first_title(self) -> str:
        """The title in the first language that has one."""
        return next((title for code in LANGUAGES if (title := self.values.get(f"title-{code}", "").strip())), "")

    @property
    def is_apart(self) -> bool:
        """Whether each date is to be an activity by itself."""
        return self.values.get("series") == "each"

    def is_on(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return self.values.get(name) == "on"


def blank(zone: str = DEFAULT_ZONE) -> ActivityForm:
    """Return the form of an empty activity: asks for names, a contact and how many, with the usual reasons."""
    values = {"way": "seats", "seats": "20", "waiting_list": "on", "listed": "on", "audience": "all"}
    values |= {"most_persons": "8", "zone": zone, "series": "one"}
    values |= {f"ask-{name}": "on" for name in ("name", "contact", "persons")}
    return ActivityForm(values | _offered(ASKED), (_EMPTY_ROW,))


def _offered(names: Iterable[str]) -> dict[str, str]:
    """Return days and reasons to begin with for what a sign-up may ask."""
    found = {f"keep-{name}": str(KEEP_DAYS[name]) for name in names}
    return found | {
        f"reason-{name}-{code}": translator(code)(ASKED[name].reason) for name in names for code in LANGUAGES
    }


def filled(activity: Activity) -> ActivityForm:
    """Return the form of an activity that is there."""
    values = {f"{name}-{code}": getattr(words, name) for code, words in activity.texts.items() for name in WORDS}
    values |= {name: getattr(activity, name) for name in ("card", "place", "host", "zone", "audience")}
    values |= {
        "way": "drop-in" if activity.seats is None else "seats",
        "seats": str(activity.seats or ""),
        "minimum": str(activity.minimum or ""),
        "most_persons": str(activity.most_persons),
        "waiting_list": "on" if activity.waiting_list else "",
        "listed": "on" if activity.listed else "",
        "opens": moment_field(activity.opens_at, activity.zone),
        "closes": moment_field(activity.closes_at, activity.zone),
        "series": "one",
    }
    values |= {f"tag-{tag}": words for tag, words in activity.tags.items()}
    values |= {f"exit-{kiosk}": "on" for kiosk in activity.exit_kiosks}
    values |= _offered(name for name in ASKED if name not in activity.asks)
    for asked in activity.fields:
        values |= {f"ask-{asked.name}": "on", f"keep-{asked.name}": str(asked.keep_days)}
        values |= {f"reason-{asked.name}-{code}": reason for code, reason in asked.reasons.items()}
    return ActivityForm(values, tuple(row_of(date, activity.zone) for date in activity.dates))


def undated(form: ActivityForm) -> ActivityForm:
    """Return the form for a copy: clock times stay, days and moments are left to choose."""
    rows = tuple({**row, "day": "", "was": ""} for row in form.rows[:1])
    values = {name: value for name, value in form.values.items() if name not in ("opens", "closes")}
    return ActivityForm(values, rows)


def typed_form(typed: FormData) -> ActivityForm:
    """Return the form as it was sent."""
    rows: list[dict[str, str]] = []
    while len(rows) < MAX_DATES and f"dates-{len(rows)}-day" in typed:
        rows.append({part: text(typed, f"dates-{len(rows)}-{part}") for part in ROW})
    values = {key: text(typed, key) for key in typed if not key.startswith("dates-") and key != "act"}
    return ActivityForm(values, tuple(rows) or (_EMPTY_ROW,))


def rearranged(form: ActivityForm, act: str) -> ActivityForm:
    """Return the form with a date more or less, or with weekly dates, as the pressed button says."""
    rows = list(form.rows)
    verb, _, place = act.partition("-")
    if verb == "add" and len(rows) < MAX_DATES:
        rows.append({**rows[-1], "day": "", "was": ""})
    elif verb == "remove" and place.isdecimal() and int(place) < len(rows):
        del rows[int(place)]
    elif verb == "weekly":
        rows = weekly(rows, _whole(form.values.get("times", "")) or 0)
    return replace(form, rows=tuple(rows) or (_EMPTY_ROW,))


def to_activity(form: ActivityForm, id: str, slug: str, before: Activity | None = None) -> Activity:
    """Return the activity the form describes, right or wrong; what cannot be a value becomes one that is refused."""
    values, seats = form.values, form.values.get("way") != "drop-in"
    kept = filled(before).values if before else {}
    dates = [occasion_of(row, form.zone) or Occasion("no day", "no day") for row in form.rows if not is_empty(row)]
    return Activity(
        id=id,
        slug=slug,
        revision=before.revision if before else 1,
        texts=texts_of(form),
        dates=sorted(dates, key=lambda date: date.starts_at),
        zone=form.zone,
        place=_line(values, "place"),
        card=values.get("card", ""),
        host=_line(values, "host"),
        seats=(_whole(values.get("seats", "")) or 0) if seats else None,
        waiting_list=form.is_on("waiting_list"),
        # A moment set elsewhere than here may be finer than a minute: it stays unless another one is chosen.
        opens_at=before.opens_at if before and kept["opens"] == values.get("opens") else _moment(form, "opens"),
        closes_at=before.closes_at if before and kept["closes"] == values.get("closes") else _moment(form, "closes"),
        minimum=(_whole(values["minimum"]) or 0) if values.get("minimum", "").strip() else None,
        audience=values.get("audience", ""),
        fields=_fields(form, before),
        most_persons=_whole(values.get("most_persons", "")) or 0,
        series=before.series if before else "",
        tags={tag: words for tag in TAGS if (words := _line(values, f"tag-{tag}"))},
        exit_kiosks=[name.removeprefix("exit-") for name in values if name.startswith("exit-") and form.is_on(name)],
        listed=form.is_on("listed"),
        cancelled=before.cancelled if before else False,
    )


def texts_of(form: ActivityForm) -> dict[str, ActivityText]:
    """Return the words the form has, by language; none for a language in which nothing is written."""
    values = form.values
    texts = {
        code: ActivityText(
            _line(values, f"title-{code}"),
            values.get(f"description-{code}", "").strip(),
            _line(values, f"price-{code}"),
        )
        for code in LANGUAGES
    }
    return {code: words for code, words in texts.items() if words != ActivityText("")}


def _fields(form: ActivityForm, before: Activity | None) -> list[AskedField]:
    """Return what is asked, in the order it had before, new ones last."""
    had = before.asks if before else ()
    names = [*had, *(name for name in ASKED if name not in had)]
    return [_field(form.values, name) for name in names if form.is_on(f"ask-{name}")]


def _field(values: dict[str, str], name: str) -> AskedField:
    reasons = {code: reason for code in LANGUAGES if (reason := _line(values, f"reason-{name}-{code}"))}
    days = _whole(values.get(f"keep-{name}", ""))
    return AskedField(name, -1 if days is None else days, reasons)


def _line(values: dict[str, str], name: str) -> str:
    return " ".join(values.get(name, "").split())


def _whole(typed: str) -> int | None:
    return int(typed) if typed.strip().isdecimal() and len(typed) < 6 else None


def _moment(form: ActivityForm, name: str) -> str | None:
    try:
        return read_moment(form.values.get(name, ""), form.zone)
    except ValueError:
        return NO_MOMENT


def mistakes(
    form: ActivityForm, activity: Activity, *, now: datetime, before: Activity | None = None
) -> dict[str, str]:
    """Return everything that is wrong: the field's name to the message beside it."""
    found = _misshapen(form, activity)
    if not found.keys() & {"seats", "most_persons"}:
        found |= _refused("most_persons", lambda: activities.check_room(activity, before))
    if not any(name.startswith(("dates", "zone")) for name in found):
        found |= _refused("dates", lambda: activities.check_coming(activity, before, now))
        if form.is_apart and before is None and "dates" not in found:
            found |= {f"dates-{n}": GONE for n, date in _dated(form) if date and from_utc(date.ends_at) <= now}
    return found


def _refused(name: str, check: Callable[[], None]) -> dict[str, str]:
    try:
        check()
    except InvalidActivity as error:
        return {name: error.says}
    return {}


def _misshapen(form: ActivityForm, activity: Activity) -> dict[str, str]:
    found = _wrong_words(activity) | _wrong_rows(form)
    found |= {f"keep-{asked.name}": SAYS["fields"] for asked in activity.fields if not 0 <= asked.keep_days <= 365}
    moments = {"opens": activity.opens_at, "closes": activity.closes_at}
    found |= {name: SAYS["opens_at"] for name, at in moments.items() if at == NO_MOMENT}
    known = {name: None if at == NO_MOMENT else at for name, at in moments.items()}
    activity = replace(activity, opens_at=known["opens"], closes_at=known["closes"])
    faults = activity_faults(activity)
    for name in faults if not found else [name for name in faults if name not in _SAID_ABOVE]:
        found.setdefault(_FIELD.get(name, name), SAYS.get(name, InvalidActivity.says))
    return found


_SAID_ABOVE = {"title", "description", "price", "fields", "starts_at"}
"""What is told beside the very field by the time the whole activity is checked."""
_FIELD = {"closes_at": "closes", "starts_at": "dates", "ends_at": "dates", "title": "texts"}


def _wrong_words(activity: Activity) -> dict[str, str]:
    if not activity.texts:
        return {"texts": SAYS["texts"]}
    found: dict[str, str] = {}
    for code, words in activity.texts.items():
        long = {name: SAYS[name] for name in WORDS if len(getattr(words, name)) > LIMITS[name]}
        found |= {f"{name}-{code}": says for name, says in long.items()}
        if not words.title:
            found[f"title-{code}"] = SAYS["title"]
    return found


def _wrong_rows(form: ActivityForm) -> dict[str, str]:
    if all(is_empty(row) for row in form.rows):
        return {"dates": SAYS["dates"]}
    return {f"dates-{n}": NO_DAY for n, date in _dated(form) if date is None}


def _dated(form: ActivityForm) -> list[tuple[int, Occasion | None]]:
    """Return each row that is not empty with its date, None where that is none."""
    return [(n, occasion_of(row, form.zone)) for n, row in enumerate(form.rows) if not is_empty(row)]
