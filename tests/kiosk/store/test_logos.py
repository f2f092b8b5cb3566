"""The logo in a kiosk's store: what a hub tells is looked at, and what breaks on the disk is no logo."""

import base64
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store import KioskStore
from shared.logo import NO_LOGO, Logo
from tests.builders import a_news, a_pairing, a_receipt, a_store
from tests.logos import a_png, drawn, encoded

PNG = base64.b64encode(encoded(drawn(size=(300, 100)))).decode()
SHOWN = Logo("first", PNG, "#ffffff")


def told(store: KioskStore, logo: Logo | None) -> bool:
    return store.take_receipt(a_receipt(news=a_news(logo=logo)))


def test_logo_is_kept_until_another_is_told(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    assert (store.logo_mark(), store.library().logo) == ("", NO_LOGO)

    assert told(store, SHOWN), "it is something new to show"
    assert not told(store, None)
    assert (store.logo_mark(), store.library().logo) == ("first", SHOWN)

    assert told(store, NO_LOGO)
    assert (store.logo_mark(), store.library().logo) == ("", NO_LOGO)


@pytest.mark.parametrize(
    "png",
    [
        "no base64",
        base64.b64encode(b"<svg onload='x'/>").decode(),
        base64.b64encode(a_png(30_000, 30_000, packed=b"")).decode(),
        "A" * 50_000_000,
    ],
)
def test_what_a_hostile_hub_tells_is_not_kept_and_does_not_come_again(tmp_path: Path, png: str) -> None:
    store = a_store(tmp_path)
    told(store, SHOWN)

    told(store, Logo("second", png, "#ffffff"))

    assert (store.logo_mark(), store.library().logo) == ("second", NO_LOGO)
    assert (tmp_path / "kiosk.db").stat().st_size < 1_000_000


def test_ground_that_is_no_colour_is_none(tmp_path: Path) -> None:
    store = a_store(tmp_path)

    told(store, Logo("first", PNG, "url(x)"))

    assert store.library().logo == Logo("first", PNG, "")


@pytest.mark.parametrize(("name", "value"), [("logo_png", PNG[:200]), ("logo_png", "x"), ("logo_png", 7)])
def test_logo_that_broke_on_the_disk_is_not_shown_and_is_asked_for_again(
    tmp_path: Path, name: str, value: object
) -> None:
    store = a_store(tmp_path)
    told(store, SHOWN)
    with closing(sqlite3.connect(tmp_path / "kiosk.db")) as connection, connection:
        connection.execute("update facts set value = ? where name = ?", (value, name))

    assert (store.logo_mark(), store.library().logo) == ("", NO_LOGO)
    told(store, SHOWN)
    assert store.library().logo == SHOWN


def test_logo_is_forgotten_with_its_library(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.keep_pairing(a_pairing())
    told(store, SHOWN)

    store.keep_pairing(a_pairing(address="elsewhere.test:8443"))
    assert store.library().logo == SHOWN
    store.keep_pairing(a_pairing(hub_id="another"))

    assert (store.logo_mark(), store.library().logo) == ("", NO_LOGO)
