"""What the public sees."""

from hub.store.base import Store
from shared.errors import NotFound
from shared.notice import Notice


def notices(store: Store) -> list[Notice]:
    """Return what is on the board, newest first."""
    return store.outgoing.notices()


def read(store: Store, id: str) -> Notice:
    """Return a notice that is on the board. Raises NotFound."""
    found = next((notice for notice in notices(store) if notice.id == id), None)
    if found is None:
        raise NotFound("notice")
    return found


def submission_of(store: Store, id: str) -> str:
    """Return the id of the submission a notice was made of. Raises NotFound."""
    found = store.outgoing.submission_of(id)
    if found is None:
        raise NotFound("notice")
    return found
