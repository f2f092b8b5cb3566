"""What every kind must say about how it is asked on the glass and shown before it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.visit.visit import Answering
from shared.kinds.base import Answer
from shared.prompt import Prompt


class Form(BoxLayout):
    """Asks for one field of an answer. Writes each change to the visit, and shows what the draft holds."""

    notice = StringProperty("")
    """A kind word about a limit, already in the visitor's language; shown near the main act."""

    typing = BooleanProperty(False)
    """Whether a keyboard takes half of the screen."""

    question = StringProperty("")
    """What this form asks just now, where that is another than the question of its step."""

    @property
    def app(self) -> Any:
        """The running app."""
        return App.get_running_app()

    def show(self, view: Answering, language: str) -> None:
        """Show the draft. Called after every change, so it must cost nothing when nothing changed."""
        raise NotImplementedError

    def wake(self) -> None:
        """The form comes on the screen."""

    def forget(self) -> None:
        """Another person comes next: keep nothing of what was written."""

    def ready(self) -> bool:
        """The visitor wants to go on. Returns False when something is missing here, and says it in ``notice``."""
        return True

    def back(self) -> bool:
        """The visitor wants back. Returns True when there was a way back inside of this form."""
        return False

    def write(self, name: str, value: Any) -> None:
        """Keep what the visitor did."""
        self.notice = ""
        self.app.visit.write(name, value)


@dataclass(frozen=True)
class KindForm:
    """How one kind is asked. ``forms`` and ``questions`` are by field; without its own a field asks the prompt's.

    ``tone`` names the colour of its screens. ``questions`` are message ids. ``summary`` makes the widget that shows
    an answer before it is sent.
    """

    tone: str
    icon: str
    forms: Mapping[str, Callable[[], Form]]
    summary: Callable[[Answer, Prompt, str], Widget]
    questions: Mapping[str, str] = field(default_factory=dict)
    line: str = ""
    """What its tile says below the title (a message id), where the prompt's own line says nothing."""
