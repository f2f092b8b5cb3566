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
    "nb": "Så vi kan si fra når noe blir endret, eller når du får plass.",
    "nn": "Så vi kan seie frå når noko blir endra, eller når du får plass.",
    "sv": "Så att vi kan höra av oss när något ändras, eller när du får plats.",
    "da": "Så kan vi give besked, når noget bliver ændret, eller når du får en plads.",
    "en": "So that we can tell you when something changes, or when you get a seat.",
}


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
    extra = [AskedField(name, 14, REASONS) for name in ("food", "organisation", "role", "note")]
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
