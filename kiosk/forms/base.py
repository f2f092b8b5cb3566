"""What every form does: it asks, writes to the visit, and keeps nothing of its own."""

from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.visit.views import Answering
from kiosk.widgets.page import NOTHING


class Form(BoxLayout):
    """Asks for one field of an answer. Writes each change to the visit, and shows what the draft holds."""

    notice = ObjectProperty(NOTHING)
    """A kind word about a limit; shown near the main act."""

    typing = BooleanProperty(False)
    """Whether a keyboard takes half of the screen."""

    frameless = BooleanProperty(False)
    """Whether it takes all room of the screen, and says itself what is asked."""

    question = StringProperty("")
    """What this form asks just now, where that is another than the question of its step."""

    unsaid = StringProperty("")
    """The question of this step, where the screen has no room for it above the form."""

    tells = BooleanProperty(False)
    """Whether it says what went wrong itself, beside what is written."""

    told = ObjectProperty(NOTHING, rebind=True)
    """What it says so; nothing where the screen says it."""

    skips = BooleanProperty(False)
    """Whether nothing is said here, and nothing has to be: the way on says that one may pass it over."""

    empty = ""
    """What to do first where nothing is here yet (a message id); nothing where the common words say it."""

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

    def touched(self, name: str, value: Any) -> None:
        """Keep what a touch answered, and go on; not of a second finger that lifts when the form is off the screen."""
        if self.parent is not None:
            self.write(name, value)
            self.app.visit.go_on()

    def write(self, name: str, value: Any) -> None:
        """Keep what the visitor did. A form that is off the screen only forgets, and the visit may go on."""
        if self.parent is None:
            return
        self.notice = NOTHING
        self.app.visit.write(name, value)
