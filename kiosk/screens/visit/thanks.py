"""Thank you: only after the commit. The code by which to find the answer again, and what happens next."""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.kinds import FORMS
from kiosk.visit.views import Thanking
from kiosk.widgets.dates import next_date, occasion_words
from kiosk.widgets.page import Page
from kiosk.widgets.theme import tone_of
from shared.languages import N_, Translator
from shared.notice import SignUpState
from shared.slip import pair_words

WORDS = {
    None: (
        "check_circle_outline",
        "",
        N_("Thank you! It is saved."),
        N_("The people who work here read it. When there is an answer, you find it here with your code."),
    ),
    SignUpState.CONFIRMED: (
        "check_circle_outline",
        "activity",
        N_("You have a seat!"),
        N_("Welcome! With your code you can look here again, or say that you cannot come."),
    ),
    SignUpState.REQUESTED: (
        "timer_sand",
        "board",
        N_("Your sign-up is saved."),
        N_("It is not sure yet that you get a seat. Look here with your code."),
    ),
}


def party_words(thanks: Thanking, tr: Translator) -> tuple[str, str]:
    """Return heading and text for one who signed up several."""
    if thanks.state is not SignUpState.CONFIRMED:
        body = tr(N_("It is not sure yet that all of you get a seat. Look here with your code."))
        return tr(WORDS[thanks.state][2]), body
    heading = tr.ngettext("You have {n} seat!", "You have {n} seats!", thanks.seats).format(n=thanks.seats)
    return heading, tr(N_("Welcome! With your code you can look here again, or say that fewer of you come."))


class ThanksScreen(Page):
    """A check mark, a receipt, and no hurry."""

    code = StringProperty("")
    groups = StringProperty("")
    """The code in two lines of four."""
    pair = StringProperty("")
    icon = StringProperty("check_circle_outline")
    tone = StringProperty("activity")
    heading = StringProperty("")
    body = StringProperty("")
    lacking = StringProperty("")
    """What the two words do not give."""
    foot = StringProperty("")
    offers = BooleanProperty(False)
    """Whether one may say more."""
    tight = BooleanProperty(False)
    """That is offered where there is little height: the sign stands beside the heading."""
    shows_given = BooleanProperty(False)
    """What was given is seen, a face say."""
    _thanked = ""
    """What somebody was last thanked for: who comes back from what is offered hears the sound no second time."""

    def show(self, view: Thanking) -> None:
        """Show the receipt code in two groups, the two words that stand for it, and what was promised."""
        if view.submission_id != self._thanked:
            self._thanked = view.submission_id
            self.ids.flight.start(still=self.app.still)
            self.app.sound.play()
        super().show(view)
        tr = self.app.tr
        self.icon, tone, heading, body = WORDS[view.state]
        self.tone = tone or tone_of(view.prompt.kind)
        self.heading, self.body = party_words(view, tr) if view.seats > 1 else (tr(heading), tr(body))
        if view.activity is None:
            self.foot = tr(N_("Need someone to talk to? Call 116 111."))
            self.lacking = tr(N_("Easy words, without the answer:"))
        else:
            now = view.shown_at
            when = occasion_words(next_date(view.activity, now), view.activity.zone, now, tr)
            title, place = view.activity.text(self.app.language).title, view.activity.place
            self.foot = "\n".join(filter(None, (title, when, place)))
            self.lacking = tr(N_("Easy words, cannot cancel:"))
        self.offers = bool(view.more)
        self._show_given(view)
        self.code = view.slip.code
        self.groups = f"{self.code[:4]} {self.code[4:]}"
        self.pair = " · ".join(pair_words(view.slip.pair, self.app.language))

    def _show_given(self, view: Thanking) -> None:
        picture = FORMS[view.prompt.kind].given if view.given else None
        self.ids.given.clear_widgets()
        self.shows_given = picture is not None
        if picture is not None:
            self.ids.given.add_widget(picture(view.given))

    def leave(self) -> None:
        """Forget the code, and what was given."""
        super().leave()
        self.ids.given.clear_widgets()
        self.code = self.groups = self.pair = ""

    def back(self) -> None:
        """Home, for another answer."""
        self.app.visit.go_home()
