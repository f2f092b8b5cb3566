"""Words made alike: so that search finds them, and as ids in addresses. What is stored stays as it was typed."""

import re
import unicodedata

_PLAIN = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ŋ": "n", "ŧ": "t"}
)
"""What stands in an id for letters of our neighbours that do not come apart into a plain one and a mark."""


def fold(text: str) -> str:
    """Return a text with case and Unicode forms made alike, and invisible characters gone."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text if unicodedata.category(c) != "Cf")
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def as_id(name: str, most: int) -> str:
    """Return a name as at most so many small letters, digits and dashes; "" where it has no letter that can be one."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].strip("-")
