"""Keeping the hub announced on the local network, also when cables and addresses change."""

import asyncio
import logging
from contextlib import ExitStack

import ifaddr

from hub.config import HubConfig
from shared.discovery import HubAdvert, announce

LOOK_S = 30
"""How often the machine's addresses are looked at; a hub often starts before its network does."""

log = logging.getLogger(__name__)


def addresses(config: HubConfig) -> tuple[str, ...]:
    """Return the IPv4 addresses kiosks should try: those of the chosen interfaces, else all but loopback."""
    if config.interfaces:
        return config.interfaces
    if config.sync_host not in ("", "0.0.0.0", "::"):
        return (config.sync_host,)
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
    return tuple(sorted(address for address in found if not address.startswith("127.")))


async def keep_announced(config: HubConfig, *, hub_id: str, name: str, port: int, ended: asyncio.Event) -> None:
    """Announce the hub until ``ended`` is set, then say goodbye."""
    while not ended.is_set():
        present = addresses(config)
        with ExitStack() as stack:
            if present:
                advert = HubAdvert(hub_id, name, present, port)
                try:
                    # Zeroconf would take over this event loop; in a thread of its own it brings its own.
                    await asyncio.to_thread(stack.enter_context, announce(advert, config.interfaces))
                except OSError:
                    log.warning("the hub could not be announced; kiosks still find it by its address")
            while not await _ended_within(ended, LOOK_S) and addresses(config) == present:
                pass
            await asyncio.to_thread(stack.close)


async def _ended_within(ended: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(ended.wait(), seconds)
    except TimeoutError:
        return False
    return True
