"""What of a calendar file was not taken, and why: nothing is lost without a word."""

from dataclasses import dataclass

from shared.languages import N_, Translate

NO_TITLE = N_("An event without a title")
PRIVATE_EVENT = N_("A private event")


@dataclass(frozen=True)
class LeftOut:
    """One thing that was not taken.

    ``title`` is the title of the event, "" for what belongs to none; ``says`` is a message id, in which ``{what}``
    stands for ``what``; ``error`` is the code of the error behind it, for logs and commands.
    """

    title: str
    says: str
    what: str = ""
    error: str = ""

    def why(self, tr: Translate) -> str:
        """Return the reason in words."""
        return tr(self.says).format(what=self.what)

    def name(self, tr: Translate) -> str:
        """Return the title; words of ours that stand in its place are translated."""
        return tr(self.title) if self.title in (NO_TITLE, PRIVATE_EVENT) else self.title


class UnreadableEvent(ValueError):
    """An event that cannot become an activity; ``says`` is the reason, a message id, ``field`` what it is about."""

    def __init__(self, says: str, field: str = "dates") -> None:
        super().__init__(says)
        self.says = says
        self.field = field
