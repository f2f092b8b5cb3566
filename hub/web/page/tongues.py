"""A form's texts in several languages: a tab for each language, and one of them open."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shared.languages import LANGUAGES

OPENED = "tongue"
"""The field that says which language was open when a form was sent."""


class Tab(NamedTuple):
    """A language of a form: whether anything is written in it, whether some of it is wrong, and whether it is open."""

    code: str
    own_name: str
    direction: str
    written: bool
    wrong: bool
    open: bool


def tabs(names: Iterable[str], values: Mapping[str, str], errors: Mapping[str, str], opened: str) -> list[Tab]:
    """Return a tab for each language, with ``opened`` open; the fields are ``names``, as ``title-nb``."""
    names = tuple(names)
    found = []
    for code, one in LANGUAGES.items():
        written, wrong = _written(names, values, code), _wrong(names, errors, code)
        found.append(Tab(code, one.own_name, one.direction, written, wrong, code == opened))
    return found


def first_open(names: Iterable[str], values: Mapping[str, str], errors: Mapping[str, str], *wanted: str) -> str:
    """Return which language is open: the first with a mistake, the one that was, else the first of ``wanted`` written.

    Where nobody wrote in those it is the first that has words, and on an empty form the first of ``wanted``.
    """
    names = tuple(names)
    mistaken = [code for code in LANGUAGES if _wrong(names, errors, code)]
    was = [code for code in (values.get(OPENED, ""),) if code in LANGUAGES]
    written = [code for code in (*wanted, *LANGUAGES) if _written(names, values, code)]
    return (*mistaken, *was, *written, *wanted)[0]


def _written(names: tuple[str, ...], values: Mapping[str, str], code: str) -> bool:
    return any(values.get(f"{name}-{code}", "").strip() for name in names)


def _wrong(names: tuple[str, ...], errors: Mapping[str, str], code: str) -> bool:
    return any(f"{name}-{code}" in errors for name in names)
