"""What staff asked for and cannot be done: reviews, seats, letters."""

from shared.errors.base import SamskapError
from shared.languages import N_


class ReviewError(SamskapError):
    """A staff move that is not possible."""

    code = "review-error"


class IllegalMove(ReviewError):
    """The move is not allowed from the state the submission is in."""

    code = "illegal-move"
    says = N_("That is not possible now. Someone else may have changed it; look again.")


class Stale(ReviewError):
    """Somebody else has changed it since it was looked at: ``who``, by which ``move``, and when (ISO 8601 UTC)."""

    code = "stale"
    says = N_("Somebody else changed this while you were reading. This is how it is now.")

    def __init__(self, message: str = "", *, who: str = "", move: str = "", at: str = "") -> None:
        super().__init__(message)
        self.who, self.move, self.at = who, move, at


class NotFound(ReviewError):
    """No such thing, or it has been erased."""

    code = "not-found"
    says = N_("This is not here any more.")


class NoAnswerText(ReviewError):
    """An answer needs words in at least one language."""

    code = "no-answer-text"
    says = N_("Write the answer in at least one language.")


class ClockImpossible(ReviewError):
    """Staff said that a clock is right which cannot be."""

    code = "clock-impossible"
    says = N_("The clock of this computer cannot be right. Set it first.")


class NoBecause(NoAnswerText):
    """A no was to be published without its because."""

    code = "no-because"
    says = N_("Write why not, in at least one language. A no without a because helps nobody.")


class Held(ReviewError):
    """It is held beyond its date, and cannot be erased or handed back before that ends."""

    code = "held"
    says = N_("It is held until a day to come. End the hold first.")


class NoHoldEnd(ReviewError):
    """A hold without a day on which it ends, or with one that cannot be."""

    code = "no-hold-end"
    says = N_("Choose a day from tomorrow on, at most five years away.")


class SeatError(SamskapError):
    """Seats cannot be moved like that."""

    code = "seat-error"


class SeatsTaken(SeatError):
    """Fewer seats than are confirmed or out on kiosks."""

    code = "seats-taken"
    says = N_("These seats are taken or out on tablets. Call them back, or choose a higher number.")


class NoRoom(SeatError):
    """Somebody was to be moved where they could not even wait for a seat."""

    code = "no-room"
    says = N_("There is no room for them there. They get no seat now, and cannot wait for one.")


class SlugTaken(SeatError):
    """Another activity has this short name."""

    code = "slug-taken"
    says = N_("Another activity has this short name. Choose another.")


class NoReason(SeatError):
    """Staff pass the rule only with a reason."""

    code = "no-reason"
    says = N_("Write why. The reason is kept with the change.")


class MailError(SamskapError):
    """A letter did not reach its reader."""

    code = "mail-error"


class MailRefused(MailError):
    """The address does not exist, or takes no mail."""

    code = "mail-refused"
    says = N_("This address takes no mail. Reach them in another way.")


class MailUnsent(MailError):
    """The mail server could not be reached, or did not take the letter."""

    code = "mail-unsent"
    says = N_("The mail could not be sent. Samskap tries again some times.")


class WorkBusy(ReviewError):
    """The same is being done already, or as many other things as may be at once."""

    code = "work-busy"
    says = N_("This is being done already, or two other things are. Wait until they are done.")
