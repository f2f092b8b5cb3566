"""Paper to draw on, and drawings to look at. Finished strokes lie in a framebuffer; only the live one is drawn anew."""

from typing import Any

from kivy.clock import Clock
from kivy.graphics import ClearBuffers, ClearColor, Color, Ellipse, Fbo, InstructionGroup, Line, Rectangle
from kivy.graphics.context import get_context
from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.widgets.strokes import Stroke, Strokes
from shared.colours import colour
from shared.kinds.drawing import GRID, MAX_WIDTH, PAPER_ASPECT, PAPER_COLOUR

FINE = 2
"""The framebuffer is so many times finer than the screen: that smooths the edges of strokes."""
LIVE_POINTS = 200
"""A live stroke is baked in pieces of so many points: a growing line costs more with each of them."""


class Sheet(Widget):
    """White 4:3 paper, as large as its box allows, in the middle of it, with baked strokes."""

    rim = ColorProperty((0, 0, 0, 0))
    border = NumericProperty(2)

    def __init__(self, **kwargs: Any) -> None:
        self._fbo: Fbo | None = None
        super().__init__(**kwargs)
        with self.canvas:
            self._rim_colour = Color(0, 0, 0, 0)
            self._rim = Rectangle()
            Color(1, 1, 1, 1)
            self._rectangle = Rectangle()
        self._rebake = Clock.create_trigger(self._rebake_now, -1)
        self.bind(pos=self._rebake, size=self._rebake, rim=self._paint_rim)
        self._paint_rim()
        get_context().add_reload_observer(self._drawn_anew)
        self._rebake()

    @property
    def paper(self) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of the paper, in whole pixels."""
        width = max(int(min(self.width, self.height * PAPER_ASPECT)), 4)
        height = round(width / PAPER_ASPECT)
        return int(self.x + (self.width - width) / 2), int(self.y + (self.height - height) / 2), width, height

    def _drawn_anew(self, *_: Any) -> None:
        """The system took away what was in its graphics memory."""
        self._rebake()

    def _paint_rim(self, *_: Any) -> None:
        self._rim_colour.rgba = self.rim

    def strokes_to_bake(self) -> list[Stroke]:
        """Return the finished strokes."""
        raise NotImplementedError

    def _rebake_now(self, *_: Any) -> None:
        x, y, width, height = self.paper
        self._fbo = Fbo(size=(width * FINE, height * FINE))
        with self._fbo:
            ClearColor(*colour(PAPER_COLOUR))
            ClearBuffers()
        self._fbo.draw()
        self._fbo.clear()
        self.bake(*self.strokes_to_bake())
        self._rectangle.texture = self._fbo.texture
        self._rectangle.pos, self._rectangle.size = (x, y), (width, height)
        self._rim.pos = x - self.border, y - self.border
        self._rim.size = width + 2 * self.border, height + 2 * self.border

    def bake(self, *strokes: Stroke) -> None:
        """Put strokes on the paper for good."""
        if self._fbo is None:
            return
        _, _, width, height = self.paper
        for stroke in strokes:
            group = InstructionGroup()
            add_stroke(group, stroke, 0, 0, width * FINE, height * FINE)
            self._fbo.add(group)
        self._fbo.draw()
        self._fbo.clear()
        self.canvas.ask_update()


def add_stroke(group: InstructionGroup, stroke: Stroke, x: float, y: float, width: float, height: float) -> None:
    """Add the shapes of a stroke to a group, for paper with this left, bottom, width and height in pixels."""
    group.add(Color(*colour(stroke["colour"])))
    points = [at for px, py in stroke["points"] for at in (x + px * width, y + (1 - py) * height)]
    thick = max(stroke["width"] * width / 1000, 1)
    if len(points) == 2:
        group.add(Ellipse(pos=(points[0] - thick / 2, points[1] - thick / 2), size=(thick, thick)))
    else:
        group.add(Line(points=points, width=thick / 2, cap="round", joint="round"))


class DrawingView(Sheet):
    """A drawing to look at."""

    strokes = ObjectProperty(())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(strokes=self._rebake)

    def strokes_to_bake(self) -> list[Stroke]:
        """Return the strokes shown."""
        return list(self.strokes)


class DrawingPaper(Sheet):
    """Paper to draw on with one finger. Dispatches ``on_stroke`` after each change, ``on_full`` at the limit."""

    __events__ = ("on_stroke", "on_full", "on_drawing")

    test_id = StringProperty("")
    colour = StringProperty("#1e2b33")
    thickness = NumericProperty(8)
    """Width of the next stroke in thousandths of the paper's width."""
    can_undo = BooleanProperty(False)
    can_clear = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._strokes = Strokes()
        self._touch: MotionEvent | None = None
        self._points: list[list[float]] = []
        self._baked = 0
        super().__init__(**kwargs)
        self._live = InstructionGroup()
        self.canvas.after.add(self._live)

    @property
    def strokes(self) -> list[Stroke]:
        """The finished strokes."""
        return list(self._strokes.all)

    def strokes_to_bake(self) -> list[Stroke]:
        """Return the finished strokes."""
        return self._strokes.all

    def take(self, strokes: list[Stroke]) -> None:
        """Begin with these strokes on the paper."""
        self._strokes = Strokes(strokes)
        self._look()
        self._rebake()

    def undo(self) -> None:
        """Take back the last stroke, or the last clearing."""
        self._strokes.undo()
        self._changed()
        self._rebake()

    def clear(self) -> None:
        """Take everything away; undo brings it back."""
        self._strokes.clear()
        self._changed()
        self._rebake()

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """Begin a stroke. A second finger draws nothing."""
        x, y, width, height = self.paper
        inside = x <= touch.x <= x + width and y <= touch.y <= y + height
        if self.disabled or not inside or touch.is_mouse_scrolling:
            return False
        touch.grab(self)
        if self._touch is not None:
            return True
        if self._strokes.full:
            self.dispatch("on_full")
            return True
        self._touch, self._points, self._baked = touch, [], 0
        self._add_point(touch)
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        """Draw on."""
        if touch.grab_current is not self:
            return False
        if touch is self._touch:
            self._add_point(touch)
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """Finish the stroke: bake it and keep it as data."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if touch is self._touch:
            self._add_point(touch)
            self._finish()
        return True

    def _add_point(self, touch: MotionEvent) -> None:
        x, y, width, height = self.paper
        across, down = (touch.x - x) / width, 1 - (touch.y - y) / height
        point = [round(min(max(value, 0), 1) * GRID) / GRID for value in (across, down)]
        if self._points and self._points[-1] == point:
            return
        if len(self._points) >= self._strokes.points_left:
            self._finish()
            self.dispatch("on_full")
            return
        self._points.append(point)
        self._draw_live()
        self.dispatch("on_drawing")

    def _stroke(self, points: list[list[float]]) -> Stroke:
        width = min(round(self.thickness, 1), MAX_WIDTH)
        return {"colour": self.colour, "width": width, "points": points}

    def _draw_live(self) -> None:
        if len(self._points) - self._baked > LIVE_POINTS:
            self.bake(self._stroke(self._points[self._baked :]))
            self._baked = len(self._points) - 1
        self._live.clear()
        add_stroke(self._live, self._stroke(self._points[self._baked :]), *self.paper)

    def _finish(self) -> None:
        self._touch = None
        self._live.clear()
        stroke = self._stroke(self._points)
        self._strokes.add(stroke)
        self.bake(stroke)
        self._changed()

    def _changed(self) -> None:
        self._look()
        self.dispatch("on_stroke")

    def _look(self) -> None:
        self.can_undo, self.can_clear = self._strokes.can_undo, bool(self._strokes.all)

    def on_stroke(self) -> None:
        """The event: the strokes changed."""

    def on_drawing(self) -> None:
        """The event: a stroke grows."""

    def on_full(self) -> None:
        """The event: the drawing takes no more."""
