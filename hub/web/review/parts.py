"""An answer as the submission's page shows it: in parts, each with the shape it is drawn in."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from hub.drawing_svg import drawing_svg
from hub.kinds import READERS, answer_of
from hub.lists import InboxRow
from hub.services.house import prompts
from hub.shapes import Part, Shape, When
from hub.store.base import Store
from hub.web.page.times import day, local
from shared.kinds.base import Answer
from shared.kinds.idea import picture_cards
from shared.languages import pick
from shared.prompt import Prompt

SHORT, SOME = 140, 500
"""Up to so many characters a text is set very large, and large; a longer one is set for reading."""


class Drawn(NamedTuple):
    """A part of an answer as the template draws it. ``size`` is short, some or ""; texts have one."""

    shape: Shape
    value: Any
    label: str = ""
    size: str = ""
    main: bool = False


def parts(kind: str, answer: Answer, prompt: Prompt | None, language: str, zone: str) -> list[Drawn]:
    """Return the parts of an answer that have something in them, in the order in which its kind names them.

    Moments are shown as days in the library's ``zone``.
    """
    found = READERS[kind].parts(answer, prompt, language) if kind in READERS else []
    return [drawn for part in found if (drawn := _drawn(part, language, zone)).value]


class Gist(NamedTuple):
    """A submission in a list: what was said, what was asked ("" where nobody knows), and the face it gave, if any."""

    says: str
    question: str = ""
    face: int | None = None


def of_voice(found: Sequence[Sequence[Drawn]]) -> list[Drawn]:
    """Return the parts of what was said first and of what came after as one: the visitor's words, then the rest."""
    words = [part for parts in found for part in parts if part.shape is Shape.TEXT]
    return words + [part for parts in found for part in parts if part.shape is not Shape.TEXT]


def gists(store: Store, rows: Sequence[InboxRow], language: str) -> dict[str, Gist]:
    """Return by id what lists show of each row, in this language.

    The line a row was stored with is in the library's language: it serves where the answer cannot be read. What was
    said after one stands in its line.
    """
    found = {row.id: Gist(row.gist) for row in rows}
    shown = list(found)
    after = store.submissions.after(shown)
    asked: dict[tuple[str, int, str], Prompt | None] = {}
    for stored in (*store.submissions.these(shown), *after):
        submission, answer = stored.submission, answer_of(stored)
        wanted = submission.prompt, submission.prompt_revision, submission.prompt_hash
        if wanted not in asked:
            asked[wanted] = prompts.asked(store, submission)
        prompt = asked[wanted]
        question = prompt.text(language).question if prompt else ""
        found[submission.id] = found.get(submission.id, Gist(stored.gist))._replace(question=question)
        if answer is not None and submission.kind in READERS:
            reader = READERS[submission.kind]
            face = next((p.value for p in reader.parts(answer, prompt, language) if p.shape is Shape.FACE), None)
            found[submission.id] = Gist(reader.gist(answer, prompt, language), question, face)
    for stored in after:
        first, says = found[str(stored.after)], found[stored.submission.id].says
        found[str(stored.after)] = first._replace(says=" · ".join(filter(None, (first.says, says))))
    return {one: found[one] for one in shown}


def _drawn(part: Part, language: str, zone: str) -> Drawn:
    value, size = part.value, ""
    match part.shape:
        case Shape.TEXT:
            value, size = value if value.strip() else "", size_of(value)
        case Shape.STROKES:
            value = Markup(drawing_svg(value, part.label))
        case Shape.PICTURES:
            value = pictures(value, language)
        case Shape.LINE:
            value = _day(value, language, zone) if isinstance(value, When) else value
    return Drawn(part.shape, value, part.label, size, part.main)


def _day(moment: When, language: str, zone: str) -> str:
    try:
        return day(local(moment, zone).date(), language)
    except (ValueError, OverflowError):
        return moment


def size_of(text: str) -> str:
    """Return how large a text is set: the larger the shorter it is."""
    return "short" if len(text) <= SHORT else "some" if len(text) <= SOME else ""


def pictures(cards: list[str], language: str) -> list[tuple[str, str]]:
    """Return icon and name of picture cards; one that is no longer offered keeps its id for a name."""
    known = picture_cards()
    shown = [(known.get(card, {}).get("icon", ""), known.get(card, {}).get("label", {}), card) for card in cards]
    return [(icon, pick(label, language) or card) for icon, label, card in shown]
