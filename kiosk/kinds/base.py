"""What every kind must say about how it is asked on the glass and shown before it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kivy.uix.widget import Widget

from kiosk.forms.base import Form
from kiosk.widgets.theme import Theme
from shared.kinds.base import Answer
from shared.prompt import Prompt


@dataclass(frozen=True)
class KindForm:
    """How one kind is asked. ``forms`` and ``questions`` are by field; without its own a field asks the prompt's.

    ``questions`` are message ids. ``summary`` makes the widget that shows an answer before it is sent. What colours
    its screens have, the themes say.
    """

    icon: str
    forms: Mapping[str, Callable[[], Form]]
    summary: Callable[[Answer, Prompt, str], Widget]
    questions: Mapping[str, str] = field(default_factory=dict)
    line: str = ""
    """What its tile says below the title (a message id), where the prompt's own line says nothing."""
    first: bool = False
    """Its tile stands before the others: who can answer it is here now, and not long."""
    invitation: Callable[[Theme], Widget] | None = None
    """What invites to it on the resting screen in place of its icon: a wide picture in the colours of a theme."""
    given: Callable[[Answer], Widget] | None = None
    """What is seen of an answer beside the thanks for it."""
