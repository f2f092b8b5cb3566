"""What staff set for the whole library."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hub.model import AuditLine, Staff
from hub.services import time_zones
from hub.store.base import Store
from shared.activity import DEFAULT_ZONE
from shared.errors import BadName, InvalidInput
from shared.i18n import DEFAULT_LANGUAGE, LANGUAGES
from shared.submission import utc

MAX_NAME = 80
UNNAMED = "Samskap"
"""What a library is called that nobody has given a name."""


@dataclass(frozen=True)
class Settings:
    """The library's name as kiosks show it, the language they rest in, and the time zone its people live in."""

    name: str
    default_language: str
    zone: str = DEFAULT_ZONE


def read(store: Store) -> Settings:
    """Return the settings; a hub that was never asked has a name and a language too."""
    saved = store.outgoing.settings()
    language = saved.get("default_language") or DEFAULT_LANGUAGE
    zone = saved.get("zone", "")
    if not time_zones.is_known(zone):
        zone = time_zones.guessed(language, datetime.now(UTC))
    return Settings(saved.get("library") or UNNAMED, language, zone)


def save(store: Store, settings: Settings, *, staff: Staff, now: datetime) -> None:
    """Keep the settings. Raises InvalidInput naming the field."""
    check(settings)
    name = settings.name.strip()
    with store.atomic():
        store.outgoing.save_settings(
            {"library": name, "default_language": settings.default_language, "zone": settings.zone}
        )
        store.people.write_audit(AuditLine(utc(now), staff.name, "save", "settings"))


def check(settings: Settings) -> None:
    """Check what is to be kept. Raises InvalidInput naming the field."""
    name = settings.name.strip()
    if not 0 < len(name) <= MAX_NAME or not name.isprintable():
        raise BadName("library")
    if settings.default_language not in LANGUAGES:
        raise InvalidInput("default_language")
    if not time_zones.is_known(settings.zone):
        raise InvalidInput("zone")


def ensure(store: Store, *, library: str, default_language: str, zone: str = "") -> None:
    """Take these as the settings of a new library; a library that has settings keeps its own.

    Where no ``zone`` is told it is guessed once: a machine that moves does not take the library with it.
    """
    saved = store.outgoing.settings()
    if not saved:
        saved = {"library": library, "default_language": default_language}
    if "zone" not in saved:
        guessed = zone or time_zones.guessed(saved.get("default_language", default_language), datetime.now(UTC))
        store.outgoing.save_settings({**saved, "zone": guessed})


def live_in(store: Store, zone: str, *, staff: str, now: datetime) -> None:
    """Keep the time zone alone. Raises InvalidInput."""
    if not time_zones.is_known(zone):
        raise InvalidInput("zone")
    with store.atomic():
        store.outgoing.save_settings({**store.outgoing.settings(), "zone": zone})
        store.people.write_audit(AuditLine(utc(now), staff, "save", "settings"))
