"""What staff set for the whole library."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from hub.bus import NEWS
from hub.config import is_name
from hub.model import Actor, Right
from hub.services.changing import changing
from hub.services.house import time_zones
from hub.store.base import Store
from shared.activity import DEFAULT_ZONE, is_zone
from shared.errors import BadName, InvalidInput
from shared.languages import DEFAULT_LANGUAGE, LANGUAGES
from shared.logo import LOGO_SIDES
from shared.look import PLAIN, Look, is_colour

UNNAMED = "Samskap"
"""What a library is called that nobody has given a name."""
TOLD = "told_"
"""Settings with this before their name keep what the hub was told from outside, so that one sees what staff changed."""
_MARK = re.compile("[0-9a-f]{32}")
_USUAL = {"library": UNNAMED, "default_language": DEFAULT_LANGUAGE}


LOGO = "logo"
"""A setting: what is known of the logo, see :class:`KnownLogo`."""


class KnownLogo(NamedTuple):
    """What pages say of the logo without reading it: its mark, its pixels across and down, and what it must stand on.

    ``ground`` is "#rrggbb", or "" where it has a ground of its own.
    """

    mark: str
    across: int
    down: int
    ground: str


@dataclass(frozen=True)
class Settings:
    """The library's name as kiosks show it, the language they rest in, the time zone its people live in, its look."""

    name: str
    default_language: str
    zone: str = DEFAULT_ZONE
    look: Look = PLAIN
    logo: KnownLogo | None = None
    """Saved for itself, see ``hub.services.house.logo``."""


def read(store: Store) -> Settings:
    """Return the settings; a hub that was never asked has a name and a language too."""
    saved = store.settings.read()
    language = saved.get("default_language") or DEFAULT_LANGUAGE
    zone = saved.get("zone", "")
    if not is_zone(zone):
        zone = time_zones.guessed(language, datetime.now(UTC))
    colour = saved.get("colour", "")
    look = Look(colour if is_colour(colour) else "", bool(saved.get("sound")))
    return Settings(saved.get("library") or UNNAMED, language, zone, look, _logo(saved.get(LOGO, "")))


def _logo(saved: str) -> KnownLogo | None:
    """Return the logo that these words say; None where there is none, or where they make no sense."""
    match saved.split(" "):
        case [mark, across, down, ground] if _MARK.fullmatch(mark) and across.isdecimal() and down.isdecimal():
            known = KnownLogo(mark, int(across), int(down), ground)
            fits = 0 < known.across <= LOGO_SIDES[0] and 0 < known.down <= LOGO_SIDES[1]
            return known if fits and (not ground or is_colour(ground)) else None
    return None


def save(store: Store, settings: Settings, *, by: Actor, now: datetime) -> None:
    """Keep the settings. Raises InvalidInput naming the field."""
    check(settings)
    name = settings.name.strip()
    with changing(store, by, now, Right.SETTINGS) as change:
        store.settings.save(
            {
                "library": name,
                "default_language": settings.default_language,
                "zone": settings.zone,
                "colour": settings.look.colour,
                "sound": "on" if settings.look.sound else "",
            }
        )
        change.note("save", "settings")
        change.wake(NEWS)  # every receipt says it, so it has no revision


def note_phrase_shown(store: Store, *, by: Actor, now: datetime) -> None:
    """Write down that somebody is shown the recovery words. Raises NotAllowed; then nobody shows them."""
    with changing(store, by, now, Right.SETTINGS) as change:
        change.note("show-phrase", "phrase")


def note_key_restored(store: Store, *, by: Actor, now: datetime) -> None:
    """Write down that the hub has its key again from the recovery words. Raises NotAllowed."""
    with changing(store, by, now, Right.SETTINGS) as change:
        change.note("restore-key", "phrase")


def check(settings: Settings) -> None:
    """Check what is to be kept. Raises InvalidInput naming the field."""
    if not is_name(settings.name):
        raise BadName("library")
    if settings.default_language not in LANGUAGES:
        raise InvalidInput("default_language")
    if not is_zone(settings.zone):
        raise InvalidInput("zone")
    if settings.look.colour and not is_colour(settings.look.colour):
        raise InvalidInput("colour")


def ensure(
    store: Store, *, library: str | None = None, default_language: str | None = None, zone: str | None = None
) -> None:
    """Take what the hub is told from outside (None: nothing) for all that staff never changed.

    Staff changed what is neither what was told last nor, where nothing was, the usual. Where no ``zone`` is told it is
    guessed once: a machine that moves does not take the library with it.
    """
    told = {"library": library and library.strip(), "default_language": default_language, "zone": zone}
    with store.atomic():
        saved = store.settings.read()
        if not is_zone(saved.get("zone", "")):
            saved.pop("zone", None)
        if zone is None and "zone" not in saved:
            language = saved.get("default_language") or default_language or DEFAULT_LANGUAGE
            told["zone"] = time_zones.guessed(language, datetime.now(UTC))
        new: dict[str, str] = {}
        for name, value in told.items():
            before = saved.get(TOLD + name, _USUAL.get(name))
            if value is not None and saved.get(name, before) == before:
                new |= {name: value, TOLD + name: value}
        if not new.items() <= saved.items():
            store.settings.save(new)
