"""The library's settings."""

from pathlib import Path

import pytest

from hub.bootstrap import open_store
from hub.services import settings
from hub.services.settings import Settings
from hub.store.base import Store
from shared.errors import InvalidInput
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk


def test_new_library_has_a_name_and_a_language(store: Store) -> None:
    assert settings.read(store) == Settings("Samskap", "nb")


def test_saved_settings_reach_the_kiosks(store: Store, kiosk: DeliveringKiosk) -> None:
    settings.save(store, Settings("  Lunds bibliotek ", "sv"), staff=KARI, now=NOON)

    told = kiosk.deliver().news
    assert (told.library, told.default_language) == ("Lunds bibliotek", "sv")
    assert [line.staff for line in store.people.audit("settings")] == ["Kari"]


@pytest.mark.parametrize(
    ("library", "language"), [("", "nb"), (" ", "nb"), ("x" * 81, "nb"), ("a\nb", "nb"), ("Lund", "xx")]
)
def test_settings_that_make_no_sense_are_refused(store: Store, library: str, language: str) -> None:
    with pytest.raises(InvalidInput):
        settings.save(store, Settings(library, language), staff=KARI, now=NOON)

    assert settings.read(store) == Settings("Samskap", "nb")


def test_first_settings_stay(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    settings.ensure(store, library="Lund", default_language="sv")

    settings.ensure(store, library="Oslo", default_language="nb")

    assert settings.read(store) == Settings("Lund", "sv")
    store.close()
