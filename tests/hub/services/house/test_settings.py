"""The library's settings."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from hub.services.house import settings, time_zones
from hub.services.house.settings import Settings
from hub.store.base import Store
from shared.activity import is_zone
from shared.errors import InvalidInput
from shared.look import Look
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk


def test_new_library_has_a_name_and_a_language(store: Store) -> None:
    found = settings.read(store)

    assert (found.name, found.default_language) == ("Samskap", "nb")
    assert is_zone(found.zone)


def test_saved_settings_reach_the_kiosks(store: Store, kiosk: DeliveringKiosk) -> None:
    look = Look("#005da8", sound=True)
    settings.save(store, Settings("  Lunds bibliotek ", "sv", look=look), by=KARI, now=NOON)

    told = kiosk.deliver().news
    assert (told.library, told.default_language) == ("Lunds bibliotek", "sv")
    assert Look(told.colour, told.sound) == settings.read(store).look == look
    assert [line.staff for line in store.history.about("settings")] == ["Kari"]


@pytest.mark.parametrize(
    ("library", "language"), [("", "nb"), (" ", "nb"), ("x" * 81, "nb"), ("a\nb", "nb"), ("Lund", "xx")]
)
def test_settings_that_make_no_sense_are_refused(store: Store, library: str, language: str) -> None:
    with pytest.raises(InvalidInput):
        settings.save(store, Settings(library, language), by=KARI, now=NOON)

    assert settings.read(store).name == "Samskap"


FILE: dict[str, str | None] = {"library": "Lund", "default_language": "sv", "zone": "Europe/Stockholm"}


def test_what_staff_never_changed_follows_what_the_hub_is_told(store: Store) -> None:
    settings.ensure(store)
    settings.ensure(store, **FILE)
    assert settings.read(store) == Settings("Lund", "sv", "Europe/Stockholm")

    settings.ensure(store, library="Malmö", zone="Europe/Helsinki")
    settings.ensure(store)

    assert settings.read(store) == Settings("Malmö", "sv", "Europe/Helsinki")


@pytest.mark.parametrize(
    ("staff", "then"),
    [
        (Settings("Malmö", "sv", "Europe/Stockholm"), Settings("Malmö", "nn", "Europe/Oslo")),
        (Settings("Lund", "nb", "Europe/Stockholm"), Settings("Bø", "nb", "Europe/Oslo")),
        (Settings("Lund", "sv", "Europe/Helsinki"), Settings("Bø", "nn", "Europe/Helsinki")),
    ],
)
def test_what_staff_changed_is_theirs(store: Store, staff: Settings, then: Settings) -> None:
    settings.ensure(store, **FILE)
    settings.save(store, staff, by=KARI, now=NOON)

    for _ in range(2):
        settings.ensure(store, library="Bø", default_language="nn", zone="Europe/Oslo")

    assert settings.read(store) == then


def test_zone_that_was_mistyped_and_kept_once_is_put_right(store: Store) -> None:
    store.settings.save({"zone": "Europe/Olso"})

    settings.ensure(store, zone="Europe/Helsinki")

    assert settings.read(store).zone == "Europe/Helsinki"


def test_what_was_only_left_as_it_was_at_the_set_up_follows_the_file(store: Store) -> None:
    settings.ensure(store)
    settings.save(store, settings.read(store), by=KARI, now=NOON)

    settings.ensure(store, **FILE)

    assert settings.read(store) == Settings("Lund", "sv", "Europe/Stockholm")


def test_library_lives_where_its_machine_does_or_where_its_language_is_spoken() -> None:
    assert time_zones.guessed("nb", NOON) in available_timezones() - {"UTC", "Etc/UTC"}
    clock = ZoneInfo("Europe/Helsinki")
    assert time_zones.equal(lambda at: at.replace(tzinfo=clock).utcoffset(), 2026) == "Europe/Helsinki"


def test_zone_nobody_knows_is_refused(store: Store) -> None:
    before = settings.read(store)

    with pytest.raises(InvalidInput, match="zone"):
        settings.save(store, Settings("Lund", "sv", "Mars/Olympus"), by=KARI, now=NOON)

    assert settings.read(store) == before
