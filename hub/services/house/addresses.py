"""Where kiosks reach this hub."""

from hub.config import HubConfig
from shared.network import Look, addresses_here

EVERYWHERE = ("", "0.0.0.0", "::")


def addresses(config: HubConfig, look: Look = addresses_here) -> tuple[str, ...]:
    """Return the IPv4 addresses kiosks should try, of those that are here now.

    Those of the chosen interfaces, else the one the hub listens on, else all but loopback.
    """
    return look(config.interfaces or (() if config.sync_host in EVERYWHERE else (config.sync_host,)))
