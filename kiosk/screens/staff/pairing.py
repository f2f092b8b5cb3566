"""Pairing: a hub that was found, or its address; what this tablet is called; the code that staff made on the hub."""

from collections.abc import Sequence
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty

from kiosk.screens.staff.troubles import trouble_words
from kiosk.staff_round.views import ChoosingHub, FoundHub, NamingKiosk, Paired, PairingView, TypingAddress, TypingCode
from kiosk.widgets.page import Page
from kiosk.widgets.tiles import Tile
from shared.errors import WrongCode
from shared.languages import N_
from shared.submission import CROCKFORD

STEPS = {ChoosingHub: "hub", TypingAddress: "address", NamingKiosk: "name", TypingCode: "code", Paired: "done"}
CODE_LENGTH, GAP = 12, "  "
WRONG = N_("The code was not right. Touch the wrong character, and type it anew.")
"""The hub cannot tell which character it is: nobody learns anything from a wrong code."""


def column(at: int) -> int:
    """Return in which column of the shown code a character stands."""
    return at + at // 4 * len(GAP)


class PairingScreen(Page):
    """Three questions: which hub, which name, which code. A name that stands in ``kiosk.toml`` is not asked for."""

    step = OptionProperty("hub", options=["hub", "address", "name", "code", "done"])
    address = StringProperty("")
    hub_name = StringProperty("")
    kiosk_name = StringProperty("")
    found = NumericProperty(0)
    """How many hubs are offered."""
    problem = StringProperty("")
    beside = BooleanProperty(False)
    """What went wrong is said beside the field: below a keyboard there is no room for it."""
    busy = BooleanProperty(False)
    shown_code = StringProperty("")
    fetched = StringProperty("")
    """Once paired: what has come from the hub."""
    mark = NumericProperty(0)
    """The column of the shown code that the next character takes."""
    characters = StringProperty(CROCKFORD)

    def __init__(self, **kwargs: Any) -> None:
        self._hubs: Sequence[FoundHub] | None = None
        super().__init__(**kwargs)
        self._parts = {name: self.ids[name].__self__ for name in ("hub", "address", "name", "code", "done")}
        field = self.ids.address_row.field
        field.bind(text=lambda _, text: setattr(self, "address", text.strip()), on_text_validate=lambda *_: self.main())
        self.ids.keyboard.target = field
        named = self.ids.name_row.field
        named.bind(text=self._name_typed, on_text_validate=lambda *_: self.main())
        self.ids.name_keyboard.target = named
        self.bind(step=self._put)
        self._put()

    def show(self, view: PairingView) -> None:
        """Show the question of now; what was typed for it stays."""
        before = self.view
        super().show(view)
        if view is before:
            return
        tr, self.step, self.busy, self.problem = self.app.tr, STEPS[type(view)], False, ""
        match view:
            case ChoosingHub():
                self.problem = next(iter(trouble_words(view.troubles, tr)), "")
                self._offer(view.hubs)
            case TypingAddress():
                self.ids.keyboard.reset()
                self.ids.address_row.field.focus = True
            case NamingKiosk():
                self._ask_name(view, before)
            case TypingCode():
                self._ask_code(view, before)
            case Paired():
                self.fetched = self._fetched(view)

    def leave(self) -> None:
        """Forget what was typed."""
        super().leave()
        self._hubs = None
        self.ids.pad.typed = self.ids.address_row.field.text = self.ids.name_row.field.text = ""

    def _ask_name(self, view: NamingKiosk, before: object) -> None:
        if view.nameless:
            self.problem = self.app.tr(N_("Give this tablet a name, so that staff know which one it is."))
        elif not self.ids.name_row.field.text:
            self.ids.name_row.field.text = view.before
        if not isinstance(before, NamingKiosk):
            self.ids.name_keyboard.reset()
            self.ids.name_row.field.focus = True

    def _ask_code(self, view: TypingCode, before: object) -> None:
        self.hub_name, self.busy = view.hub, view.busy
        self.ids.name_row.field.focus = False
        if not isinstance(before, TypingCode):
            self.ids.pad.typed = ""
            self.code_typed("")
        if view.problem is not None:  # what was typed stays: most often one character is wrong
            self.problem = self.app.tr(WRONG if isinstance(view.problem, WrongCode) else view.problem.says)

    def _offer(self, hubs: Sequence[FoundHub]) -> None:
        """Offer the hubs found now, and an address to type."""
        if hubs == self._hubs:
            return
        self._hubs, self.found = hubs, len(hubs)
        tiles = []
        for hub in hubs:
            tile = Tile(test_id=f"hub-{hub.id}", tone="board", icon="server_network", is_main=True)
            tile.words, tile.line = hub.name or hub.id, hub.addresses[0]
            tile.bind(on_press=lambda *_, at=hub.addresses, name=tile.words: self._round.choose_hub(at, name))
            tiles.append(tile)
        other = Tile(test_id="type-address", tone="no", icon="keyboard_outline", is_main=True)
        other.words = self.app.tr(N_("Type an address"))
        other.bind(on_press=lambda *_: self._round.type_address())
        self.ids.hubs.fill([*tiles, other])

    @property
    def _round(self) -> Any:
        return self.app.staff_round

    def back(self) -> None:
        """One question back."""
        self._round.go_back()

    def main(self) -> None:
        """On."""
        if self.step == "address":
            if self.address:
                self._round.choose_hub([self.address], self.address)
        elif self.step == "name":
            self._round.name_kiosk(self.kiosk_name)
        elif self.step == "code":
            if len(self.ids.pad.typed) == CODE_LENGTH:
                self._round.pair(self.ids.pad.typed)
        elif self.step == "done":
            self._round.finish()

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

    def _name_typed(self, _: Any, text: str) -> None:
        self.kiosk_name, self.problem = text.strip(), ""

    def _fetched(self, view: Paired) -> str:
        """Return how many questions are here. While there are none, whether they are still to come, and why."""
        tr = self.app.tr
        if view.problem is not None:
            return tr(view.problem.says)
        if view.questions:
            return tr(N_("Questions here: {n}")).format(n=view.questions)
        if view.fetching:
            return tr(N_("Fetching the questions …"))
        if view.unreached:
            return tr(N_("No questions yet. They come as soon as the hub is reached."))
        return tr(N_("The hub has no open question. Open one on its staff pages."))

    def _put(self, *_: Any) -> None:
        self.ids.holder.clear_widgets()
        self.ids.holder.add_widget(self._parts[self.step])
