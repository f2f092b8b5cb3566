"""The logo in the store: one at a time, byte for byte."""

from hub.store.base import Store

PNG = bytes(range(256)) * 200


def test_one_picture_is_kept_at_a_time(store: Store) -> None:
    assert store.pictures.read("first") is None
    store.pictures.keep("first", PNG)
    assert store.pictures.read("first") == PNG

    store.pictures.keep("second", b"\0")

    assert (store.pictures.read("first"), store.pictures.read("second")) == (None, b"\0")
    store.pictures.drop()
    assert store.pictures.read("second") is None
