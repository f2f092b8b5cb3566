"""Messages and seals that one side does not understand."""

from shared.errors.base import SamskapError
from shared.languages import N_


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
    says = N_("This was sealed for another hub, or is damaged. The recovery words may open it.")


class BadPhrase(SealError):
    """The recovery phrase has an unknown word, a wrong length or a wrong last word."""

    code = "bad-phrase"
    says = N_("The recovery words are not right. Check each word.")
