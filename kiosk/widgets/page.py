"""A screen as such, and the stage on which one at a time stands."""

from operator import is_
from typing import Any, ClassVar, NamedTuple

from kivy.animation import Animation
from kivy.app import App
from kivy.graphics import Color, SmoothEllipse
from kivy.input.motionevent import MotionEvent
from kivy.properties import (
    BooleanProperty,
    ColorProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    StringProperty,
)
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.widgets.theme import tone_of
from shared.languages import Translator

FADE_S = 0.15


class Page(BoxLayout):
    """One screen. The app calls :meth:`show` whenever what it shows may have changed, and :meth:`leave` at the end."""

    view: Any = ObjectProperty(None, allownone=True, comparator=is_)
    world: ClassVar[str] = ""
    """The tone of its colours, where its view is about no prompt; "" for none."""

    @classmethod
    def tone_of_view(cls, view: Any) -> str:
        """Return the tone in whose world this view is shown: that of the kind it is about, or that of the screen."""
        prompt = getattr(view, "prompt", None)
        return tone_of(prompt.kind) if prompt is not None else cls.world

    @property
    def app(self) -> Any:
        """The running app."""
        return App.get_running_app()

    def show(self, view: Any) -> None:
        """Show this view of the machine that owns the glass; once more when its language changed, or nothing."""
        self.view = view

    def leave(self) -> None:
        """Forget what must not stay: another person comes next."""
        self.view = None

    def back(self) -> None:
        """What the Escape key does."""


class Head(BoxLayout):
    """The heading of a screen, and one dot for each step of the way."""

    words = StringProperty("")
    words_height = NumericProperty(0)
    """Pixels the words take. A rule elsewhere that read ``self.ids`` for it would keep its widget alive for good."""
    ink = ColorProperty((0, 0, 0, 1))
    most = NumericProperty(0)
    """Pixels of its letters; 0 for those of headings."""
    steps = ObjectProperty(())
    """How many steps, and which one is now: (3, 0) is the first of three. Empty for none."""


class Dots(Widget):
    """The steps as dots, the present one large and dark. ``states`` tells for each whether it is the present one."""

    states = ListProperty([])
    colour = ColorProperty((0, 0, 0, 1))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("pos", "size", "states", "colour"):
            self.fbind(name, self._draw)

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        if not self.states:
            return
        pitch = self.width / len(self.states)
        with self.canvas:
            Color(*self.colour)
            for number, present in enumerate(self.states):
                side = pitch * (0.62 if present else 0.34)
                middle = self.x + pitch * (number + 0.5)
                SmoothEllipse(pos=(middle - side / 2, self.y + (self.height - side) / 2), size=(side, side))


class Said(NamedTuple):
    """A message, and the number in it: said in the language of the moment, also when the visitor takes another."""

    message: str = ""
    n: int = 0

    def __bool__(self) -> bool:
        return bool(self.message)

    def words(self, tr: Translator) -> str:
        """Return what is said; "" when nothing is."""
        return tr(self.message).format(n=self.n) if self else ""


NOTHING = Said()


class Problem(BoxLayout):
    """What went wrong, in words and with a sign, near where it happened. Takes no room when nothing did.

    ``says`` is said in the language of the moment; ``words`` are said already.
    """

    says = ObjectProperty(NOTHING, rebind=True)
    words = StringProperty("")
    tallest = NumericProperty(0)
    """Pixels the words may take, where it stands in a narrow column; 0 for one or two lines."""
    scarce = BooleanProperty(False)
    """Whether it may be no higher than one line, for want of room."""
    rim = NumericProperty(2)


class Ground(FloatLayout):
    """The bottom of everything: sees each touch first."""

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """Tell the app, then whoever lies there."""
        App.get_running_app().touched(touch)
        return bool(super().on_touch_down(touch))


class Stage(FloatLayout):
    """Holds the screen that is shown; a change fades in, unless things should not move. Nothing fades in at first."""

    still = BooleanProperty(False)

    def put(self, page: Widget) -> None:
        """Show this screen and no other."""
        if page.parent is self:
            return
        Animation.cancel_all(page, "opacity")
        is_change = bool(self.children)
        self.clear_widgets()
        self.add_widget(page)
        page.opacity = 1
        if is_change and not self.still:
            page.opacity = 0
            Animation(opacity=1, duration=FADE_S).start(page)
