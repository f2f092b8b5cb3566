"""Free text: a field and our keyboard. The kinds that ask for words share it."""

from typing import Any

from kivy.properties import StringProperty

from kiosk.forms.base import Form
from kiosk.visit.views import Answering
from kiosk.widgets.page import Said
from shared.kinds.base import MAX_TEXT
from shared.languages import N_, Translate

NEARLY_FULL = MAX_TEXT - 200


class TextForm(Form):
    """Asks for a text in the field ``card``, with the ``keyboard``. ``name`` is the field of the answer."""

    name = StringProperty("text")
    help = StringProperty("")
    count = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ids.card.field.bind(text=self._typed, cursor=self._show_beginning, on_full=self._full)
        self._keyboard = self.ids.keyboard.__self__  # kept here, as it leaves the form while it is closed
        self._keyboard.target = self.ids.card.field

    def show(self, view: Answering, language: str) -> None:
        """Show the draft and, at the prompt's own question, its line of help."""
        text = view.draft.get(self.name, "")
        if self.ids.card.field.text != text:
            self.ids.card.field.text = text
        self.help = view.prompt.text(language).help if view.step == 0 else ""
        left = MAX_TEXT - len(text)
        self.count = (
            self.app.tr.ngettext("{n} character left", "{n} characters left", left).format(n=left)
            if len(text) > NEARLY_FULL
            else ""
        )

    def wake(self) -> None:
        """Begin with small letters, the keyboard open and the caret at the end."""
        self._keyboard.reset()
        self.open_keyboard()
        self._caret_to_end()

    def forget(self) -> None:
        """Empty the field, and what it could undo."""
        field = self.ids.card.field
        field.focus = False
        field.text = ""
        field.reset_undo()

    def open_keyboard(self) -> None:
        """Show the keyboard and write; the caret stands at the end when it comes back."""
        if self._keyboard.parent is None:
            self.add_widget(self._keyboard)
        if not self.typing:
            self.typing = True
            self._caret_to_end()
        self.ids.card.field.focus = True

    def close_keyboard(self) -> None:
        """Give the text all the room, and show it from its beginning; a touch on it brings the keyboard back."""
        if self._keyboard.parent is not None:
            self.remove_widget(self._keyboard)
        self.typing = False
        self.ids.card.field.focus = False
        self._show_beginning()

    def asked(self, tr: Translate, unsaid: str, advice: str) -> str:
        """Return what the empty field says: the question where nothing else asks it, else that one writes here."""
        if unsaid:
            return "\n".join(filter(None, (unsaid, advice)))
        return ". ".join(filter(None, (tr(N_("Write here")), advice)))

    def _caret_to_end(self) -> None:
        field = self.ids.card.field
        field.cursor = field.get_cursor_from_index(len(field.text))

    def _show_beginning(self, *_: Any) -> None:
        """Where nobody writes, one sees how the text begins: Kivy shows where the caret is."""
        if not self.typing:
            self.ids.card.field.cursor = 0, 0

    def _typed(self, _: Any, text: str) -> None:
        self.write(self.name, text)

    def _full(self, *_: Any) -> None:
        self.notice = Said(N_("The text is full. You can send it as it is, or make it shorter."))


class WritingForm(TextForm):
    """Asks for a text and nothing else."""
