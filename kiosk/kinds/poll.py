"""How a poll is asked: its options in large boxes."""

from typing import Any

from kivy.properties import ListProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.forms.base import Form
from kiosk.kinds.base import KindForm
from kiosk.visit.views import Answering
from kiosk.widgets.choices import LineChoice
from shared.kinds.base import Answer, Settings
from shared.languages import N_, pick
from shared.prompt import Prompt


def _labels(settings: Settings, language: str) -> dict[str, str]:
    return {option["id"]: pick(option["label"], language) or "" for option in settings["options"]}


class PollForm(Form):
    """Asks for one or several of the options."""

    def __init__(self, **kwargs: Any) -> None:
        self._boxes: dict[str, LineChoice] = {}
        self._most = 1
        super().__init__(**kwargs)

    def show(self, view: Answering, language: str) -> None:
        """Show which options are chosen."""
        labels = _labels(view.prompt.settings, language)
        self._most = view.prompt.settings.get("max_choices", 1)
        if list(labels) != list(self._boxes):
            self._build(list(labels))
        for option, box in self._boxes.items():
            box.words, box.single = labels[option], self._most == 1
            box.chosen = option in view.draft.get("choices", [])
        several = self.app.tr(N_("Choose up to {n}")).format(n=self._most)
        self.ids.how_many.words = several if self._most > 1 else self.app.tr(N_("Choose one"))

    def _build(self, options: list[str]) -> None:
        self._boxes = {option: LineChoice(test_id=f"option-{option}") for option in options}
        for option, box in self._boxes.items():
            box.bind(on_press=lambda *_, option=option: self._pressed(option))
        self.ids.grid.fill(list(self._boxes.values()))

    def _pressed(self, option: str) -> None:
        chosen = [one for one, box in self._boxes.items() if box.chosen]
        if option in chosen:
            chosen.remove(option)
        elif self._most == 1:
            chosen = [option]
        elif len(chosen) >= self._most:
            self.notice = self.app.tr(N_("You can choose up to {n}. Take one away first.")).format(n=self._most)
            return
        else:
            chosen.append(option)
        self.write("choices", chosen)


class PollSummary(BoxLayout):
    """The chosen options to look at."""

    labels = ListProperty([])


def _summary(answer: Answer, prompt: Prompt, language: str) -> PollSummary:
    labels = _labels(prompt.settings, language)
    return PollSummary(labels=[labels[option] for option in answer["choices"]])


POLL = KindForm(icon="poll", forms={"choices": PollForm}, summary=_summary)
