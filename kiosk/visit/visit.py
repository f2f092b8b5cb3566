"""One person at the glass: a state machine without Kivy. Screens draw its view and call its verbs.

    Resting -> Choosing -> Answering (a step a screen) -> Reviewing -> Thanking -> Answering (what may be said after)
               Choosing -> ChoosingLanguage -> Choosing
               Choosing -> LookingUp (a receipt code)
               Choosing -> Browsing (the board) -> LookingUp
               Choosing -> WhatsOn -> ReadingActivity -> Answering (its sign-up)
                           LookingUp -> Changing (a sign-up) -> Changed

From Resting one touch leads to any of the first three of a line; back from there leads home.

What was written lives here, in RAM, and nowhere else until :meth:`Visit.send`. When nothing changes for a while
the visit warns, and then forgets everything.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from kiosk.store import ActivityHere, Library, SignedUp
from kiosk.visit.around import Around
from kiosk.visit.lookup import Found
from kiosk.visit.saving import Save
from kiosk.visit.sending import Sending, check_seats
from kiosk.visit.views import (
    Answering,
    Browsing,
    Changed,
    Changing,
    Choosing,
    ChoosingLanguage,
    LookingUp,
    ReadingActivity,
    Resting,
    Reviewing,
    Thanking,
    Told,
    View,
    WhatsOn,
)
from shared.activity import Activity, sign_up_prompt
from shared.errors import AnswerEmpty, NotFound, SamskapError, UnknownActivity, UnknownPrompt
from shared.kinds import kind_of
from shared.kinds.base import AFTER
from shared.languages import LANGUAGES
from shared.notice import Notice
from shared.prompt import Prompt
from shared.slip import Slip
from shared.submission import new_submission_id

IDLE_S = 60.0
"""Seconds without a change before the visit warns."""
WARNING_S = 30.0
"""Seconds the warning lasts; WCAG 2.2.1 asks for at least 20."""


def _find_nothing(typed: str, language: str) -> Found:
    raise NotFound("no codes here")


class Visit:
    """The visit. ``now`` is a monotonic time in seconds, ``moment`` the time by the hub's clock.

    ``prompts`` gives the prompts open now, ``slips`` what a visitor takes along, a new one each time, ``library`` whose
    kiosk this is, ``notices`` the board, ``activities`` what's on, ``find`` what became of an answer, as
    ``LookUp.find``, and ``signed_up`` the sign-up with a slip if it can still be changed.
    ``on_view`` is called after each change of ``view``, ``language`` or ``warning_s``.
    """

    def __init__(
        self,
        *,
        prompts: Callable[[], Sequence[Prompt]],
        save: Save,
        slips: Callable[[], Slip],
        now: Callable[[], float],
        moment: Callable[[], datetime],
        default_language: Callable[[], str],
        library: Callable[[], Library] = Library,
        notices: Callable[[], Sequence[Notice]] = tuple,
        activities: Callable[[], Sequence[ActivityHere]] = tuple,
        signed_up: Callable[[Slip], SignedUp | None] = lambda slip: None,
        find: Callable[[str, str], Found] = _find_nothing,
        on_view: Callable[[], None] = lambda: None,
    ) -> None:
        self._now, self._moment, self._default_language = now, moment, default_language
        self._signed_up, self._find = signed_up, find
        self._around = Around(prompts, library, notices, activities, moment)
        self._sending = Sending(save, slips, moment)
        self.on_view = on_view
        self.language = default_language()
        self.warning_s: int | None = None
        self._changed_at = now()
        self.view: View = self._around.resting()

    def wake(self) -> None:
        """Somebody touched the resting screen: home, in the library's language."""
        if isinstance(self.view, Resting):
            self._show(self._around.home())

    def answer(self, prompt_id: str, activity: str | None = None) -> None:
        """Somebody touched a question of the resting screen, where ``choose`` is for home. Raises as that does."""
        if isinstance(self.view, Resting):
            self._begin(prompt_id, activity)

    def choose_language(self, language: str) -> None:
        """Speak this language; from rest and the language screen go home, elsewhere stay and keep what was written."""
        if language in LANGUAGES:
            view = self._around.home() if isinstance(self.view, Resting | ChoosingLanguage) else self.view
            self.language = language
            self._show(view)

    def show_languages(self) -> None:
        """To the languages."""
        if isinstance(self.view, Resting | Choosing):
            self._show(ChoosingLanguage())

    def choose(self, prompt_id: str, activity: str | None = None) -> None:
        """Begin an answer; ``activity`` tells exit questions of several activities apart.

        Raises UnknownPrompt when the prompt is not open (any more).
        """
        if isinstance(self.view, Choosing):
            self._begin(prompt_id, activity)

    def write(self, name: str, value: Any) -> None:
        """Keep what the visitor wrote, chose or drew for one field of the draft."""
        if isinstance(self.view, Answering) and self.view.draft.get(name) != value:
            self._show(replace(self.view, draft={**self.view.draft, name: value}, problem=None))

    def go_on(self) -> None:
        """To the next step; after the last to the review or, where the view says so, send: if the answer is valid."""
        if not isinstance(self.view, Answering):
            return
        view = replace(self.view, activity=self._around.newest(self.view.activity))
        try:
            check_seats(view.draft, view.activity)
            if view.step + 1 < len(view.steps):
                self._show(replace(view, step=view.step + 1, problem=None))
                return
            answer = kind_of(view.prompt.kind).check(view.answer, view.prompt.settings)
        except SamskapError as problem:
            self._show(replace(view, step=self._step_of(problem), problem=problem))
            return
        if view.sends:
            self._send(view)
        else:
            self._show(Reviewing(view.prompt, view.submission_id, answer, activity=view.activity, first=view.first))

    def go_back(self) -> None:
        """One step back, without losing what was written on the way; from the first step home."""
        match self.view:
            case Answering(step=step) if step > 0:
                self._show(replace(self.view, step=step - 1, problem=None))
            case Reviewing():
                self.change()
            case Answering(first=Thanking() as thanks):
                self._show(thanks)
            case Answering(activity=Activity(slug=slug)):
                self._show(self._around.about(slug) or self._around.whats_on())
            case ReadingActivity():
                self._show(self._around.whats_on())
            case Changing():
                self._show(LookingUp())
            case LookingUp(from_activities=True):
                self._show(self._around.whats_on())
            case Answering() | Browsing() | WhatsOn() | Changed() | LookingUp(from_home=True):
                self._show(self._around.home())
            case LookingUp():
                self._show(self._around.board())
            case Choosing() | ChoosingLanguage():
                self._rest()

    def change(self) -> None:
        """From the review back to the last step, with everything still there."""
        match self.view:
            case Reviewing() as view:
                draft = {name: said for name, said in view.answer.items() if name != AFTER}
                back = Answering(view.prompt, view.submission_id, draft, activity=view.activity, first=view.first)
                self._show(replace(back, step=len(back.steps) - 1))

    def start_over(self) -> None:
        """Throw the draft away and go home, or back to the thanks that it was said after."""
        if isinstance(self.view, Answering | Reviewing):
            self._show(self.view.first or self._around.home())

    def say_more(self) -> None:
        """After the thanks: say what is offered there, as a submission of its own."""
        if isinstance(self.view, Thanking) and self.view.more:
            thanks = self.view
            self._show(Answering(thanks.prompt, new_submission_id(), activity=thanks.activity, first=thanks))

    def send(self) -> None:
        """Save from the review, or from a screen that sends, and only then thank."""
        match self.view:
            case Reviewing():
                self._send(self.view)
            case Answering(sends=True):
                self.go_on()

    def open_board(self) -> None:
        """Look at the board."""
        if isinstance(self.view, Resting | Choosing | Thanking):
            self._show(self._around.board())

    def look_up(self) -> None:
        """Type a receipt code."""
        if isinstance(self.view, Choosing | Browsing | WhatsOn):
            self._show(
                LookingUp(from_home=isinstance(self.view, Choosing), from_activities=isinstance(self.view, WhatsOn))
            )

    def find(self, typed: str) -> None:
        """Tell what became of the answer with this code, or with these two words.

        Raises NotFound, AmbiguousPair, TooManyTries, StoreError.
        """
        self.keep_awake()
        if isinstance(self.view, LookingUp):
            found = self._find(typed, self.language)
            can_change = found.activity is not None and found.slip is not None and bool(self._signed_up(found.slip))
            self._show(replace(self.view, told=Told(found, can_change, shown_at=self._moment())))

    def find_another(self) -> None:
        """Type another code."""
        if isinstance(self.view, LookingUp):
            self._show(replace(self.view, told=None))

    def open_activities(self) -> None:
        """Look at what's on."""
        if isinstance(self.view, Resting | Choosing | Thanking | Changed):
            self._show(self._around.whats_on())

    def read_activity(self, slug: str) -> None:
        """Read about one activity. Raises UnknownActivity when it is not there (any more)."""
        if isinstance(self.view, Resting | WhatsOn):
            about = self._around.about(slug)
            self._show(about or self._around.whats_on())
            if about is None:
                raise UnknownActivity(slug)

    def sign_up(self) -> None:
        """Begin to sign up for the activity that is read. Raises UnknownActivity when that is closed meanwhile."""
        if not isinstance(self.view, ReadingActivity):
            return
        activity = self.view.here.activity
        about = self._around.about(activity.slug)
        if about is None or not about.here.open:
            self._show(about or self._around.whats_on())
            raise UnknownActivity(activity.slug)
        activity = about.here.activity
        self._show(Answering(sign_up_prompt(activity), new_submission_id(), activity=activity))

    def change_sign_up(self, slip: Slip) -> None:
        """Change the sign-up with this slip. Raises UnknownActivity when that cannot be done (any more)."""
        if isinstance(self.view, LookingUp):
            found = self._signed_up(slip)
            if found is None:
                raise UnknownActivity("nothing to change")
            self._show(Changing(found.activity, slip, found.persons, found.persons, shown_at=self._moment()))

    def choose_persons(self, persons: int) -> None:
        """So many of those who signed up still come; 0 cancels."""
        if isinstance(self.view, Changing) and 0 <= persons <= self.view.before:
            self._show(replace(self.view, persons=persons, problem=None))

    def send_change(self) -> None:
        """Save the change, if there is one. A failure stays with its problem."""
        if not isinstance(self.view, Changing) or self.view.persons == self.view.before:
            return
        try:
            changed = self._sending.send_change(self.view, self.language)
        except SamskapError as problem:
            self._show(replace(self.view, problem=problem))
        else:
            self._show(changed)

    def go_home(self) -> None:
        """Home, for another answer in the same visit."""
        if isinstance(self.view, Thanking | Browsing | LookingUp | WhatsOn | ReadingActivity | Changing | Changed):
            self._show(self._around.home())

    def finish(self) -> None:
        """The visitor is done: forget everything."""
        self._rest()

    def keep_awake(self) -> None:
        """Something changed that the visit does not hold (a scrolled board, a typed code), or "I need more time"."""
        self._changed_at = self._now()
        if self.warning_s is not None:
            self.warning_s = None
            self.on_view()

    def touched(self) -> None:
        """A touch alone keeps nobody awake: what counts is that something changed."""

    def tick(self) -> None:
        """Look at the clock: warn, or forget. Call it about once a second."""
        if isinstance(self.view, Resting):
            return
        idle = self._now() - self._changed_at
        if idle >= IDLE_S + WARNING_S:
            self._rest()
            return
        warning = round(IDLE_S + WARNING_S - idle) if idle >= IDLE_S else None
        if warning != self.warning_s:
            self.warning_s = warning
            self.on_view()

    def refresh(self) -> None:
        """Prompts, notices, activities or seats changed: show them where that disturbs nobody."""
        match self.view:
            case Resting():
                self._rest()
            case Choosing():
                self._renew(self._around.home())
            case Browsing():
                self._renew(self._around.board())
            case WhatsOn():
                self._renew(self._around.whats_on())
            case ReadingActivity(here=here):
                self._renew(self._around.about(here.activity.slug) or self.view)

    def _renew(self, view: View) -> None:
        self.view = view
        self.on_view()

    def _show(self, view: View) -> None:
        self.view = replace(view, shown_at=self._moment()) if isinstance(view, Reviewing) else view
        self.warning_s = None
        self._changed_at = self._now()
        self.on_view()

    def _rest(self) -> None:
        self._sending.forget()
        self.view, self.warning_s = Resting(), None  # what was written is gone also when the store cannot be read
        self.language = self._default_language()
        self._show(self._around.resting())

    def _send(self, view: Answering | Reviewing) -> None:
        """Save, and only then thank. A failure stays where it was with its problem, and nothing is lost."""
        try:
            thanks = self._sending.send(view, self._around.newest(view.activity), self.language)
        except SamskapError as problem:
            self._show(replace(view, problem=problem))
        else:
            self._show(thanks)

    def _begin(self, prompt_id: str, activity: str | None) -> None:
        prompt = self._around.prompt(prompt_id, activity)
        if prompt is None:
            self._show(self._around.home())
            raise UnknownPrompt(prompt_id)
        self._show(Answering(prompt, new_submission_id()))

    def _step_of(self, problem: SamskapError) -> int:
        """Return the step a problem is named after, the first for an empty answer, or else the present one."""
        assert isinstance(self.view, Answering)
        if str(problem) in self.view.steps:
            return self.view.steps.index(str(problem))
        return 0 if isinstance(problem, AnswerEmpty) else self.view.step
