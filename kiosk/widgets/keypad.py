"""Large keys for short codes: the PIN, and the pairing code."""

from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.widgets.buttons import BigButton

RUB_OUT = "rub-out"


class PadKey(BigButton):
    """A key of a pad. The same one may be pressed twice at once: that is what codes need."""

    def act(self) -> None:
        """Type at every touch."""
        if not self.disabled:
            self.dispatch("on_press")


class KeyPad(FloatLayout):
    """Keys in rows of ``columns``, then one to rub out. Keeps what was ``typed``, up to ``longest`` characters.

    ``at`` is before which of them the next one comes. When all are there, a key takes the place of the one at ``at``.
    """

    __events__ = ("on_full",)

    characters = StringProperty("1234567890")
    columns = NumericProperty(3)
    longest = NumericProperty(6)
    typed = StringProperty("")
    at = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._place = Clock.create_trigger(self._place_now, -1)
        super().__init__(**kwargs)
        for name in ("pos", "size", "columns"):
            self.fbind(name, self._place)
        self.fbind("characters", self._build)
        self._build()

    def _build(self, *_: Any) -> None:
        self.clear_widgets()
        for character in self.characters:
            key = PadKey(test_id=f"pad-{character}", words=character)
            key.bind(on_press=lambda *_, character=character: self.type(character))
            self.add_widget(key)
        rub_out = PadKey(test_id=f"pad-{RUB_OUT}", icon="backspace_outline")
        rub_out.bind(on_press=lambda *_: self.rub_out())
        self.add_widget(rub_out)
        self._place()

    def on_typed(self, *_: Any) -> None:
        """It may have been emptied from outside."""
        self.at = min(self.at, len(self.typed))

    def type(self, character: str) -> None:
        """Put a character where one is; dispatch ``on_full`` with the last one that was missing."""
        at, was_full = int(self.at), len(self.typed) == self.longest
        if at == self.longest:
            return
        self.typed = self.typed[:at] + character + self.typed[at + was_full :]
        self.at = min(at + 1, len(self.typed))
        if len(self.typed) == self.longest and not was_full:
            self.dispatch("on_full")

    def rub_out(self) -> None:
        """Take away the character before the place where one is."""
        at = int(self.at)
        if at:
            self.typed = self.typed[: at - 1] + self.typed[at:]
            self.at = at - 1

    def on_full(self) -> None:
        """The event: all characters are typed."""

    def _place_now(self, *_: Any) -> None:
        keys, columns = list(reversed(self.children)), int(self.columns)
        gap = App.get_running_app().sizes.gap
        rows = -(-len(keys) // columns)
        width = (self.width - gap * (columns - 1)) / columns
        height = (self.height - gap * (rows - 1)) / rows
        in_last = len(keys) - (rows - 1) * columns
        for number, key in enumerate(keys):
            row, column = divmod(number, columns)
            shift = columns - in_last if row == rows - 1 else 0
            key.size_hint, key.size = (None, None), (width, height)
            key.pos = self.x + (column + shift) * (width + gap), self.top - (row + 1) * height - row * gap
