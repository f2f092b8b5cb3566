"""How feedback is read."""

from hub.kinds.base import Reader, Rows, labels, names_of, offered, one_line, text_of
from hub.shapes import FACES, Offer, Part, SettingsForm, Shape, Sketch, Sketched, Words
from shared.kinds.base import AFTER, Answer, Settings
from shared.languages import N_, translator
from shared.prompt import Prompt

_FACE, _REASONS, _COMMENT = N_("Face"), N_("Reasons"), N_("Comment")


class FeedbackReader(Reader):
    """One of five faces, reasons, a comment."""

    words = Words(
        N_("Feedback"), N_("Feedback"), N_("Five faces, some reasons, and a comment."), "emoticon_happy_outline"
    )
    settings = SettingsForm(
        N_("Reasons to choose from"),
        N_("Up to 12 reasons, or none."),
        Offer("reasons", least=0, most=12, wrong=N_("Give at most 12 reasons, each in at least one language.")),
    )

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the face in words, then the comment or the reasons; without the face where it was said before."""
        face = "" if AFTER in answer else _face(answer, language)
        reasons = labels(names_of(answer, "reasons"), prompt, "reasons", language)
        more = one_line(text_of(answer, "comment")) or ", ".join(reasons)
        return " · ".join(filter(None, (face, more)))

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the face, the reasons and the comment, the last two only if they are there."""
        tr = translator(language)
        rows = [
            (tr(_FACE), "" if AFTER in answer else _face(answer, language)),
            (tr(_REASONS), ", ".join(labels(names_of(answer, "reasons"), prompt, "reasons", language))),
            (tr(_COMMENT), text_of(answer, "comment")),
        ]
        return [row for row in rows if row[1].strip()]

    def parts(self, answer: Answer, prompt: Prompt | None, language: str) -> list[Part]:
        """Return the face, the comment and the reasons."""
        reasons = labels(names_of(answer, "reasons"), prompt, "reasons", language)
        return [
            *([] if AFTER in answer else [Part(Shape.FACE, _rating(answer))]),
            Part(Shape.TEXT, text_of(answer, "comment")),
            Part(Shape.CHOICES, reasons, translator(language)(_REASONS)),
        ]

    def sketch(self, settings: Settings) -> tuple[Sketched, ...]:
        """Return the faces and the reasons."""
        return Sketched(Sketch.HELP), Sketched(Sketch.FACES), offered(settings, "reasons")

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the comment exactly as typed, or else the face and the reasons in words."""
        return comment if (comment := text_of(answer, "comment")).strip() else self.gist(answer, prompt, language)

    def search_text(self, answer: Answer) -> str:
        """Return the comment."""
        return text_of(answer, "comment")


def _face(answer: Answer, language: str) -> str:
    rating = _rating(answer)
    return translator(language)(FACES[rating]) if rating else "?"


def _rating(answer: Answer) -> int | None:
    rating = answer.get("rating")
    return rating if type(rating) is int and rating in FACES else None
