"""What every form of the staff pages shares: its buttons, what is said of its fields, and addresses made of names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from hub.folding import as_id
from hub.web.page.page_data import PageData
from hub.web.page.speech import Speech
from hub.web.page.wording import language_name

AS_IT_IS = "save-as-it-is"
"""The button that saves what staff were asked about once."""
SAVES = ("save", AS_IT_IS)


@dataclass(frozen=True, kw_only=True)
class FormPage(PageData):
    """A form with words in several languages."""

    errors: dict[str, str]
    """What is said beside a field that is wrong, in the reader's language."""
    changed: bool
    """Whether something was typed that is not saved."""
    left: list[str]
    """In which languages ready-made words are left behind."""
    limits: dict[str, int]
    """How many characters a field takes."""
    opened: str
    """Which language is open."""


def said_of(errors: Mapping[str, str], limits: Mapping[str, int], speech: Speech) -> dict[str, str]:
    """Return what is wrong with fields in the reader's language; ``title-nb`` has the limit of ``title``."""
    return {name: speech.tr(says).format(n=limits.get(name.partition("-")[0], 0)) for name, says in errors.items()}


def names_of(languages: Sequence[str], speech: Speech) -> list[str]:
    """Return what the languages are called."""
    return [language_name(code, speech.language) for code in languages]


def slug(name: str, is_taken: Callable[[str], bool], otherwise: str) -> str:
    """Return a name as an id nobody has: small letters, digits and dashes."""
    base = as_id(name, 48) or otherwise
    return next(one for n in count(1) if not is_taken(one := base if n == 1 else f"{base}-{n}"))
