"""How a poll answer is read."""

from hub.kinds.base import Reader, Rows, labels, names_of, offered
from hub.shapes import Number, Offer, Part, SettingsForm, Shape, Sketch, Sketched, Words
from shared.kinds.base import Answer, Settings
from shared.languages import N_, translator
from shared.prompt import Prompt

_CHOSEN = N_("Chosen")


class PollReader(Reader):
    """One or several choices."""

    words = Words(N_("Poll"), N_("Polls"), N_("People choose among what you offer."), "poll")
    settings = SettingsForm(
        N_("Choices"),
        N_("From 2 to 8 choices."),
        Offer("options", least=2, most=8, wrong=N_("Give from 2 to 8 choices, each in at least one language.")),
        (
            Number(
                "max_choices",
                N_("How many may one choose?"),
                usual=1,
                least=1,
                most=8,
                wrong=N_("A number from 1 to as many as there are choices."),
            ),
        ),
    )

    def gist(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return what was chosen."""
        return ", ".join(labels(names_of(answer, "choices"), prompt, "options", language))

    def rows(self, answer: Answer, prompt: Prompt | None, language: str) -> Rows:
        """Return what was chosen."""
        return [(translator(language)(_CHOSEN), self.gist(answer, prompt, language))]

    def parts(self, answer: Answer, prompt: Prompt | None, language: str) -> list[Part]:
        """Return what was chosen, large."""
        chosen = labels(names_of(answer, "choices"), prompt, "options", language)
        return [Part(Shape.CHOICES, chosen, translator(language)(_CHOSEN), main=True)]

    def sketch(self, settings: Settings) -> tuple[Sketched, ...]:
        """Return the choices."""
        return Sketched(Sketch.HELP), offered(settings, "options")

    def public_text(self, answer: Answer, prompt: Prompt | None, language: str) -> str:
        """Return what was chosen."""
        return self.gist(answer, prompt, language)
