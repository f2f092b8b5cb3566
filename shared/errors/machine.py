"""What the computer Samskap runs on cannot do, or does not have."""

from shared.errors.base import SamskapError
from shared.languages import N_


class MachineError(SamskapError):
    """The operating system could not do what was asked of it: a file is not there, say."""

    code = "machine-error"
    says = N_("This computer could not do it.")

    @classmethod
    def of(cls, error: OSError, about: str = "") -> "MachineError":
        """Return what the system said, and what it was about."""
        what = about or str(error.filename or "")
        return cls(f"{what}: {error.strerror or error}" if what else str(error.strerror or error))


class CannotListen(MachineError):
    """The hub cannot listen at its address: the port is taken or forbidden, or the address is not of this machine."""

    code = "cannot-listen"
    says = N_(
        "The hub cannot open its door here. Another program may use the port, or the address is not of this computer."
    )


class CertificateUnfit(MachineError):
    """The library's own certificate for the staff pages, or its key, is none that can be shown to a browser."""

    code = "certificate-unfit"
    says = N_(
        "The certificate of the staff pages cannot be used. Whoever looks after this computer must put one right."
    )


class CertificateOver(MachineError):
    """The library's own certificate for the staff pages is over, or does not hold yet."""

    code = "certificate-over"
    says = N_("The certificate of the staff pages is over, or not yet good. Browsers warn until there is a new one.")


class CertificateEnding(MachineError):
    """The library's own certificate for the staff pages ends soon."""

    code = "certificate-ending"
    says = N_("The certificate of the staff pages ends within 30 days. Ask whoever gave it for a new one.")


class NotInstalled(MachineError):
    """A library of the other part of Samskap is missing: a hub's machine is asked for a kiosk, or the other way."""

    code = "not-installed"
    says = N_("This part of Samskap is not installed on this computer.")


class NoHubHere(MachineError):
    """A command named a folder in which there is no hub."""

    code = "no-hub-here"
    says = N_("There is no hub here. Is it the right folder?")


class AlreadyRunning(MachineError):
    """Another process serves the hub, or shows the kiosk, of this folder already."""

    code = "already-running"
    says = N_("Samskap runs in this folder already. End it first.")


class NoScreen(MachineError):
    """There is no screen to draw on."""

    code = "no-screen"
    says = N_("There is no screen to draw on.")


class NoSound(MachineError):
    """There is nothing by which a sound can be heard."""

    code = "no-sound"
    says = N_("It has no loudspeaker that works.")


class NoTemporaryRoom(MachineError):
    """The folder for temporary files takes none: it is full, read-only, or not there."""

    code = "no-temporary-room"
    says = N_("Its folder for temporary files is full, or nothing can be written to it. Restart the tablet.")


class ScreenTooSmall(MachineError):
    """The screen is too small for what a visitor must be able to read and hit."""

    code = "screen-too-small"
    says = N_("This screen is too small. It must have 7 inches and 800 × 480 pixels at least.")
