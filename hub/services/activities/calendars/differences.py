"""What a file would make of an activity that is here, in words: so that nobody says yes to what they have not seen."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from hub.services.activities import dates
from shared.activity import Activity, ActivityText
from shared.languages import N_, translator

MANY = 6
"""Of more dates than these, the first are named and the others counted."""
_OTHERS = (
    (N_("What it says"), ("texts", "card", "host", "audience", "tags")),
    (N_("Seats and sign-up"), ("waiting_list", "opens_at", "closes_at", "minimum", "most_persons", "listed")),
    (N_("What the sign-up asks"), ("fields",)),
    (N_("Something else"), ("zone", "series")),
)


class Difference(NamedTuple):
    """One thing that would be another one; ``was`` is "" where the words are too many for a line."""

    what: str
    was: str
    becomes: str


def differences(before: Activity, after: Activity, *, language: str, now: datetime) -> list[Difference]:
    """Return what is different, the weightiest first, in this language."""
    tr = translator(language)
    found = []
    if before.cancelled != after.cancelled:
        states = {True: N_("It is called off"), False: N_("It takes place")}
        found.append(Difference(tr(N_("Called off")), tr(states[before.cancelled]), tr(states[after.cancelled])))
    for what, was, becomes in (
        (N_("Title"), before.text(language).title, after.text(language).title),
        (N_("Place"), before.place, after.place),
        (N_("Seats"), *(tr(N_("Drop in")) if one.seats is None else str(one.seats) for one in (before, after))),
    ):
        if was != becomes:
            found.append(Difference(tr(what), was or "–", becomes or "–"))
    if before.dates != after.dates:
        found.append(Difference(tr(N_("When")), *(_when(one, language, now) for one in (before, after))))
    same_title = replace(after, texts=_with_titles_of(before, after))
    for what, names in _OTHERS:
        if any(getattr(before, name) != getattr(same_title, name) for name in names):
            found.append(Difference(tr(what), "", tr(N_("would change"))))
    return found


def _when(activity: Activity, language: str, now: datetime) -> str:
    told = [dates.line(one, activity.zone, language, now) for one in activity.dates[:MANY]]
    more = len(activity.dates) - len(told)
    if more:
        told.append(translator(language)(N_("and {n} more")).format(n=more))
    return "; ".join(told)


def _with_titles_of(before: Activity, after: Activity) -> dict[str, ActivityText]:
    """Return the texts with the titles they had: a new title is told by itself."""
    return {
        code: replace(text, title=before.texts[code].title) if code in before.texts else text
        for code, text in after.texts.items()
    }
