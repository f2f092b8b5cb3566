"""Drives the real glass in this process: real widgets, real touches through Kivy's own dispatch, no waiting.

    with Driver.of(kiosk) as glass:
        glass.tap("language-nb")
        glass.type("Æsj, så bra!")

Nothing here sleeps: frames are drawn when asked for, and time stands still unless ``clock`` is told otherwise.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from kivy.base import EventLoop, ExceptionManager, runTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent
from kivy.uix.widget import Widget

from kiosk.app import KioskApp
from kiosk.widgets.keyboard import Key, OnScreenKeyboard
from kiosk.widgets.page import Page
from kiosk.widgets.paper import DrawingPaper
from kiosk.widgets.surface import Target

_ids = itertools.count()


def place(x: float, y: float) -> dict[str, float]:
    """Return a place on the window as fractions of its last pixel, as panels tell it."""
    return {"x": x / (Window.width - 1), "y": y / (Window.height - 1)}


class Touch(MotionEvent):  # type: ignore[misc]  # Kivy has no types
    """A finger."""

    def __init__(self, x: float, y: float) -> None:
        number = next(_ids)
        super().__init__("driver", f"driver-{number}", place(x, y), is_touch=True)
        self.type_id = "touch"

    def depack(self, args: dict[str, float]) -> None:
        """Take a place on the window, as fractions of it."""
        self.profile = ["pos"]
        self.sx, self.sy = args["x"], args["y"]
        super().depack(args)


PIN_FRAMES = 100_000
"""A PIN takes a second of work at its real cost, and frames are short where nothing moves."""


class Driver:
    """One glass on the one window of this process."""

    def __init__(self, app: KioskApp, *, pause: Callable[[], None] = lambda: None) -> None:
        self.app, self._pause = app, pause
        self._before = set(Clock.get_events())
        app._run_prepare()
        runTouchApp(embedded=True)
        self.frames(4)

    @classmethod
    def of(
        cls, kiosk: Any, *, size: tuple[int, int] = (1280, 800), syncs: bool = False, app: type[KioskApp] = KioskApp
    ) -> "Driver":
        """Show a kiosk in a window of this size. Between touches its clock, if it can, goes on by a second."""
        Window.size = size
        pass_s = getattr(kiosk.clock, "pass_s", lambda seconds: None)
        return cls(app(kiosk, syncs=syncs), pause=lambda: pass_s(1))

    def __enter__(self) -> "Driver":
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Take the glass off the window; leave nothing that ticks."""
        self.app.stop()
        for child in Window.children[:]:
            Window.remove_widget(child)
        for event in Clock.get_events():
            if event not in self._before:
                event.cancel()

    def frames(self, count: int = 1) -> None:
        """Draw so many frames."""
        for _ in range(count):
            self._as_the_loop_does(EventLoop.idle)

    def knock(self, times: int = 5) -> None:
        """Tap the hidden corner of staff."""
        for _ in range(times):
            self.swipe([(20, self.app.sizes.height - 20)])
            self.app.kiosk.clock.pass_s(0.4)
        self.frames(3)

    def pad(self, typed: str) -> None:
        """Type on a pad of keys; a whole PIN is looked at before the next key is taken."""
        for character in typed:
            self.tap(f"pad-{character}")
            self.until(lambda: not getattr(self.app._page, "busy", False), PIN_FRAMES)
        self.frames(2)

    def until(self, true: Callable[[], bool], frames: int = 5_000) -> None:
        """Draw frames until something is true; for what another thread or process does."""
        for _ in range(frames):
            if true():
                return
            self.frames()
        raise AssertionError("it did not come true")

    # Looking

    @property
    def top(self) -> Widget:
        """The layer that can be touched now."""
        return self.app._top()

    @property
    def page(self) -> Any:
        """The screen that is shown, as whatever it is."""
        assert self.app._page is not None
        return self.app._page

    @property
    def screen(self) -> str:
        """The name of the screen's class."""
        return type(self.app._page).__name__

    def widgets(self) -> Iterator[Widget]:
        """Yield what is shown on the topmost layer."""
        yield from (widget for widget in _seen(self.top) if widget.get_root_window())

    def find(self, test_id: str) -> Widget:
        """Return the one shown widget of this name."""
        found = [widget for widget in self.widgets() if getattr(widget, "test_id", "") == test_id]
        assert len(found) == 1, f"{len(found)} of {test_id!r}; there are {sorted(self.ids())}"
        return found[0]

    def ids(self) -> set[str]:
        """Return the names of what is shown."""
        return {widget.test_id for widget in self.widgets() if getattr(widget, "test_id", "")}

    def words(self) -> list[str]:
        """Return all words that are shown, from top to bottom."""
        shown = [
            (widget.to_window(*widget.pos)[1], widget.text) for widget in self.widgets() if hasattr(widget, "text")
        ]
        return [text for _, text in sorted(shown, key=lambda one: -one[0]) if text.strip()]

    def picture(self, path: Path) -> Path:
        """Save what the window shows as a PNG, also when it is larger than the screen behind it."""
        self.frames(3)
        self.app.ground.export_to_png(str(path))
        return path

    # Touching

    def tap(self, test_id: str) -> None:
        """Touch the middle of something."""
        widget = self.find(test_id)
        assert not widget.disabled, f"{test_id!r} is disabled"
        self.touch(*widget.to_window(*widget.center))

    def reach(self, test_id: str) -> None:
        """Touch something that may stand on another page: turn to the first, and on until it is there."""
        if test_id not in self.ids():
            while not self.find("previous").disabled:
                self.tap("previous")
        while test_id not in self.ids():
            self.tap("next-page")
        self.tap(test_id)

    def touch(self, x: float, y: float) -> None:
        """Touch a place on the window, and let time pass before the next touch."""
        self.swipe([(x, y)])
        self._pause()

    def swipe(self, points: Sequence[tuple[float, float]]) -> None:
        """Come down at the first point, move through the others, lift at the last."""
        touch = Touch(points[0][0], points[0][1])
        self._dispatch("begin", touch)
        for x, y in points[1:]:
            touch.move(place(x, y))
            self._dispatch("update", touch)
        self.frames()
        self._dispatch("end", touch)
        self.frames(2)

    def _dispatch(self, what: str, touch: Touch) -> None:
        self._as_the_loop_does(lambda: EventLoop.post_dispatch_input(what, touch))

    @staticmethod
    def _as_the_loop_does(step: Callable[[], object]) -> None:
        """What nobody caught goes to Kivy's handlers, as in its own loop."""
        try:
            step()
        except Exception as exception:
            if ExceptionManager.handle_exception(exception) == ExceptionManager.RAISE:
                raise

    def type(self, text: str) -> None:
        """Type a text on the on-screen keyboard, key by key: shift, symbols and accents where they are needed."""
        for character in text:
            self._type_one(character)

    def draw(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Draw strokes; points are fractions of the paper from its top left corner."""
        paper = next(widget for widget in self.widgets() if isinstance(widget, DrawingPaper))
        left, bottom, width, height = paper.paper
        left, bottom = paper.to_window(left, bottom)
        for stroke in strokes:
            self.swipe([(left + x * width, bottom + (1 - y) * height) for x, y in stroke])

    def press_key(self, key: int, text: str = "", modifiers: Sequence[str] = ()) -> None:
        """Press a key of a hardware keyboard."""
        Window.dispatch("on_key_down", key, 0, text or None, list(modifiers))
        if text and not modifiers:
            Window.dispatch("on_textinput", text)
        Window.dispatch("on_key_up", key, 0)
        self.frames(2)
        self._pause()

    def _keyboard(self) -> OnScreenKeyboard:
        return next(widget for widget in self.widgets() if isinstance(widget, OnScreenKeyboard))

    def _key(self, name: str) -> Key | None:
        return next((key for key in self._keyboard().keys if key.plan.name == name), None)

    def _tap_key(self, name: str) -> None:
        key = self._key(name)
        assert key is not None, f"no key {name!r}"
        self.swipe([key.to_window(*key.center)])

    def _type_one(self, character: str) -> None:
        special = {" ": "space", "\n": "enter"}.get(character)
        if special:
            self._tap_key(special)
            return
        for page in ("letters", "symbols"):
            if self._key(character.lower()) is not None:
                break
            if self._keyboard().page != page:
                self._tap_key(page)
        if self._key(character.lower()) is None:
            self._type_accent(character)
            return
        if character != character.lower():
            self._tap_key("shift")
        self._tap_key(character.lower())

    def _type_accent(self, character: str) -> None:
        from kiosk.widgets import layouts

        keyboard = self._keyboard()
        if keyboard.page != "letters":
            self._tap_key("letters")
        keys = [key.plan.name for key in keyboard.keys if key.plan.types]
        base = next(key for key in keys if character.lower() in layouts.accents(keyboard.language, key))
        self._type_one(base.upper() if character.isupper() else base)
        self._tap_key("accents")
        self._tap_key(character)


def targets(driver: Driver) -> list[Widget]:
    """Return what can be touched now."""
    return [widget for widget in driver.widgets() if isinstance(widget, Target | Key) and not widget.disabled]


def _seen(widget: Widget) -> Iterator[Widget]:
    """Yield a widget and what lies in it, from top to bottom; nothing of what is faded away.

    A page that still fades in is there for fingers already.
    """
    if widget.opacity > 0:
        yield widget
    if widget.opacity > 0 or isinstance(widget, Page):
        for child in reversed(widget.children):
            yield from _seen(child)
