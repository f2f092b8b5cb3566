"""The window: everything that must be said to Kivy before it is imported for the first time, in one place."""

import ctypes
import logging
import os
import sys
from contextlib import suppress
from typing import Any

from kiosk.glyphs import drawable
from shared.errors import NoScreen

ENVIRONMENT = {
    # Kivy would read our command line, and end the program at an option it does not know.
    "KIVY_NO_ARGS": "1",
    # Kivy's own log files and settings would lie in the home folder; and it would take over stderr.
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_NO_ENV_CONFIG": "1",
    # Kivy's other window, for X alone, ends the process where there is no X.
    "KIVY_WINDOW": "sdl2",
}
NO_SCREENS = {"dummy", "offscreen", "evdev"}
"""SDL takes these by itself where it finds no screen. Somebody who wants one names it in ``SDL_VIDEODRIVER``."""
DEFAULT_SIZE = (1280, 800)
MEASURED = 8_192
"""So many words keep their measures, each in one size: about 2 MB. All words of the fullest screen are some 3,000."""

_measured: dict[tuple[object, ...], tuple[int, int]] = {}


def prepare(
    *, size: tuple[int, int] | None = None, windowed: bool = False, touch_only: bool = True, max_fps: int = 60
) -> None:
    """Set up Kivy for a kiosk. Call it before anything of the glass is imported; later it has no effect.

    ``size`` is in pixels. A kiosk fills the screen unless ``windowed``. ``touch_only`` hides the mouse pointer.
    """
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    logging.getLogger("kivy").addFilter(_is_worth_telling)
    from kivy.config import Config

    width, height = size or DEFAULT_SIZE
    settings: dict[tuple[str, str], str | int] = {
        ("kivy", "exit_on_escape"): 0,  # also the back key of Android
        ("kivy", "keyboard_mode"): "system",  # ours is an ordinary part of the screen
        ("kivy", "log_level"): "warning",
        ("graphics", "multisamples"): 0,  # shapes smooth their own edges; this only costs memory
        ("graphics", "maxfps"): max_fps,
        ("graphics", "allow_screensaver"): 0,
        ("graphics", "width"): width,
        ("graphics", "height"): height,
        ("graphics", "fullscreen"): 0 if windowed or size else "auto",
        ("graphics", "borderless"): 0 if windowed else 1,
        ("graphics", "show_cursor"): 0 if touch_only and not windowed else 1,
    }
    for (section, option), setting in settings.items():
        Config.set(section, option, str(setting))
    # SDL brings the touches by itself; Kivy's second reader of the same panel would double each of them. And a
    # right click must not leave red dots.
    Config.remove_section("input")
    Config.add_section("input")
    Config.set("input", "mouse", "mouse,disable_multitouch")
    _draw_only_what_fonts_have()


def check_screen() -> None:
    """Open the window, and see to it that somebody can see it. Raises NoScreen."""
    from kivy.core.window import Window

    if Window is None:
        raise NoScreen("no window could be opened")
    driver = drawn_on()
    if driver in NO_SCREENS and not os.environ.get("SDL_VIDEODRIVER"):
        raise NoScreen(f"SDL found no display, and would draw on {driver!r}")


def drawn_on() -> str:
    """Return what the opened window is drawn on: SDL's name for it, such as x11, wayland, KMSDRM or offscreen."""
    try:
        ask = _sdl().SDL_GetCurrentVideoDriver
    except (OSError, AttributeError):
        return "a window"
    ask.restype = ctypes.c_char_p
    return (ask() or b"nothing").decode()


def _sdl() -> ctypes.CDLL:
    """Return SDL itself, as Kivy has loaded it: on Windows by its name, elsewhere through whoever is linked to it."""
    from kivy.core.window import _window_sdl2

    return ctypes.CDLL("SDL2.dll" if sys.platform == "win32" else _window_sdl2.__file__)


def told_dpi() -> float | None:
    """Return how many dots to the inch the system says that the screen has; None when it says nothing.

    A window that does not fill the screen stands for a whole one of its size: what the system says is not about that.
    """
    from kivy.core.window import Window

    dpi = ctypes.c_float(0)
    with suppress(OSError, AttributeError):
        if Window.fullscreen and _sdl().SDL_GetDisplayDPI(0, ctypes.byref(dpi), None, None) == 0:
            return dpi.value or None
    return None


def _draw_only_what_fonts_have() -> None:
    """Let all text of the glass, labels and fields alike, pass over what its font cannot draw.

    Everything that Kivy draws or measures goes through this one class; what a widget holds stays whole.
    """
    import kivy.core.text

    provider: Any = kivy.core.text.Label

    class Drawn(provider):
        """Draws and measures the same characters, so that the caret stands where it should."""

        def get_extents(self, text: str) -> tuple[int, int]:
            # A screen asks for the same words hundreds of times until it has found their size.
            told = self.options
            key = text, told["font_name_r"], told["font_size"], told["bold"], told["italic"]
            found = _measured.get(key)
            if found is None:
                if len(_measured) >= MEASURED:
                    _measured.clear()
                found = _measured[key] = super().get_extents(drawable(text, told["font_name_r"]))
            return found

        def _render_text(self, text: str, x: int, y: int) -> None:
            super()._render_text(drawable(text, self.options["font_name_r"]), x, y)

    if provider.__name__ != Drawn.__name__:
        kivy.core.text.Label = Drawn


def forget_measured() -> None:
    """Keep no measures of words, and no words: some of them were a visitor's."""
    _measured.clear()
    drawable.cache_clear()


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Pass over one complaint, with a traceback, about a second reader of touches, which a kiosk does not use."""
    return "MTDev" not in record.getMessage()
