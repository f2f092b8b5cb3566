"""The on-screen keyboard: a part of the screen, so that it covers nothing, and ours, so that it remembers nothing.

One finger is enough for everything. A key acts when the finger lifts, on the key where it lifts; a second finger
lets the first key act at once, so that fast typing keeps its order.
"""

from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from kiosk.widgets import layouts
from kiosk.widgets.layouts import (
    ACCENTS,
    BIG,
    CLOSE,
    DONE,
    ENTER,
    LETTERS,
    RUB_OUT,
    SHIFT,
    SPACE,
    SYMBOLS,
    KeyPlan,
)
from kiosk.widgets.surface import Surface
from shared.languages import DEFAULT_LANGUAGE, N_

HOLD_S, REPEAT_FIRST_S, REPEAT_S, DOUBLE_S = 0.5, 0.45, 0.08, 0.6
ICONS = {
    RUB_OUT: "backspace_outline",
    SPACE: "keyboard_space",
    ENTER: "keyboard_return",
    CLOSE: "close",
}
SHIFT_ICONS = {"off": "apple_keyboard_shift", "once": "apple_keyboard_shift", "locked": "apple_keyboard_caps"}
LABELS = {SYMBOLS: "?123", LETTERS: "abc", BIG: "ABC", ACCENTS: "é"}


class HoldTimer:
    """Calls back when a finger rests on something for a while, and then again and again until it lifts."""

    def __init__(self, first_s: float, again_s: float | None, call: Any) -> None:
        self._first_s, self._again_s, self._call = first_s, again_s, call
        self._event: Any = None

    def start(self) -> None:
        """The finger came down."""
        self.stop()
        self._event = Clock.schedule_once(self._held, self._first_s)

    def stop(self) -> None:
        """The finger lifted or slid away."""
        if self._event is not None:
            self._event.cancel()
            self._event = None

    def _held(self, _: float) -> None:
        self._event = Clock.schedule_once(self._held, self._again_s) if self._again_s else None
        self._call()


class Key(Surface, BoxLayout):
    """One key. ``shown`` is what stands on it, ``icon`` the name of an icon in its place.

    To make one costs more than all it will ever show, so it is used again under another ``plan``.
    """

    test_id = StringProperty("")
    shown = StringProperty("")
    icon = StringProperty("")
    held = BooleanProperty(False)
    active = BooleanProperty(False)
    quiet = BooleanProperty(False)
    ringed = BooleanProperty(False)

    def __init__(self, plan: KeyPlan, keyboard: "OnScreenKeyboard") -> None:
        self.keyboard = keyboard
        super().__init__()
        self.become(plan)

    def become(self, plan: KeyPlan) -> None:
        """Be another key; what stands on it is still to be told."""
        self.plan, self.test_id = plan, f"key-{plan.name}"
        self.quiet = not plan.types and plan.name != SPACE
        self.shown = self.icon = ""
        self.held = self.active = False

    def act(self) -> None:
        """What a touch would do; the hardware keyboard and switches use it."""
        self.keyboard.press(self)


