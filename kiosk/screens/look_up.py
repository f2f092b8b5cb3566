"""What became of my answer? Type the receipt code or its two words."""

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.lookup import Found
from kiosk.visit import LookingUp
from kiosk.widgets.page import Page
from shared.errors import NotFound, SamskapError
from shared.i18n import N_, pick
from shared.notice import VisitorState

STATES = {
    "waiting": ("tray_arrow_up", N_("It is saved here, and on its way to the staff.")),
    VisitorState.RECEIVED: ("inbox_arrow_down", N_("It has arrived. Nobody has read it yet.")),
    VisitorState.READ: ("eye_check_outline", N_("The staff have read it.")),
    VisitorState.PUBLISHED: ("bulletin_board", N_("The staff have read it, and it is on the board.")),
}


class LookUpScreen(Page):
    """A field and a keyboard; then the state and the answer in their place."""

    problem = StringProperty("")
    found = BooleanProperty(False)
    state = StringProperty("")
    icon = StringProperty("")
    reply = StringProperty("")

    def __init__(self, **kwargs: object) -> None:
        self._found: Found | None = None
        super().__init__(**kwargs)
        self._field = self.ids.card.field
        self._field.bind(text=self._typed, on_text_validate=lambda *_: self.look())
        self.ids.keyboard.target = self._field
        self._parts = self.ids.typing.__self__, self.ids.result.__self__

    def show(self, view: LookingUp) -> None:
        """Begin with an empty field; show what was found in the language of now."""
        if self.view is None:
            self.again()
        super().show(view)
        if self._found is not None:
            self._tell(self._found)

    def leave(self) -> None:
        """Forget the code and the answer."""
        super().leave()
        self._found = None
        self.again()
        self._field.focus = False

    def again(self) -> None:
        """Type another code."""
        self._found, self.found, self.problem = None, False, ""
        self._field.text = self.reply = self.state = ""
        self._field.focus = True
        self.ids.keyboard.reset()
        self._put(self._parts[0])

    def look(self) -> None:
        """Look for what was typed."""
        self.app.visit.keep_awake()
        try:
            found = self.app.kiosk.look_up.find(self._field.text, self.app.language)
        except NotFound:
            self.problem = self.app.tr(N_("Nothing was found. Check each letter and try again."))
            return
        except SamskapError as error:
            self.problem = self.app.tr(error.says)
            return
        self._found, self.found = found, True
        self._field.focus = False
        self._tell(found)
        self._put(self._parts[1])

    def main(self) -> None:
        """Look up; or, when something was found, begin anew."""
        if self.found:
            self.again()
        else:
            self.look()

    def back(self) -> None:
        """Back to the board."""
        self.app.visit.go_back()

    def _tell(self, found: Found) -> None:
        self.icon, says = STATES[found.state]
        self.state = self.app.tr(says)
        self.reply = pick(found.replies, self.app.language) or ""

    def _typed(self, *_: object) -> None:
        self.problem = ""
        self.app.visit.keep_awake()

    def _put(self, part: Widget) -> None:
        if part.parent is None or len(self.ids.holder.children) > 1:
            self.ids.holder.clear_widgets()
            self.ids.holder.add_widget(part)
