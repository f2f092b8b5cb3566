"""The library's logo: chosen and taken away under Settings, and shown to whoever reaches these pages."""

from typing import Annotated

from fastapi import File
from fastapi.responses import Response

from hub.model import Right
from hub.services.house import logo
from hub.web.house import settings_pages
from hub.web.page.access import At, StaffRoutes, Stands
from hub.web.page.cookies import YEAR_S
from shared.errors import InvalidInput

pages = StaffRoutes()
STANDS = Stands("logo", shows=settings_pages.show_settings)
KEEP = {"Cache-Control": f"public, max-age={YEAR_S}, immutable"}
"""Its address changes with it."""


@pages.get("/logo/{mark}.png", right=Right.ANYBODY)
def show_logo(desk: At, mark: str) -> Response:
    """The logo, also for whoever is not signed in yet. Raises NotFound for one that is no longer it."""
    return Response(logo.png(desk.store, desk.settings.logo, mark), media_type="image/png", headers=KEEP)


@pages.post("/settings/logo", right=Right.SETTINGS, stands=STANDS)
def choose_logo(desk: At, chosen: Annotated[bytes, File(alias="logo")] = b"") -> Response:
    """Make the picture in a file the logo."""
    try:
        with desk.unchanged():
            logo.choose(desk.store, chosen, **desk.by)
    except InvalidInput as error:
        return settings_pages.page(desk, desk.settings, {"logo": desk.tr(error.says)})
    return desk.go("/settings", done="logo")


@pages.post("/settings/logo/remove", right=Right.SETTINGS, stands=STANDS)
def remove_logo(desk: At) -> Response:
    """Go without a logo."""
    with desk.unchanged():
        logo.remove(desk.store, **desk.by)
    return desk.go("/settings", done="no-logo")
