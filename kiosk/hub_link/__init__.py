"""The wire to the hub: HTTP over TLS 1.3 that trusts one certificate. No visitor data goes anywhere else."""

from kiosk.hub_link.link import HubLink
from kiosk.hub_link.pairing import pair

__all__ = ["HubLink", "pair"]
