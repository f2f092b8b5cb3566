"""How feedback is asked: one of five faces; after the thanks reasons, then words."""

from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.forms.base import Form
from kiosk.forms.writing import WritingForm
from kiosk.kinds.base import KindForm
from kiosk.visit.views import Answering
from kiosk.widgets.choices import LineChoice
from kiosk.widgets.faces import Face, FaceRow
from kiosk.widgets.surface import Target
from kiosk.widgets.words import Alike
from shared.kinds.base import Answer
from shared.kinds.feedback import RATINGS
from shared.languages import N_, pick
from shared.prompt import Prompt

MOODS = {1: N_("Very bad"), 2: N_("Bad"), 3: N_("All right"), 4: N_("Good"), 5: N_("Very good")}


class FaceChoice(Target, BoxLayout):
    """A face one can choose, with its word below."""

    rating = NumericProperty(3)
    words = StringProperty("")
    alike = ObjectProperty(None, allownone=True)
    chosen = BooleanProperty(False)
    in_rows = BooleanProperty(False)


class GivenFace(Face):
    """The face that was given."""


class FacesForm(Form):
    """Asks for a rating, by one touch. The faces stand in a row; on an upright screen one below the other."""

    in_rows = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._faces = [FaceChoice(test_id=f"face-{rating}", rating=rating) for rating in RATINGS]
        alike = Alike()
        for face in self._faces:
            face.alike = alike
            face.bind(on_press=lambda face: self.touched("rating", int(face.rating)))
            face.is_main = True
            self.ids.faces.add_widget(face)
            self.bind(in_rows=face.setter("in_rows"))
            face.in_rows = self.in_rows

    def show(self, view: Answering, language: str) -> None:
        """Show which face is chosen."""
        for face in self._faces:
            face.words = self.app.tr(MOODS[int(face.rating)])
            face.chosen = view.draft.get("rating") == face.rating


class ReasonsForm(Form):
    """Asks for reasons."""

    def __init__(self, **kwargs: Any) -> None:
        self._boxes: dict[str, LineChoice] = {}
        super().__init__(**kwargs)
        self.ids.grid.bind(on_turn=lambda *_: self.app.visit.keep_awake())

    def show(self, view: Answering, language: str) -> None:
        """Show which reasons are chosen."""
        reasons = {reason["id"]: reason["label"] for reason in view.prompt.settings.get("reasons", [])}
        if list(reasons) != list(self._boxes):
            self._build(list(reasons))
        for reason, box in self._boxes.items():
            box.words = pick(reasons[reason], language)
            box.chosen = reason in view.draft.get("reasons", [])

    def _build(self, reasons: list[str]) -> None:
        alike = Alike()
        self._boxes = {reason: LineChoice(test_id=f"reason-{reason}", alike=alike) for reason in reasons}
        for reason, box in self._boxes.items():
            box.bind(on_press=lambda *_, reason=reason: self._pressed(reason))
        self.ids.grid.fill(list(self._boxes.values()))

    def _pressed(self, reason: str) -> None:
        self.write("reasons", [one for one, box in self._boxes.items() if box.chosen != (one == reason)])


class FeedbackSummary(BoxLayout):
    """Feedback to look at; what was said before with it."""

    rating = NumericProperty(0)
    tight = BooleanProperty(False)
    """Its words need the room of a low screen: the face is small, and says the mood alone."""
    mood = StringProperty("")
    reasons = ListProperty([])
    words = StringProperty("")


def _comment() -> WritingForm:
    return WritingForm(name="comment")


def _summary(answer: Answer, prompt: Prompt, language: str) -> FeedbackSummary:
    labels = {reason["id"]: reason["label"] for reason in prompt.settings.get("reasons", [])}
    rating = answer.get("rating", 0)
    summary = FeedbackSummary(rating=rating, words=answer.get("comment", ""))
    summary.mood = MOODS.get(rating, "")
    summary.reasons = [pick(labels[reason], language) for reason in answer.get("reasons", [])]
    return summary


FEEDBACK = KindForm(
    icon="emoticon_happy_outline",
    invitation=FaceRow,
    forms={"rating": FacesForm, "reasons": ReasonsForm, "comment": _comment},
    questions={"reasons": N_("What was it about?"), "comment": N_("Would you like to say more?")},
    summary=_summary,
    given=lambda answer: GivenFace(rating=answer["rating"]),
)
