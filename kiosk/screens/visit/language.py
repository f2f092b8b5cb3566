"""Which language? Each in its own name, and the question in all of them."""

from collections.abc import Callable

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.visit.views import ChoosingLanguage
from kiosk.widgets.page import Page
from kiosk.widgets.surface import Surface, Target
from kiosk.widgets.words import Alike
from shared.languages import LANGUAGES, N_, translator


class LanguageButton(Target, Surface, BoxLayout):
    """A language greets in its own words, and says its own name."""

    greeting = StringProperty("")
    words = StringProperty("")
    alike = ObjectProperty(None, allownone=True, rebind=True)


class LanguageScreen(Page):
    """A large button for each language."""

    def show(self, view: ChoosingLanguage) -> None:
        """Show the languages."""
        if self.view is None:
            asked = (translator(language)(N_("Choose language")) for language in LANGUAGES)
            self.ids.head.words = "\N{NO-BREAK SPACE}·  ".join(dict.fromkeys(asked))
            self.ids.grid.fill(language_buttons(self.app.visit.choose_language))
        super().show(view)

    def back(self) -> None:
        """Back to the question."""
        self.app.visit.go_back()


def language_buttons(choose: Callable[[str], None]) -> list[LanguageButton]:
    """Return a button for each language, that chooses it."""
    buttons, alike = [], Alike()
    for language, known in LANGUAGES.items():
        button = LanguageButton(test_id=f"language-{language}", is_main=True, alike=alike)
        button.greeting, button.words = known.greeting, known.own_name
        button.bind(on_press=lambda *_, language=language: choose(language))
        buttons.append(button)
    return buttons
