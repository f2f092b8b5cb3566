"""What one says about the seats of an activity: how many are left, and since when that is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.visit.views import ActivityHere
from kiosk.widgets.dates import clock_words
from shared.dates import date_words, local
from shared.languages import N_, Translate, Translator
from shared.submission import from_utc

FRESH = timedelta(minutes=10)
"""Numbers this young are as good as now: a kiosk that reaches its hub hears new ones each minute."""


@dataclass(frozen=True)
class SeatWords:
    """A line about the seats with its icon and the colour of its ground; ``since`` is "" while the number is fresh."""

    words: str
    icon: str
    tone: str
    since: str = ""


def seat_words(here: ActivityHere, now: datetime, tr: Translator) -> SeatWords:
    """Return what to say about the seats now."""
    activity = here.activity
    if activity.cancelled:
        return SeatWords(tr(N_("Cancelled")), "calendar_remove_outline", "no")
    if activity.seats is None:
        return SeatWords(tr(N_("Drop in: just come")), "door_open", "activity")
    if not here.open:
        if activity.opens_at is not None and now < from_utc(activity.opens_at):
            opens = date_words(local(activity.opens_at, activity.zone), tr)
            return SeatWords(tr(N_("Sign-up opens {date}")).format(date=opens), "clock_outline", "board")
        return SeatWords(tr(N_("Sign-up is closed")), "lock_outline", "no")
    since = _since(here, now, tr)
    if here.known_at is None and here.free <= 0:
        return SeatWords(tr(N_("Sign-up is open")), "account_plus_outline", "activity")
    if (free := _free(here)) > 0:
        left = tr.ngettext("{n} seat left", "{n} seats left", free).format(n=free)
        return SeatWords(left, "seat_outline", "activity", since)
    if activity.waiting_list:
        # Seats may be free, as staff see: they are for those who wait already.
        words = tr(N_("Waiting list")) if here.free > 0 else tr(N_("Full: waiting list"))
        return SeatWords(words, "timer_sand", "idea", since)
    return SeatWords(tr(N_("Full")), "close_circle_outline", "no", since)


def can_sign_up(here: ActivityHere) -> bool:
    """Tell whether somebody who signs up now can get a seat, or at least wait for one."""
    return here.open and (_free(here) > 0 or here.known_at is None or here.activity.waiting_list)


def _free(here: ActivityHere) -> int:
    """Return the seats for whoever comes now: while somebody waits, only those this kiosk holds."""
    return here.left if here.waiting else max(here.free, here.left)


def _since(here: ActivityHere, now: datetime, tr: Translate) -> str:
    if here.known_at is None or now - from_utc(here.known_at) < FRESH:
        return ""
    known, today = local(here.known_at, here.activity.zone), local(here.known_at, here.activity.zone).tzinfo
    if known.date() == now.astimezone(today).date():
        return tr(N_("as of {time}")).format(time=clock_words(known))
    return tr(N_("as of {date}")).format(date=date_words(known, tr))
