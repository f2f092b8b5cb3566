"""Where a visitor writes. What was typed stays exactly so, and nothing of it leaves through a clipboard."""

from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.textinput import TextInput
from kivy.utils import platform

from kiosk.widgets.lettering import Lettering
from kiosk.widgets.surface import Surface
from shared.kinds.base import MAX_TEXT


class Field(TextInput):
    """Text with a caret: typed on our keyboard or on a hardware one; no selection, no copy, no paste, no bubble.

    ``limit`` is the most characters it takes; ``on_full`` tells that more were tried.
    """

    __events__ = ("on_full",)

    test_id = StringProperty("")
    ringed = BooleanProperty(False)
    limit = NumericProperty(MAX_TEXT)
    capitals = BooleanProperty(False)
    """Whether small letters become capitals, as in a code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # On a tablet the system's own keyboard must stay away: its settings and memory are not ours.
        self.keyboard_mode = "managed" if platform in ("android", "ios") else "auto"
        self.use_bubble = self.use_handles = False
        self.unfocus_on_touch = False

    def on_focus(self, _: Any, focus: bool) -> None:
        """Somebody writes here now."""
        if focus:
            App.get_running_app().ring.written_in(self)

    def at_edge(self, along: tuple[int, int]) -> bool:
        """Tell whether an arrow (right, up) leads out of the field: up and down do where there is no further line.

        To the sides it never does, or who goes to the end of a word with it would suddenly write nowhere.
        """
        right, up = along
        row = self.cursor[1]
        return not right and (not self.multiline or bool(row == 0 if up > 0 else row >= len(self._lines) - 1))

    def type(self, text: str) -> None:
        """Take what was typed on our keyboard, at the caret."""
        self.insert_text(text)

    def rub_out(self) -> None:
        """Take away the character before the caret."""
        self.do_backspace()

    def before_caret(self) -> str:
        """Return the character before the caret, "" at the start."""
        index = self.cursor_index()
        return self.text[index - 1] if index else ""

    def insert_text(self, substring: str, from_undo: bool = False) -> None:
        """Insert at the caret, as far as there is room. Dispatches ``on_full`` when there is not."""
        if self.capitals:
            substring = substring.upper()
        room = int(self.limit) - len(self.text)
        if len(substring) > room and not from_undo:
            self.dispatch("on_full")
            substring = substring[: max(room, 0)]
        if substring:
            super().insert_text(substring, from_undo=from_undo)

    def on_full(self) -> None:
        """The event: there is no room for more."""

    def copy(self, data: str = "") -> None:
        """Copy nothing: the next visitor could paste it."""

    def paste(self) -> None:
        """Paste nothing: it could be anybody's."""

    def on_double_tap(self) -> None:
        """Select nothing."""

    def on_triple_tap(self) -> None:
        """Select nothing."""

    def on_quad_touch(self) -> None:
        """Select nothing."""

    def long_touch(self, dt: float) -> None:
        """Offer nothing."""

    def on_touch_move(self, touch: MotionEvent) -> bool:
        """Let a finger move the caret, not select."""
        if touch.grab_current is not self:
            return False
        self.cursor = self.get_cursor_from_xy(*touch.pos)
        return True

    def _cut(self, data: str) -> None:
        """Cut nothing."""

    def _handle_shortcut(self, key: int) -> None:
        """No key combination selects, copies or pastes."""

    def _ensure_clipboard(self) -> None:
        """The system's clipboard is never even opened."""

    def _update_cutbuffer(self, *args: Any) -> None:
        """Nor that of X11."""

    def _show_cut_copy_paste(self, *args: Any, **kwargs: Any) -> None:
        """No bubble."""


class FieldCard(Surface, BoxLayout):
    """A field on white, with a line of help at its foot. ``field`` is the field itself."""

    field_id = StringProperty("")
    hint = StringProperty("")
    help = StringProperty("")
    ringed = BooleanProperty(False)
    multiline = BooleanProperty(True)
    capitals = BooleanProperty(False)
    limit = NumericProperty(MAX_TEXT)
    lines = NumericProperty(1)
    """How many lines it shows at least."""
    letters = NumericProperty(36)
    """Pixels of the letters that are written."""
    hint_share = NumericProperty(1)
    """How large the hint is, as a share of them: it is made to fit, in one line where only one is written."""

    def __init__(self, **kwargs: Any) -> None:
        self._whole_lines = Clock.create_trigger(self._whole_lines_now, -1)
        self._fit_hint = Clock.create_trigger(self._fit_hint_now, -1)
        super().__init__(**kwargs)
        for name in ("hint", "width", "letters", "multiline"):
            self.fbind(name, self._fit_hint)

    def on_kv_post(self, base_widget: Any) -> None:
        """Its parts are there now."""
        self.ids.room.bind(height=self._whole_lines)
        self.ids.room.bind(height=self._fit_hint)
        self.field.bind(line_height=self._whole_lines, padding=self._whole_lines)
        self._whole_lines()

    def _whole_lines_now(self, *_: Any) -> None:
        """Make the field as high as the lines it has room for, so that none is cut through."""
        line, padding = self.field.line_height + self.field.line_spacing, self.field.padding[1] + self.field.padding[3]
        self.field.height = max(int((self.ids.room.height - padding) // line), 1) * line + padding

    def _fit_hint_now(self, *_: Any) -> None:
        self.hint_share = 1
        room = self.width - 2 * self.border - self.field.padding[0] - self.field.padding[2]
        if not self.hint or room < 1:
            return
        letters = Lettering(self.hint, self.field.font_name, bold=False, line_height=1)
        if not self.multiline:
            self.hint_share = min(1, room / (letters.width(self.letters) * 1.02))
            return
        high = self.ids.room.height - self.field.padding[1] - self.field.padding[3]
        largest = letters.largest(self.letters / 2, self.letters, room / 1.02, high)
        self.hint_share = (largest or self.letters / 2) / self.letters

    @property
    def field(self) -> Field:
        """The field in it."""
        return self.ids.field
