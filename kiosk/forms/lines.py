"""Short texts that a sign-up asks for: each with the library's reason, and the date on which it is deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.forms.base import Form
from kiosk.visit.views import Answering
from kiosk.widgets.field import Field
from kiosk.widgets.page import NOTHING, Said
from kiosk.widgets.sizes import TEXT_SCALES, Sizes
from shared.activity import Activity
from shared.dates import date_words, local
from shared.languages import N_, Translate, pick
from shared.submission import utc

MOST_IN_A_LINE = 120
"""Characters; what may be longer is written in several lines."""
OF = {"persons": N_("How many: {why}"), "name": N_("Name: {why}")}
"""What a reason is for, by the names of fields that stand together."""


def reason_words(activity: Activity | None, names: Sequence[str], language: str, tr: Translate) -> str:
    """Return why the library asks for these, and until when it keeps them: each date once, after its reasons.

    Of several each reason says of what.
    """
    if activity is None:
        return ""
    reasons: dict[str, list[str]] = {}
    for asked in activity.fields:
        if asked.name in names:
            date = date_words(local(utc(activity.deletes_at(asked.name)), activity.zone), tr)
            why = pick(asked.reasons, language) or ""
            of = tr(OF[asked.name]) if len(names) > 1 and why and asked.name in OF else "{why}"
            reasons.setdefault(date, []).append(of.format(why=why))
    deleted = tr(N_("Deleted on {date}."))
    # A reason stands on a line of its own: two in one breath contradict each other.
    told = ("\n".join([*filter(None, given), deleted.format(date=date)]) for date, given in reasons.items())
    return "\n".join(told)


@dataclass(frozen=True)
class Line:
    """What is asked, what stands in the empty field (message ids), and the most characters it takes."""

    label: str
    hint: str
    limit: int


class AskedLine(BoxLayout):
    """One thing asked: what, a field for it, and why. Dispatches ``on_touched`` when the field is touched."""

    __events__ = ("on_touched",)

    name = StringProperty("")
    words = StringProperty("")
    hint = StringProperty("")
    reason = StringProperty("")
    limit = NumericProperty(300)
    open = BooleanProperty(False)
    """It is being written: the keyboard takes half of the screen."""
    lone = BooleanProperty(False)
    """The heading of the screen asks for it."""
    hushed = BooleanProperty(False)
    """Something else is said below the keyboard now: why the library asks would take the room of the keys."""
    beside = BooleanProperty(False)
    """Why the library asks stands beside the field, and what went wrong in its place."""
    told = ObjectProperty(NOTHING, rebind=True)
    """What went wrong, where it is said there."""

    long = BooleanProperty(True)
    """It takes more than a line."""

    @property
    def field(self) -> Field:
        """The field in it."""
        return self.ids.row.field

    def on_limit(self, *_: Any) -> None:
        """Some lines are long."""
        self.long = self.limit > MOST_IN_A_LINE

    def least(self, sizes: Sizes, limit: int, is_open: bool, room: float) -> float:
        """Return the least height of its field in pixels; ``room`` is the height of the page it stands on."""
        usual, lying = sizes.text_scale == TEXT_SCALES[0], not sizes.tall
        if limit > MOST_IN_A_LINE and not is_open and usual and not sizes.top and room:
            return room * (0.42 if lying else 0.3)
        return float(sizes.body * self._lines(sizes, limit, is_open))

    @staticmethod
    def _lines(sizes: Sizes, limit: int, is_open: bool) -> float:
        usual, largest = sizes.text_scale == TEXT_SCALES[0], sizes.text_scale == TEXT_SCALES[-1]
        if limit > MOST_IN_A_LINE and is_open and sizes.low:
            return 2.75 if largest else 1.75  # what is asked stands in it, and in larger words takes two lines
        if limit > MOST_IN_A_LINE and (is_open or not sizes.tall or (usual and not sizes.top)):
            return 2.6 if largest else 3.4
        return 1.75 if sizes.low else 2.1

    def on_touched(self) -> None:
        """The event: somebody wants to write here."""


class LinesForm(Form):
    """Asks for one line or more, by the names of fields of a sign-up; only those the library asks are shown.

    While somebody writes only that line is shown, above the keyboard; a single line opens by itself.
    """

    lone = BooleanProperty(False)
    needed = BooleanProperty(False)
    """Nobody goes on without it."""
    others = ListProperty([])
    """What stands beside the lines, besides them."""

    def __init__(self, lines: Mapping[str, Line], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._lines = lines
        self._keyboard = self.ids.keyboard.__self__  # kept here, as it leaves the form while it is closed
        self._rows = self.ids.rows.__self__
        self._open: str | None = None
        self._turned = 0, 1
        """The page from which a line was opened, and how many there are."""
        self.lines = {name: AskedLine(name=name, limit=line.limit) for name, line in lines.items()}
        for name, line in self.lines.items():
            line.field.bind(text=lambda _, text, name=name: self._typed(name, text), on_full=self._full)
            line.bind(on_touched=lambda _, name=name: self.open_keyboard(name))
        self._asks: list[str] = []
        self._place()

    def show(self, view: Answering, language: str) -> None:
        """Show the draft, and why the library asks."""
        asks = [name for name in self.lines if name in view.prompt.settings["asks"]]
        for name, line in self.lines.items():
            line.words, line.hint = self.app.tr(self._lines[name].label), self.app.tr(self._lines[name].hint)
            line.reason = reason_words(view.activity, [name], language, self.app.tr)
            text = self.read(view, name)
            if line.field.text != text:
                line.field.text = text
        if asks != self._asks:
            self._asks = asks
            self._place()
        self.skips = not self.needed and not any(self.read(view, name) for name in self.names)
        self._ask()

    @property
    def names(self) -> list[str]:
        """What may be said here."""
        return list(self.lines)

    def wake(self) -> None:
        """A single line is ready to be written, on every screen: nobody has to find out that it must be touched."""
        self._keyboard.reset()
        self._turned = 0, 1
        if self.lone:
            self.open_keyboard(self._asks[0])
        else:
            self.close_keyboard()

    def ready(self) -> bool:
        """On when all pages were seen: what is asked on the next one comes first."""
        page, pages = self._turned if self._open else (self._rows.page, self._rows.pages)
        if page + 1 >= pages:
            return True
        self._turned = page + 1, pages
        self.close_keyboard()
        return False

    def on_notice(self, _: Any, notice: Said) -> None:
        """Say one thing at a time."""
        for line in getattr(self, "lines", {}).values():
            line.hushed = bool(notice)

    def on_told(self, _: Any, told: Said) -> None:
        """Say it beside the field."""
        for line in self.lines.values():
            line.told = told

    def forget(self) -> None:
        """Empty the fields, and what they could undo."""
        for line in self.lines.values():
            line.field.focus = False
            line.field.text = ""
            line.field.reset_undo()

    def back(self) -> bool:
        """From writing to the lines, where there are several."""
        if not self.typing or self.lone:
            return False
        self.close_keyboard()
        return True

    def open_keyboard(self, name: str) -> None:
        """Write this line."""
        field = self.lines[name].field
        self._keyboard.target = field
        if self._open is None:
            self._turned = self._rows.page, self._rows.pages
        if self._open != name:
            self._open = name
            self._place()
        field.focus = True
        field.cursor = field.get_cursor_from_index(len(field.text))

    def close_keyboard(self) -> None:
        """Show all lines again."""
        for line in self.lines.values():
            line.field.focus = False
        self._open = None
        self._place()

    def read(self, view: Answering, name: str) -> str:
        """Return what the draft holds of a line."""
        return str(view.draft.get("fields", {}).get(name, ""))

    def keep(self, name: str, text: str) -> None:
        """Keep what was written on a line."""
        fields = {**self.app.visit.view.draft.get("fields", {}), name: text}
        self.write("fields", {one: words for one, words in fields.items() if words})

    def _typed(self, name: str, text: str) -> None:
        view = self.app.visit.view
        if isinstance(view, Answering) and self.read(view, name) != text:
            self.keep(name, text)

    def _full(self, *_: Any) -> None:
        self.notice = Said(N_("There is no room for more here."))

    def _place(self) -> None:
        self.lone = len(self._asks) == 1 and not self.others
        self.clear_widgets()
        for name in self._asks:
            self.lines[name].open, self.lines[name].lone = name == self._open, self.lone
        if self._open:
            self._rows.fill([])
            line = self.lines[self._open]
            line.size_hint = 1, None
            self.add_widget(line)
            self.add_widget(Widget(size_hint_y=0.01))  # what room is left stays between the two
            self.add_widget(self._keyboard)
        else:
            self.add_widget(self._rows)
            self._rows.fill([*(self.lines[name] for name in self._asks), *self.others])
            self._rows.page = self._turned[0]
        self.typing = self._open is not None
        self._ask()

    def _ask(self) -> None:
        """Ask for what is written now, or for all there is on one line: the heading says it."""
        name = self._open or (self._asks[0] if self.lone else None)
        self.question = self.app.tr(self._lines[name].label) if name else ""
