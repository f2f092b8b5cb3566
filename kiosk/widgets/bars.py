"""The bar at the bottom of every screen: back at the left, the main act at the right, the helps between them."""

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.widgets.buttons import BigButton
from kiosk.widgets.sizes import Sizes
from kiosk.widgets.words import Alike


class HelpBar(BoxLayout):
    """Language, larger text, contrast: always there, always in the same place; and lower, where that is of use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        alike = Alike()
        for pill in self.children:
            pill.alike = alike
        self._lower: Widget = self.ids.lower.__self__  # kept here, as it leaves the bar on small screens

    def offer_lower(self, wanted: bool) -> None:
        """Offer to move things down, or leave its place to the others."""
        if wanted and self._lower.parent is None:
            self.add_widget(self._lower)
        elif not wanted and self._lower.parent is self:
            self.remove_widget(self._lower)


class Bar(FloatLayout):
    """Back, helps and the main act in a row; upright, the helps come below.

    Back and the main act reach to the edge of the screen: the whole corner belongs to them.
    """

    __events__ = ("on_back", "on_main")

    back_words = StringProperty("")
    back_icon = StringProperty("arrow_left")
    main_words = StringProperty("")
    main_icon = StringProperty("arrow_right")
    main_id = StringProperty("main")
    main_disabled = BooleanProperty(False)
    has_helps = BooleanProperty(True)
    sizes = ObjectProperty(Sizes(1280, 800))

    def __init__(self, **kwargs: Any) -> None:
        self._place = Clock.create_trigger(self._place_now, -1)
        self.back = BigButton(test_id="back", look="plain")
        self.main_act = BigButton(test_id="main", look="main", icon_last=True, is_main=True)
        self.helps = HelpBar()
        super().__init__(**kwargs)
        self.back.bind(on_press=lambda *_: self.dispatch("on_back"))
        self.main_act.bind(on_press=lambda *_: self.dispatch("on_main"))
        for name in ("pos", "size", "back_words", "back_icon", "main_words", "main_icon", "main_id", "main_disabled"):
            self.fbind(name, self._place)
        self.fbind("has_helps", self._place)
        self.fbind("sizes", self._place)
        self._place()

    def on_back(self) -> None:
        """The event: back."""

    def on_main(self) -> None:
        """The event: the main act."""

    def _place_now(self, *_: Any) -> None:
        sizes = self.sizes
        self.back.words, self.back.icon = self.back_words, self.back_icon
        self.main_act.words, self.main_act.icon, self.main_act.test_id = self.main_words, self.main_icon, self.main_id
        self.main_act.disabled = self.main_disabled
        self.helps.offer_lower(sizes.can_lower)
        shown: list[tuple[Widget, bool]] = [
            (self.back, bool(self.back_words)),
            (self.main_act, bool(self.main_words)),
            (self.helps, self.has_helps),
        ]
        for widget, wanted in shown:
            if wanted and widget.parent is None:
                self.add_widget(widget)
            elif not wanted and widget.parent is not None:
                self.remove_widget(widget)
            widget.size_hint = None, None
        grow = 1 + (sizes.text_scale - 1) * 0.3
        back, main = (
            230 * sizes.unit * grow,
            (380 * grow if sizes.tall else 320 * (1 + (grow - 1) * (0.5 if sizes.can_lower else 1))) * sizes.unit,
        )
        fit = min(1, (self.width - 2 * sizes.pad - 2 * sizes.gap) / (back + main))
        back, main = back * fit, main * fit
        deep, edge = sizes.main, (sizes.main - 96 * sizes.unit) / 2
        pad, gap = sizes.pad, sizes.gap
        helps = max(100 * sizes.unit, sizes.target) if sizes.tall else 0
        y = self.y + (helps + gap * 1.6 if helps and self.has_helps else 0)
        self.back.pos, self.back.size, self.back.inset = (self.x, y), (pad + back, deep), (pad, edge, 0, edge)
        self.main_act.size, self.main_act.inset = (main + pad, deep), (0, edge, pad, edge)
        self.main_act.pos = self.right - self.main_act.width, y
        if sizes.tall:
            self.helps.size, self.helps.pos = (self.width - 2 * pad, helps), (self.x + pad, self.y + gap * 0.6)
        else:
            # The helps stay where they are when a screen has no back or no main act.
            left, right = self.x + pad + back + gap, self.right - pad - main - gap
            air = gap * (0.6 if sizes.text_scale == 1 else 0.35)  # larger words get what room there is
            self.helps.size, self.helps.pos = (right - left, deep - 2 * air), (left, y + air)
