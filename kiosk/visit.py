"""One person at the glass: a state machine without Kivy. Screens draw its view and call its verbs.

    Resting -> ChoosingLanguage -> Choosing -> Answering (a step a screen) -> Reviewing -> Thanking
                                   Choosing -> Browsing (the board) -> LookingUp (a receipt code)

What was written lives here, in RAM, and nowhere else until :meth:`Visit.send`. When nothing changes for a while
the visit warns, and then forgets everything.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from shared.errors import AnswerEmpty, SamskapError, UnknownPrompt
from shared.i18n import LANGUAGES
from shared.kinds import kind_of
from shared.kinds.base import Answer
from shared.prompt import Prompt
from shared.submission import new_submission_id, receipt_code

IDLE_S = 60.0
"""Seconds without a change before the visit warns."""
WARNING_S = 30.0
"""Seconds the warning lasts; WCAG 2.2.1 asks for at least 20."""


@dataclass(frozen=True)
class Resting:
    """Nobody is here: today's question moves gently."""

    prompt: Prompt | None = None


@dataclass(frozen=True)
class ChoosingLanguage:
    """The languages, in their own names."""


@dataclass(frozen=True)
class Choosing:
    """Home: a tile for each open prompt, and the board."""

    prompts: tuple[Prompt, ...]


@dataclass(frozen=True)
class Answering:
    """One question of one prompt."""

    prompt: Prompt
    submission_id: str
    draft: Answer = field(default_factory=dict)
    step: int = 0
    problem: SamskapError | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """The fields this prompt asks for, in order."""
        return kind_of(self.prompt.kind).steps(self.prompt.settings)

    @property
    def field(self) -> str:
        """The field asked for on this screen."""
        return self.steps[self.step]


@dataclass(frozen=True)
class Reviewing:
    """The whole answer, to read once more, change or send."""

    prompt: Prompt
    submission_id: str
    answer: Answer
    problem: SamskapError | None = None


@dataclass(frozen=True)
class Thanking:
    """Saved. Exists only after the commit."""

    prompt: Prompt
    submission_id: str
    receipt_code: str


@dataclass(frozen=True)
class Browsing:
    """The board: what others said and what came of it."""


@dataclass(frozen=True)
class LookingUp:
    """Typing a receipt code."""


View = Resting | ChoosingLanguage | Choosing | Answering | Reviewing | Thanking | Browsing | LookingUp


class Save(Protocol):
    """Seals and stores an answer durably before it returns; the same id twice is stored once."""

    def __call__(self, submission_id: str, prompt: Prompt, language: str, payload: bytes) -> None:
        """Raises StoreError, NotPaired."""


