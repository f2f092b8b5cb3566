"""What a page function works at: the hub, who is asking and in which language, and the ways to answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from hub.bus import HERE
from hub.model import Session
from hub.presence import Here, shown
from hub.running import Hub
from hub.services import changing
from hub.services.house import settings
from hub.web.page import frame
from hub.web.page.cookies import KEYS_COOKIE, LANGUAGE_COOKIE
from hub.web.page.frame import Frame
from hub.web.page.page_data import PageData
from hub.web.page.speech import Speech
from hub.web.page.templating import render
from shared.errors import Stale
from shared.languages import LANGUAGES, known_as

LOOKS_BY_ITSELF = "samskap-looks-by-itself"
"""The header of what an open page asks for when it hears that something happened."""


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


def looks_by_itself(request: Request) -> bool:
    """Tell whether an open page asks, and not a person: nobody is there for it, and nobody comes or goes."""
    return LOOKS_BY_ITSELF in request.headers


class Desk:
    """One request of a staff member, or of somebody who is not signed in (``staff`` is None).

    Whose sign-in is ``half`` is not signed in; ``session`` says who it is all the same.
    """

    def __init__(self, request: Request, session: Session | None = None, *, half: bool = False) -> None:
        self.request = request
        self.hub: Hub = request.app.state.hub
        self.session = session
        self.staff = session.staff if session and not half else None
        self.store = self.hub.store
        self.now = self.hub.now()
        self.based_on = request.query_params.get("stand", "") if request.method == "POST" else ""
        """Where the history stood when the page was read whose form is sent; "" where the form does not say."""
        # Before anything is read for the page: what a colleague does in between is then not taken for seen.
        self.stand = self.based_on or self._stand()
        self.subject = ""
        """What this person has open."""
        self.also: Sequence[Here] | None = None
        """Who else has it open; None where nobody says of what."""
        self.refused = ""
        """Why what was sent is refused: somebody was quicker."""
        self.unsent: Sequence[str] = ()
        """What was written and is not on the page that comes instead."""

    @cached_property
    def settings(self) -> settings.Settings:
        """The library's settings."""
        return settings.read(self.store)

    @cached_property
    def language(self) -> str:
        """The language to answer in: a person's own, whichever browser they sit at."""
        own = self.session.staff.language if self.session else ""
        if own in LANGUAGES:
            return own
        return language_of(self.request, self.settings.default_language)

    @property
    def zone(self) -> str:
        """The time zone the library lives in."""
        return self.settings.zone

    @cached_property
    def speech(self) -> Speech:
        """What is said in the language to answer in."""
        return Speech(self.language, self.zone, self.now)

    def tr(self, message: str) -> str:
        """Return a message in the asker's language."""
        return self.speech.tr(message)

    @property
    def by(self) -> dict[str, Any]:
        """Who does it, and when: what every service that changes something asks for."""
        assert self.staff is not None, "only signed-in pages change anything"
        return {"by": self.staff, "now": self.now}

    @property
    def in_person(self) -> dict[str, Any]:
        """The same for what depends on which person it is."""
        assert self.staff is not None, "only signed-in pages change anything"
        return {"staff": self.staff, "now": self.now}

    def also_at(self, subject: str, *, writing: bool = False) -> None:
        """Take note that whoever asks has this open, ``writing`` where a form is; the page shows who has it open too.

        Nothing is noted of a page that looks by itself: two of one person's would call each other without an end.
        """
        assert self.staff is not None, "only signed-in people have anything open"
        if not looks_by_itself(self.request) and self.hub.presence.come(self.staff, subject, self.now, writing=writing):
            self.hub.bus.publish(HERE)
        self.subject, self.also = subject, self.hub.presence.others(self.staff, subject, self.now)

    @contextmanager
    def unchanged(self, subject: str = "", moves: Sequence[str] = (), *, unsent: Sequence[str] = ()) -> Iterator[None]:
        """Change what the route says in ``stands``, or a ``subject``, only as it was on the page that was read.

        ``unsent``: what was written and must not be lost. Raises Stale.
        """
        stands = self.request.scope["route"].stands
        if not subject:
            subject, moves = stands.of.format(**self.request.path_params), stands.moves
        try:
            with changing.unchanged(self.store, subject, self.based_on, moves):
                yield
            self.stand = self._stand()
        except Stale:
            self.unsent = [one for one in unsent if one.strip()]
            raise

    def refuse(self, says: str) -> None:
        """Say on the page that comes why what was sent is refused. It shows how things are now, and stands by that."""
        self.refused, self.stand = says, self._stand()

    def _stand(self) -> str:
        return changing.stand(self.store) if self.staff else ""

    def show(self, page: PageData, status: int = 200) -> HTMLResponse:
        """Return a page."""
        speech = page.speaks(self.language, self.zone, self.now)
        return HTMLResponse(render(page, self._frame(page), speech), 409 if self.refused else status)

    def go(self, path: str, **query: str) -> RedirectResponse:
        """Send the browser to another page, after a change."""
        return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)

    def _frame(self, page: PageData) -> Frame:
        request, places = self.request, self.request.app.state.places
        stands_at = page.stands_at
        path = stands_at or request.url.path
        return Frame(
            path=path,
            here=path + (f"?{request.url.query}" if request.url.query and not stands_at else ""),
            library=self.settings.name,
            logo=self.settings.logo,
            keys_on=request.cookies.get(KEYS_COOKIE) != "off",
            staff=self.staff,
            places=frame.shown(places, path, self.staff, self.hub, self.now) if self.staff else (),
            working=tuple(self.hub.work.going_on(self.staff)) if self.staff else (),
            help=page.help,
            stand=self.stand,
            subject=self.subject,
            also=self.also,
            shown_also=shown(self.also or ()),
            refused=self.refused,
            unsent=self.unsent,
        )
