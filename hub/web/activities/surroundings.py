"""What every page about activities shows and says: the banner, words for dates, persons and seats."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi.responses import HTMLResponse

from hub.services.activities import activities, dates
from hub.services.restoring import recount
from hub.web.activities import activity_dates, activity_wording
from hub.web.page.desk import Desk
from shared.activity import Activity
from shared.kinds.idea import picture_cards
from shared.kinds.signup import AGES
from shared.languages import N_, pick

FILED = {"filed": N_("It stands with its activity now.")}
"""What somebody is told who still had it open in the inbox."""


def room(desk: Desk, template: str, status: int = 200, /, **context: Any) -> HTMLResponse:
    """Return a page about activities."""
    language = desk.language
    words = {
        "awaited": recount.waiting_for(desk.store),
        "cards": picture_cards(),
        "card_name": lambda card: pick(picture_cards().get(card, {}).get("label", {}), language) or "",
        "called": activity_wording,
        "span": partial(activity_dates.span, language=language, now=desk.now),
        "there": partial(dates.deadline, language=language),
        "opening": partial(activity_dates.opening, language=language),
        "short": partial(activity_dates.short, language=language, now=desk.now),
        "series": partial(activity_dates.series, tr=desk.tr, language=language, now=desk.now),
        "people": partial(people, desk),
        "kiosk_names": {kiosk.id: kiosk.name for kiosk in desk.kiosks},
    }
    return desk.page(template, status, **words | context)


def said(desk: Desk, says: Mapping[str, str]) -> str:
    """Return what was just done, as the address of the page after it says; "" for nothing."""
    done = says.get(desk.request.query_params.get("done", ""), "")
    return desk.tr(done) if done else ""


def found(desk: Desk, slug: str) -> Activity:
    """Return an activity. Raises NotFound."""
    return activities.read(desk.store, slug)


def people(desk: Desk, ages: Mapping[str, int], persons: int) -> str:
    """Return who they are in words: ``2 adults, 1 child``; how many where no ages were told."""
    told = {age: ages.get(age, 0) for age in AGES}
    if sum(told.values()) != persons or told["adult"] == persons:
        return desk.ngettext("{n} person", "{n} persons", persons).format(n=persons)
    said = {
        "adult": desk.ngettext("{n} adult", "{n} adults", told["adult"]),
        "youth": desk.ngettext("{n} youth", "{n} youths", told["youth"]),
        "child": desk.ngettext("{n} child", "{n} children", told["child"]),
        "toddler": desk.ngettext("{n} small child", "{n} small children", told["toddler"]),
    }
    return ", ".join(said[age].format(n=n) for age, n in told.items() if n)
