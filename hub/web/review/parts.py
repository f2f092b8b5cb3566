"""An answer as the submission's page shows it: in parts, each with the shape it is drawn in."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from hub.kinds import READERS, answer_of
from hub.kinds.base import When, labels, names_of, text_of
from hub.kinds.feedback import FACES
from hub.lists import InboxRow
from hub.services.house import prompts
from hub.store.base import Store
from hub.web.page.drawing_svg import drawing_svg
from hub.web.page.times import day, local
from shared.kinds.base import Answer
from shared.kinds.idea import picture_cards
from shared.languages import N_, Translate, pick, translator
from shared.prompt import Prompt

SHORT, SOME = 140, 500
"""Up to so many characters a text is set very large, and large; a longer one is set for reading."""

_DRAWN, _CARDS, _REASONS, _CHOSEN = N_("A drawing by a visitor"), N_("Picture cards"), N_("Reasons"), N_("Chosen")


class Part(NamedTuple):
    """A part of an answer. ``shape`` is text, face, drawing, pictures, choices or line."""

    shape: str
    value: Any
    label: str = ""
    size: str = ""
    main: bool = False


def parts(kind: str, answer: Answer, prompt: Prompt | None, language: str, zone: str) -> list[Part]:
    """Return the parts of an answer, the most important first. A kind not named here is shown by its reader's rows.

    Moments are shown as days in the library's ``zone``.

    What was set aside because it did not pass the check is shown as far as it can be, so no shape is trusted.
    """
    tr = translator(language)
    match kind:
        case "idea":
            found = [text_part(text_of(answer, "text")), *_pictures(names_of(answer, "cards"), tr, language)]
        case "feedback":
            reasons = labels(names_of(answer, "reasons"), prompt, "reasons", language)
            found = [Part("face", _rating(answer)), text_part(text_of(answer, "comment"))]
            found += [Part("choices", reasons, tr(_REASONS))] if reasons else []
        case "poll":
            chosen = labels(names_of(answer, "choices"), prompt, "options", language)
            found = [Part("choices", chosen, tr(_CHOSEN), main=True)]
        case "drawing":
            found = [Part("drawing", Markup(drawing_svg(answer["strokes"], tr(_DRAWN))))]
        case _:
            rows = READERS[kind].rows(answer, prompt, language) if kind in READERS else []
            found = [Part("line", _shown(value, language, zone), label) for label, value in rows]
    return [part for part in found if part.value]


def gists(store: Store, rows: Sequence[InboxRow], language: str) -> dict[str, str]:
    """Return by id the line of each row for lists, in this language.

    The line a row was stored with is in the library's language: it serves where the answer cannot be read.
    """
    found = {row.id: row.gist for row in rows}
    asked: dict[tuple[str, int, str], Prompt | None] = {}
    for stored in store.submissions.these(list(found)):
        submission, answer = stored.submission, answer_of(stored)
        if answer is None or submission.kind not in READERS:
            continue
        wanted = submission.prompt, submission.prompt_revision, submission.prompt_hash
        if wanted not in asked:
            asked[wanted] = prompts.asked(store, submission)
        found[submission.id] = READERS[submission.kind].gist(answer, asked[wanted], language)
    return found


def _shown(value: str, language: str, zone: str) -> str:
    if not isinstance(value, When):
        return value
    try:
        return day(local(value, zone).date(), language)
    except (ValueError, OverflowError):
        return value


def _rating(answer: Answer) -> int | None:
    rating = answer.get("rating")
    return rating if type(rating) is int and rating in FACES else None


def text_part(text: str) -> Part:
    """Return a text exactly as typed, the larger the shorter it is; nothing but blanks is no text."""
    size = "short" if len(text) <= SHORT else "some" if len(text) <= SOME else ""
    return Part("text", text if text.strip() else "", size=size)


def pictures(cards: list[str], language: str) -> list[tuple[str, str]]:
    """Return icon and name of picture cards; one that is no longer offered keeps its id for a name."""
    known = picture_cards()
    shown = [(known.get(card, {}).get("icon", ""), known.get(card, {}).get("label", {}), card) for card in cards]
    return [(icon, pick(label, language) or card) for icon, label, card in shown]


def _pictures(cards: list[str], tr: Translate, language: str) -> list[Part]:
    return [Part("pictures", pictures(cards, language), tr(_CARDS))]
