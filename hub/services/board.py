"""What the public sees."""

from hub.store.base import Store
from shared.notice import Notice


def notices(store: Store) -> list[Notice]:
    """Return what is on the board, newest first."""
    return store.outgoing.notices()
