"""What's on: today, this week, or all; large cards to touch."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.screens.visit.activity_card import ActivityCard
from kiosk.visit.views import ActivityHere, WhatsOn
from kiosk.widgets.page import NOTHING, Page, Said
from kiosk.widgets.words import Alike
from shared.dates import local
from shared.errors import SamskapError

NEXT = 2
"""So many are shown where nothing is on in the span that was chosen."""


class WhatsOnScreen(Page):
    """The activities one may know of, the next first."""

    world = "activity"
    problem = ObjectProperty(NOTHING)
    span = StringProperty("all")
    empty = BooleanProperty(False)
    """Whether nothing is on in the span that was chosen."""
    few = BooleanProperty(False)
    """Whether there are so few that each has room for what it is about."""
    spans = ObjectProperty(None, allownone=True)
    """What the three spans say has one size."""
    next_shown = BooleanProperty(False)
    """Whether what comes after it is shown in its place."""

    def __init__(self, **kwargs: Any) -> None:
        self._shown: tuple[Any, ...] | None = None
        self._cards: dict[str, ActivityCard] = {}
        super().__init__(spans=Alike(), **kwargs)
        self.ids.grid.bind(on_turn=lambda *_: self.app.visit.keep_awake())

    def show(self, view: WhatsOn) -> None:
        """Show the cards; what is still there keeps its place and its page."""
        super().show(view)
        now, language = view.shown_at, self.app.language
        chosen = [here for here in view.activities if self.span == "all" or self._falls_in(here, now)]
        self.empty = not chosen
        chosen = chosen or list(view.activities[:NEXT])
        self.next_shown, self.few = bool(chosen), len(chosen) <= NEXT
        for here in chosen:
            card = self._cards.get(here.activity.slug)
            if card is None:
                card = self._cards[here.activity.slug] = ActivityCard(test_id=f"activity-{here.activity.slug}")
                card.bind(on_press=lambda *_, slug=here.activity.slug: self._read(slug))
            card.tell(here, language, now, self.app.tr)
        shown = self.span, *(here.activity.slug for here in chosen)
        if shown != self._shown:
            same_span = self._shown is not None and self._shown[0] == self.span
            page, self._shown = self.ids.grid.page if same_span else 0, shown
            cards, alike = [self._cards[here.activity.slug] for here in chosen], Alike()
            for card in cards:
                card.alike = alike
            self.ids.grid.fill(cards)
            self.ids.grid.page = page

    def leave(self) -> None:
        """Forget the problem. Cards and page stay for who comes back from reading one, until the glass rests."""
        super().leave()
        self.problem = NOTHING

    def choose(self, span: str) -> None:
        """Show what is on today, this week, or everything."""
        self.app.visit.keep_awake()
        self.span = span
        self.show(self.view)

    def back(self) -> None:
        """Home."""
        self.app.visit.go_back()

    def _falls_in(self, here: ActivityHere, now: datetime) -> bool:
        days = 1 if self.span == "today" else 7
        return any(days_until(start, now) < days for start in _coming(here, now))

    def _read(self, slug: str) -> None:
        self.problem = NOTHING
        try:
            self.app.visit.read_activity(slug)
        except SamskapError as error:
            self.problem = Said(error.says)


def _coming(here: ActivityHere, now: datetime) -> Iterable[datetime]:
    """Yield the starts of the dates that are not over."""
    zone = here.activity.zone
    return (local(date.starts_at, zone) for date in here.activity.dates if local(date.ends_at, zone) > now)


def days_until(start: datetime, now: datetime) -> int:
    """Return after how many midnights something begins; below 0 when it has begun on an earlier day."""
    return (start.date() - now.astimezone(start.tzinfo).date()) // timedelta(days=1)
