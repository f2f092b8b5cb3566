"""What became of my answer? Type the receipt code or its two words."""

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.visit.lookup import Found
from kiosk.visit.views import LookingUp, Told
from kiosk.widgets.dates import next_date, occasion_words
from kiosk.widgets.page import NOTHING, Page, Said
from shared.errors import NotFound, SamskapError
from shared.languages import N_, Translator, pick
from shared.notice import SignUpState, VisitorState

STATES = {
    "waiting": ("tray_arrow_up", N_("It is saved here, and on its way to the staff.")),
    VisitorState.RECEIVED: ("inbox_arrow_down", N_("It has arrived. Nobody has read it yet.")),
    VisitorState.READ: ("eye_check_outline", N_("The staff have read it.")),
    VisitorState.PUBLISHED: ("bulletin_board", N_("The staff have read it. It stands under “What came of the ideas”.")),
}
SIGN_UPS = {
    SignUpState.REQUESTED: ("clock_outline", N_("Your sign-up is saved. The library has not answered yet.")),
    SignUpState.CONFIRMED: ("check_circle_outline", N_("You have a seat.")),
    SignUpState.TOLD: ("check_circle_outline", N_("You have a seat.")),
    SignUpState.WAITING: ("timer_sand", N_("You are waiting. Your place in the line: {place}")),
    SignUpState.CANCELLED: ("calendar_remove_outline", N_("You are no longer signed up.")),
    SignUpState.FULL: ("close_circle_outline", N_("Too few seats were free. You did not get a seat.")),
}
WORDS_GIVE: dict[str, tuple[str, str]] = {str(state): shown for state, shown in SIGN_UPS.items()} | {
    SignUpState.WAITING: ("timer_sand", N_("You are waiting for a seat.")),
}
BY_WORDS = N_("With your code you see the answer too.")
SIGN_UP_BY_WORDS = N_("With your code you see for what, and can cancel.")
"""Two words may be hit on by others: they tell no reply, no activity, and change nothing."""
OVER = N_("It is over already.")
CALLED_OFF = N_("The activity is called off. We are sorry.")


class LookUpScreen(Page):
    """A field and a keyboard; then the state and the answer in their place."""

    world = "board"
    problem = ObjectProperty(NOTHING, rebind=True)
    beside = BooleanProperty(False)
    """What went wrong is said beside the field: below a keyboard there is no room for it."""
    found = BooleanProperty(False)
    state = StringProperty("")
    icon = StringProperty("")
    reply = StringProperty("")
    about = StringProperty("")
    """Title and time of the activity that a sign-up is for."""
    of_sign_up = BooleanProperty(False)
    """What was found is no answer but a sign-up."""
    can_change = BooleanProperty(False)

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._field = self.ids.row.field
        self._field.bind(text=self._typed, on_text_validate=lambda *_: self.look())
        self.ids.keyboard.target = self._field
        self._parts = self.ids.typing.__self__, self.ids.result.__self__

    def show(self, view: LookingUp) -> None:
        """Begin with an empty field; or show what a code gave, in the language of now."""
        before = self.view
        if view.told is None and (before is None or before.told is not None):
            self._begin()
        super().show(view)
        if view.told is not None:
            self._field.focus = False
            self._tell(view.told)
            self._put(self._parts[1])

    def leave(self) -> None:
        """Forget the code and the answer."""
        super().leave()
        self._begin()
        self._field.focus = False

    def _begin(self) -> None:
        self.found, self.problem = False, NOTHING
        self._field.text = self.reply = self.state = self.about = ""
        self.can_change = self.of_sign_up = False
        self._field.focus = True
        self.ids.keyboard.reset()
        self.ids.keyboard.shift = "locked"  # what is typed is shown in capitals
        self._put(self._parts[0])

    def look(self) -> None:
        """Look for what was typed."""
        try:
            self.app.visit.find(self._field.text)
        except NotFound:
            self.problem = Said(N_("Nothing was found. Check each letter and try again."))
        except SamskapError as error:
            self.problem = Said(error.says)

    def main(self) -> None:
        """Look up; or, when something was found, begin anew."""
        if self.found:
            self.app.visit.find_another()
        else:
            self.look()

    def back(self) -> None:
        """Back to where one came from: the board, or what's on."""
        self.app.visit.go_back()

    def change(self) -> None:
        """Fewer come, or nobody."""
        if self.view.told is not None and self.view.told.found.slip is not None:
            try:
                self.app.visit.change_sign_up(self.view.told.found.slip)
            except SamskapError as error:
                self.problem = Said(error.says)

    def _tell(self, told: Told) -> None:
        found, tr = told.found, self.app.tr
        self.found, self.can_change, self.of_sign_up = True, told.can_change, found.sign_up
        if found.state in list(SignUpState) and found.persons:
            self.icon, self.state = SIGN_UPS[SignUpState(found.state)][0], sign_up_words(found, tr)
        else:
            says = WORDS_GIVE.get(found.state) if found.sign_up else STATES.get(found.state)
            self.icon, words = says or STATES["waiting"]
            self.state = tr(words)
        self.reply = pick(found.replies, self.app.language) or ""
        self.about = "" if found.slip is not None else tr(SIGN_UP_BY_WORDS if found.sign_up else BY_WORDS)
        if found.activity is not None:
            when = occasion_words(next_date(found.activity, told.shown_at), found.activity.zone, told.shown_at, tr)
            self.about = f"{found.activity.text(self.app.language).title}\n{when}"

    def _typed(self, *_: object) -> None:
        self.problem = NOTHING
        self.app.visit.keep_awake()

    def _put(self, part: Widget) -> None:
        if part.parent is None or len(self.ids.holder.children) > 1:
            self.ids.holder.clear_widgets()
            self.ids.holder.add_widget(part)


def sign_up_words(found: Found, tr: Translator) -> str:
    """Return what a visitor is told about a sign-up: a seat or seats, some of them, or the place in the line."""
    state = SignUpState(found.state)
    if found.over:
        return tr(OVER)
    if state is SignUpState.CANCELLED and found.activity is not None and found.activity.cancelled:
        return tr(CALLED_OFF)
    if state in (SignUpState.CONFIRMED, SignUpState.TOLD) and found.persons > 1:
        return tr.ngettext("You have {n} seat.", "You have {n} seats.", found.persons).format(n=found.persons)
    if state is SignUpState.WAITING and found.seated:
        return tr.ngettext(
            "{n} of you has a seat. The others wait.", "{n} of you have a seat. The others wait.", found.seated
        ).format(n=found.seated)
    if state is SignUpState.WAITING and found.place is None and found.activity is not None:
        return too_many_words(found.persons, found.activity.seats or 0, tr)
    return tr(SIGN_UPS[state][1]).format(place=found.place or 1)


def too_many_words(persons: int, seats: int, tr: Translator) -> str:
    """Return what those are told who are more than there are seats in all."""
    return tr.ngettext(
        "You are {n}, and there is {seats} seat in all. Let fewer come, then you have your place in the line.",
        "You are {n}, and there are {seats} seats in all. Let fewer come, then you have your place in the line.",
        seats,
    ).format(n=persons, seats=seats)
