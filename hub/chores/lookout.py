"""Noticing what another process did to the database: a command beside the hub that serves."""

from hub.bus import INBOX, KIOSKS, NEWS
from hub.running import Hub


class Lookout:
    """Wakes kiosks and pages when a command changed something, as if it had been done here."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._seen = hub.store.elsewhere()
        self._revision = hub.store.revisions.newest()

    def look(self) -> None:
        """Look once. Kiosks are nudged only for what they are told. Raises StoreError."""
        seen = self._hub.store.elsewhere()
        if seen == self._seen:
            return
        revision = self._hub.store.revisions.newest()
        for topic in (INBOX, KIOSKS) if revision == self._revision else (NEWS, INBOX, KIOSKS):
            self._hub.bus.publish(topic)
        self._seen, self._revision = seen, revision
