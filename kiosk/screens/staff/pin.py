"""The door to what is for staff: the PIN."""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.staff_round.views import EnteringPin
from kiosk.widgets.page import Page
from shared.errors import TooManyTries
from shared.languages import N_, Translator


class PinScreen(Page):
    """Asks for the PIN; the first time, for a new one, twice.

    A PIN is looked at in a thread, for a second on a slow tablet: meanwhile the screen says so, and takes no digit.
    """

    heading = StringProperty("")
    problem = StringProperty("")
    filled = NumericProperty(0)
    busy = BooleanProperty(False)

    def show(self, view: EnteringPin) -> None:
        """Show what is asked for, and what was wrong with what was typed."""
        super().show(view)
        tr, problem = self.app.tr, view.problem
        self.busy = view.busy
        if view.busy:
            self.heading = tr(N_("One moment …"))
        elif view.is_set:
            self.heading = tr(N_("The staff PIN"))
        elif view.again:
            self.heading = tr(N_("The same PIN once more"))
        else:
            self.heading = tr(N_("Choose a PIN of six digits"))
        seconds = problem.seconds if isinstance(problem, TooManyTries) else None
        self.problem = wait_words(seconds, tr) if seconds else tr(problem.says) if problem else ""

    def leave(self) -> None:
        """Forget what was typed."""
        super().leave()
        self.ids.pad.typed = ""

    def back(self) -> None:
        """Out again."""
        self.app.staff_round.go_back()

    def typed(self) -> None:
        """All six digits are there."""
        digits, self.ids.pad.typed = self.ids.pad.typed, ""
        self.app.staff_round.enter_pin(digits)


def wait_words(seconds: int, tr: Translator) -> str:
    """Return how long to wait before the PIN may be tried again."""
    return tr.ngettext("Too many tries. Wait {n} second.", "Too many tries. Wait {n} seconds.", seconds).format(
        n=seconds
    )
