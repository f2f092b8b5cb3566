"""The library's logo as the hub told it, looked at before it is kept and before it is shown."""

import sqlite3

from kiosk.store.facts import fact, keep_facts
from shared.logo import NO_LOGO, Logo, picture
from shared.look import is_colour

_NAMES = ("logo_mark", "logo_png", "logo_ground")


def keep(connection: sqlite3.Connection, logo: Logo) -> None:
    """Keep the logo. Of one that this kiosk cannot show it keeps the mark alone, so that it does not come each time."""
    png = logo.png if picture(logo.png) else ""
    _keep(connection, Logo(logo.mark, png, logo.ground if is_colour(logo.ground) else ""))


def read(connection: sqlite3.Connection) -> Logo:
    """Return the logo; none where it is no picture by now."""
    found = Logo(*(str(fact(connection, name, "")) for name in _NAMES))
    return found if picture(found.png) and (not found.ground or is_colour(found.ground)) else NO_LOGO


def mark(connection: sqlite3.Connection) -> str:
    """Return the mark of the logo that was last told; "" for none, or for one that broke: then it comes again."""
    told, png = str(fact(connection, "logo_mark", "")), str(fact(connection, "logo_png", ""))
    return "" if png and not picture(png) else told


def forget(connection: sqlite3.Connection) -> None:
    """Keep none: another library's is told anew."""
    _keep(connection, NO_LOGO)


def _keep(connection: sqlite3.Connection, logo: Logo) -> None:
    keep_facts(connection, **dict(zip(_NAMES, (logo.mark, logo.png, logo.ground), strict=True)))
