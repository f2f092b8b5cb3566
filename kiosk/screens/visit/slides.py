"""What the resting screen shows when: a round of slides, questions and what came of them in turn. Knows no Kivy."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, zip_longest

from kiosk.visit.views import ActivityHere, Resting
from shared.kinds import KINDS
from shared.notice import Notice
from shared.prompt import Prompt


class About(StrEnum):
    """What a slide is about."""

    QUESTION = "question"
    DONE = "done"
    DRAWING = "drawing"
    ACTIVITY = "activity"
    BOARD = "board"


@dataclass(frozen=True)
class Slide:
    """One thing to touch. Has the ``prompt``, ``notice`` or activity (``here``) that it is about."""

    about: About
    key: str = ""
    """Its name among those about the same."""
    prompt: Prompt | None = field(default=None, compare=False)
    notice: Notice | None = field(default=None, compare=False)
    here: ActivityHere | None = field(default=None, compare=False)


def slides_of(view: Resting) -> tuple[Slide, ...]:
    """Return the slides: a question, then something else, and so on; the board alone where there is nothing."""
    prompts = [prompt for prompt in view.prompts if prompt.kind in KINDS]
    questions = [
        Slide(About.QUESTION, f"{prompt.id} {prompt.settings.get('activity', '')}", prompt) for prompt in prompts
    ]
    others = []
    if view.newest is not None:
        others.append(Slide(About.DONE, view.newest.id, notice=view.newest))
    if view.drawing is not None and view.drawing != view.newest:
        drawing = next((prompt for prompt in prompts if prompt.id == view.drawing.prompt), None)
        others.append(Slide(About.DRAWING, view.drawing.id, drawing, view.drawing))
    if view.next_activity is not None:
        others.append(Slide(About.ACTIVITY, view.next_activity.activity.slug, here=view.next_activity))
    in_turn = chain.from_iterable(zip_longest(questions, others))
    return tuple(slide for slide in in_turn if slide is not None) or (Slide(About.BOARD),)


class Round:
    """Goes round the slides. There is always one that is shown now."""

    def __init__(self) -> None:
        self.slides: tuple[Slide, ...] = (Slide(About.BOARD),)
        self.at = 0

    @property
    def now(self) -> Slide:
        """The slide that is shown now."""
        return self.slides[self.at]

    def take(self, slides: Sequence[Slide]) -> None:
        """Go on with these. The present one stays; where it is gone, the next of those that were to come is shown."""
        to_come = (*self.slides[self.at :], *self.slides[: self.at])
        self.slides = tuple(slides)
        self.at = next((self.slides.index(slide) for slide in to_come if slide in self.slides), 0)

    def turn(self) -> None:
        """Show the next one."""
        self.at = (self.at + 1) % len(self.slides)

    def begin(self) -> None:
        """Show the first one."""
        self.at = 0


def that_fit(count: int, width: float, least: float, gap: float) -> int:
    """Return how many of the languages stand on the screen, where each takes at least so many pixels.

    All of them, or as many as leave room for one more button that leads to all.
    """
    room = int((width + gap) // (least + gap))
    return count if count <= room else max(room - 1, 0)
