"""How an idea is asked: words, and picture cards one touch away on the same screen; either is enough."""

from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.forms.writing import TextForm
from kiosk.kinds.base import KindForm
from kiosk.visit.views import Answering
from kiosk.widgets.choices import PictureChoice
from kiosk.widgets.page import Said
from kiosk.widgets.words import Alike
from shared.kinds.base import Answer
from shared.kinds.idea import MAX_CARDS, picture_cards
from shared.languages import N_, pick
from shared.prompt import Prompt


class IdeaForm(TextForm):
    """Asks for words, or for picture cards in place of the keyboard."""

    offers_cards = BooleanProperty(True)
    in_pictures = BooleanProperty(False)
    """Whether the cards are shown just now."""
    chosen = NumericProperty(0)
    """How many cards are chosen."""
    cards_words = StringProperty("")
    """Which cards are chosen, also those on another page; how many one may choose, before the first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._grid = self.ids.grid.__self__  # kept here, as it is on the form only while it is shown
        self.remove_widget(self._grid)
        alike = Alike()
        self._boxes = {
            card["id"]: PictureChoice(test_id=f"card-{card['id']}", icon=card["icon"], alike=alike)
            for card in picture_cards().values()
        }
        for card_id, box in self._boxes.items():
            box.bind(on_press=lambda *_, card_id=card_id: self._pressed(card_id))
        self._grid.fill(list(self._boxes.values()))
        self._grid.bind(on_turn=lambda *_: self.app.visit.keep_awake())

    def show(self, view: Answering, language: str) -> None:
        """Show the words and which cards are chosen."""
        super().show(view, language)
        self.offers_cards = view.prompt.settings.get("cards", True)
        self.empty = N_("Write something or choose pictures first.") if self.offers_cards else ""
        chosen = view.draft.get("cards", [])
        self.chosen = len(chosen)
        labels = [pick(card["label"], language) or "" for card in picture_cards().values() if card["id"] in chosen]
        self.cards_words = " · ".join(labels) or self.app.tr(N_("Choose up to {n}")).format(n=MAX_CARDS)
        for card_id, box in self._boxes.items():
            box.words = pick(picture_cards()[card_id]["label"], language)
            box.chosen = card_id in chosen

    def wake(self) -> None:
        """Begin with the words; the cards at their first page."""
        self._grid.page = 0
        super().wake()

    def open_keyboard(self) -> None:
        """Write, and put the cards away."""
        if self.in_pictures:
            self.remove_widget(self._grid)
            self.in_pictures = False
        super().open_keyboard()

    def show_pictures(self) -> None:
        """Choose cards, and put the keyboard away."""
        self.app.visit.keep_awake()
        self.close_keyboard()
        if not self.in_pictures:
            self.add_widget(self._grid)
            self.in_pictures = True

    def turn_over(self) -> None:
        """From words to pictures, or back."""
        (self.open_keyboard if self.in_pictures else self.show_pictures)()

    def _pressed(self, card_id: str) -> None:
        chosen = [one for one, box in self._boxes.items() if box.chosen]
        if card_id in chosen:
            chosen.remove(card_id)
        elif len(chosen) >= MAX_CARDS:
            self.notice = Said(N_("You can choose up to {n}. Take one away first."), MAX_CARDS)
            return
        else:
            chosen.append(card_id)
        self.write("cards", chosen)


class PictureLabel(BoxLayout):
    """A picture card as a part of something else: only to look at."""

    icon = StringProperty("")
    words = StringProperty("")
    alike = ObjectProperty(None, allownone=True)


class IdeaSummary(BoxLayout):
    """An idea to look at: its words and its cards. ``cards`` are card ids."""

    words = StringProperty("")
    cards = ListProperty([])
    language = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(cards=self._fill, language=self._fill)
        self._fill()

    def _fill(self, *_: Any) -> None:
        self.ids.cards.clear_widgets()
        alike = Alike()
        for card in (picture_cards()[card_id] for card_id in self.cards if card_id in picture_cards()):
            words = pick(card["label"], self.language) or ""
            self.ids.cards.add_widget(PictureLabel(icon=card["icon"], words=words, alike=alike))


def _summary(answer: Answer, prompt: Prompt, language: str) -> IdeaSummary:
    return IdeaSummary(words=answer.get("text", ""), cards=answer.get("cards", []), language=language)


IDEA = KindForm(
    icon="lightbulb_on_outline",
    forms={"text": IdeaForm},
    summary=_summary,
)
