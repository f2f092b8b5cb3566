"""For staff: the PIN, and how this kiosk is."""

from datetime import UTC, datetime
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.screens.staff.troubles import trouble_words
from kiosk.staff_round.views import EnteringPin, Status
from kiosk.widgets.page import Page
from shared.errors import NotPaired, TooManyTries
from shared.languages import N_, Translate, Translator
from shared.submission import from_utc

PIN_LENGTH = 6
RIGHT_S = 60.0
BOOKS = 4
"""The first figures: what waits, is set aside, is on the hub, and whether that balances."""


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


class Figure(BoxLayout):
    """One line of the status: what it is, and how it is."""

    label = StringProperty("")
    value = StringProperty("")


class StatusScreen(Page):
    """How this kiosk is, and what staff can do here."""

    problem = StringProperty("")
    hub = StringProperty("")

    def show(self, view: Status) -> None:
        """Show the figures."""
        super().show(view)
        tr = self.app.tr
        self.hub = tr(N_("No hub yet. Pair this tablet first.")) if view.hub == "" else view.hub or ""
        problems = [tr(view.problem.says)] if view.problem and not isinstance(view.problem, NotPaired) else []
        refused = [tr(view.refused.says)] if view.refused else []
        self.problem = next(iter([*refused, *trouble_words(view.troubles, tr), *problems]), "")
        self.ids.figures.clear_widgets()
        rows = figures(view.figures, tr, view.shown_at)
        # A low screen has no room for a problem and all figures: the books come first.
        for label, value in rows[:BOOKS] if self.problem and self.app.sizes.low else rows:
            self.ids.figures.add_widget(Figure(label=label, value=value))

    def back(self) -> None:
        """Out again."""
        self.app.staff_round.go_back()


def figures(status: Any, tr: Translator, now: datetime) -> list[tuple[str, str]]:
    """Return label and value of each figure staff need."""
    from importlib.metadata import version  # takes 18 ms to load, and the first frame does not wait for it

    balanced = status.created == status.on_hub + status.waiting + status.set_aside + status.erased
    rows = [
        (tr(N_("Waiting to be sent")), str(status.waiting)),
        (tr(N_("Set aside")), str(status.set_aside)),
        (tr(N_("On the hub")), str(status.on_hub)),
        (tr(N_("Books")), tr(N_("balance")) if balanced else tr(N_("do not balance"))),
        (tr(N_("Last sync")), ago(status.last_sync_at, tr, now)),
        _clock(status.skew_s, tr),
        (tr(N_("Free disk")), _gigabytes(status.free_bytes, tr)),
        (tr(N_("Version")), version("samskap")),
    ]
    if status.salvages:
        rows.append((tr(N_("Broken databases set aside")), str(status.salvages)))
    return rows


def _clock(skew_s: float | None, tr: Translate) -> tuple[str, str]:
    """Return label and value; a clock is right within a minute, as on the hub's pages."""
    if skew_s is not None and abs(skew_s) >= RIGHT_S:
        return tr(N_("Clock differs by")), f"{skew_s:.0f} s"
    return tr(N_("Clock")), "–" if skew_s is None else tr(N_("right"))


def _gigabytes(count: int, tr: Translate) -> str:
    whole, tenth = divmod(round(count / 1e8), 10)
    return tr(N_("{whole}.{tenth} GB")).format(whole=whole, tenth=tenth)


def ago(at: str | None, tr: Translator, now: datetime) -> str:
    """Return how long ago a moment was, in words."""
    if at is None:
        return tr(N_("never"))
    minutes = int((now.astimezone(UTC) - from_utc(at)).total_seconds() // 60)
    if minutes < 1:
        return tr(N_("just now"))
    if minutes < 120:
        return tr.ngettext("{n} min ago", "{n} min ago", minutes).format(n=minutes)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days < 2:
        return tr.ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    return tr.ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def wait_words(seconds: int, tr: Translator) -> str:
    """Return how long to wait before the PIN may be tried again."""
    return tr.ngettext("Too many tries. Wait {n} second.", "Too many tries. Wait {n} seconds.", seconds).format(
        n=seconds
    )
