"""Kiosks that know of activities: the five shapes a library begins with, and what is known of their seats."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from kiosk.bootstrap import Kiosk
from shared.activity import Activity, AskedField, Occasion, activity_from_json
from shared.assets import asset
from shared.protocol import Lease, SeatCount
from shared.submission import utc
from tests.builders import a_news, a_receipt
from tests.fakes import NOON
from tests.glass.kiosks import a_kiosk

IN_DAYS = {"idea-meeting": 1, "democracy-soup": 0, "baby-cafe": 4, "talk-cafe": 3, "children-workshop": 30}
FREE = {"idea-meeting": 40, "democracy-soup": 0, "baby-cafe": 1, "children-workshop": 12}
LEASED = {"idea-meeting": 4, "baby-cafe": 1, "children-workshop": 3}
TERM_S = 24 * 3600
REASONS = {
    "food": {
        "nb": "Så alle får mat de kan spise.",
        "nn": "Så alle får mat dei kan ete.",
        "sv": "Så att alla får mat som de kan äta.",
        "da": "Så alle får mad, de kan spise.",
        "en": "So that everyone gets food they can eat.",
    },
    "organisation": {
        "nb": "Så vi vet hvem vi kan spørre om å være med på mer, når noe nytt kommer.",
        "nn": "Så vi veit kven vi kan spørje om å vere med på meir, når noko nytt kjem.",
        "sv": "Så att vi vet vilka vi kan fråga om att vara med på mer, när något nytt kommer.",
        "da": "Så vi ved, hvem vi kan spørge om at være med i mere, når der kommer noget nyt.",
        "en": "So that we know whom we can ask to take part in more, when something new comes.",
    },
    "role": {
        "nb": "Så vi ser hvem vi når, og hvem vi ikke når ennå.",
        "nn": "Så vi ser kven vi når, og kven vi ikkje når enno.",
        "sv": "Så att vi ser vilka vi når, och vilka vi inte når än.",
        "da": "Så vi ser, hvem vi når ud til, og hvem vi ikke når ud til endnu.",
        "en": "So that we see whom we reach, and whom we do not reach yet.",
    },
    "note": {
        "nb": "Så vi kan gjøre klart det du trenger.",
        "nn": "Så vi kan gjere klart det du treng.",
        "sv": "Så att vi kan göra i ordning det du behöver.",
        "da": "Så vi kan gøre det klar, som du har brug for.",
        "en": "So that we can get ready what you need.",
    },
}
"""Why the library asks, by field and language: of fields that no starter asks for together."""


def starter_activities() -> list[Activity]:
    """The starter activities with their next dates around noon; the workshop asks everything there is to ask."""
    found = []
    for shape in json.loads(asset("starter", "activities.json").read_text("utf-8")):
        first = NOON + timedelta(days=IN_DAYS[shape["id"]], hours=5)
        starts = [first + timedelta(weeks=week) for week in range(shape["weeks"])]
        dates = [{"starts_at": utc(at), "ends_at": utc(at + timedelta(hours=shape["hours"]))} for at in starts]
        more = {"slug": shape["id"], "dates": dates, "place": "Storsalen på Holmlia", "exit_kiosks": ["k1"]}
        found.append(activity_from_json({**shape["activity"], **more}))
    *others, workshop = found
    asked = {asked.name for asked in workshop.fields}
    extra = [AskedField(name, 14, reasons) for name, reasons in REASONS.items()]
    fields = [*workshop.fields, *(one for one in extra if one.name not in asked)]
    return [*others, replace(workshop, fields=fields, host="Robotklubben")]


def tell_activities(kiosk: Kiosk, activities: list[Activity], **over: Any) -> None:
    """The hub tells of activities, their seats, and what this kiosk may give out."""
    seated = [one for one in activities if one.seats is not None]
    seats = [SeatCount(one.slug, FREE.get(one.slug, one.seats or 0), 0) for one in seated]
    leases = [Lease(slug, granted, granted, TERM_S) for slug, granted in LEASED.items()]
    wanted = {one.slug for one in activities}
    told = {"seats": seats, "leases": [lease for lease in leases if lease.activity in wanted]}
    news = a_news(cursor=2, activities=activities)
    kiosk.store.take_receipt(a_receipt(news=news, **{**told, **over}))


def a_kiosk_with_activities(folder: Path, **over: Any) -> Kiosk:
    """A kiosk as :func:`a_kiosk` gives it that also knows of the starter activities."""
    kiosk = a_kiosk(folder, **over)
    tell_activities(kiosk, starter_activities())
    return kiosk


def just_over(activity: Activity) -> Activity:
    """The same activity, on its last five minutes: the exit questions are open."""
    return replace(activity, dates=[Occasion(utc(NOON - timedelta(hours=2)), utc(NOON + timedelta(minutes=5)))])
