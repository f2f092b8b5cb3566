"""Nobody is here: today's question, large, and a gentle drift behind it."""

import math
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle, SmoothEllipse
from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.visit.views import Resting
from kiosk.widgets.page import Page
from kiosk.widgets.surface import Surface, Target
from kiosk.widgets.theme import Theme, tone_of
from shared.errors import UnknownPrompt
from shared.languages import LANGUAGES, N_

FRAMES_PER_S = 8
"""The shapes move some six pixels a second: more frames would show nothing more, and cost a tablet its battery."""
ROUND_S = 24.0
"""How long the shapes take to come back to where they were: slow enough not to pull the eye."""

DRIFTING = ("poll", "feedback", "idea")
"""Tones of the small shapes: the first two that are another than the large one's."""


class Drift(Widget):
    """Large round shapes in the colours of the kinds, drifting unless things should not move."""

    tone = StringProperty("idea")
    phase = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._ticking: Any = None
        for name in ("pos", "size", "tone", "phase"):
            self.fbind(name, self._draw)

    def start(self) -> None:
        """Begin to drift."""
        self.stop()
        self._ticking = Clock.schedule_interval(self._step, 1 / FRAMES_PER_S)

    def stop(self) -> None:
        """Stand still."""
        if self._ticking is not None:
            self._ticking.cancel()
            self._ticking = None

    def paint(self, theme: Theme) -> None:
        """Paint in the colours of a theme."""
        self._theme = theme
        self._draw()

    def _step(self, dt: float) -> None:
        self.phase = (self.phase + dt / ROUND_S) % 1

    def _draw(self, *_: Any) -> None:
        theme = getattr(self, "_theme", None)
        self.canvas.clear()
        if theme is None:
            return
        tone = theme.tones[self.tone]
        side = min(self.width, self.height)
        upright = self.width < self.height
        others = [name for name in DRIFTING if name != self.tone]
        shapes = (
            (0.9, 0.84 if upright else 0.76, 0.46, tone.tint, 0.0),
            (0.70 if upright else 0.735, 0.555 if upright else 0.46, 0.085, theme.tones[others[0]].ground, 0.35),
            (0.93 if upright else 0.885, 0.10 if upright else 0.02, 0.2, theme.tones[others[1]].ground, 0.7),
        )
        with self.canvas:
            Color(*tone.ground)
            Rectangle(pos=self.pos, size=self.size)
            for across, up, radius, colour, offset in shapes:
                turn = 2 * math.pi * (self.phase + offset)
                x = self.x + self.width * across + side * 0.03 * math.cos(turn)
                y = self.y + self.height * up + side * 0.03 * math.sin(turn)
                Color(*colour)
                SmoothEllipse(pos=(x - side * radius, y - side * radius), size=(2 * side * radius, 2 * side * radius))


class Begin(Target, BoxLayout):
    """All of the screen but the languages."""


class LanguagePill(Target, Surface, BoxLayout):
    """A language by its own name."""

    words = StringProperty("")
    ink = ColorProperty((0, 0, 0, 1))


class AttractScreen(Page):
    """Today's question; a touch on it begins to answer, one on a language leads home in that."""

    tone = StringProperty("idea")
    asks = StringProperty("")
    question = StringProperty("")
    news = StringProperty("")

    def show(self, view: Resting) -> None:
        """Show the question, and what has come of earlier answers."""
        super().show(view)
        app = self.app
        asks = app.tr(N_("{library} asks")) if view.library else app.tr(N_("Your library asks"))
        self.asks = asks.format(library=view.library)
        prompt = next(iter(view.prompts), None)
        if prompt is None:
            self.tone, self.asks = "board", view.library
            self.question = app.tr(N_("See what came of your ideas"))
        else:
            self.tone = tone_of(prompt.kind)
            self.question = prompt.text(app.language).question
        self.news = self._news(view)
        self.ids.drift.paint(app.theme)
        self.ids.drift.stop() if app.still else self.ids.drift.start()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for language, known in LANGUAGES.items():
            pill = LanguagePill(test_id=f"language-{language}", words=known.own_name)
            pill.bind(on_press=lambda *_, language=language: self.app.visit.choose_language(language))
            self.ids.languages.add_widget(pill)

    def leave(self) -> None:
        """Stand still while nobody looks."""
        super().leave()
        self.ids.drift.stop()

    def begin(self) -> None:
        """Somebody is here: to the question that stands here, or home where there is none."""
        visit, prompt = self.app.visit, next(iter(self.view.prompts), None)
        if prompt is None:
            visit.wake()
            return
        try:
            visit.answer(prompt.id, prompt.settings.get("activity"))
        except UnknownPrompt as error:
            self.app.complain(error)

    def _news(self, view: Resting) -> str:
        tr = self.app.tr
        said = ((N_("Being tried now: {n}"), view.trying), (N_("Done: {n}"), view.done))
        return "   ·   ".join(tr(text).format(n=count) for text, count in said if count)
