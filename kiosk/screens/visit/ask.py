"""One question of one prompt. What is asked, and how, belongs to the kind."""

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.forms.base import Form
from kiosk.kinds import FORMS
from kiosk.visit.views import Answering
from kiosk.widgets.dialog import Way
from kiosk.widgets.page import NOTHING, Page, Said
from kiosk.widgets.theme import tone_of
from shared.errors import AnswerEmpty
from shared.languages import N_


class AskScreen(Page):
    """A question, the form of its kind, and the way on."""

    tone = StringProperty("idea")
    question = StringProperty("")
    problem = ObjectProperty(NOTHING)
    below = ObjectProperty(NOTHING, rebind=True)
    """What went wrong, where the form does not say it itself."""
    typing = BooleanProperty(False)
    frameless = BooleanProperty(False)
    headless = BooleanProperty(False)
    """There is no room for the question: an empty field says it."""
    in_place = BooleanProperty(False)
    """What went wrong stands where the question stood: nothing moves under a finger."""
    step = NumericProperty(0)
    steps = NumericProperty(1)
    sends = BooleanProperty(False)
    waits = BooleanProperty(False)
    """No button leads on: a touch on an answer does."""
    form = ObjectProperty(None, allownone=True, rebind=True)

    def __init__(self, **kwargs: object) -> None:
        self._forms: dict[tuple[str, str], Form] = {}
        self._shown: tuple[str, int] | None = None
        super().__init__(**kwargs)

    def show(self, view: Answering) -> None:
        """Show the question and the draft."""
        super().show(view)
        form = self._form(view)
        language = self.app.language
        self.tone, self.step, self.steps = tone_of(view.prompt.kind), view.step, len(view.steps)
        self.sends, self.waits = view.sends, view.waits_for_a_touch
        empty = isinstance(view.problem, AnswerEmpty) and form.empty
        self.problem = Said(empty or view.problem.says) if view.problem else form.notice
        form.show(view, language)
        self._asked()
        if self._shown != (view.submission_id, view.step):
            self._shown = view.submission_id, view.step
            form.notice = NOTHING
            self.app.ring.hide()
            form.wake()

    def leave(self) -> None:
        """Forget what was written here."""
        super().leave()
        self._shown = None
        self.ids.holder.clear_widgets()
        for form in self._forms.values():
            form.forget()
        self.form = None

    def on_send(self) -> None:
        """On to the next question, to the review, or to the thanks."""
        if self.form.ready():
            self.app.visit.go_on()

    def back(self) -> None:
        """One question back. What was written is thrown away only after asking."""
        if self.form.back():
            return
        if self.view.step == 0 and any(self.view.draft.values()):
            self.app.ask(
                icon="help_circle_outline",
                heading=self.app.tr(N_("Throw this away?")),
                body=self.app.tr(N_("What you made here is then gone.")),
                ways=[
                    Way("throw-away", self.app.tr(N_("Throw away")), "trash_can_outline", self.app.visit.start_over),
                    Way("keep", self.app.tr(N_("Keep it")), "check", lambda: None),
                ],
            )
        else:
            self.app.visit.go_back()

    def _form(self, view: Answering) -> Form:
        """Return the form of this step, and put it on the screen."""
        wanted = view.prompt.kind, view.field
        if wanted not in self._forms:
            self._forms[wanted] = form = FORMS[view.prompt.kind].forms[view.field]()
            form.bind(notice=self._noticed, typing=self._typing, question=self._asked, frameless=self._framed)
            form.bind(tells=self.on_problem)
        form = self._forms[wanted]
        if form is not self.form:
            self.form, self.typing, self.frameless = form, form.typing, form.frameless
            self.ids.holder.clear_widgets()
            self.ids.holder.add_widget(form)
            self.on_problem()
        return form

    def _asked(self, *_: object) -> None:
        view = self.view
        if view is None or self.form is None:
            return
        own = FORMS[view.prompt.kind].questions.get(view.field)
        asked = self.app.tr(own) if own else view.prompt.text(self.app.language).question
        self.question = self.form.question or asked
        self.on_headless()

    def on_headless(self, *_: object) -> None:
        """Let the form say what the heading does not."""
        if self.form is not None:
            self.form.unsaid = self.question if self.headless else ""

    def on_problem(self, *_: object) -> None:
        """Say it in the form, where it has the place for it, or else below."""
        form = self.form
        if form is not None:
            form.told, self.below = (self.problem, NOTHING) if form.tells else (NOTHING, self.problem)

    def _typing(self, form: Form, typing: bool) -> None:
        self.typing = typing

    def _framed(self, form: Form, frameless: bool) -> None:
        if form is self.form:
            self.frameless = frameless

    def _noticed(self, form: Form, notice: Said) -> None:
        if form is self.form:
            self.problem = notice
