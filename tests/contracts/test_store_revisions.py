"""What every store promises about its count of changes."""

from hub.store.base import Store


def test_revisions_rise_by_one_and_undo_with_their_transaction(store: Store) -> None:
    try:
        with store.atomic():
            store.revisions.take()
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    with store.atomic():
        first, second = store.revisions.take(), store.revisions.take()

    assert (first, second, store.revisions.newest()) == (1, 2, 2)
