"""The form with which staff write somebody in: from fields to an answer, as the kiosk would have asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.datastructures import FormData

from hub.web.page.access import text
from shared.activity import Activity
from shared.errors import AnswerEmpty, AnswerTooLong, InvalidAnswer, NotReachable
from shared.kinds.signup import AGES, NEEDS, STEPS
from shared.languages import N_

SAYS: dict[type[InvalidAnswer], str] = {
    AnswerEmpty: N_("This is needed."),
    AnswerTooLong: N_("Too long."),
    NotReachable: NotReachable.says,
}
TOO_MANY = N_("From 1 to {n} persons.")
_MOST_ROWS = 99
"""More than any sign-up may be for: who is too many is said in words, and nobody is left out unsaid."""
_NOBODY = {"name": "", "age": "adult"}


@dataclass(frozen=True)
class SignUpForm:
    """What stands in the fields. ``rows`` are persons with a name; without names only ages are counted."""

    values: dict[str, str] = field(default_factory=dict)
    rows: tuple[dict[str, str], ...] = (_NOBODY,)


def blank(activity: Activity) -> SignUpForm:
    """Return the form for one person of the likeliest age."""
    age = "child" if activity.audience == "children" else "adult"
    return SignUpForm({f"count-{age}": "1"}, ({"name": "", "age": age},))


def typed_form(typed: FormData) -> SignUpForm:
    """Return the form as it was sent."""
    rows: list[dict[str, str]] = []
    while len(rows) < _MOST_ROWS and f"person-{len(rows)}-age" in typed:
        at = f"person-{len(rows)}"
        rows.append({part: text(typed, f"{at}-{part}").strip() for part in ("name", "age")})
    values = {key: text(typed, key) for key in typed if not key.startswith("person-") and key != "act"}
    return SignUpForm(values, tuple(rows) or (_NOBODY,))


def with_one_more(form: SignUpForm, activity: Activity) -> SignUpForm:
    """Return the form with a row more."""
    more = (_NOBODY,) if len(form.rows) < activity.most_together else ()
    return replace(form, rows=(*form.rows, *more))


def answer_of(form: SignUpForm, activity: Activity) -> dict[str, Any]:
    """Return the answer the form describes, right or wrong. Rows without a name are left out where names are asked."""
    fields = {need: form.values[need].strip() for need in NEEDS if form.values.get(need, "").strip()}
    return {
        "activity": activity.slug,
        "persons": list(_persons(form, named="name" in activity.asks)),
        "contact": form.values.get("contact", "").strip(),
        "fields": fields,
        "split": form.values.get("split") == "on",
    }


def _persons(form: SignUpForm, *, named: bool) -> Iterator[dict[str, str]]:
    if named:
        yield from (row for row in form.rows if row["name"])
        return
    for age in AGES:
        typed = form.values.get(f"count-{age}", "").strip()
        # Far more than any activity takes: refused with words, and never a list of a million.
        count = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
        yield from ({"age": age} for _ in range(min(count, 99)))


def mistake(error: InvalidAnswer, form: SignUpForm, activity: Activity) -> dict[str, str]:
    """Return the name of the field that is wrong and what is said beside it: the error names the kiosk's screen."""
    screen = str(error)
    if screen == "persons" and not isinstance(error, AnswerTooLong):
        return {"persons": TOO_MANY}
    asked = [one for one in dict(STEPS).get(screen, ()) if one in activity.asks]
    # Of a screen with several fields the longest text is the one that is too long.
    name = max(asked, key=lambda one: len(form.values.get(one, "")), default="persons")
    return {name: SAYS.get(type(error), error.says)}
