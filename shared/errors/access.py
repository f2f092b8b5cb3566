"""People who are not let in."""

from shared.errors.base import SamskapError
from shared.languages import N_


class AccessError(SamskapError):
    """A person is not let in."""

    code = "access-error"


class SignInFailed(AccessError):
    """Unknown name or wrong password; which of the two is not told."""

    code = "sign-in-failed"
    says = N_("The name or the password is not right.")


class WrongSecond(AccessError):
    """Not the code that the telephone shows now, one that was used before, or no recovery code."""

    code = "wrong-second"
    says = N_("The code is not right.")


class WrongPin(AccessError):
    """Not the staff PIN of this kiosk, or none is set."""

    code = "wrong-pin"
    says = N_("The PIN is not right.")


class WeakPin(AccessError):
    """The new PIN is not six digits."""

    code = "weak-pin"
    says = N_("The PIN must be six digits.")


class GuessablePin(WeakPin):
    """The PIN is six digits, and yet one of the first that are tried."""

    code = "guessable-pin"
    says = N_("This PIN is easy to guess. Choose another one.")


class TooManyTries(AccessError):
    """Too many wrong tries; wait ``seconds`` (None when it is not told how long)."""

    code = "too-many-tries"
    says = N_("Too many tries. Wait a little and try again.")

    def __init__(self, message: str = "", *, seconds: int | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class SignInBusy(AccessError):
    """So many passwords wait to be looked at that one more must come again."""

    code = "sign-in-busy"
    says = N_("Many are signing in at this moment. Wait a little and try again.")


class NotAllowed(AccessError):
    """The request is not from where, or whom, it must be."""

    code = "not-allowed"
    says = N_("You do not have access to this.")


class WeakPassword(AccessError):
    """The password is too short, or longer than anybody types."""

    code = "weak-password"
    says = N_("A password needs at least 12 characters.")


class GuessablePassword(WeakPassword):
    """The password is long enough, and yet one of the first that are tried."""

    code = "guessable-password"
    says = N_("This password is easy to guess. Four ordinary words that do not belong together are good.")


class PasswordsDiffer(WeakPassword):
    """The password and its repetition are not alike."""

    code = "passwords-differ"
    says = N_("Type the same password in both fields.")


class NameTaken(AccessError):
    """Somebody else already signs in with this name."""

    code = "name-taken"
    says = N_("That name is taken. Choose another.")


class NoRole(AccessError):
    """A person is to be nothing here."""

    code = "no-role"
    says = N_("Choose at least one role.")


class LastAdmin(AccessError):
    """Nobody would be left who can let people in."""

    code = "last-admin"
    says = N_("This is the last admin who can sign in. Make somebody else admin first.")


class InvitationOver(AccessError):
    """No invitation has this code, or it is used or over."""

    code = "invitation-over"
    says = N_("This code is not right, or no longer good. Ask whoever invited you for a new one.")
