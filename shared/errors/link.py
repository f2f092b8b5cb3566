"""Hubs that were not reached, and kiosks that were not paired."""

from typing import ClassVar

from shared.errors.base import SamskapError
from shared.languages import N_


class LinkError(SamskapError):
    """The hub was not reached, or did not answer as a hub. ``retry`` tells whether waiting may help."""

    code = "link-error"
    says = N_("The hub was not reached. Nothing is lost; we try again.")
    retry: ClassVar[bool] = True


class HubUnreachable(LinkError):
    """Nobody answers at any known address."""

    code = "hub-unreachable"


class HubTimedOut(LinkError):
    """The hub took the connection and then fell silent."""

    code = "hub-timed-out"


class HubRefused(LinkError):
    """The hub answered with an error of its own."""

    code = "hub-refused"


class BatchRefused(HubRefused):
    """The hub did not take a batch as a whole; one item in it may be to blame."""

    code = "batch-refused"


class HubFull(LinkError):
    """The hub's disk is full; it took nothing of this batch."""

    code = "hub-full"
    says = N_("The hub's disk is full. Nothing is lost; the kiosks keep it until there is room.")


class NotAHub(LinkError):
    """Something else answered: a login page of the network, say."""

    code = "not-a-hub"
    says = N_("Something else answered, not a Samskap hub. Check the address and the network.")


class WrongHub(LinkError):
    """The answer came with another certificate than the one this kiosk is paired with."""

    code = "wrong-hub"
    says = N_("Another hub answered. This tablet only trusts the hub it was paired with.")


class NotPaired(LinkError):
    """The kiosk has no hub yet, so there is no key to seal to."""

    code = "not-paired"
    says = N_("This tablet is not ready yet. Please tell the staff.")
    retry = False


class KioskRevoked(LinkError):
    """The hub no longer accepts this kiosk's token."""

    code = "kiosk-revoked"
    says = N_("The hub has shut this tablet out. Pair it again.")
    retry = False


class NoNetwork(LinkError):
    """None of the addresses in use is on this machine now."""

    code = "no-network"
    says = N_("There is no network here. Is the cable in, or the Wi-Fi on?")


class PairingError(SamskapError):
    """Kiosk and hub were not paired."""

    code = "pairing-error"
    says = N_("Pairing did not work. Please try again.")


class PairingClosed(PairingError):
    """No pairing code is open on the hub: none made, used, or run out."""

    code = "pairing-closed"
    says = N_("No pairing code is open. Make a new code on the hub.")


class WrongCode(PairingError):
    """The proofs differ: a wrong code, or somebody sits between kiosk and hub."""

    code = "wrong-code"
    says = N_("The code was not right. Check it and try again.")
