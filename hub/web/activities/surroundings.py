"""What every page about activities shows and says: the banner, words for dates, persons and seats."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.services.activities import activities, dates
from hub.web.activities import activity_dates, activity_wording
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from hub.web.page.speech import Speech
from shared.activity import Activity, ActivityText, Occasion
from shared.kinds.idea import picture_cards
from shared.kinds.signup import AGES
from shared.languages import N_, pick

FILED = {"filed": N_("It stands with its activity now.")}
"""What somebody is told who still had it open in the inbox."""


class ActivitySpeech(Speech):
    """What pages about activities say beside what every page does: dates, persons, and what things are called."""

    SPOKEN = (
        *Speech.SPOKEN, "called", "cards", "card_name", "span", "there", "opening", "short", "series", "people",
        "upcoming", "is_today",
    )  # fmt: skip

    called = activity_wording

    @property
    def cards(self) -> dict[str, Any]:
        """The picture cards there are."""
        return picture_cards()

    def card_name(self, card: str) -> str:
        """Return what a picture card is called, "" for none."""
        return pick(picture_cards().get(card, {}).get("label", {}), self.language) or ""

    def span(self, occasion: Occasion, zone: str) -> str:
        """Return a date with its clock times."""
        return activity_dates.span(occasion, zone, self.language, self.now)

    def there(self, at: str, zone: str) -> str:
        """Return a moment something ends at, on the clocks of the activity."""
        return dates.deadline(at, zone, self.language)

    def opening(self, at: str, zone: str) -> str:
        """Return a moment something begins at, on the clocks of the activity."""
        return activity_dates.opening(at, zone, self.language)

    def short(self, activity: Activity) -> str:
        """Return when it is next, in few words."""
        return activity_dates.short(activity, self.language, self.now)

    def upcoming(self, activity: Activity) -> Occasion:
        """Return the date that is on or comes next."""
        return activity_dates.upcoming(activity, self.now)

    def is_today(self, activity: Activity) -> bool:
        """Tell whether it is on today."""
        return not activity.cancelled and activity_dates.is_today(activity, self.now)

    def series(self, activity: Activity) -> str:
        """Return how many of its dates are still to come, "" for one date alone."""
        return activity_dates.series(activity, self.tr, self.language, self.now)

    def people(self, ages: Mapping[str, int], persons: int) -> str:
        """Return who they are in words: ``2 adults, 1 child``; how many where no ages were told."""
        told = {age: ages.get(age, 0) for age in AGES}
        if sum(told.values()) != persons or told["adult"] == persons:
            return self.ngettext("{n} person", "{n} persons", persons).format(n=persons)
        said = {
            "adult": self.ngettext("{n} adult", "{n} adults", told["adult"]),
            "youth": self.ngettext("{n} youth", "{n} youths", told["youth"]),
            "child": self.ngettext("{n} child", "{n} children", told["child"]),
            "toddler": self.ngettext("{n} small child", "{n} small children", told["toddler"]),
        }
        return ", ".join(said[age].format(n=n) for age, n in told.items() if n)


@dataclass(frozen=True, kw_only=True)
class ActivityPage(PageData):
    """A page about activities."""

    speaks = ActivitySpeech


@dataclass(frozen=True, kw_only=True)
class OneActivityPage(ActivityPage):
    """A page about one activity, with its ``words`` in the reader's language."""

    activity: Activity
    words: ActivityText


def said(desk: Desk, says: Mapping[str, str]) -> str:
    """Return what was just done, as the address of the page after it says; "" for nothing."""
    done = says.get(desk.request.query_params.get("done", ""), "")
    return desk.tr(done) if done else ""


def found(desk: Desk, slug: str) -> Activity:
    """Return an activity. Raises NotFound."""
    return activities.read(desk.store, slug)
