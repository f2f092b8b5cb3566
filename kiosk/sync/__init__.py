"""Bringing the outbox to the hub and its news back: one round, and the thread that runs rounds. No Kivy."""

from kiosk.sync.finding import LateFinder, NoFinder, addresses_of, advertised, zeroconf_finder
from kiosk.sync.round import Link, SyncOutcome, sync_once
from kiosk.sync.worker import SyncWorker

__all__ = [
    "LateFinder",
    "Link",
    "NoFinder",
    "SyncOutcome",
    "SyncWorker",
    "addresses_of",
    "advertised",
    "sync_once",
    "zeroconf_finder",
]
