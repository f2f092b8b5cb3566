"""The logo from the hub's settings to a kiosk, over the real intake: once, and again only when it changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from hub.services.house import logo, settings
from kiosk.sync import sync_once
from shared.logo import NO_LOGO, Logo
from shared.protocol import Delivery, Receipt
from tests.hub_builders import BY
from tests.kiosk.sync.test_sync_round import Library
from tests.logos import a_logo


class Noting:
    """A link that notes which logos went over it. An ``old`` kiosk says nothing of logos."""

    def __init__(self, library: Library, *, old: bool = False) -> None:
        self.library, self.old = library, old
        self.went: list[Logo | None] = []

    def deliver(self, delivery: Delivery) -> Receipt:
        """Send it and return the receipt."""
        receipt = self.library.receive(replace(delivery, logo=None) if self.old else delivery)
        self.went.append(receipt.news.logo)
        return receipt


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def test_logo_goes_to_a_kiosk_once_and_its_end_too(library: Library) -> None:
    link = Noting(library)
    kiosk = library.kiosk
    logo.choose(library.hub, a_logo(), **BY)
    known = settings.read(library.hub).logo
    assert known is not None

    first, then = (sync_once(kiosk, link, library.clock) for _ in range(2))
    shown = kiosk.library().logo
    logo.remove(library.hub, **BY)
    for _ in range(2):
        sync_once(kiosk, link, library.clock)

    assert [one and one.mark for one in link.went if one is not None] == [known.mark, ""]
    assert (first.news, then.news) == (True, False)
    assert (shown.mark, shown.ground) == (known.mark, "#ffffff")
    assert kiosk.library().logo == NO_LOGO


def test_kiosk_that_knows_of_no_logos_is_told_none(library: Library) -> None:
    link = Noting(library, old=True)
    logo.choose(library.hub, a_logo(), **BY)

    sync_once(library.kiosk, link, library.clock)

    assert set(link.went) == {None}


def test_logo_whose_picture_is_gone_from_the_database_is_none(library: Library) -> None:
    logo.choose(library.hub, a_logo(), **BY)
    library.hub.pictures.drop()

    library.sync()

    assert library.kiosk.library().logo == NO_LOGO
