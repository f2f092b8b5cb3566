"""What staff set for the whole library."""

from dataclasses import dataclass
from datetime import datetime

from hub.model import AuditLine, Staff
from hub.store.base import Store
from shared.errors import InvalidInput
from shared.i18n import DEFAULT_LANGUAGE, LANGUAGES
from shared.submission import utc

MAX_NAME = 80


@dataclass(frozen=True)
class Settings:
    """The library's name as kiosks show it, and the language they rest in."""

    name: str
    default_language: str


def read(store: Store) -> Settings:
    """Return the settings; a hub that was never asked has a name and a language too."""
    saved = store.outgoing.settings()
    return Settings(saved.get("library") or "Samskap", saved.get("default_language") or DEFAULT_LANGUAGE)


def save(store: Store, settings: Settings, *, staff: Staff, now: datetime) -> None:
    """Keep the settings. Raises InvalidInput naming the field."""
    name = settings.name.strip()
    if not 0 < len(name) <= MAX_NAME or not name.isprintable():
        raise InvalidInput("library")
    if settings.default_language not in LANGUAGES:
        raise InvalidInput("default_language")
    with store.atomic():
        store.outgoing.save_settings({"library": name, "default_language": settings.default_language})
        store.people.write_audit(AuditLine(utc(now), staff.name, "save", "settings"))


def ensure(store: Store, *, library: str, default_language: str) -> None:
    """Take these as the settings of a new library; a library that has settings keeps its own."""
    if not store.outgoing.settings():
        store.outgoing.save_settings({"library": library, "default_language": default_language})
