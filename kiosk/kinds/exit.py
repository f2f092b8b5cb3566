"""How the exit questions are asked: three answers to touch, each leading on; after the thanks a next topic."""

from functools import partial
from typing import Any

from kivy.app import App
from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.forms.base import Form
from kiosk.forms.writing import WritingForm
from kiosk.kinds.base import KindForm
from kiosk.visit.views import Answering
from kiosk.widgets.choices import Choice
from shared.kinds.base import Answer
from shared.kinds.exit import QUESTIONS
from shared.languages import N_
from shared.prompt import Prompt

ASKED = {
    "learned": N_("Did you learn something?"),
    "met": N_("Did you speak with someone new?"),
    "first_time": N_("Is this your first time here?"),
    "next_topic": N_("What should be next?"),
}
SAID = {
    "yes": (N_("Yes"), "check_circle_outline"),
    "no": (N_("No"), "close_circle_outline"),
    "unsure": (N_("Don't know"), "help_circle_outline"),
}


class SaidChoice(Choice, BoxLayout):
    """An answer as a large sign with its word."""

    icon = StringProperty("")


class YesNoForm(Form):
    """Asks yes, no or "don't know". A touch answers and goes on: three questions take less than ten seconds."""

    name = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._boxes = {said: SaidChoice(test_id=f"said-{said}", icon=icon) for said, (_, icon) in SAID.items()}
        for said, box in self._boxes.items():
            box.is_main = True
            self.ids.row.add_widget(box)
            box.bind(on_press=lambda *_, said=said: self.touched(self.name, said))

    def show(self, view: Answering, language: str) -> None:
        """Show what was said before."""
        for said, box in self._boxes.items():
            box.words = self.app.tr(SAID[said][0])
            box.chosen = view.draft.get(self.name) == said


class ExitSummary(BoxLayout):
    """The answers to look at."""

    words = StringProperty("")


def _summary(answer: Answer, prompt: Prompt, language: str) -> ExitSummary:
    tr = App.get_running_app().tr
    lines = [f"{tr(ASKED[name])} {tr(SAID[answer[name]][0])}" for name in QUESTIONS if name in answer]
    written = "next_topic"  # in tr() itself the name would be taken for a message
    if answer[written].strip():
        lines.append(f"{tr(ASKED[written])} {answer[written]}")
    return ExitSummary(words="\n".join(lines))


EXIT = KindForm(
    icon="comment_question_outline",
    forms={
        **{name: partial(YesNoForm, name=name) for name in QUESTIONS},
        "next_topic": partial(WritingForm, name="next_topic"),
    },
    questions=ASKED,
    first=True,
    line=N_("How was it? Three quick questions"),
    summary=_summary,
)
