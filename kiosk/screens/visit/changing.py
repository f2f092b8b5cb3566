"""Fewer come, or nobody: what one does with the receipt code of a sign-up."""

from typing import Any

from kivy.properties import NumericProperty, StringProperty

from kiosk.visit.views import Changed, Changing
from kiosk.widgets.dates import next_date, occasion_words
from kiosk.widgets.page import Page
from shared.languages import N_


class ChangingScreen(Page):
    """A number to make smaller, and one touch for "nobody"."""

    world = "activity"
    title = StringProperty("")
    when = StringProperty("")
    problem = StringProperty("")
    before = NumericProperty(1)
    persons = NumericProperty(1)

    def show(self, view: Changing) -> None:
        """Show how many still come."""
        super().show(view)
        self.title, self.when = _title_and_time(self.app, view)
        self.before, self.persons = view.before, view.persons
        self.problem = self.app.tr(view.problem.says) if view.problem else ""

    def step(self, by: int) -> None:
        """One more comes, or one less."""
        self.app.visit.choose_persons(int(self.persons) + by)

    def nobody(self) -> None:
        """Nobody comes; or, touched again, all as before."""
        self.app.visit.choose_persons(0 if self.persons else int(self.before))

    def back(self) -> None:
        """Change nothing."""
        self.app.visit.go_back()

    def on_send(self) -> None:
        """Save it."""
        self.app.visit.send_change()


class ChangedScreen(Page):
    """What holds from now on."""

    world = "activity"
    title = StringProperty("")
    when = StringProperty("")
    heading = StringProperty("")

    def show(self, view: Changed) -> None:
        """Say how many still come."""
        super().show(view)
        tr = self.app.tr
        self.title, self.when = _title_and_time(self.app, view)
        if view.persons == 0:
            self.heading = tr(N_("You are no longer signed up."))
        elif view.persons == 1:
            self.heading = tr(N_("One of you is still signed up."))
        else:
            self.heading = tr.ngettext(
                "{n} of you is still signed up.", "{n} of you are still signed up.", view.persons
            ).format(n=view.persons)

    def back(self) -> None:
        """Home."""
        self.app.visit.go_home()


def _title_and_time(app: Any, view: Changing | Changed) -> tuple[str, str]:
    activity, now = view.activity, view.shown_at
    when = occasion_words(next_date(activity, now), activity.zone, now, app.tr)
    return activity.text(app.language).title, when
