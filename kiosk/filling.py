"""Answers from a file through the same visit as at the glass: for tests, moves from paper, and demonstrations."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kiosk.visit.views import Answering, Reviewing, Thanking
from kiosk.visit.visit import Visit
from shared.errors import InvalidAnswer, InvalidInput, NotJson, NotPaired, SamskapError, StoreError
from shared.languages import LANGUAGES
from shared.notice import SignUpState
from shared.slip import NO_SLIP

_PARTS = ("prompt", "language", "answer")


@dataclass(frozen=True)
class Thanked:
    """One submission that is saved; ``state`` is what a sign-up was told. No code where nobody took one along."""

    id: str
    receipt_code: str | None
    state: SignUpState | None = None


def fill(visit: Visit, lines: Iterable[bytes]) -> Iterator[Thanked | SamskapError | None]:
    """Yield for each line what came of it: thanked, why not, or None for an empty line.

    A bad line does not stop the others; a store that cannot save does.
    """
    for line in lines:
        try:
            yield _visit_once(visit, line) if line.strip() else None
        except (StoreError, NotPaired) as exc:
            yield exc
            return
        except InvalidAnswer as exc:
            yield _naming_fields(exc)
        except SamskapError as exc:
            yield exc
        finally:
            visit.finish()


def _visit_once(visit: Visit, line: bytes) -> Thanked:
    """Do with one line what a visitor does. Raises what would be shown."""
    prompt, language, answer = _read(line)
    visit.choose_language(language)
    activity = answer.get("activity")
    _OPENED.get(prompt, _choose)(visit, prompt, activity)
    for name, value in answer.items():
        visit.write(name, value)
    while isinstance(visit.view, Answering):
        visit.go_on()
        if isinstance(visit.view, Answering) and visit.view.problem:
            raise visit.view.problem
    visit.send()
    match visit.view:
        case Thanking(submission_id=submission_id, slip=slip, state=state):
            return Thanked(submission_id, None if slip == NO_SLIP else slip.code, state)
        case Reviewing(problem=SamskapError() as problem):
            raise problem
    raise AssertionError("a visit ends thanked or with a problem")


def _choose(visit: Visit, prompt: str, activity: Any) -> None:
    """Touch a tile as a visitor does. Raises what that does."""
    visit.choose(prompt, activity if isinstance(activity, str) else None)


def _open_sign_up(visit: Visit, _: str, activity: Any) -> None:
    """Go to the sign-up of an activity as a visitor does. Raises UnknownActivity, InvalidAnswer."""
    if not isinstance(activity, str):
        raise InvalidAnswer("a sign-up names its activity")
    visit.open_activities()
    visit.read_activity(activity)
    visit.sign_up()


_OPENED = {"signup": _open_sign_up}
"""The way to a prompt that no tile of the first screen leads to, by its id."""


def _naming_fields(error: InvalidAnswer) -> InvalidAnswer:
    """Return the error with the names of fields that are too many: here they are of the file somebody wrote."""
    shown = [name if name.isprintable() else json.dumps(name) for name in error.fields]
    return type(error)(f"unknown fields: {', '.join(shown)}") if shown else error


def _read(line: bytes) -> tuple[str, str, dict[str, Any]]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise NotJson(str(exc)) from exc
    missing = [name for name in _PARTS if not isinstance(given, dict) or name not in given]
    if missing:
        raise InvalidInput(f"missing: {', '.join(missing)}")
    prompt, language, answer = (given[name] for name in _PARTS)
    if language not in list(LANGUAGES):
        raise InvalidInput(f"unknown language (wanted: {', '.join(LANGUAGES)})")
    if not isinstance(prompt, str) or not isinstance(answer, dict):
        raise InvalidAnswer("the prompt is not a name, or the answer not an object")
    return prompt, language, answer
