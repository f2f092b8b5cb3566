"""How a poll is asked: its options in large boxes."""

from kivy.properties import ListProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.forms.choosing import ChoosingForm
from kiosk.kinds.base import KindForm
from shared.kinds.base import Answer, Settings
from shared.languages import pick
from shared.prompt import Prompt


def _labels(settings: Settings, language: str) -> dict[str, str]:
    return {option["id"]: pick(option["label"], language) or "" for option in settings["options"]}


class PollForm(ChoosingForm):
    """Asks for one or several of the options."""

    def offered(self, settings: Settings, language: str) -> dict[str, str]:
        """Return the options."""
        return _labels(settings, language)

    def most(self, settings: Settings) -> int:
        """Return how many one may choose."""
        return int(settings.get("max_choices", 1))


class PollSummary(BoxLayout):
    """The chosen options to look at."""

    labels = ListProperty([])


def _summary(answer: Answer, prompt: Prompt, language: str) -> PollSummary:
    labels = _labels(prompt.settings, language)
    return PollSummary(labels=[labels[option] for option in answer["choices"]])


POLL = KindForm(icon="poll", forms={"choices": PollForm}, summary=_summary)
