"""What is round a visitor: the places to go, made of what the kiosk knows now."""

from collections.abc import Callable, Sequence
from datetime import datetime

from kiosk.store import ActivityHere, Library
from kiosk.visit.resting import resting
from kiosk.visit.views import Browsing, Choosing, ReadingActivity, Resting, WhatsOn
from shared.activity import Activity
from shared.notice import Notice
from shared.prompt import Prompt


class Around:
    """Makes the views of what is there. Each of its sources is asked anew each time; all raise StoreError."""

    def __init__(
        self,
        prompts: Callable[[], Sequence[Prompt]],
        library: Callable[[], Library],
        notices: Callable[[], Sequence[Notice]],
        activities: Callable[[], Sequence[ActivityHere]],
        moment: Callable[[], datetime],
    ) -> None:
        self._prompts, self._library, self._notices, self._activities = prompts, library, notices, activities
        self._moment = moment

    def resting(self) -> Resting:
        """Nobody is here."""
        return resting(self._prompts(), self._library(), self._notices(), self._activities(), self._moment())

    def home(self) -> Choosing:
        """The first screen of whoever is here."""
        return Choosing(tuple(self._prompts()), whats_on=bool(self._activities()))

    def whats_on(self) -> WhatsOn:
        """What's on."""
        return WhatsOn(tuple(self._activities()), shown_at=self._moment())

    def board(self) -> Browsing:
        """The board."""
        return Browsing(tuple(self._notices()))

    def prompt(self, prompt_id: str, activity: str | None) -> Prompt | None:
        """Return the open prompt with this id, about this activity where one is named; None when there is none."""
        named = (prompt for prompt in self._prompts() if prompt.id == prompt_id)
        return next((one for one in named if activity in (None, one.settings.get("activity"))), None)

    def about(self, slug: str) -> ReadingActivity | None:
        """One activity to read about; None when it is not there (any more)."""
        here = self._here(slug)
        return ReadingActivity(here, shown_at=self._moment()) if here else None

    def newest(self, activity: Activity | None) -> Activity | None:
        """Return the activity as it is by now: staff may have changed it since the form was opened."""
        here = None if activity is None else self._here(activity.slug)
        return here.activity if here else activity

    def _here(self, slug: str) -> ActivityHere | None:
        return next((here for here in self._activities() if here.activity.slug == slug), None)
