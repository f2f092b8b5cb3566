"""For staff: the PIN, and how this kiosk is."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.screens.staff.troubles import trouble_words
from kiosk.staff_round.pin import PinKey, check_new
from kiosk.widgets.page import Page
from shared.errors import NotPaired, SamskapError, TooManyTries, WrongPin
from shared.fence import Fence
from shared.languages import N_, Translate
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

    def __init__(self, **kwargs: Any) -> None:
        self._first: str | None = None
        self._asked = 0
        self._fence = Fence("pin", SamskapError.says)
        super().__init__(**kwargs)

    def show(self, view: Any) -> None:
        """Begin anew."""
        super().show(view)
        self._first = None
        self._ask()

    def leave(self) -> None:
        """Forget what was typed, and what a thread may still find."""
        super().leave()
        self._first, self.problem, self.busy = None, "", False
        self._asked += 1
        self.ids.pad.typed = ""

    def back(self) -> None:
        """Out again."""
        self.app.close_staff()

    def typed(self) -> None:
        """All six digits are there."""
        digits, pin = self.ids.pad.typed, self.app.kiosk.pin
        self.ids.pad.typed = ""
        self.problem = ""
        try:
            if pin.is_set:
                self._look(pin.check, digits)
            elif self._first is None:
                check_new(digits)
                self._first = digits
            else:
                first, self._first = self._first, None
                if digits != first:
                    raise WrongPin("the two are not alike")
                self._look(pin.set, digits)
        except SamskapError as error:
            self.problem = self.app.tr(error.says)
        self._ask()

    def _look(self, at: Callable[[str], PinKey], digits: str) -> None:
        self.busy = True
        threading.Thread(target=self._find, args=(at, digits, self._asked), name="pin", daemon=True).start()

    def _find(self, at: Callable[[str], PinKey], digits: str, asked: int) -> None:
        """In a thread."""
        found: PinKey | SamskapError = SamskapError("unexpected")
        with self._fence:
            try:
                found = at(digits)
            except SamskapError as error:
                found = error
        Clock.schedule_once(lambda _: self._found(found, asked))

    def _found(self, found: PinKey | SamskapError, asked: int) -> None:
        if asked != self._asked:
            return  # somebody went away meanwhile
        self.busy = False
        if isinstance(found, PinKey):
            self.app.staff_key = found
            self.app.show_staff("status")
            return
        seconds = found.seconds if isinstance(found, TooManyTries) else None
        wait = self.app.tr(N_("Too many tries. Wait {n} seconds."))
        self.problem = wait.format(n=seconds) if seconds else self.app.tr(found.says)
        self._ask()

    def _ask(self) -> None:
        try:
            is_set = self.app.kiosk.pin.is_set
        except SamskapError as error:
            is_set, self.problem = True, self.app.tr(error.says)
        if self.busy:
            self.heading = self.app.tr(N_("One moment …"))
        elif is_set:
            self.heading = self.app.tr(N_("The staff PIN"))
        elif self._first is None:
            self.heading = self.app.tr(N_("Choose a PIN of six digits"))
        else:
            self.heading = self.app.tr(N_("The same PIN once more"))


class Figure(BoxLayout):
    """One line of the status: what it is, and how it is."""

    label = StringProperty("")
    value = StringProperty("")


class StatusScreen(Page):
    """How this kiosk is, and what staff can do here."""

    problem = StringProperty("")
    hub = StringProperty("")

    def show(self, view: Any) -> None:
        """Read the figures."""
        super().show(view)
        self.refresh()

    def refresh(self) -> None:
        """Read the figures anew."""
        tr, kiosk = self.app.tr, self.app.kiosk
        pairing, problem = None, kiosk.worker.state.problem
        try:
            pairing = kiosk.store.pairing()
            self.hub = pairing.name or pairing.address if pairing else tr(N_("No hub yet. Pair this tablet first."))
        except SamskapError as error:
            self.hub, problem = "", error
        problems = [tr(problem.says)] if problem and not isinstance(problem, NotPaired) else []
        self.problem = next(iter([*trouble_words(self.app), *problems]), "")
        self.ids.figures.clear_widgets()
        rows = figures(kiosk.store.status(), tr, kiosk.clock.utc())
        # A low screen has no room for a problem and all figures: the books come first.
        for label, value in rows[:BOOKS] if self.problem and self.app.sizes.low else rows:
            self.ids.figures.add_widget(Figure(label=label, value=value))

    def sync(self) -> None:
        """Sync now."""
        self.app.kiosk.worker.wake()

    def open_door(self) -> None:
        """Show who comes, and tick them."""
        try:
            self.app.show_staff("door")
        except SamskapError as error:
            self.problem = self.app.tr(error.says)

    def back(self) -> None:
        """Out again."""
        self.app.close_staff()


def figures(status: Any, tr: Translate, now: datetime) -> list[tuple[str, str]]:
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


def ago(at: str | None, tr: Translate, now: datetime) -> str:
    """Return how long ago a moment was, in words."""
    if at is None:
        return tr(N_("never"))
    minutes = int((now.astimezone(UTC) - from_utc(at)).total_seconds() // 60)
    if minutes < 1:
        return tr(N_("just now"))
    if minutes < 120:
        return tr(N_("{n} min ago")).format(n=minutes)
    if minutes < 48 * 60:
        return tr(N_("{n} hours ago")).format(n=minutes // 60)
    return tr(N_("{n} days ago")).format(n=minutes // (24 * 60))
