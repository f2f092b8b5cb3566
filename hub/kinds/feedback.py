"""How feedback is read."""

from hub.kinds.base import Rows, WordsOnly, labels, names_of, one_line, text_of
from shared.kinds.base import Answer
from shared.languages import N_, translator
from shared.prompt import Prompt

FACES = {1: N_("Very bad"), 2: N_("Bad"), 3: N_("All right"), 4: N_("Good"), 5: N_("Very good")}
"""What the five faces are called."""

_FACE, _REASONS, _COMMENT = N_("Face"), N_("Reasons"), N_("Comment")


class FeedbackReader(WordsOnly):
    """One of five faces, reasons, a comment."""

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the face in words, then the comment or the reasons."""
        face = _face(answer, language)
        reasons = labels(names_of(answer, "reasons"), prompt, "reasons", language)
        more = one_line(text_of(answer, "comment")) or ", ".join(reasons)
        return f"{face} · {more}" if more else face

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return the face, the reasons and the comment, the last two only if they are there."""
        tr = translator(language)
        rows = [
            (tr(_FACE), _face(answer, language)),
            (tr(_REASONS), ", ".join(labels(names_of(answer, "reasons"), prompt, "reasons", language))),
            (tr(_COMMENT), text_of(answer, "comment")),
        ]
        return [row for row in rows if row[1].strip()]

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return the comment exactly as typed, or else the face and the reasons in words."""
        return comment if (comment := text_of(answer, "comment")).strip() else self.gist(answer, prompt, language)

    def search_text(self, answer: Answer) -> str:
        """Return the comment."""
        return text_of(answer, "comment")


def _face(answer: Answer, language: str) -> str:
    rating = answer.get("rating")
    return translator(language)(FACES[rating]) if isinstance(rating, int) and rating in FACES else "?"
