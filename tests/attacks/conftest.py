"""The hub's store and an honest kiosk, as the tests of the hub have them."""

from tests.hub.conftest import kiosk, store

__all__ = ["kiosk", "store"]
