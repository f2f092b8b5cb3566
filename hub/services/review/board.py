"""What the public sees."""

from hub.store.base import Store
from shared.errors import NotFound
from shared.notice import Notice


def notices(store: Store) -> list[Notice]:
    """Return what is on the board, newest first."""
    return store.notices.every()


def submission_of(store: Store, id: str) -> str:
    """Return the id of the submission a notice on the board was made of. Raises NotFound."""
    found = store.notices.submission_of(id)
    if found is None:
        raise NotFound("notice")
    return found
