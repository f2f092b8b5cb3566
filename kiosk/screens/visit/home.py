"""Home: a tile for each open prompt, and the board."""

from typing import Any

from kivy.properties import NumericProperty, ObjectProperty

from kiosk.kinds import FORMS
from kiosk.visit.views import Choosing
from kiosk.widgets.logo import LogoPlate
from kiosk.widgets.page import NOTHING, Head, Page, Said
from kiosk.widgets.theme import tone_of
from kiosk.widgets.tiles import ColourTile
from shared.errors import SamskapError
from shared.languages import N_
from shared.logo import NO_LOGO


class Greeting(Head):
    """The heading, on the library's own colour where it has one."""

    own = ObjectProperty(None, allownone=True)
    logo = ObjectProperty(NO_LOGO)
    logo_height = NumericProperty(0)
    logo_width = NumericProperty(0)
    """As high as the logo is, and as wide at most."""

    def __init__(self, **kwargs: Any) -> None:
        self.plate = LogoPlate(size_hint_y=None, pos_hint={"center_y": 0.5})
        super().__init__(**kwargs)
        for name in ("logo", "logo_height", "logo_width"):
            self.fbind(name, self._place_logo)
        self._place_logo()

    def _place_logo(self, *_: Any) -> None:
        """Show the logo; where there is none it takes no room, nor the space beside it."""
        self.plate.logo, self.plate.height, self.plate.most_width = self.logo, self.logo_height, self.logo_width
        if bool(self.plate.width) == (self.plate.parent is None):
            self.add_widget(self.plate) if self.plate.width else self.remove_widget(self.plate)


class HomeScreen(Page):
    """Few large tiles; one touch is enough."""

    problem = ObjectProperty(NOTHING)
    tiles = NumericProperty(0)
    _language = ""

    def show(self, view: Choosing) -> None:
        """Show a tile for each prompt that this version knows how to ask."""
        wanted = [prompt for prompt in view.prompts if prompt.kind in FORMS]
        wanted.sort(key=lambda prompt: not FORMS[prompt.kind].first)
        language = self.app.language
        if self.view != view or self._language != language:
            tiles = []
            for prompt in wanted:
                text = prompt.text(language)
                form = FORMS[prompt.kind]
                activity = prompt.settings.get("activity")
                name = f"prompt-{prompt.id}-{activity}" if activity else f"prompt-{prompt.id}"
                tile = ColourTile(test_id=name, tone=tone_of(prompt.kind), icon=form.icon, is_main=True)
                tile.words, tile.line = text.title, self.app.tr(form.line) if form.line else text.subtitle
                tile.bind(on_press=lambda *_, one=prompt.id, of=activity: self._choose(one, of))
                tiles.append(tile)
            if view.whats_on:
                tiles.append(self._whats_on_tile())
            tiles.append(self._board_tile())
            self.tiles = len(tiles)
            self.ids.grid.fill(tiles)
            self._language = language
        super().show(view)

    def leave(self) -> None:
        """Forget the problem."""
        super().leave()
        self.problem = NOTHING

    def back(self) -> None:
        """The visitor is done."""
        self.app.visit.finish()

    def _whats_on_tile(self) -> ColourTile:
        tile = ColourTile(test_id="whats-on", tone="activity", icon="calendar_star", is_main=True)
        tile.words, tile.line = self.app.tr(N_("What's on")), self.app.tr(N_("Look, and sign up"))
        tile.bind(on_press=lambda *_: self.app.visit.open_activities())
        return tile

    def _board_tile(self) -> ColourTile:
        tile = ColourTile(test_id="board", tone="board", icon="message_text_outline", is_main=True)
        tile.words, tile.line = self.app.tr(N_("What came of the ideas")), self.app.tr(N_("You said – we did"))
        tile.bind(on_press=lambda *_: self.app.visit.open_board())
        return tile

    def _choose(self, prompt_id: str, activity: str | None) -> None:
        self.problem = NOTHING
        try:
            self.app.visit.choose(prompt_id, activity)
        except SamskapError as error:
            self.problem = Said(error.says)
