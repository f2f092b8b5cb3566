"""Pairing: a hub that was found, or its address; what this tablet is called; the code that staff made on the hub."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty

from kiosk.screens.staff.troubles import trouble_words
from kiosk.sync import addresses_of
from kiosk.widgets.buttons import Tile
from kiosk.widgets.page import Page
from shared.errors import NotPaired, PairingError, SamskapError, WrongCode
from shared.fence import Fence
from shared.languages import N_
from shared.submission import CROCKFORD

if TYPE_CHECKING:
    from kiosk.sync.worker import SyncState
    from shared.discovery import HubAdvert

CODE_LENGTH, GAP = 12, "  "
WRONG = N_("The code was not right. Touch the wrong character, and type it anew.")
"""The hub cannot tell which character it is: nobody learns anything from a wrong code."""


def column(at: int) -> int:
    """Return in which column of the shown code a character stands."""
    return at + at // 4 * len(GAP)


class PairingScreen(Page):
    """Three questions: which hub, which name, which code. The network is asked in a thread; the screen never waits.

    A name that stands in ``kiosk.toml`` is not asked for.
    """

    step = OptionProperty("hub", options=["hub", "address", "name", "code", "done"])
    address = StringProperty("")
    hub_name = StringProperty("")
    kiosk_name = StringProperty("")
    problem = StringProperty("")
    busy = BooleanProperty(False)
    shown_code = StringProperty("")
    fetched = StringProperty("")
    """Once paired: what has come from the hub."""
    mark = NumericProperty(0)
    """The column of the shown code that the next character takes."""
    characters = StringProperty(CROCKFORD)

    def __init__(self, **kwargs: Any) -> None:
        self._adverts: list[HubAdvert] | None = None
        self._addresses: list[str] = []
        self._before: SyncState | None = None
        self._fence = Fence("pairing", PairingError.says)
        super().__init__(**kwargs)
        self._parts = {name: self.ids[name].__self__ for name in ("hub", "address", "name", "code", "done")}
        field = self.ids.address_card.field
        field.bind(text=lambda _, text: setattr(self, "address", text.strip()), on_text_validate=lambda *_: self.main())
        self.ids.keyboard.target = field
        named = self.ids.name_card.field
        named.bind(text=self._name_typed, on_text_validate=lambda *_: self.main())
        self.ids.name_keyboard.target = named
        self.bind(step=self._put)
        self._put()

    def show(self, view: Any) -> None:
        """Begin with the hubs found so far."""
        super().show(view)
        self.step, self.problem, self.busy = "hub", "", False
        self.ids.address_card.field.text = self.ids.pad.typed = ""
        self.ids.name_card.field.text = ""
        with suppress(SamskapError):  # a pairing that cannot be read: it is about to be replaced
            self.ids.name_card.field.text = self.app.kiosk.name
        self._adverts = None
        self.refresh()

    def leave(self) -> None:
        """Forget the code."""
        super().leave()
        self.ids.pad.typed = ""

    def refresh(self) -> None:
        """Show the hubs that are found now, or why none can be; once paired, what has come."""
        if self.step == "done":
            self.fetched = self._fetched()
        if self.step == "hub":
            self.problem = next(iter(trouble_words(self.app)), "")
        adverts = self.app.kiosk.finder.adverts()
        if adverts == self._adverts:
            return
        self._adverts = adverts
        tiles = []
        for advert in adverts:
            addresses = addresses_of(advert)
            tile = Tile(test_id=f"hub-{advert.hub_id}", tone="board", icon="server_network", is_main=True)
            tile.words, tile.line = advert.name or advert.hub_id, addresses[0]
            tile.bind(on_press=lambda *_, at=addresses, name=tile.words: self._choose(at, name))
            tiles.append(tile)
        other = Tile(test_id="type-address", tone="no", icon="keyboard_outline", is_main=True)
        other.words = self.app.tr(N_("Type an address"))
        other.line = "" if adverts else self.app.tr(N_("No hub was found on this network yet"))
        other.bind(on_press=lambda *_: self._type_address())
        self.ids.hubs.fill([*tiles, other])

    def back(self) -> None:
        """One question back."""
        self.problem = ""
        if self.step in ("hub", "done"):
            self.app.show_staff("status")
        else:
            self.step = "hub"

    def main(self) -> None:
        """On."""
        if self.step == "address":
            if self.address:
                self._choose([self.address], self.address)
        elif self.step == "name":
            self._take_name()
        elif self.step == "code":
            self._pair()
        elif self.step == "done":
            self.app.close_staff()

    def code_typed(self, typed: str) -> None:
        """Show the code in groups of four."""
        places = typed.ljust(CODE_LENGTH, "–")
        self.shown_code = GAP.join(places[i : i + 4] for i in range(0, CODE_LENGTH, 4))

    def show_caret(self, at: int) -> None:
        """Show before which character the next one comes."""
        self.mark = column(at)

    def touch_code(self, share: float) -> None:
        """Go to the character at this share of the width of the shown code, to put another in its place."""
        shown = min(max(int(share * len(self.shown_code)), 0), len(self.shown_code) - 1)
        nearest = min(range(CODE_LENGTH), key=lambda at: abs(column(at) - shown))
        self.ids.pad.at = min(nearest, len(self.ids.pad.typed))

    def _choose(self, addresses: list[str], name: str) -> None:
        self._addresses, self.hub_name = addresses, name
        self.ids.pad.typed = self.problem = ""
        self.code_typed("")
        if self.app.kiosk.config.name:
            self.kiosk_name, self.step = self.app.kiosk.config.name, "code"
            return
        self.step = "name"
        self.ids.name_keyboard.reset()
        self.ids.name_card.field.focus = True

    def _name_typed(self, _: Any, text: str) -> None:
        self.kiosk_name, self.problem = text.strip(), ""

    def _take_name(self) -> None:
        if self.kiosk_name:
            self.ids.name_card.field.focus = False
            self.step = "code"
        else:
            self.problem = self.app.tr(N_("Give this tablet a name, so that staff know which one it is."))

    def _type_address(self) -> None:
        self.step = "address"
        self.ids.keyboard.reset()
        self.ids.address_card.field.focus = True

    def _pair(self) -> None:
        if self.busy or len(self.ids.pad.typed) < CODE_LENGTH:
            return
        self.busy, self.problem, self._before = True, "", self.app.kiosk.worker.state
        asked = self._addresses, self.ids.pad.typed, self.kiosk_name
        threading.Thread(target=self._ask_hub, args=asked, name="pairing", daemon=True).start()

    def _ask_hub(self, addresses: list[str], code: str, name: str = "") -> None:
        """In a thread: the answer takes a second or more."""
        error: SamskapError | None = PairingError("unexpected")
        with self._fence:
            try:
                self.app.kiosk.pair(addresses, code, name)
                error = None
            except SamskapError as exc:
                error = exc
        Clock.schedule_once(lambda _: self._answered(error))

    def _answered(self, error: SamskapError | None) -> None:
        self.busy = False
        if error is not None:
            says = WRONG if isinstance(error, WrongCode) else error.says
            self.problem = self.app.tr(says)  # what was typed stays: most often one character is wrong
        else:
            self.step = "done"
            self.refresh()

    def _fetched(self) -> str:
        """Return how many questions are here. While there are none, whether they are still to come, and why."""
        tr, kiosk, state = self.app.tr, self.app.kiosk, self.app.kiosk.worker.state
        try:
            questions = len(kiosk.store.open_prompts(kiosk.store.now()))
        except SamskapError as error:
            return tr(error.says)
        if questions:
            return tr(N_("Questions here: {n}")).format(n=questions)
        if state is self._before or isinstance(state.problem, NotPaired):
            return tr(N_("Fetching the questions …"))
        if state.problem is not None:
            return tr(N_("No questions yet. They come as soon as the hub is reached."))
        return tr(N_("The hub has no open question. Open one on its staff pages."))

    def _put(self, *_: Any) -> None:
        self.ids.holder.clear_widgets()
        self.ids.holder.add_widget(self._parts[self.step])