class OnScreenKeyboard(FloatLayout):
    """Types into ``target``, a Field. Dispatches ``on_done``."""

    __events__ = ("on_done",)

    target = ObjectProperty(None, allownone=True)
    language = StringProperty(DEFAULT_LANGUAGE)
    page = OptionProperty(LETTERS, options=[LETTERS, SYMBOLS, BIG])
    shift = OptionProperty("off", options=["off", "once", "locked"])
    digits = BooleanProperty(False)
    address = BooleanProperty(False)
    """For phone numbers and e-mail: figures, and an @ among the letters."""
    gap = NumericProperty(8)
    row_count = NumericProperty(4)

    def __init__(self, **kwargs: Any) -> None:
        self._kept: list[Key] = []
        self._rows: list[list[Key]] = []
        self._accents: list[Key] = []
        self._touched: dict[Any, Key | None] = {}
        self._hold = HoldTimer(HOLD_S, None, self._held)
        self._repeat = HoldTimer(REPEAT_FIRST_S, REPEAT_S, self._rub_out)
        self._shifted_at = -1e9
        self._replaces = False
        self._place = Clock.create_trigger(self._place_now, -1)
        self._show = Clock.create_trigger(self._show_now, -1)
        super().__init__(**kwargs)
        for name in ("language", "page", "digits", "address"):
            self.fbind(name, self._show)
        for name in ("pos", "size", "gap"):
            self.fbind(name, self._place)
        self.fbind("shift", lambda *_: self._label())
        self._show()

    def reset(self) -> None:
        """Small letters, no shift: as the next visitor wants to find it."""
        self.page, self.shift = LETTERS, "off"
        self.close_accents()

    @property
    def keys(self) -> list[Key]:
        """The keys that can be touched now."""
        first = [self._accents] if self._accents else self._rows[:1]
        return [key for row in (*first, *self._rows[1:]) for key in row]

    # Which keys, and where

    def _show_now(self, *_: Any) -> None:
        self.close_accents()
        plans = layouts.rows(self.language, self.page, digits=self.digits, address=self.address)
        keys = iter(self._kept[:])
        self._rows = [[self._key(plan, next(keys, None)) for plan in row] for row in plans]
        self.row_count = len(self._rows)
        self.clear_widgets()
        for row in self._rows:
            for key in row:
                self.add_widget(key)
        self._label()
        self._place_now()

    def _key(self, plan: KeyPlan, kept: Key | None) -> Key:
        if kept is None:
            kept = Key(plan, self)
            self._kept.append(kept)
        elif kept.plan != plan:
            kept.become(plan)
        return kept

    def _label(self) -> None:
        for key in self.keys:
            name = key.plan.name
            if key.plan.types:
                key.shown = name if self.shift == "off" else name.upper()
            elif name == SHIFT:
                key.icon, key.active = SHIFT_ICONS[self.shift], self.shift != "off"
            elif name == DONE:
                key.shown = App.get_running_app().tr(N_("Done"))
            elif name in ICONS:
                key.icon = ICONS[name]
            else:
                key.shown = LABELS[name]

    def _place_now(self, *_: Any) -> None:
        if not self._rows:
            return
        height = (self.height - self.gap * (len(self._rows) - 1)) / len(self._rows)
        widest = max(sum(key.plan.width for key in row) for row in self._rows)
        unit = (self.width + self.gap) / widest
        for number, row in enumerate(self._rows):
            y = self.top - (number + 1) * height - number * self.gap
            self._place_row(row, y, height, unit)
        if self._accents:
            self._place_row(self._accents, self.top - height, height, unit)

    def _place_row(self, row: list[Key], y: float, height: float, unit: float) -> None:
        x = self.x + (self.width + self.gap - unit * sum(key.plan.width for key in row)) / 2
        for key in row:
            key.size_hint, key.pos = (None, None), (x, y)
            key.size = unit * key.plan.width - self.gap, height
            x += unit * key.plan.width

    def key_at(self, x: float, y: float) -> Key | None:
        """Return the key at a place; the gaps belong to the keys around them."""
        reach = self.gap / 2
        for key in self.keys:
            if key.x - reach <= x < key.right + reach and key.y - reach <= y < key.top + reach:
                return key
        return None

    # Fingers

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A finger comes down: earlier ones have typed by now."""
        if self.disabled or not self.collide_point(*touch.pos) or touch.is_mouse_scrolling:
            return False
        for earlier in list(self._touched):
            self._lift(earlier)
        touch.grab(self)
        self._move(touch, self.key_at(*touch.pos))
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        """A finger that slides takes the key it slides to."""
        if touch.grab_current is not self or touch not in self._touched:
            return False
        key = self.key_at(*touch.pos)
        if key is not self._touched[touch]:
            self._move(touch, key)
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """A finger lifts: its key acts."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if touch in self._touched:
            self._lift(touch)
        return True

    def _move(self, touch: MotionEvent, key: Key | None) -> None:
        self._hold.stop()
        self._repeat.stop()
        before = self._touched.get(touch)
        if before is not None:
            before.held = False
        self._touched[touch] = key
        if key is None:
            return
        key.held = True
        if key.plan.name == RUB_OUT:
            self._rub_out()
            self._repeat.start()
        elif key.plan.types and layouts.accents(self.language, key.shown):
            self._hold.start()

    def _lift(self, touch: MotionEvent) -> None:
        self._hold.stop()
        self._repeat.stop()
        key = self._touched.pop(touch)
        if key is not None:
            key.held = False
            if key.plan.name != RUB_OUT:
                self.press(key)

    def _held(self) -> None:
        for touch, key in list(self._touched.items()):
            if key is not None:
                self._touched[touch] = None
                key.held = False
                self.press(key)
                self._open_accents()

    # What keys do

    def press(self, key: Key) -> None:
        """Do what a key is for."""
        name = key.plan.name
        if key in self._accents:
            self._take_accent(key)
        elif key.plan.types:
            self._type(key.shown)
        elif name == SPACE:
            self._type(" ")
        elif name == ENTER:
            self._type("\n")
        elif name == RUB_OUT:
            self._rub_out()
        elif name == SHIFT:
            self._press_shift()
        elif name == ACCENTS:
            self._open_accents()
        elif name == DONE:
            self.dispatch("on_done")
        else:
            self.page, self.shift = name, "off"

    def on_done(self) -> None:
        """The event: the visitor is done writing."""

    def _type(self, text: str) -> None:
        self.close_accents()
        if self.target is not None:
            self.target.type(text)
        if self.shift == "once":
            self.shift = "off"

    def _rub_out(self) -> None:
        self.close_accents()
        if self.target is not None:
            self.target.rub_out()

    def _press_shift(self) -> None:
        now = Clock.get_time()
        again = self.shift == "once" and now - self._shifted_at <= DOUBLE_S
        self.shift = "locked" if again else "once" if self.shift == "off" else "off"
        self._shifted_at = now

    # Accents: the top row, for a while

    def _open_accents(self) -> None:
        if self._accents:
            self.close_accents()
            return
        before = self.target.before_caret() if self.target is not None else ""
        forms = layouts.accents(self.language, before) if before else []
        self._replaces = bool(forms)
        forms = forms or layouts.common_accents(self.language)
        for key in self._rows[0]:
            self.remove_widget(key)
        self._accents = [Key(KeyPlan(form), self) for form in forms] + [Key(KeyPlan(CLOSE), self)]
        for key in self._accents:
            self.add_widget(key)
        self._label()
        self._place_now()

    def _take_accent(self, key: Key) -> None:
        replaces, form = self._replaces, key.shown
        closes = key.plan.name == CLOSE
        self.close_accents()
        if closes:
            return
        if replaces and self.target is not None:
            self.target.rub_out()
        self._type(form)

    def close_accents(self) -> None:
        """Show the letters of the top row again."""
        if not self._accents:
            return
        for key in self._accents:
            self.remove_widget(key)
        self._accents = []
        for key in self._rows[0]:
            self.add_widget(key)
        self._label()
        self._place_now()