class Visit:
    """The visit. ``prompts`` gives the prompts open now, ``now`` a monotonic time in seconds.

    ``on_view`` is called after each change of ``view``, ``language`` or ``warning_s``.
    """

    def __init__(
        self,
        *,
        prompts: Callable[[], Sequence[Prompt]],
        save: Save,
        now: Callable[[], float],
        default_language: Callable[[], str],
        on_view: Callable[[], None] = lambda: None,
    ) -> None:
        self._prompts, self._save, self._now, self._default_language = prompts, save, now, default_language
        self.on_view = on_view
        self.language = default_language()
        self.warning_s: int | None = None
        self._changed_at = now()
        self.view: View = self._resting()

    def wake(self) -> None:
        """Somebody touched the resting screen."""
        if isinstance(self.view, Resting):
            self._show(ChoosingLanguage())

    def choose_language(self, language: str) -> None:
        """Speak this language; from the language screen go home, elsewhere stay and keep what was written."""
        if language in LANGUAGES and not isinstance(self.view, Resting):
            self.language = language
            self._show(self._home() if isinstance(self.view, ChoosingLanguage) else self.view)

    def show_languages(self) -> None:
        """From home back to the languages."""
        if isinstance(self.view, Choosing):
            self._show(ChoosingLanguage())

    def choose(self, prompt_id: str) -> None:
        """Begin an answer. Raises UnknownPrompt when the prompt is not open (any more)."""
        if not isinstance(self.view, Choosing):
            return
        prompt = next((prompt for prompt in self._prompts() if prompt.id == prompt_id), None)
        if prompt is None:
            self._show(self._home())
            raise UnknownPrompt(prompt_id)
        self._show(Answering(prompt, new_submission_id()))

    def write(self, name: str, value: Any) -> None:
        """Keep what the visitor wrote, chose or drew for one field of the draft."""
        if isinstance(self.view, Answering) and self.view.draft.get(name) != value:
            self._show(replace(self.view, draft={**self.view.draft, name: value}, problem=None))

    def go_on(self) -> None:
        """To the next step; after the last to the review, if the answer is valid."""
        match self.view:
            case Answering(step=step, steps=steps) if step + 1 < len(steps):
                self._show(replace(self.view, step=step + 1, problem=None))
            case Answering(prompt=prompt, submission_id=submission_id, draft=draft):
                try:
                    answer = kind_of(prompt.kind).check(draft, prompt.settings)
                except SamskapError as problem:
                    self._show(replace(self.view, step=self._step_of(problem), problem=problem))
                else:
                    self._show(Reviewing(prompt, submission_id, answer))

    def go_back(self) -> None:
        """One step back, without losing what was written on the way; from the first step home."""
        match self.view:
            case Answering(step=step) if step > 0:
                self._show(replace(self.view, step=step - 1, problem=None))
            case Reviewing():
                self.change()
            case Answering() | Browsing():
                self._show(self._home())
            case LookingUp():
                self._show(Browsing())
            case Choosing() | ChoosingLanguage():
                self._rest()

    def change(self) -> None:
        """From the review back to the last step, with everything still there."""
        match self.view:
            case Reviewing(prompt=prompt, submission_id=submission_id, answer=answer):
                back = Answering(prompt, submission_id, answer)
                self._show(replace(back, step=len(back.steps) - 1))

    def start_over(self) -> None:
        """Throw the draft away and go home."""
        if isinstance(self.view, Answering | Reviewing):
            self._show(self._home())

    def send(self) -> None:
        """Save, and only then thank. A failure stays on the review with its problem, and nothing is lost."""
        if not isinstance(self.view, Reviewing):
            return
        view = self.view
        kind = kind_of(view.prompt.kind)
        try:
            payload = kind.pack(kind.check(view.answer, view.prompt.settings))
            self._save(view.submission_id, view.prompt, self.language, payload)
        except SamskapError as problem:
            self._show(replace(view, problem=problem))
        else:
            self._show(Thanking(view.prompt, view.submission_id, receipt_code(view.submission_id)))

    def open_board(self) -> None:
        """Look at the board."""
        if isinstance(self.view, Choosing | Thanking):
            self._show(Browsing())

    def look_up(self) -> None:
        """Type a receipt code."""
        if isinstance(self.view, Browsing):
            self._show(LookingUp())

    def go_home(self) -> None:
        """Home, for another answer in the same visit."""
        if isinstance(self.view, Thanking | Browsing | LookingUp):
            self._show(self._home())

    def finish(self) -> None:
        """The visitor is done: forget everything."""
        self._rest()

    def keep_awake(self) -> None:
        """Something changed that the visit does not hold (a scrolled board, a typed code), or "I need more time"."""
        self._changed_at = self._now()
        if self.warning_s is not None:
            self.warning_s = None
            self.on_view()

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
        """Prompts changed: show them where that disturbs nobody."""
        if isinstance(self.view, Resting):
            self._rest()
        elif isinstance(self.view, Choosing):
            self.view = self._home()
            self.on_view()

    def _show(self, view: View) -> None:
        self.view = view
        self.warning_s = None
        self._changed_at = self._now()
        self.on_view()

    def _rest(self) -> None:
        self.language = self._default_language()
        self._show(self._resting())

    def _resting(self) -> Resting:
        prompts = self._prompts()
        return Resting(prompts[0] if prompts else None)

    def _home(self) -> Choosing:
        return Choosing(tuple(self._prompts()))

    def _step_of(self, problem: SamskapError) -> int:
        assert isinstance(self.view, Answering)
        return 0 if isinstance(problem, AnswerEmpty) else self.view.step
