"""One activity: what it is, when and where, what it costs, whether there are seats; and the way to sign up."""

from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.screens.visit.seats import can_sign_up, seat_words
from kiosk.visit.views import ReadingActivity
from kiosk.widgets.dates import deadline_words, occasion_words
from kiosk.widgets.page import NOTHING, Page
from kiosk.widgets.words import Alike
from shared.activity import Activity
from shared.errors import SamskapError
from shared.languages import N_, Translator
from shared.submission import from_utc

AUDIENCES = {
    "adults": N_("For grown-ups"),
    "children": N_("For children. A grown-up signs them up."),
    "families": N_("For families"),
}
LONG = 60
"""So many characters need three lines beside a description."""
FEW = 4
"""So many facts have room for larger words."""


class Fact(BoxLayout):
    """One thing to know, with its icon."""

    icon = StringProperty("")
    words = StringProperty("")
    large = BooleanProperty(False)
    alike = ObjectProperty(None, allownone=True)


class ReadActivityScreen(Page):
    """The facts beside the description; both turn pages when they are long."""

    world = "activity"
    title = StringProperty("")
    description = StringProperty("")
    problem = ObjectProperty(NOTHING)
    seats = StringProperty("")
    seats_icon = StringProperty("")
    seats_tone = StringProperty("activity")
    sign_up_words = StringProperty("")
    has_long_facts = BooleanProperty(False)
    few_facts = BooleanProperty(False)
    """Whether there are so few that each may be told in larger words."""

    def __init__(self, **kwargs: Any) -> None:
        self._facts: list[tuple[str, str]] = []
        super().__init__(**kwargs)
        self.ids.facts.bind(on_turn=lambda *_: self.app.visit.keep_awake())

    def show(self, view: ReadingActivity) -> None:
        """Show the activity."""
        super().show(view)
        here, now, tr = view.here, view.shown_at, self.app.tr
        text = here.activity.text(self.app.language)
        self.title, self.description = text.title, text.description
        seats = seat_words(here, now, tr)
        self.seats = f"{seats.words} · {seats.since}" if seats.since else seats.words
        self.seats_icon, self.seats_tone = seats.icon, seats.tone
        full = here.free <= 0 and here.left <= 0 and here.known_at is not None
        self.sign_up_words = ""
        if can_sign_up(here):
            self.sign_up_words = tr(N_("Join the list")) if full else tr(N_("Sign up"))
        facts = list(facts_of(here.activity, text.price, now, tr))
        if facts != self._facts:
            self._facts, self.has_long_facts = facts, any(len(words) > LONG for _, words in facts)
            alike = None if self.has_long_facts else Alike()
            few = self.few_facts = len(facts) <= FEW and not self.has_long_facts
            self.ids.facts.fill([Fact(icon=icon, words=words, alike=alike, large=few) for icon, words in facts])

    def leave(self) -> None:
        """Forget which one it was."""
        super().leave()
        self.problem, self._facts = NOTHING, []
        self.ids.facts.fill([])

    def back(self) -> None:
        """To what's on."""
        self.app.visit.go_back()

    def sign_up(self) -> None:
        """Begin to sign up."""
        self.problem = NOTHING
        try:
            self.app.visit.sign_up()
        except SamskapError as error:
            self.app.complain(error)


def facts_of(activity: Activity, price: str, now: Any, tr: Translator) -> list[tuple[str, str]]:
    """Return icon and words of each fact, the most asked for first; the dates of a series come last."""
    coming = [date for date in activity.dates if from_utc(date.ends_at) > now] or activity.dates[-1:]
    days = [occasion_words(date, activity.zone, now, tr) for date in coming]
    facts = [("calendar_month", days[0])]
    if len(days) > 1:
        facts.append(("calendar_multiple", _several(len(days), activity.seats is not None, tr)))
    if activity.place:
        facts.append(("map_marker_outline", activity.place))
    facts.append(("cash", price or tr(N_("Free of charge"))))
    if activity.audience in AUDIENCES:
        facts.append(("account_group_outline", tr(AUDIENCES[activity.audience])))
    if activity.host:
        facts.append(("hand_heart_outline", tr(N_("Hosted by {host}")).format(host=activity.host)))
    if activity.closes_at is not None and activity.takes_sign_ups(now):
        facts.append(("clock_outline", deadline_words(activity.closes_at, activity.zone, tr)))
    return facts + [("calendar_blank_outline", day) for day in days[1:]]


def _several(n: int, sign_up_is_for_all: bool, tr: Translator) -> str:
    if sign_up_is_for_all:
        return tr.ngettext("{n} date. You sign up for all.", "{n} dates. You sign up for all.", n).format(n=n)
    return tr.ngettext("{n} date. Come when you like.", "{n} dates. Come when you like.", n).format(n=n)
