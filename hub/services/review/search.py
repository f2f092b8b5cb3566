"""How words are folded so that search finds them; what is stored stays exactly as it was typed."""

import unicodedata


def fold(text: str) -> str:
    """Return a text with case and Unicode forms made alike, and invisible characters gone."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text if unicodedata.category(c) != "Cf")
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
