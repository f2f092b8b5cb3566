"""What is raised and caught by nobody on the way."""

from collections.abc import Callable

from kivy.base import ExceptionHandler, ExceptionManager

from shared.errors import SamskapError


class OutOfOrder(ExceptionHandler):
    """What Samskap raises on purpose and nobody caught stops no kiosk: the screen says what is wrong."""

    def __init__(self, fail: Callable[[SamskapError], None]) -> None:
        self._fail = fail

    def handle_exception(self, exception: Exception) -> int:
        """Show our own errors; let all others end the program loudly."""
        if not isinstance(exception, SamskapError):
            return int(ExceptionManager.RAISE)
        self._fail(exception)
        return int(ExceptionManager.PASS)
