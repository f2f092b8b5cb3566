"""What every store promises about settings."""

from hub.store.base import Store


def test_settings_are_kept_by_name(store: Store) -> None:
    assert store.settings.read() == {}

    store.settings.save({"library": "Lund", "default_language": "sv"})
    store.settings.save({"library": "Lunds bibliotek"})

    assert store.settings.read() == {"library": "Lunds bibliotek", "default_language": "sv"}
