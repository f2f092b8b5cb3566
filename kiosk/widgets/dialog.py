"""What lies over a screen until it is answered: the warning before everything is forgotten, and other questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kivy.input.motionevent import MotionEvent
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.widgets.buttons import BigButton


class Veil(FloatLayout):
    """Covers the screen and takes all touches, so that nothing below can be touched."""

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """Keep the touch."""
        super().on_touch_down(touch)
        return True


@dataclass(frozen=True)
class Way:
    """One way out of a dialog: its test id, its words, and what it does. The main one stands at the right."""

    id: str
    words: str
    icon: str
    call: Callable[[], Any]


class Dialog(Veil):
    """A question in large words, with two or more ways on."""

    heading = StringProperty("")
    body = StringProperty("")
    icon = StringProperty("")
    count = NumericProperty(0)
    """Seconds left, shown large when there are any."""

    def __init__(self, ways: Sequence[Way], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for number, way in enumerate(ways):
            main = number == len(ways) - 1
            button = BigButton(
                test_id=way.id, words=way.words, icon=way.icon, look="main" if main else "plain", is_main=main
            )
            button.bind(on_press=lambda *_, call=way.call: call())
            self.ids.ways.add_widget(button)


class ChoiceDialog(Veil):
    """A heading over boxes to choose from, such as the languages."""

    heading = StringProperty("")

    def __init__(self, boxes: Sequence[Widget], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ids.grid.fill(boxes)
