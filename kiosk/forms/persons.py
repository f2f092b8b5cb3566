"""Who comes: how many of each age, and their names where the library asks for names."""

from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.forms.base import Form
from kiosk.forms.lines import reason_words
from kiosk.visit.views import Answering
from kiosk.widgets.field import Field
from kiosk.widgets.page import NOTHING, Said
from kiosk.widgets.stepper import Stepper
from kiosk.widgets.words import Alike, Words
from shared.errors import PartyTooLarge
from shared.kinds.signup import AGES
from shared.languages import N_

BANDS = {
    "adult": (N_("Adults"), N_("18 and over"), "human"),
    "youth": (N_("Young people"), N_("13 to 17"), "human_greeting"),
    "child": (N_("Children"), N_("6 to 12"), "human_child"),
    "toddler": (N_("Small children"), N_("under 6"), "baby_face_outline"),
}
ONE = {"adult": N_("Adult"), "youth": N_("Young person"), "child": N_("Child"), "toddler": N_("Small child")}
SPLIT = N_("Some of us may come, also when not all get a seat")

Person = dict[str, str]


class NamesPart(BoxLayout):
    """The name of one person after the other. Dispatches ``on_turn`` with -1 or 1.

    A class of its own: Kivy keeps the last text field that was used, and with it all this part refers to.
    """

    __events__ = ("on_turn",)

    who = StringProperty("")
    at = NumericProperty(0)
    count = NumericProperty(0)
    told = ObjectProperty(NOTHING, rebind=True)
    """What went wrong, where it is said beside the field."""

    @property
    def field(self) -> Field:
        """The field for the name."""
        return self.ids.row.field

    def on_turn(self, by: int) -> None:
        """The event: to the name of another person."""


class ReasonWords(Words):
    """Why the library asks, and until when it keeps it."""


