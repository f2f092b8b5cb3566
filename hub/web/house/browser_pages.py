"""What somebody chooses for the browser they sit at."""

from fastapi.responses import RedirectResponse

from hub.model import Right
from hub.services.house import people
from hub.web.page.access import At, Field, StaffRoutes, local_path
from hub.web.page.cookies import KEYS_COOKIE, LANGUAGE_COOKIE, keep
from shared.languages import LANGUAGES

pages = StaffRoutes()


@pages.post("/language", right=Right.ANYBODY)
def choose_language(desk: At, language: Field = "", back: Field = "/") -> RedirectResponse:
    """Speak this language on this browser from now on, and to whoever is signed in on every other."""
    if desk.staff and language in LANGUAGES:
        people.save_language(desk.store, desk.staff, language, now=desk.now)
    response = desk.go(local_path(back))
    if language in LANGUAGES:
        keep(desk.request, response, LANGUAGE_COOKIE, language)
    return response


@pages.post("/keys", right=Right.ANYBODY)
def choose_keys(desk: At, keys: Field = "on", back: Field = "/") -> RedirectResponse:
    """Turn the shortcut keys on or off on this browser: some people's tools type letters by themselves."""
    response = desk.go(local_path(back))
    keep(desk.request, response, KEYS_COOKIE, "off" if keys == "off" else "on")
    return response
