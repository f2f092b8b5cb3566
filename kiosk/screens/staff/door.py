"""At the door: who is on the list, who came, and heads without a name. For staff, behind the PIN."""

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.forms.persons import BANDS
from kiosk.screens.staff.guests import GuestRow
from kiosk.staff_round.views import AtDoor, ChoosingDoor, Door
from kiosk.widgets.dates import day_words
from kiosk.widgets.page import Page
from kiosk.widgets.stepper import Stepper
from kiosk.widgets.tiles import Tile
from shared.dates import local
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
            stepper.bind(on_step=lambda _, by, band=band: self.app.staff_round.count_heads(band, by))

    def show(self, view: ChoosingDoor | AtDoor) -> None:
        """Show the doors to choose from; or one, and where nobody has signed up the count at once."""
        super().show(view)
        if isinstance(view, ChoosingDoor):
            self._activity, self._shown, self.counting, self.problem = None, None, False, ""
            self._choose(view)
            return
        self.problem = self.app.tr(view.problem.says) if view.problem else ""
        if view.door.activity != self._activity:
            self._activity, self.choosing, self.empty, self.words = view.door.activity, False, False, ""
            self.counting = not view.door.guests
        self._draw(view.door)

    def leave(self) -> None:
        """Keep no names."""
        super().leave()
        self._activity, self._shown, self._rows = None, None, {}
        self.heading = self.line = self.problem = self.words = ""
        self.ids.grid.fill([])

    def back(self) -> None:
        """To the doors where there are several, else to the status."""
        self.app.staff_round.go_back()

    def count_heads(self, counting: bool) -> None:
        """Show the list, or count heads without a name."""
        self.counting = counting
        self._draw(self.view.door)

    def _choose(self, view: ChoosingDoor) -> None:
        tr = self.app.tr
        self.choosing, self.empty, self.words = True, not view.doors, view.words
        self.heading, self.line = tr(N_("At the door")), ""
        tiles = []
        for door in view.doors:
            tile = Tile(test_id=f"door-{door.activity}", tone="activity", icon="door_open", is_main=True)
            tile.words, tile.line = self._title(door), self._day(door)
            tile.bind(on_press=lambda *_, slug=door.activity: self.app.staff_round.choose_door(slug))
            tiles.append(tile)
        self.ids.grid.fill(tiles)

    def _draw(self, door: Door) -> None:
        """Draw the open door anew; what is already there keeps its place."""
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

    def _guests(self, door: Door) -> list[GuestRow]:
        for guest in door.guests:
            if guest.code not in self._rows:
                row = self._rows[guest.code] = GuestRow()
                row.bind(on_noted=lambda _, count, code=guest.code: self.app.staff_round.note_came(code, count))
            self._rows[guest.code].tell(guest, self.app.tr)
        return [self._rows[guest.code] for guest in door.guests]

    def _counters(self, door: Door) -> list[Stepper]:
        for band, stepper in self._steppers.items():
            words, line, stepper.icon = BANDS.get(band, ANY)
            stepper.words, stepper.line = self.app.tr(words), self.app.tr(line)
            stepper.count = door.tally.get(band, 0)
        return list(self._steppers.values())

    def _title(self, door: Door) -> str:
        return pick(door.title, self.app.language) or door.activity

    def _day(self, door: Door) -> str:
        return day_words(local(door.date, door.zone), self.view.shown_at, self.app.tr)
