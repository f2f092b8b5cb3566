"""Home: a tile for each open prompt, and the board."""

from kivy.properties import StringProperty

from kiosk.kinds import FORMS
from kiosk.visit import Choosing
from kiosk.widgets.buttons import Tile
from kiosk.widgets.page import Page
from shared.errors import SamskapError
from shared.i18n import N_


class HomeScreen(Page):
    """Few large tiles; one touch is enough."""

    problem = StringProperty("")
    _language = ""

    def show(self, view: Choosing) -> None:
        """Show a tile for each prompt that this version knows how to ask."""
        wanted = [prompt for prompt in view.prompts if prompt.kind in FORMS]
        language = self.app.language
        if self.view is None or self.view.prompts != view.prompts or self._language != language:
            tiles = []
            for prompt in wanted:
                text = prompt.text(language)
                tile = Tile(test_id=f"prompt-{prompt.id}", tone=prompt.kind, icon=FORMS[prompt.kind].icon, is_main=True)
                tile.words, tile.line = text.title, text.subtitle
                tile.bind(on_press=lambda *_, prompt_id=prompt.id: self._choose(prompt_id))
                tiles.append(tile)
            tiles.append(self._board_tile())
            self.ids.grid.fill(tiles)
            self._language = language
        super().show(view)

    def leave(self) -> None:
        """Forget the problem."""
        super().leave()
        self.problem = ""

    def back(self) -> None:
        """The visitor is done."""
        self.app.visit.finish()

    def _board_tile(self) -> Tile:
        tile = Tile(test_id="board", tone="board", icon="message_text_outline", is_main=True)
        tile.words, tile.line = self.app.tr(N_("You said – we did")), self.app.tr(N_("See what came of the ideas"))
        tile.bind(on_press=lambda *_: self.app.visit.open_board())
        return tile

    def _choose(self, prompt_id: str) -> None:
        self.problem = ""
        try:
            self.app.visit.choose(prompt_id)
        except SamskapError as error:
            self.problem = self.app.tr(error.says)
