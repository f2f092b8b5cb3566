"""The root of every error Samskap raises on purpose."""

from typing import ClassVar

from shared.languages import N_


class SamskapError(Exception):
    """The root: catch this to catch everything Samskap raises on purpose."""

    code: ClassVar[str] = "error"
    says: ClassVar[str] = N_("Something went wrong. Please ask the staff.")
