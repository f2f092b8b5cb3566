"""Which key lies where: the keyboards of the languages as rows of keys. Knows no Kivy."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.languages import keyboard

SHIFT, RUB_OUT, SPACE, ENTER, DONE = "shift", "rub-out", "space", "enter", "done"
SYMBOLS, LETTERS, BIG, ACCENTS, CLOSE = "symbols", "letters", "big", "accents", "close"

_DIGITS = "1234567890"


@dataclass(frozen=True)
class KeyPlan:
    """One key: what it types or does, and its width in units of a letter key."""

    name: str
    width: float = 1.0

    @property
    def types(self) -> bool:
        """Whether the key types its own name."""
        return len(self.name) == 1


Row = tuple[KeyPlan, ...]


@cache
def _layout(language: str) -> dict[str, Any]:
    layout: dict[str, Any] = json.loads(keyboard(language))
    return layout


def _keys(names: list[str]) -> Row:
    return tuple(KeyPlan(name) for name in names)


def _widths(row: Row) -> float:
    return sum(key.width for key in row)


def rows(language: str, page: str, *, digits: bool = False, address: bool = False) -> tuple[Row, ...]:
    """Return the rows of a page: LETTERS, SYMBOLS, or BIG for the alphabet in capitals.

    ``digits`` puts the figures above the letters, for codes. ``address`` does so too, and has @ - _ at hand in place
    of accents and capitals, for phone numbers and e-mail.
    """
    if page == BIG:
        return _big(language)
    layout = _layout(language)
    first, second, third = (_keys(row) for row in layout["rows" if page == LETTERS else "symbols"])
    edge = max((max(_widths(first), _widths(second)) - _widths(third)) / 2, 1)
    before = KeyPlan(SHIFT, edge) if page == LETTERS else None
    third = (*((before,) if before else ()), *third, KeyPlan(RUB_OUT, edge if before else 2 * edge))
    turn = KeyPlan(SYMBOLS, 1.5) if page == LETTERS else KeyPlan(LETTERS, 1.5)
    bottom: Row = (turn, KeyPlan(ACCENTS), KeyPlan(BIG, 1.5), KeyPlan(SPACE, 4), KeyPlan(ENTER), KeyPlan(DONE, 2))
    if address:
        bottom = (turn, *_keys(["@", "-", "_"]), KeyPlan(SPACE, 3.5), KeyPlan("+"), KeyPlan(DONE, 2))
    top = (_keys(list(_DIGITS)),) if (digits or address) and page == LETTERS else ()
    return (*top, first, second, third, bottom)


def accents(language: str, character: str) -> list[str]:
    """Return the accented forms of a character, in its own case; [] when it has none."""
    found: list[str] = _layout(language)["accents"].get(character.lower(), [])
    return [form.upper() for form in found] if character.isupper() else list(found)


def common_accents(language: str) -> list[str]:
    """Return the first accented form of each letter: what is offered where no letter stands before."""
    return [forms[0] for base, forms in _layout(language)["accents"].items() if base.isalpha()][:9]


def alphabet(language: str) -> list[str]:
    """Return the letters of a language in the order people learn them."""
    return list(_layout(language)["alphabet"])


def _big(language: str) -> tuple[Row, ...]:
    letters = [letter.upper() for letter in alphabet(language)]
    per_row = -(-(len(letters) + 1) // 3)
    first, second, third = (_keys(letters[i : i + per_row]) for i in (0, per_row, 2 * per_row))
    bottom = (KeyPlan(LETTERS, 1.5), *_keys([".", "?", "!"]), KeyPlan(SPACE, 3), KeyPlan(ENTER), KeyPlan(DONE, 2))
    return first, second, (*third, KeyPlan(RUB_OUT, per_row - len(third))), bottom