class PersonsForm(Form):
    """Asks how many come of each age; and in a second part, where the library asks for it, their names."""

    naming = BooleanProperty(False)
    asks_names = BooleanProperty(False)
    names_words = StringProperty("")
    reason = StringProperty("")
    one_column = BooleanProperty(False)
    reason_paged = BooleanProperty(False)
    """Why the library asks stands on the last page of the numbers, for want of room below them."""
    spare = NumericProperty(0)
    """Pixels that all of the numbers leave below them."""
    at = NumericProperty(0)
    persons = ListProperty([])
    may_split = BooleanProperty(False)
    """It may be that only some get a seat. Its place is kept while one comes alone: nothing moves at a touch."""
    split = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parts = {name: self.ids[name].__self__ for name in ("counts", "naming")}
        alike = Alike()
        self.steppers = {age: Stepper(name=age, alike=alike) for age in AGES}
        for age, stepper in self.steppers.items():
            stepper.bind(on_step=lambda _, by, age=age: self._step(age, by))
        self._why = ReasonWords(valign="middle")
        self.bind(reason=self._why.setter("words"), reason_paged=self._fill)
        self._fill()
        self._names: NamesPart = self.parts["naming"]
        self._names.field.bind(text=self._typed, on_full=self._full)
        self._names.ids.keyboard.target = self._names.field
        self._extras = {name: self.ids[name].__self__ for name in ("names", "split")}
        self._most = 1
        self._show_part()

    def show(self, view: Answering, language: str) -> None:
        """Show who comes so far: one grown-up, or one child where children take part."""
        tr, settings = self.app.tr, view.prompt.settings
        first = "child" if settings["audience"] == "children" else "adult"
        self.persons = view.draft.get("persons", [{"name": "", "age": first}])
        self.asks_names = "name" in settings["asks"]
        most = settings["most_persons"]
        self._most = most if view.activity is None else min(most, view.activity.most_together)
        for age, stepper in self.steppers.items():
            words, line, stepper.icon = BANDS[age]
            stepper.words, stepper.line = tr(words), tr(line)
            stepper.count = sum(person["age"] == age for person in self.persons)
        asked = [name for name in ("persons", "name") if name in settings["asks"]]
        self.reason = reason_words(view.activity, asked, language, tr)
        named = [person["name"].strip() for person in self.persons if person["name"].strip()]
        self.names_words = ", ".join(named) or tr(N_("Write names"))
        waits = view.activity is None or view.activity.waiting_list
        self.may_split, self.split = waits and self._most > 1, view.draft.get("split", False)
        self._show_extras()
        if self.naming and isinstance(view.problem, PartyTooLarge):
            self.close_names()  # it is mended where one says how many come
        self._show_name()

    def wake(self) -> None:
        """Begin with how many, and with the first age of which somebody comes in sight."""
        self._names.ids.keyboard.reset()
        self.close_names()
        self.ids.steppers.seek(next((one for one in self.steppers.values() if one.count), self.steppers["adult"]))

    def forget(self) -> None:
        """Forget who comes."""
        self.persons, self.at, self.ids.steppers.page = [], 0, 0
        field = self._names.field
        field.focus = False
        field.text = ""
        field.reset_undo()

    def ready(self) -> bool:
        """On when somebody comes and, where names are asked, at least one has one; of the names to the next first."""
        if not self.persons:
            self.notice = Said(N_("Choose how many are coming."))
            return False
        if self.asks_names and not any(person["name"].strip() for person in self.persons):
            if self.naming:
                self.notice = Said(N_("Write at least one name. A nickname is fine."))
            else:
                self.open_names()
            return False
        if self.naming and self.at + 1 < len(self.persons):
            self.turn(1)
            return False
        self.write("persons", list(self.persons))
        return True

    def back(self) -> bool:
        """From the names to how many."""
        if not self.naming:
            return False
        self.close_names()
        return True

    def open_names(self) -> None:
        """Write the names, from the first that is missing."""
        missing = (n for n, person in enumerate(self.persons) if not person["name"].strip())
        self.at = next(missing, 0)
        self.notice = NOTHING
        self.naming = self.typing = True
        self._show_part()
        self._show_name()
        self._focus()

    def close_names(self) -> None:
        """Show how many come."""
        self.notice = NOTHING
        self._names.field.focus = False
        self.naming = self.typing = False
        self.question = ""
        self._show_part()

    def turn(self, by: int) -> None:
        """To the name of another person; after the last back to how many."""
        self.app.visit.keep_awake()
        if not 0 <= self.at + by < len(self.persons):
            self.close_names()
            return
        self.at += by
        self._names.ids.keyboard.reset()
        self._show_name()
        self._focus()

    def toggle_split(self) -> None:
        """Some may get seats before the others, or all wait together."""
        self.write("split", not self.split)

    def _step(self, age: str, by: int) -> None:
        persons = [dict(person) for person in self.persons]
        if by > 0 and len(persons) >= self._most:
            self.notice = Said(N_("One sign-up is for up to {n}."), self._most)
            return
        if by > 0:
            persons.append({"name": "", "age": age})
        else:
            same = [person for person in persons if person["age"] == age]
            unnamed = [person for person in same if not person["name"].strip()]
            persons.remove((unnamed or same)[-1])
        self.write("persons", sorted(persons, key=lambda person: AGES.index(person["age"])))

    def _typed(self, _: Any, text: str) -> None:
        if self.naming and self.at < len(self.persons) and self.persons[self.at]["name"] != text:
            persons = [dict(person) for person in self.persons]
            persons[self.at]["name"] = text
            self.write("persons", persons)

    def _full(self, *_: Any) -> None:
        self.notice = Said(N_("There is no room for more here."))

    def _show_name(self) -> None:
        if not self.naming:
            return
        one, many = N_("What shall we call you?"), N_("What shall we call you all?")
        self.question = self.app.tr(many if len(self.persons) > 1 else one)
        self.at = min(self.at, len(self.persons) - 1)
        person: Person = self.persons[self.at]
        number = f" · {self.at + 1} / {len(self.persons)}" if len(self.persons) > 1 else ""
        self._names.at, self._names.count = self.at, len(self.persons)
        self._names.who = self.app.tr(ONE[person["age"]]) + number
        if self._names.field.text != person["name"]:
            self._names.field.text = person["name"]

    def _focus(self) -> None:
        field = self._names.field
        field.focus = True
        field.cursor = field.get_cursor_from_index(len(field.text))

    def _fill(self, *_: Any) -> None:
        self.ids.steppers.fill([*self.steppers.values(), *([self._why] if self.reason_paged else [])])

    def _show_part(self) -> None:
        self.clear_widgets()
        self.add_widget(self.parts["naming" if self.naming else "counts"])

    def _show_extras(self) -> None:
        """Names and "some may come first" stand below the numbers, each only where it means something."""
        wanted = [name for name, on in (("names", self.asks_names), ("split", self.may_split)) if on]
        shown = [self._extras[name] for name in wanted]
        if list(reversed(self.ids.extras.children)) != shown:
            self.ids.extras.clear_widgets()
            for one in shown:
                self.ids.extras.add_widget(one)
