"""What somebody gave us and we cannot take."""

from collections.abc import Iterable

from shared.errors.base import SamskapError
from shared.languages import N_


class InvalidInput(SamskapError):
    """Somebody gave us something we cannot take."""

    code = "invalid-input"
    says = N_("We could not read this. Please try again.")


class BadName(InvalidInput):
    """A name that is missing, too long, or holds what cannot be printed; the message is the field."""

    code = "bad-name"
    says = N_("A name needs at least one letter, and at most 80.")


class BadPlace(InvalidInput):
    """Where something stands, too long for a list or not printable; the message is the field."""

    code = "bad-place"
    says = N_("A place is one line, of at most 80 letters.")


class InvalidAnswer(InvalidInput):
    """The answer does not have the shape its kind asks for; ``fields`` are those that it has and the kind does not.

    A field may be called anything: names stay out of the message, which may be logged.
    """

    code = "invalid-answer"
    says = N_("We could not read the answer. Please try again.")

    def __init__(self, message: str = "", *, fields: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.fields = tuple(fields)


class AnswerEmpty(InvalidAnswer):
    """Nothing was written, chosen or drawn."""

    code = "answer-empty"
    says = N_("There is nothing here yet. Write, choose or draw something first.")


class AnswerTooLong(InvalidAnswer):
    """The text is longer than its kind allows."""

    code = "answer-too-long"
    says = N_("The text is too long. Please make it shorter.")


class AnswerTooBig(InvalidAnswer):
    """The drawing has more strokes, points or bytes than a drawing may have."""

    code = "answer-too-big"
    says = N_("The drawing is full. You can send it as it is, or undo a little.")


class UnknownChoice(InvalidAnswer):
    """The answer names a choice, card, reason or rating that the prompt does not offer."""

    code = "unknown-choice"
    says = N_("That choice is no longer here. Please choose again.")


class TooManyChoices(InvalidAnswer):
    """More choices than the prompt allows."""

    code = "too-many-choices"
    says = N_("You have chosen too many. Take one away first.")


class PartyTooLarge(InvalidAnswer):
    """More persons in one sign-up than the activity has seats: they could never come together."""

    code = "party-too-large"
    says = N_("There are not seats for so many. Let fewer come, or talk to the staff.")


class NotReachable(InvalidAnswer):
    """A grown-up is to be reached, and what was written is neither a phone number nor an e-mail address."""

    code = "not-reachable"
    says = N_("Write a phone number or an e-mail address.")


class InvalidPrompt(InvalidInput):
    """A prompt is not complete: an id, a text or a setting is missing or wrong."""

    code = "invalid-prompt"
    says = N_("The question is not complete. Please fill in what is marked.")


class InvalidActivity(InvalidInput):
    """An activity is not complete: a text, a date or a number is missing or wrong."""

    code = "invalid-activity"
    says = N_("Something in the activity is missing, or not right.")


class NotACalendar(InvalidActivity):
    """A file that shall bring activities is no calendar."""

    code = "not-a-calendar"
    says = N_("This is no calendar file that can be read. It usually ends in .ics.")


class NotJson(InvalidInput):
    """A file or a line is not JSON; the message says where that shows."""

    code = "not-json"
    says = N_("This is not JSON. Something in it is missing, or too much.")


class NotText(InvalidInput):
    """A file is not text in a form we read."""

    code = "not-text"
    says = N_("This file is not in UTF-8. Open it in an editor, and save it again as UTF-8.")


class SignUpTooLarge(InvalidActivity):
    """One sign-up may be for more persons than there are seats: such a family would wait for ever."""

    code = "sign-up-too-large"
    says = N_("One sign-up may not be for more people than there are seats.")


class ActivityOver(InvalidActivity):
    """Every date of an activity that is offered anew is over."""

    code = "activity-over"
    says = N_("Every date is over already. Look at the year.")


class InvalidConfig(InvalidInput):
    """A setting in the configuration file or in the environment is unknown or wrong."""

    code = "invalid-config"
    says = N_("A setting is not right. Look where it is set.")


class UnknownKind(InvalidInput):
    """No such kind is registered on this side."""

    code = "unknown-kind"
    says = N_("This kind of question is not known here. Is the program up to date?")


class UnknownPrompt(InvalidInput):
    """No open prompt has this id."""

    code = "unknown-prompt"
    says = N_("This question is closed now. Please choose another.")


class UnknownActivity(InvalidInput):
    """No activity with this name takes sign-ups here."""

    code = "unknown-activity"
    says = N_("The sign-up is closed now. Please ask the staff.")


class AmbiguousPair(SamskapError):
    """The two words stand for several receipt codes here."""

    code = "ambiguous-pair"
    says = N_("More than one answer has these two words. Type the code of letters and digits instead.")
