"""Every error Samskap raises on purpose, in one tree.

    SamskapError
    ├── InvalidInput            somebody gave us something we cannot take
    │   ├── InvalidAnswer       AnswerEmpty, AnswerTooLong, AnswerTooBig, UnknownChoice, TooManyChoices
    │   ├── InvalidPrompt
    │   ├── InvalidActivity
    │   ├── InvalidConfig
    │   ├── UnknownKind
    │   ├── UnknownPrompt
    │   └── UnknownActivity
    ├── ProtocolError
    │   ├── BadMessage          MessageTooLarge, MessageTooSlow, UnknownEncoding
    │   └── VersionMismatch
    ├── SealError               CannotUnseal, BadPhrase
    ├── LinkError               HubUnreachable, HubTimedOut, HubFull, NotAHub, WrongHub, NotPaired, KioskRevoked
    │   └── HubRefused          BatchRefused
    ├── PairingError            PairingClosed, WrongCode
    ├── StoreError              DiskFull, StoreBusy, StoreBroken, RecordDamaged, RecordConflict
    ├── ReviewError             IllegalMove, NotFound, NoAnswerText
    ├── SeatError               SeatsTaken, SlugTaken, NoReason
    ├── AmbiguousPair
    ├── MailError               MailRefused, MailUnsent
    └── AccessError             SignInFailed, WrongPin, WeakPin, TooManyTries, NotAllowed, WeakPassword,
                            NameTaken

Each class has a stable ``code`` (wire, docs, logs) and ``says``: the text for people, a message id in
the catalogues. The exception's own message is for logs and never holds a visitor's words.
"""

from typing import ClassVar

from shared.i18n import N_


class SamskapError(Exception):
    """The root: catch this to catch everything Samskap raises on purpose."""

    code: ClassVar[str] = "error"
    says: ClassVar[str] = N_("Something went wrong. Please ask the staff.")


class InvalidInput(SamskapError):
    """Somebody gave us something we cannot take."""

    code = "invalid-input"
    says = N_("We could not read this. Please try again.")


class InvalidAnswer(InvalidInput):
    """The answer does not have the shape its kind asks for."""

    code = "invalid-answer"
    says = N_("We could not read the answer. Please try again.")


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


class InvalidPrompt(InvalidInput):
    """A prompt is not complete: an id, a text or a setting is missing or wrong."""

    code = "invalid-prompt"
    says = N_("The question is not complete. Please fill in what is marked.")


class InvalidActivity(InvalidInput):
    """An activity is not complete: a text, a date or a number is missing or wrong."""

    code = "invalid-activity"
    says = N_("The activity is not complete. Please fill in what is marked.")


class InvalidConfig(InvalidInput):
    """A setting in the configuration file or in the environment is unknown or wrong."""

    code = "invalid-config"
    says = N_("A setting is not right. Check the configuration file.")


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


class ProtocolError(SamskapError):
    """Kiosk and hub do not understand each other."""

    code = "protocol-error"
    says = N_("The tablet and the hub do not understand each other. Please update both.")


class BadMessage(ProtocolError):
    """The envelope of a message is broken."""

    code = "bad-message"


class MessageTooLarge(BadMessage):
    """More bytes than a message may have, as sent or unpacked."""

    code = "message-too-large"


class MessageTooSlow(BadMessage):
    """A message that drips in for too long."""

    code = "message-too-slow"


class UnknownEncoding(BadMessage):
    """A message packed in a way this side does not unpack."""

    code = "unknown-encoding"


class VersionMismatch(ProtocolError):
    """No protocol version is spoken by both sides."""

    code = "version-mismatch"


class SealError(SamskapError):
    """Sealing or unsealing failed."""

    code = "seal-error"


class CannotUnseal(SealError):
    """The payload was sealed to another key, for another record, or is damaged."""

    code = "cannot-unseal"
    says = N_("This was sealed for another hub, or is damaged. The recovery phrase may open it.")


class BadPhrase(SealError):
    """The recovery phrase has an unknown word, a wrong length or a wrong last word."""

    code = "bad-phrase"
    says = N_("The recovery phrase is not right. Check each word.")


class LinkError(SamskapError):
    """The hub was not reached, or did not answer as a hub. ``retry`` tells whether waiting may help."""

    code = "link-error"
    says = N_("The hub was not reached. Nothing is lost; we try again.")
    retry: ClassVar[bool] = True


class HubUnreachable(LinkError):
    """Nobody answers at any known address."""

    code = "hub-unreachable"


class HubTimedOut(LinkError):
    """The hub took the connection and then fell silent."""

    code = "hub-timed-out"


class HubRefused(LinkError):
    """The hub answered with an error of its own."""

    code = "hub-refused"


class BatchRefused(HubRefused):
    """The hub did not take a batch as a whole; one item in it may be to blame."""

    code = "batch-refused"


