"""How a sign-up is asked: who comes, how to reach them, what they need; each only where the library asks for it."""

from typing import Any

from kivy.app import App
from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.forms.lines import Line, LinesForm, reason_words
from kiosk.forms.persons import BANDS, SPLIT, PersonsForm
from kiosk.kinds.base import KindForm
from kiosk.visit.views import Answering
from kiosk.widgets.choices import LineChoice
from kiosk.widgets.page import Said
from kiosk.widgets.words import Alike
from shared.kinds.base import Answer
from shared.kinds.signup import MAX_CONTACT, MAX_LINE, MAX_NOTE, ROLES, looks_reachable
from shared.languages import N_, Translate
from shared.prompt import Prompt

ROLE_NAMES = {
    "library": N_("Library"),
    "municipality": N_("Municipality"),
    "voluntary": N_("Association or volunteers"),
    "other": N_("Something else"),
}
LINES = {
    "contact": Line(N_("How can we reach you?"), N_("Phone number or e-mail"), MAX_CONTACT),
    "food": Line(N_("Is there food you cannot eat?"), N_("Allergies, vegetarian, halal …"), MAX_LINE),
    "access": Line(N_("What helps you to take part?"), N_("Wheelchair, hearing loop, interpreter …"), MAX_LINE),
    "organisation": Line(N_("Which organisation do you come from?"), N_("Write here"), MAX_LINE),
    "note": Line(N_("Is there more we should know?"), N_("Write here"), MAX_NOTE),
}
SAID = {
    "food": N_("Food"),
    "access": N_("To take part"),
    "organisation": N_("Organisation"),
    "role": N_("Kind"),
    "note": N_("Note"),
}
"""What stands before each answer when the sign-up is read once more."""


def _lines(*names: str) -> dict[str, Line]:
    return {name: LINES[name] for name in names}


class ContactForm(LinesForm):
    """Asks how to reach whoever signs up; a guardian must say it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_lines("contact"), **kwargs)
        self._keyboard.address = True

    def show(self, view: Answering, language: str) -> None:
        """Show the contact."""
        self.needed = view.prompt.settings["audience"] == "children"
        super().show(view, language)

    def ready(self) -> bool:
        """A child's sign-up has a grown-up whom one can reach."""
        if self.needed and not looks_reachable(self.lines["contact"].field.text):
            self.open_keyboard("contact")
            self.notice = Said(N_("Write the phone number or e-mail of a grown-up."))
            return False
        return True

    def _ask(self) -> None:
        super()._ask()
        if self.needed:
            self.question = self.app.tr(N_("How can we reach a grown-up?"))

    def read(self, view: Answering, name: str) -> str:
        """Return the contact."""
        return str(view.draft.get("contact", ""))

    def keep(self, name: str, text: str) -> None:
        """Keep the contact."""
        self.write("contact", text)


class RoleChoices(BoxLayout):
    """What kind of organisation somebody comes from."""

    words = StringProperty("")
    reason = StringProperty("")


class OrganisationForm(LinesForm):
    """Asks for the organisation and its kind."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_lines("organisation"), **kwargs)
        self._choices = RoleChoices()
        alike = Alike()
        self._boxes = {role: LineChoice(test_id=f"role-{role}", single=True, alike=alike) for role in ROLES}
        for role, box in self._boxes.items():
            box.bind(on_press=lambda *_, role=role: self._pressed(role))
        self._choices.ids.grid.fill(list(self._boxes.values()))

    def show(self, view: Answering, language: str) -> None:
        """Show the organisation and which kind is chosen."""
        others = [self._choices] if "role" in view.prompt.settings["asks"] else []
        if others != self.others:
            self.others = others
            self._place()
        super().show(view, language)
        self._choices.words = self.app.tr(N_("What kind is it?"))
        self._choices.reason = reason_words(view.activity, ["role"], language, self.app.tr)
        for role, box in self._boxes.items():
            box.words, box.chosen = self.app.tr(ROLE_NAMES[role]), self.read(view, "role") == role

    @property
    def names(self) -> list[str]:
        """The organisation, and its kind."""
        return [*super().names, "role"]

    def _pressed(self, role: str) -> None:
        self.keep("role", "" if self._boxes[role].chosen else role)


class SignupSummary(BoxLayout):
    """A sign-up to look at: who and what in large words, how to reach them no larger than it must be."""

    words = StringProperty("")
    contact = StringProperty("")


def _summary(answer: Answer, prompt: Prompt, language: str) -> SignupSummary:
    lines = summary_lines(answer, App.get_running_app().tr)
    return SignupSummary(words="\n".join(lines), contact=answer["contact"].strip())


def summary_lines(answer: Answer, tr: Translate) -> list[str]:
    """Return the lines of a sign-up: who, and what they need."""
    lines = [who_words(answer["persons"], tr)]
    if answer["split"]:
        lines.append(tr(SPLIT))
    said = dict(answer["fields"])
    if "role" in said:
        role = said["role"]
        said["role"] = tr(ROLE_NAMES[role])
    return [*lines, *(f"{tr(words)}: {said[name]}" for name, words in SAID.items() if name in said)]


def who_words(persons: list[dict[str, str]], tr: Translate) -> str:
    """Return who comes: of each age how many, and the names; of one alone the name."""
    told = []
    for age in dict.fromkeys(person["age"] for person in persons):
        names = [person["name"].strip() for person in persons if person["age"] == age]
        named = ", ".join(filter(None, names))
        told.append(f"{tr(BANDS[age][0])}: {len(names)}" + (f" ({named})" if named else ""))
        if len(persons) == 1 and named:
            return named
    return "\n".join(told)


SIGNUP = KindForm(
    icon="account_plus",
    forms={
        "persons": PersonsForm,
        "contact": ContactForm,
        "needs": lambda: LinesForm(_lines("food", "access")),
        "organisation": OrganisationForm,
        "note": lambda: LinesForm(_lines("note")),
    },
    questions={
        "persons": N_("Who is coming?"),
        "contact": LINES["contact"].label,
        "needs": N_("Do you need anything?"),
        "organisation": N_("Do you come from an organisation?"),
        "note": LINES["note"].label,
    },
    summary=_summary,
)
