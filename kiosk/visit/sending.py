"""Sending: an answer is checked, packed and saved, and only then there is something to thank for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.visit.saving import Save
from kiosk.visit.views import Answering, Changed, Changing, Reviewing, Thanking
from shared.activity import Activity, change_prompt
from shared.kinds import kind_of
from shared.kinds.base import Answer
from shared.kinds.signup import check_party
from shared.slip import NO_SLIP, Slip


class Sending:
    """Sends for one visit after the other. ``slips`` gives a new one each time, ``moment`` the time by the hub."""

    def __init__(self, save: Save, slips: Callable[[], Slip], moment: Callable[[], datetime]) -> None:
        self._save, self._slips, self._moment = save, slips, moment
        self._slip: tuple[str, Slip] | None = None

    def send(self, view: Answering | Reviewing, activity: Activity | None, language: str) -> Thanking:
        """Save, and return the thanks. ``activity`` is as it is by now. Raises SamskapError; then nothing is lost.

        What is said after another has no slip of its own: the visitor keeps the code of the first (ADR 0028).
        """
        kind = kind_of(view.prompt.kind)
        answer = kind.check(view.answer, view.prompt.settings)
        check_seats(answer, activity)
        seats = kind.seats(answer)
        payload, moment = kind.pack(answer), self._moment()
        slip = NO_SLIP if view.first else self._slip_for(view.submission_id)
        state = self._save(view.submission_id, view.prompt, language, payload, slip=slip, seats=seats)
        if view.first:
            return replace(view.first, submission_id=view.submission_id, more=(), shown_at=moment)
        self.forget()
        more = kind.more(view.prompt.settings)
        given = {name: said for name, said in answer.items() if name not in more} if more else {}
        return Thanking(
            view.prompt, view.submission_id, slip, view.activity, state, seats, more, given=given, shown_at=moment
        )

    def send_change(self, view: Changing, language: str) -> Changed:
        """Save a change of a sign-up. Raises SamskapError."""
        prompt, kind = change_prompt(view.activity), kind_of("change")
        answer = {"activity": view.activity.slug, "code": view.slip.code, "persons": view.persons}
        payload = kind.pack(kind.check(answer, prompt.settings))
        self._save(view.submission_id, prompt, language, payload, slip=NO_SLIP, seats=view.persons, changes=view.slip)
        return Changed(view.activity, view.slip, view.persons, shown_at=view.shown_at)

    def forget(self) -> None:
        """Keep no slip: what it was for is sent, or somebody else comes."""
        self._slip = None

    def _slip_for(self, submission_id: str) -> Slip:
        """Return the slip that goes with this submission: the same one when sending is tried again."""
        if self._slip is None or self._slip[0] != submission_id:
            self._slip = submission_id, self._slips()
        return self._slip[1]


def check_seats(answer: Answer, activity: Activity | None) -> None:
    """Check that there is a seat for each of them in all. Raises PartyTooLarge."""
    if activity is not None:
        check_party(answer, activity)
