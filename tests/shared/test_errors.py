"""The error tree: each class has its own code and words, and the drawing at its top is the truth."""

import re
from collections.abc import Iterator
from typing import TypeVar

from shared import errors
from shared.errors import LinkError, SamskapError, TooManyTries

Some = TypeVar("Some", bound=SamskapError)


def descendants(root: type[Some]) -> Iterator[type[Some]]:
    """Yield a class and everything below it."""
    yield root
    for child in root.__subclasses__():
        yield from descendants(child)


EVERY = [one for one in descendants(SamskapError) if one.__module__.startswith("shared.errors.")]


def drawn() -> dict[str, str | None]:
    """Return the tree in the docstring: each name and the name above it."""
    root, *lines = (errors.__doc__ or "").split("\n\n")[1].split("\n")
    above: dict[str, str | None] = {root.strip(): None}
    stem = [root.strip()]
    for line in lines:
        branch = re.fullmatch(r" {4}((?:│   )*)[├└]── (\w+)(.*)", line)
        if branch:
            depth = 1 + len(branch[1]) // 4
            stem[depth:] = [branch[2]]
            above[branch[2]] = stem[depth - 1]
        above.update(dict.fromkeys(re.findall(r"\b[A-Z]\w+", branch[3] if branch else line), stem[-1]))
    return above


def test_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    real = {one.__name__: one.__bases__[0].__name__ for one in EVERY if one is not SamskapError}

    assert drawn() == {"SamskapError": None, **real}


def test_codes_are_unique_and_plain() -> None:
    codes = [one.code for one in EVERY]

    assert sorted(set(codes)) == sorted(codes)
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


def test_code_is_the_name_of_its_class_in_small_letters() -> None:
    named = {one.__name__: re.sub(r"(?<!^)(?=[A-Z])", "-", one.__name__).lower() for one in EVERY[1:]}

    assert {one.__name__: one.code for one in EVERY[1:]} == named


def test_every_error_has_words_for_people() -> None:
    assert [one.__name__ for one in EVERY if not one.says.endswith((".", "?"))] == []


def test_links_that_staff_must_mend_are_not_tried_again() -> None:
    assert [one.code for one in descendants(LinkError) if not one.retry] == ["not-paired", "kiosk-revoked"]


def test_too_many_tries_may_tell_how_long_to_wait() -> None:
    assert [TooManyTries().seconds, TooManyTries("PIN", seconds=60).seconds] == [None, 60]
