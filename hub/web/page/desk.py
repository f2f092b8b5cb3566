"""What a page function works at: the hub, who is asking and in which language, and the ways to answer."""

from datetime import date, datetime
from functools import cache, cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fonticon_mdi7 import MDI7
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hub.kinds import READERS, answer_of
from hub.model import Move, PairedKiosk, Staff, State
from hub.running import Hub
from hub.services.activities import sign_ups
from hub.services.house import kiosks, settings, shut_again
from hub.services.house.reckoning import Doubt
from hub.services.house.timekeeping import Doubted
from hub.services.review import inbox
from hub.web.page import kiosk_health, times, wording
from hub.web.page.cookies import KEYS_COOKIE, LANGUAGE_COOKIE
from hub.web.page.drawing_svg import drawing_svg
from shared.errors import NotFound, SamskapError
from shared.languages import LANGUAGES, catalogue, known_as, pick

HERE = Path(__file__).parent.parent


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {
        "icon": icon,
        "static": static_url,
        "pick": pick,
        "LANGUAGES": LANGUAGES,
        "Doubt": Doubt,
        "State": State,
        "Move": Move,
        "wording": wording,
    }
    return found


@cache
def icon(name: str) -> Markup:
    """Return an icon from the icon font, as decoration: the words beside it say the same."""
    glyph = getattr(MDI7, name, MDI7.circle_small).partition(".")[2]
    return Markup('<span class="icon" aria-hidden="true">{}</span>').format(glyph)


@cache
def _says() -> dict[str, str]:
    """Return the text of every stable code, as staff read it."""
    found: dict[str, str] = {}
    classes = [SamskapError]
    while classes:
        one = classes.pop()
        found.setdefault(one.code, wording.says(one))
        classes += one.__subclasses__()
    return found


@cache
def static_url(name: str) -> str:
    """Return the address of a static file; it changes with the content, so browsers may keep the file."""
    return f"/static/{name}?{sha256((HERE / 'static' / name).read_bytes()).hexdigest()[:12]}"


def language_of(request: Request, default: str) -> str:
    """Return the language to answer in: chosen in the footer, else the browser's best match, else the library's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen is not None and chosen in LANGUAGES:
        return chosen
    wanted = []
    for part in request.headers.get("accept-language", "").split(","):
        code, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), known_as(code)))
        except ValueError:
            continue
    best_first = sorted(wanted, key=lambda item: item[0])
    return next((code for _, code in best_first if code is not None), default)


class Desk:
    """One request of a staff member, or of somebody who is not signed in (``staff`` is None)."""

    def __init__(self, request: Request, staff: Staff | None = None) -> None:
        self.request = request
        self.hub: Hub = request.app.state.hub
        self.staff = staff
        self.store = self.hub.store
        self.now = self.hub.now()

    @cached_property
    def settings(self) -> settings.Settings:
        """The library's settings."""
        return settings.read(self.store)

    @cached_property
    def kiosks(self) -> list[PairedKiosk]:
        """Every kiosk that was ever paired."""
        return kiosks.listed(self.store)

    @cached_property
    def _unknown_codes(self) -> dict[str, int]:
        """How many codes that nobody knows wait here, by the kiosk that told of them."""
        found: dict[str, int] = self.store.sign_ups.unknown_codes()
        return found

    def troubles(self, kiosk: PairedKiosk, *, clock: Doubted | None = None) -> list[kiosk_health.Trouble]:
        """Return what staff should look at on a kiosk, see kiosk_health."""
        unknown = self._unknown_codes.get(kiosk.id, 0)
        return kiosk_health.troubles(kiosk, now=self.now, clock=clock, unknown=unknown)

    @cached_property
    def counts(self) -> dict[State, int]:
        """How many submissions are in each state."""
        return inbox.counts(self.store)

    @cached_property
    def language(self) -> str:
        """The language to answer in."""
        return language_of(self.request, self.settings.default_language)

    @property
    def zone(self) -> str:
        """The time zone the library lives in."""
        return self.settings.zone

    def tr(self, message: str) -> str:
        """Return a message in the asker's language."""
        return catalogue(self.language).gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return the message that fits the number, in the asker's language."""
        return catalogue(self.language).ngettext(one, many, n)

    def reason(self, code: str | None) -> str:
        """Return the text of an error's stable code, "" for none."""
        return self.tr(_says().get(code, SamskapError.says)) if code else ""

    def day(self, at: date) -> str:
        """Return a day in words; of a moment the day where the library lives."""
        there = at.astimezone(ZoneInfo(self.zone)).date() if isinstance(at, datetime) else at
        return times.day(there, self.language)

    @property
    def by(self) -> dict[str, Any]:
        """Who does it, and when: what every service that changes something asks for."""
        assert self.staff is not None, "only signed-in pages change anything"
        return {"by": self.staff.name, "now": self.now}

    @property
    def in_person(self) -> dict[str, Any]:
        """The same for what depends on which person it is."""
        assert self.staff is not None, "only signed-in pages change anything"
        return {"staff": self.staff, "now": self.now}

    def page(self, template: str, status: int = 200, /, **context: Any) -> HTMLResponse:
        """Return a page."""
        html = _environment().get_template(template).render(self._words() | self._frame() | context)
        return HTMLResponse(html, status)

    def drawing(self, submission_id: str) -> Response:
        """Return the drawing of a submission as a picture of its own. Raises NotFound when it has none."""
        stored = inbox.read(self.store, submission_id)
        reader, answer = READERS.get(stored.submission.kind), answer_of(stored)
        strokes = reader.strokes(answer) if reader is not None and answer is not None else None
        if strokes is None:
            raise NotFound("drawing")
        return Response(drawing_svg(strokes), media_type="image/svg+xml")

    def go(self, path: str, **query: str) -> RedirectResponse:
        """Send the browser to another page, after a change."""
        return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)

    def _words(self) -> dict[str, Any]:
        language, now = self.language, self.now
        return {
            "_": self.tr,
            "ngettext": self.ngettext,
            "language": language,
            "moment": partial(times.moment, zone=self.zone, language=language, tr=self.tr, now=now),
            "ago": partial(times.ago, language=language, tr=self.tr, now=now),
            "day": self.day,
            "gigabytes": lambda n: f"{format_decimal(round(n / 1e9, 1), locale=language)} GB",
            "lasts": partial(times.lasts, language=language),
            "dated": partial(times.dated, zone=self.zone, language=language),
            "iso": times.utc_iso,
        }

    def _frame(self) -> dict[str, Any]:
        """What stands around every page: the library, who is signed in, and what waits where."""
        request = self.request
        frame: dict[str, Any] = {
            "path": request.url.path,
            "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            "staff": self.staff,
            "library": self.settings.name,
            "keys_on": request.cookies.get(KEYS_COOKIE) != "off",
        }
        if self.staff is not None:
            troubled = sum(bool(self.troubles(kiosk)) for kiosk in self.kiosks)
            troubled += len(self.hub.fences.troubles()) + len(self.store.doors.asking())
            doubted = self.hub.time.doubted()
            troubled += doubted is not None and doubted.is_trouble
            troubled += shut_again.is_doubted(self.store)
            to_tell = sign_ups.count_to_tell(self.store, self.now)
            frame |= {"counts": self.counts, "troubled": troubled, "people_to_tell": to_tell}
        return frame
