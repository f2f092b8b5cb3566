"""The whole answer once more: read, change, send."""

from kivy.properties import StringProperty

from kiosk.kinds import FORMS
from kiosk.visit.views import Reviewing
from kiosk.widgets.page import Page
from kiosk.widgets.theme import tone_of


class ReviewScreen(Page):
    """Nothing is sent before it was seen here."""

    tone = StringProperty("idea")
    question = StringProperty("")
    problem = StringProperty("")
    _language = ""

    def show(self, view: Reviewing) -> None:
        """Show the answer, and what went wrong when it could not be saved."""
        language = self.app.language
        if self.view is None or self.view.answer != view.answer or self._language != language:
            self.ids.holder.clear_widgets()
            self.ids.holder.add_widget(FORMS[view.prompt.kind].summary(view.answer, view.prompt, language))
            self._language = language
        super().show(view)
        self.tone, self.question = tone_of(view.prompt.kind), view.prompt.text(language).question
        self.problem = self.app.tr(view.problem.says) if view.problem else ""

    def leave(self) -> None:
        """Forget the answer."""
        super().leave()
        self.ids.holder.clear_widgets()

    def back(self) -> None:
        """Change something."""
        self.app.visit.change()

    def on_send(self) -> None:
        """Save, and be thanked."""
        self.app.visit.send()
