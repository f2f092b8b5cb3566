"""Programs that cannot begin."""

from shared.errors.base import SamskapError
from shared.i18n import N_


class StartError(SamskapError):
    """A program cannot begin as it was asked to."""

    code = "start-error"


class AlreadyRunning(StartError):
    """Another process shows the kiosk of this folder already."""

    code = "already-running"
    says = N_("This kiosk runs already. End it first.")


class NoScreen(StartError):
    """There is no screen to draw on."""

    code = "no-screen"
    says = N_("There is no screen to draw on.")
