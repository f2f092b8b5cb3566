"""What does not work behind the screen just now, in words for staff."""

from typing import Any


def trouble_words(app: Any) -> list[str]:
    """Return a line for each task in the background that fails, in the language of the screen."""
    found = app.kiosk.fences.troubles()
    return [" ".join(app.tr(words) for words in (one.says, one.why) if words) + f" ({one.code})" for one in found]
