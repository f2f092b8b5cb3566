"""Settings: the library's name and language, and the recovery phrase."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response

from hub.model import Right
from hub.services.house import settings, staff
from hub.services.house.settings import Settings
from hub.services.house.time_zones import offered
from hub.web.house import help_texts
from hub.web.house.me_pages import WRONG_PASSWORD
from hub.web.house.password_tries import comes_from, in_turn, says_access
from hub.web.page import quicker
from hub.web.page.access import At, Field, StaffRoutes, Stands
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared import chime
from shared.colours import hex_of
from shared.errors import AccessError, BadName, FileTooLarge, InvalidInput, SignInFailed, Stale
from shared.languages import LANGUAGES, N_
from shared.look import Look, is_colour, plate
from shared.seal import to_phrase

pages = StaffRoutes(prefix="/settings")
_CHOOSE = N_("Choose one of these.")
COLOURS = {
    "": N_("None of its own"),
    "#1d4e89": N_("Blue"),
    "#0e5a5c": N_("Teal"),
    "#2b6637": N_("Green"),
    "#f4b728": N_("Yellow"),
    "#f18714": N_("Orange"),
    "#a8242c": N_("Red"),
    "#6a3d8f": N_("Purple"),
    "#4a5359": N_("Grey"),
}
"""Colours that are offered by name; beside them any other."""
OTHER = "other"


class Plate(NamedTuple):
    """A library's name on its colour: "#rrggbb" of the ground, and of the words on it."""

    ground: str
    words: str


@dataclass(frozen=True, kw_only=True)
class SettingsPage(PageData):
    """All settings."""

    template = "house/settings.html"
    help = help_texts.SETTINGS

    typed: Settings
    errors: dict[str, str]
    saved: str
    zones: Sequence[str]
    plates: dict[str, Plate]
    """What each colour that is offered gives, and the chosen one."""
    offered: dict[str, str]
    too_large: str = FileTooLarge.says


@dataclass(frozen=True, kw_only=True)
class PhrasePage(PageData):
    """The recovery phrase; before it is shown, whose password it is."""

    template = "house/phrase.html"
    help = help_texts.PHRASE

    words: Sequence[str] = ()
    words_language: str = ""
    errors: dict[str, str]


@pages.get("", right=Right.SETTINGS)
def show_settings(desk: At, done: str = "") -> HTMLResponse:
    """All settings."""
    said = {
        "saved": desk.tr("Saved. The kiosks show it at their next call."),
        "logo": desk.tr("The logo is saved. The kiosks show it at their next call."),
        "no-logo": desk.tr("The logo is gone. The kiosks show their name alone at their next call."),
    }
    return page(desk, desk.settings, {}, saved=said.get(done, ""))


@pages.post("", right=Right.SETTINGS, stands=Stands("settings"))
def save_settings(
    desk: At, library: Field = "", default_language: Field = "", zone: Field = "", colour: Field = "",
    other_colour: Field = "", sound: Field = "",
) -> Response:  # fmt: skip
    """Save them. A ``colour`` is one of those that are offered, or OTHER: then it is ``other_colour``."""
    look = Look((other_colour if colour == OTHER else colour).lower(), bool(sound))
    typed = Settings(library, default_language, zone or desk.zone, look)
    try:
        with desk.unchanged():
            settings.save(desk.store, typed, **desk.by)
    except Stale as error:
        desk.refuse(quicker.saved(desk.speech, error, {}))
        return page(desk, typed, {})
    except InvalidInput as error:
        says = {"library": BadName.says, "default_language": _CHOOSE, "zone": _CHOOSE, "colour": _CHOOSE}
        errors = {name: desk.tr(said) for name, said in says.items() if name == str(error)}
        return page(desk, typed, errors)
    return desk.go("/settings", done="saved")


def page(desk: Desk, typed: Settings, errors: dict[str, str], *, saved: str = "") -> HTMLResponse:
    """Return the page with what was typed, and what is wrong with it."""
    shown = [one for one in (*COLOURS, typed.look.colour) if is_colour(one)]
    shown_page = SettingsPage(
        typed=typed,
        errors=errors,
        saved=saved,
        zones=offered(desk.zone),
        plates={one: Plate(*map(hex_of, plate(one))) for one in shown},
        offered=COLOURS,
    )
    return desk.show(shown_page, 422 if errors else 200)


@pages.get("/thanks.wav", right=Right.SETTINGS)
def play_thanks() -> Response:
    """The sound of thanks, as kiosks play it."""
    return Response(chime.wav(), media_type="audio/wav")


@pages.get("/password", right=Right.SIGNED_IN)
def show_password(desk: At) -> Response:
    """Where one's own password was changed before there was a page of one's own."""
    return desk.go("/me/password")


@pages.get("/phrase", right=Right.SETTINGS)
def ask_phrase(desk: At) -> HTMLResponse:
    """Ask who it is before the words are shown."""
    return desk.show(PhrasePage(errors={}))


@pages.post("/phrase", right=Right.SETTINGS)
async def show_phrase(desk: At, password: Field = "") -> HTMLResponse:
    """Show the words that open what visitors sealed, to be printed and locked away."""
    return await in_turn(desk, partial(_show_phrase, desk, password))


def _show_phrase(desk: Desk, password: str) -> HTMLResponse:
    assert desk.staff is not None
    try:
        staff.confirm(desk.store, desk.staff, password, address=comes_from(desk), now=desk.now)
    except AccessError as error:
        says = desk.tr(WRONG_PASSWORD) if isinstance(error, SignInFailed) else says_access(desk, error)
        return desk.show(PhrasePage(errors={"password": says}), 403)
    settings.note_phrase_shown(desk.store, **desk.by)
    language = desk.language if desk.language in LANGUAGES else "en"
    words = to_phrase(desk.hub.keys.unseal_key.secret, language)
    return desk.show(PhrasePage(words=words, words_language=language, errors={}))
