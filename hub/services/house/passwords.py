"""What a password may be, and how it is kept the same from every keyboard."""

import unicodedata

from shared.errors import GuessablePassword, InvalidInput, WeakPassword

MIN_PASSWORD, MAX_PASSWORD = 12, 1_000
LEAST_GUESSES = 10**8
"""Where zxcvbn begins to call a password safe from somebody who tries all likely ones against a slow hash (its score 3;
D. Wheeler, "zxcvbn: low-budget password strength estimation", USENIX Security 2016). Each of the 30,000 commonest
passwords, a repeated sign or word, a row of keys and a date come well before."""
MOST_LOOKED_AT = 72
"""Signs zxcvbn looks at: its work grows with the square, and so many that are hard to guess are enough."""


def opaque(password: str) -> str:
    """Return a password as it is kept, the same from every keyboard: OpaqueString of RFC 8265, section 4.2.

    A Mac may write å as two signs where Windows writes one, and a slip makes a space no ordinary space.
    """
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in password)
    return unicodedata.normalize("NFC", spaced)


def checked(password: str) -> str:
    """Return a new password as it is kept. Raises WeakPassword, GuessablePassword, InvalidInput."""
    kept = opaque(password[: 4 * MAX_PASSWORD])
    if not MIN_PASSWORD <= len(kept) <= MAX_PASSWORD:
        raise WeakPassword("length")
    try:
        kept.encode()
    except UnicodeEncodeError as exc:
        raise InvalidInput("password") from exc
    if _guesses(kept) < LEAST_GUESSES:
        raise GuessablePassword("one of the first that are tried")
    return kept


def _guesses(password: str) -> float:
    """Return how many tries whoever knows the habits of people needs for this password."""
    # Its lists take a fifth of a second to load, and passwords are chosen seldom.
    from zxcvbn import zxcvbn

    return float(zxcvbn(password[:MOST_LOOKED_AT])["guesses"])
