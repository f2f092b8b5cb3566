"""The first day of a library: what is to be done before visitors come, each step skippable and found again later.

A step is done when what it is about is there; where nothing shows that, when somebody said so.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from hub.model import Actor, Right
from hub.services.backups import standing
from hub.services.changing import changing
from hub.services.house import people, settings
from hub.store.base import Store

_SAID = "first_day"
"""A setting: what was said of steps, by name."""


class Step(StrEnum):
    """What a new library does on its first day, in this order."""

    LIBRARY = "library"
    """A logo or a colour of its own."""
    PHRASE = "phrase"
    """The recovery words are on paper."""
    KIOSK = "kiosk"
    """A tablet is paired."""
    QUESTIONS = "questions"
    """Somebody has chosen what is asked."""
    COLLEAGUE = "colleague"
    """Somebody else was invited."""
    BACKUP = "backup"
    """A folder for backups is chosen, and one has been made."""


class Way(StrEnum):
    """How far a step has come."""

    OPEN = "open"
    SKIPPED = "skipped"
    DONE = "done"


_THERE: Final[Mapping[Step, Callable[[Store], bool]]] = {
    Step.LIBRARY: lambda store: bool(settings.read(store).look.colour or settings.read(store).logo),
    Step.KIOSK: lambda store: any(kiosk.revoked_at is None for kiosk in store.kiosks.every()),
    Step.COLLEAGUE: lambda store: len([one for one in people.listed(store) if one.shut_at is None]) > 1,
    Step.BACKUP: lambda store: standing.read(store).is_kept,
}
"""How it is seen that a step is done."""


def steps(store: Store) -> dict[Step, Way]:
    """Return how far each step has come, in order."""
    said = _said(store)
    return {step: Way.DONE if _is_there(store, step) else Way(said.get(step.value, Way.OPEN)) for step in Step}


def is_over(found: Mapping[Step, Way]) -> bool:
    """Tell whether every step is done or was skipped."""
    return Way.OPEN not in found.values()


def finish(store: Store, step: Step, *, by: Actor, now: datetime) -> None:
    """Take somebody's word that a step is done. Raises NotAllowed."""
    _say(store, step, Way.DONE, by, now)


def skip(store: Store, step: Step, *, by: Actor, now: datetime) -> None:
    """Leave a step for later. Raises NotAllowed."""
    _say(store, step, Way.SKIPPED, by, now)


def _is_there(store: Store, step: Step) -> bool:
    return step in _THERE and _THERE[step](store)


def _say(store: Store, step: Step, way: Way, by: Actor, now: datetime) -> None:
    with changing(store, by, now, Right.SETTINGS) as change:
        said = _said(store)
        if said.get(step.value) not in (way.value, Way.DONE.value):
            store.settings.save({_SAID: json.dumps(said | {step.value: way.value})})
            change.note(f"first-day-{way.value}", f"first-day {step.value}")


def _said(store: Store) -> dict[str, str]:
    said: dict[str, str] = json.loads(store.settings.read().get(_SAID) or "{}")
    return said
