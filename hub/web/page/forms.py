"""What every form of the staff pages shares: its buttons, and addresses made of names."""

import re
import unicodedata
from collections.abc import Callable
from itertools import count

AS_IT_IS = "save-as-it-is"
"""The button that saves what staff were asked about once."""
SAVES = ("save", AS_IT_IS)
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})


def slug(name: str, is_taken: Callable[[str], bool], otherwise: str) -> str:
    """Return a name as an id nobody has: small letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain)[:48].strip("-") or otherwise
    return next(one for n in count(1) if not is_taken(one := base if n == 1 else f"{base}-{n}"))
