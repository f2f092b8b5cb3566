"""An activity as a large card: its picture, what, when, where, and the seats."""

from datetime import datetime

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from kiosk.screens.visit.seats import seat_words
from kiosk.visit.views import ActivityHere
from kiosk.widgets.dates import card_words, next_date
from kiosk.widgets.surface import Surface, Target
from shared.activity import Activity
from shared.kinds.idea import picture_cards
from shared.languages import Translator


def picture_of(activity: Activity) -> str:
    """Return the icon of an activity: that of its picture card, else a calendar."""
    card = picture_cards().get(activity.card)
    return str(card["icon"]) if card else "calendar_star"


class SeatPill(Surface, BoxLayout):
    """A line about seats on the colour of how it stands. ``narrow``: there is no room for its sign."""

    words = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("activity")
    narrow = BooleanProperty(False)
    natural_width = NumericProperty(0)
    """Pixels it would like to have."""
    plain_width = NumericProperty(0)
    """Pixels it takes without its sign, on one line."""
    alike = ObjectProperty(None, allownone=True)
    broken = BooleanProperty(False)
    """Its words take two lines."""


class ActivityCard(Target, Surface, FloatLayout):
    """An activity: its picture, what, when, where, and the seats. A touch opens it."""

    title = StringProperty("")
    day = StringProperty("")
    time = StringProperty("")
    """The time, and the place."""
    about = StringProperty("")
    """What it is about; shown on a card that is high enough."""
    roomy = BooleanProperty(False)
    icon = StringProperty("")
    tone = StringProperty("activity")
    seats = StringProperty("")
    seats_icon = StringProperty("")
    seats_tone = StringProperty("activity")
    block = NumericProperty(0)
    """Width of the coloured block in pixels."""
    alike = ObjectProperty(None, allownone=True, rebind=True)

    def tell(self, here: ActivityHere, language: str, now: datetime, tr: Translator) -> None:
        """Show an activity."""
        activity = here.activity
        text = activity.text(language)
        self.title, self.about, self.icon = text.title, text.description, picture_of(activity)
        date = next_date(activity, now)
        self.day, time = card_words(date, activity.zone, now, tr)
        self.time = f"{time} · {activity.place}" if activity.place else time
        seats = seat_words(here, now, tr)
        self.seats = f"{seats.words} · {seats.since}" if seats.since else seats.words
        self.seats_icon, self.seats_tone = seats.icon, seats.tone
        self.tone = "no" if activity.cancelled else "activity"
