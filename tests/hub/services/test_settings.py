"""The library's settings."""

from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from hub.bootstrap import open_store
from hub.services import settings, time_zones
from hub.services.settings import Settings
from hub.store.base import Store
from shared.errors import InvalidInput
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk


def test_new_library_has_a_name_and_a_language(store: Store) -> None:
    found = settings.read(store)

    assert (found.name, found.default_language) == ("Samskap", "nb")
    assert time_zones.is_known(found.zone)


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

    assert settings.read(store).name == "Samskap"


def test_first_settings_stay(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    settings.ensure(store, library="Lund", default_language="sv", zone="Europe/Stockholm")

    settings.ensure(store, library="Oslo", default_language="nb", zone="Europe/Helsinki")

    assert settings.read(store) == Settings("Lund", "sv", "Europe/Stockholm")
    store.close()


def test_library_lives_where_its_machine_does_or_where_its_language_is_spoken() -> None:
    assert time_zones.guessed("nb", NOON) in available_timezones() - {"UTC", "Etc/UTC"}
    clock = ZoneInfo("Europe/Helsinki")
    assert time_zones.equal(lambda at: at.replace(tzinfo=clock).utcoffset(), 2026) == "Europe/Helsinki"


def test_zone_nobody_knows_is_refused(store: Store) -> None:
    before = settings.read(store)

    with pytest.raises(InvalidInput, match="zone"):
        settings.save(store, Settings("Lund", "sv", "Mars/Olympus"), staff=KARI, now=NOON)

    assert settings.read(store) == before
