"""Keeping the hub announced on the local network, also when cables, addresses or its name change."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial

import ifaddr
from zeroconf import Error as ZeroconfError

from hub.config import HubConfig
from shared.discovery import HubAdvert, announce

LOOK_S = 30
"""How often addresses and name are looked at; a hub often starts before its network does."""

log = logging.getLogger(__name__)


def addresses(config: HubConfig) -> tuple[str, ...]:
    """Return the IPv4 addresses kiosks should try: those of the chosen interfaces, else all but loopback."""
    if config.interfaces:
        return config.interfaces
    if config.sync_host not in ("", "0.0.0.0", "::"):
        return (config.sync_host,)
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
    return tuple(sorted(address for address in found if not address.startswith("127.")))


async def keep_announced(present: Callable[[], HubAdvert], *, interfaces: Sequence[str], ended: asyncio.Event) -> None:
    """Announce what ``present`` gives, again whenever that changes, until ``ended`` is set; then say goodbye."""
    while not ended.is_set():
        advert = await asyncio.to_thread(present)
        with ExitStack() as stack:
            if advert.addresses:
                await _apart(partial(stack.enter_context, announce(advert, interfaces)))
            while not await _ended_within(ended, LOOK_S) and await asyncio.to_thread(present) == advert:
                pass
            await _apart(stack.close)


async def _apart(step: Callable[[], object]) -> None:
    """Take a step of zeroconf's in a thread: it would take over this event loop. A broken network stops nobody."""
    try:
        await asyncio.to_thread(step)
    except (OSError, ZeroconfError):
        log.warning("the hub could not be announced; kiosks still find it by its address")


async def _ended_within(ended: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(ended.wait(), seconds)
    except TimeoutError:
        return False
    return True
