"""At the door: who is on the list, who came, and heads without a name. For staff, behind the PIN."""

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.forms.persons import BANDS
from kiosk.screens.staff.guests import GuestRow
from kiosk.staff_round.door import DoorView
from kiosk.widgets.buttons import Tile
from kiosk.widgets.dates import day_words
from kiosk.widgets.page import Page
from kiosk.widgets.stepper import Stepper
from shared.dates import local
from shared.errors import SamskapError
from shared.kinds.attendance import BANDS as COUNTED
from shared.languages import N_, pick

ANY = (N_("Anybody"), N_("any age"), "account_plus_outline")


class DoorScreen(Page):
    """The doors of this kiosk to choose from; then the list and the count of one."""

    heading = StringProperty("")
    line = StringProperty("")
    problem = StringProperty("")
    empty = BooleanProperty(False)
    words = StringProperty("")
    """The words of this door's key, shown until a list has come: staff compare them with those at the hub."""
    choosing = BooleanProperty(True)
    counting = BooleanProperty(False)
    listed = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._activity: str | None = None
        self._rows: dict[str, GuestRow] = {}
        self._shown: tuple[Any, ...] | None = None
        super().__init__(**kwargs)
        self._steppers = {band: Stepper(name=band, least=-1_000) for band in COUNTED}
        for band, stepper in self._steppers.items():
            stepper.bind(on_step=lambda _, by, band=band: self._count(band, by))

    def show(self, view: Any) -> None:
        """Begin with the doors, or with the list where there is one door only."""
        super().show(view)
        self._activity, self._shown, self.counting, self.problem = None, None, False, ""
        doors = self.app.kiosk.door.doors()
        if len(doors) == 1:
            self._open(doors[0].activity)
        else:
            self._choose(doors)

    def leave(self) -> None:
        """Close the book: no names stay in memory."""
        super().leave()
        self.app.kiosk.door.close()
        self._activity, self._shown, self._rows = None, None, {}
        self.heading = self.line = self.problem = self.words = ""
        self.ids.grid.fill([])

    def back(self) -> None:
        """To the doors where there are several, else to the status."""
        if not self.choosing and len(self.app.kiosk.door.doors()) > 1:
            self.show(self.view)
        else:
            self.app.show_staff("status")

    def refresh(self) -> None:
        """A list came, changed or was taken away."""
        if self.choosing:
            self.show(self.view)
        else:
            self._draw()

    def count_heads(self, counting: bool) -> None:
        """Show the list, or count heads without a name."""
        self.counting = counting
        self._draw()

    def _choose(self, doors: list[DoorView]) -> None:
        tr = self.app.tr
        self.choosing, self.empty = True, not doors
        self.words = "" if doors else self.app.kiosk.door.words()
        self.heading, self.line = tr(N_("At the door")), ""
        tiles = []
        for door in doors:
            tile = Tile(test_id=f"door-{door.activity}", tone="activity", icon="door_open", is_main=True)
            tile.words, tile.line = self._title(door), self._day(door)
            tile.bind(on_press=lambda *_, slug=door.activity: self._open(slug))
            tiles.append(tile)
        self.ids.grid.fill(tiles)

    def _open(self, activity: str) -> None:
        self._activity, self.choosing, self.empty, self.words = activity, False, False, ""
        self._draw()
        if not self.listed:
            self.count_heads(True)

    def _draw(self) -> None:
        """Draw the open door anew; what is already there keeps its place."""
        try:
            door = self.app.kiosk.door.door(self._activity)
        except SamskapError:
            self.show(self.view)
            return
        came = sum(guest.came or 0 for guest in door.guests) + sum(door.tally.values())
        self.listed = len(door.guests)
        self.heading = self._title(door)
        word = self.app.tr(N_("Came"))
        self.line = f"{self._day(door)} · {word}: {came}"
        shown = self._activity, self.counting, *(guest.code for guest in door.guests)
        widgets = self._counters(door) if self.counting else self._guests(door)
        if shown != self._shown:
            self._shown = shown
            self.ids.grid.fill(widgets)

    def _guests(self, door: DoorView) -> list[GuestRow]:
        for guest in door.guests:
            if guest.code not in self._rows:
                row = self._rows[guest.code] = GuestRow()
                row.bind(on_noted=lambda _, count, code=guest.code: self._tick(code, count))
            self._rows[guest.code].tell(guest, self.app.tr)
        return [self._rows[guest.code] for guest in door.guests]

    def _counters(self, door: DoorView) -> list[Stepper]:
        for band, stepper in self._steppers.items():
            words, line, stepper.icon = BANDS.get(band, ANY)
            stepper.words, stepper.line = self.app.tr(words), self.app.tr(line)
            stepper.count = door.tally.get(band, 0)
        return list(self._steppers.values())

    def _tick(self, code: str, count: int) -> None:
        self._note(lambda book, door: book.tick(door.activity, door.date, code, count))

    def _count(self, band: str, by: int) -> None:
        self._note(lambda book, door: book.count(door.activity, door.date, band, by))

    def _note(self, note: Any) -> None:
        self.problem = ""
        book = self.app.kiosk.door
        try:
            note(book, book.door(self._activity))
        except SamskapError as error:
            self.problem = self.app.tr(error.says)
        self._draw()

    def _title(self, door: DoorView) -> str:
        return pick(door.title, self.app.language) or door.activity

    def _day(self, door: DoorView) -> str:
        activity = self.app.kiosk.store.activity(door.activity)
        zone = activity.zone if activity else "UTC"
        return day_words(local(door.date, zone), self.app.kiosk.store.now(), self.app.tr)
