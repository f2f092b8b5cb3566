"""Choosing from a list: its things in large boxes. The kinds that offer some share it."""

from collections.abc import Mapping
from typing import Any

from kivy.properties import StringProperty

from kiosk.forms.base import Form
from kiosk.visit.views import Answering
from kiosk.widgets.choices import LineChoice
from kiosk.widgets.page import Said
from kiosk.widgets.words import Alike
from shared.kinds.base import Settings
from shared.languages import N_


class ChoosingForm(Form):
    """Asks for one or several ids of a list. ``name`` is the field of the answer; a kind says what is offered."""

    name = StringProperty("choices")
    empty = N_("Choose something first.")

    def __init__(self, **kwargs: Any) -> None:
        self._boxes: dict[str, LineChoice] = {}
        self._most = 1
        super().__init__(**kwargs)
        self.ids.grid.bind(on_turn=lambda *_: self.app.visit.keep_awake())

    def offered(self, settings: Settings, language: str) -> Mapping[str, str]:
        """Return what there is to choose from, in its order: by id, the words in this language."""
        raise NotImplementedError

    def most(self, settings: Settings) -> int:
        """Return how many one may choose."""
        return 1

    def show(self, view: Answering, language: str) -> None:
        """Show what is chosen."""
        offered = self.offered(view.prompt.settings, language)
        self._most = self.most(view.prompt.settings)
        if list(offered) != list(self._boxes):
            self._build(list(offered))
        for one, box in self._boxes.items():
            box.words, box.single = offered[one], self._most == 1
            box.chosen = one in view.draft.get(self.name, [])
        several = self.app.tr(N_("Choose up to {n}")).format(n=self._most)
        self.ids.how_many.words = several if self._most > 1 else self.app.tr(N_("Choose one"))

    def _build(self, offered: list[str]) -> None:
        alike = Alike()
        self._boxes = {one: LineChoice(test_id=f"option-{one}", alike=alike) for one in offered}
        for one, box in self._boxes.items():
            box.bind(on_press=lambda *_, one=one: self._pressed(one))
        self.ids.grid.fill(list(self._boxes.values()))

    def _pressed(self, pressed: str) -> None:
        chosen = [one for one, box in self._boxes.items() if box.chosen]
        if pressed in chosen:
            chosen.remove(pressed)
        elif self._most == 1:
            chosen = [pressed]
        elif len(chosen) >= self._most:
            self.notice = Said(N_("You can choose up to {n}. Take one away first."), self._most)
            return
        else:
            chosen.append(pressed)
        self.write(self.name, chosen)