class HubFull(LinkError):
    """The hub's disk is full; it took nothing of this batch."""

    code = "hub-full"
    says = N_("The hub's disk is full. Nothing is lost; the kiosks keep it until there is room.")


class NotAHub(LinkError):
    """Something else answered: a login page of the network, say."""

    code = "not-a-hub"
    says = N_("Something else answered, not a Samskap hub. Check the address and the network.")


class WrongHub(LinkError):
    """The answer came with another certificate than the one this kiosk is paired with."""

    code = "wrong-hub"
    says = N_("Another hub answered. This tablet only trusts the hub it was paired with.")


class NotPaired(LinkError):
    """The kiosk has no hub yet, so there is no key to seal to."""

    code = "not-paired"
    says = N_("This tablet is not ready yet. Please tell the staff.")
    retry = False


class KioskRevoked(LinkError):
    """The hub no longer accepts this kiosk's token."""

    code = "kiosk-revoked"
    says = N_("The hub has shut this tablet out. Pair it again.")
    retry = False


class PairingError(SamskapError):
    """Kiosk and hub were not paired."""

    code = "pairing-error"
    says = N_("Pairing did not work. Please try again.")


class PairingClosed(PairingError):
    """No pairing code is open on the hub: none made, used, run out, or too many wrong tries."""

    code = "pairing-closed"
    says = N_("No pairing code is open. Make a new code on the hub.")


class WrongCode(PairingError):
    """The proofs differ: a wrong code, or somebody sits between kiosk and hub."""

    code = "wrong-code"
    says = N_("The code was not right. Check it and try again.")


class StoreError(SamskapError):
    """The database could not do what was asked."""

    code = "store-error"


class DiskFull(StoreError):
    """Too little room to save safely."""

    code = "disk-full"
    says = N_("The tablet is full, so we could not save this. Please tell the staff.")


class StoreBusy(StoreError):
    """Another process held the database for too long."""

    code = "store-busy"
    says = N_("The tablet is busy. Please try once more.")


class StoreBroken(StoreError):
    """The database is damaged or cannot be written; nothing was saved."""

    code = "store-broken"
    says = N_("We could not save this. Please tell the staff.")


class RecordDamaged(StoreError):
    """A record's bytes no longer match its hash."""

    code = "record-damaged"


class RecordConflict(StoreError):
    """The same id came with other content than what is stored under it."""

    code = "record-conflict"


class ReviewError(SamskapError):
    """A staff move that is not possible."""

    code = "review-error"


class IllegalMove(ReviewError):
    """The move is not allowed from the state the submission is in."""

    code = "illegal-move"
    says = N_("That is not possible now. Someone else may have changed it; look again.")


class NotFound(ReviewError):
    """No such thing, or it has been erased."""

    code = "not-found"
    says = N_("This is not here any more.")


class NoAnswerText(ReviewError):
    """An answer needs words in at least one language."""

    code = "no-answer-text"
    says = N_("Write the answer in at least one language.")


class SeatError(SamskapError):
    """Seats cannot be moved like that."""

    code = "seat-error"


class SeatsTaken(SeatError):
    """Fewer seats than are confirmed or out on kiosks."""

    code = "seats-taken"
    says = N_("These seats are taken or out on tablets. Call them back, or choose a higher number.")


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


class AmbiguousPair(SamskapError):
    """The two words stand for several receipt codes here."""

    code = "ambiguous-pair"
    says = N_("More than one answer has these two words. Type the code of letters and digits instead.")


class AccessError(SamskapError):
    """A person is not let in."""

    code = "access-error"


class SignInFailed(AccessError):
    """Unknown name or wrong password; which of the two is not told."""

    code = "sign-in-failed"
    says = N_("The name or the password is not right.")


class WrongPin(AccessError):
    """Not the staff PIN of this kiosk, or none is set."""

    code = "wrong-pin"
    says = N_("The PIN is not right.")


class WeakPin(AccessError):
    """The new PIN is not six digits."""

    code = "weak-pin"
    says = N_("The PIN must be six digits.")


class TooManyTries(AccessError):
    """Too many wrong tries; wait ``seconds`` (None when it is not told how long)."""

    code = "too-many-tries"
    says = N_("Too many tries. Wait a little and try again.")

    def __init__(self, message: str = "", *, seconds: int | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class NotAllowed(AccessError):
    """The request is not from where, or whom, it must be."""

    code = "not-allowed"
    says = N_("You do not have access to this.")


class WeakPassword(AccessError):
    """The password is too short, or the two are not alike."""

    code = "weak-password"
    says = N_("Use at least 12 characters, the same in both fields.")


class NameTaken(AccessError):
    """Somebody else already signs in with this name."""

    code = "name-taken"
    says = N_("That name is taken. Choose another.")
