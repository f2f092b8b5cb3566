"""What every form of the staff pages shares: its buttons, and addresses made of names."""

from collections.abc import Callable
from itertools import count

from hub.folding import as_id

AS_IT_IS = "save-as-it-is"
"""The button that saves what staff were asked about once."""
SAVES = ("save", AS_IT_IS)


def slug(name: str, is_taken: Callable[[str], bool], otherwise: str) -> str:
    """Return a name as an id nobody has: small letters, digits and dashes."""
    base = as_id(name, 48) or otherwise
    return next(one for n in count(1) if not is_taken(one := base if n == 1 else f"{base}-{n}"))
