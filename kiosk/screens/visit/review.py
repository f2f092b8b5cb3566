"""The whole answer once more: read, change, send."""

from kivy.properties import StringProperty

from kiosk.kinds import FORMS
from kiosk.screens.visit.activity_card import picture_of
from kiosk.visit.views import Reviewing
from kiosk.widgets.dates import when_and_where
from kiosk.widgets.page import Page
from kiosk.widgets.theme import tone_of

MORE = "message_plus_outline"
"""What is said after the thanks is about what was given there, a face say: the sign of its kind would show another."""


class ReviewScreen(Page):
    """Nothing is sent before it was seen here."""

    tone = StringProperty("idea")
    question = StringProperty("")
    line = StringProperty("")
    """When and where, of what is about an activity."""
    icon = StringProperty("")
    problem = StringProperty("")
    _language = ""

    def show(self, view: Reviewing) -> None:
        """Show the answer, and what went wrong when it could not be saved."""
        language = self.app.language
        if self.view is None or self.view.answer != view.answer or self._language != language:
            self.ids.holder.clear_widgets()
            whole = {**view.first.given, **view.answer} if view.first else view.answer
            self.ids.holder.add_widget(FORMS[view.prompt.kind].summary(whole, view.prompt, language))
            self._language = language
        super().show(view)
        self.tone, self.question = tone_of(view.prompt.kind), view.prompt.text(language).question
        self.icon, self.line = FORMS[view.prompt.kind].icon if view.first is None else MORE, ""
        if view.activity is not None and view.shown_at is not None:
            self.question, self.icon = view.activity.text(language).title, picture_of(view.activity)
            self.line = when_and_where(view.activity, view.shown_at, self.app.tr)
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
