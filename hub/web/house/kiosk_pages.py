"""Kiosks: how each is, letting one in, and shutting one out."""

from dataclasses import dataclass

from fastapi.responses import HTMLResponse, Response

from hub.config import HubConfig
from hub.model import OpenCode, PairedKiosk, Right
from hub.services.activities import door_keys
from hub.services.house import kiosks, pairing, shut_again
from hub.services.house.addresses import addresses
from hub.services.review import traces
from hub.services.review.traces import Traces
from hub.web.activities.activity_wording import DOOR_SAYS
from hub.web.house import came_pages, help_texts
from hub.web.house.kiosk_list import kiosks_page
from hub.web.page import quicker
from hub.web.page.access import At, Field, StaffRoutes, Stands, local_path
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import BadName, BadPlace, ClockImpossible, NameTaken, NotFound, Stale
from shared.languages import N_
from shared.submission import from_utc

pages = StaffRoutes(prefix="/kiosks")


@dataclass(frozen=True, kw_only=True)
class AddKioskPage(PageData):
    """What the kiosk is called; then the code that is open, and what to do with it."""

    template = "house/kiosk_add.html"
    help = help_texts.ADD_KIOSK

    code: OpenCode | None
    seconds: int
    """How long the code is good for."""
    addresses: list[str]
    wrong_proofs: int
    most_counted: int
    asked_before: bool
    name: str
    place: str
    errors: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class RevokeKioskPage(PageData):
    """Whether a kiosk shall be shut out, and what it left here."""

    template = "house/kiosk_revoke.html"
    help = help_texts.REVOKE_KIOSK

    kiosk: PairedKiosk
    traces: Traces


@pages.get("", right=Right.KIOSKS)
def show_kiosks(desk: At, done: str = "") -> HTMLResponse:
    """All kiosks, those that are shut out last; above them what the hub cannot do just now."""
    said = {
        "paired": desk.tr("A kiosk was paired."),
        "clock": desk.tr("The clock of this computer is taken as right."),
        "renamed": desk.tr("The kiosk has its new name."),
        "placed": desk.tr("Where the kiosk stands is saved."),
        "looked": desk.tr("Good. The kiosks below are trusted."),
        "revoked": desk.tr("The kiosk is shut out. To let it in again, pair it again."),
        **{done: desk.tr(says) for done, says in came_pages.DONE.items()},
        **{done: desk.tr(says) for done, says in DOOR_SAYS.items()},
    }
    return _show(desk, said=said.get(done, ""))


def _show(desk: Desk, status: int = 200, *, said: str = "", problem: str = "") -> HTMLResponse:
    return desk.show(kiosks_page(desk, said=said, problem=problem), status)


@pages.post("/looked-through", right=Right.KIOSKS)
def look_through(desk: At) -> Response:
    """Staff have looked whether one of these kiosks was shut out before a backup was put back."""
    shut_again.looked_through(desk.store, **desk.by)
    return desk.go("/kiosks", done="looked")


@pages.post("/clock", right=Right.KIOSKS)
def believe_clock(desk: At) -> Response:
    """Take the clock of the hub's computer as right, because staff have looked at another one."""
    assert desk.staff is not None, "the gate lets nobody else in"
    try:
        desk.hub.time.confirm(by=desk.staff)
    except ClockImpossible as error:
        return _show(desk, 422, problem=desk.tr(error.says))
    return desk.go("/kiosks", done="clock")


@pages.post("/add", right=Right.KIOSKS, stands=Stands("pairing", ("open-code",)))
def open_code(desk: At, name: Field = "", place: Field = "") -> Response:
    """Open a pairing code for a kiosk of this name, that will stand there; the code before is worthless then."""
    try:
        with desk.unchanged():
            pairing.open_code(desk.store, name=name, place=place, **desk.by)
    except Stale as error:
        desk.refuse(quicker.told(desk.speech, desk.staff, error, {error.move: N_("Pairing code made")}))
        return _add(desk, name=name, place=place)
    except (BadName, BadPlace) as error:
        return _add(desk, 422, name=name, place=place, errors={str(error): desk.tr(error.says)})
    return desk.go("/kiosks/add")


@pages.get("/add", right=Right.KIOSKS)
def show_code(desk: At) -> HTMLResponse:
    """What the kiosk is called; then the code that is open, large, and what to do with it."""
    return _add(desk)


def _add(
    desk: Desk, status: int = 200, *, name: str = "", place: str = "", errors: dict[str, str] | None = None
) -> HTMLResponse:
    code = pairing.current(desk.store, desk.now)
    page = AddKioskPage(
        code=code,
        seconds=round((from_utc(code.closes_at) - desk.now).total_seconds()) if code else 0,
        addresses=_typed_addresses(desk.hub.config),
        wrong_proofs=pairing.wrong_proofs(desk.store),
        most_counted=pairing.MOST_COUNTED,
        asked_before=bool(kiosks.listed(desk.store)) or desk.store.kiosks.code() is not None,
        name=name or (code.name if code else ""),
        place=place or (code.place if code else ""),
        errors=errors or {},
    )
    return desk.show(page, status)


def _typed_addresses(config: HubConfig) -> list[str]:
    """Return what may be typed on a tablet that does not find the hub by itself."""
    return [f"{address}:{config.sync_port}" for address in addresses(config)]


@pages.post("/{id}/name", right=Right.KIOSKS, stands=Stands("kiosk {id}", ("rename", "pair"), show_kiosks))
def rename(desk: At, id: str, name: Field = "") -> Response:
    """Give a kiosk another name."""
    try:
        with desk.unchanged(unsent=[name]):
            kiosks.rename(desk.store, id, name, **desk.by)
    except (BadName, NameTaken) as error:
        return _show(desk, 422, problem=desk.tr(error.says))
    return desk.go("/kiosks", done="renamed")


@pages.post("/{id}/place", right=Right.KIOSKS, stands=Stands("kiosk {id}", ("say-where", "pair"), show_kiosks))
def say_where(desk: At, id: str, place: Field = "") -> Response:
    """Say where a kiosk stands."""
    try:
        with desk.unchanged(unsent=[place]):
            kiosks.say_where(desk.store, id, place, **desk.by)
    except BadPlace as error:
        return _show(desk, 422, problem=desk.tr(error.says))
    return desk.go("/kiosks", done="placed")


@pages.post("/{id}/door-key", right=Right.DOOR_KEYS)
def answer_door_key(desk: At, id: str, key: Field = "", same: Field = "", back: Field = "/kiosks") -> Response:
    """Say whether the words of the key are those on the tablet; about another key than was shown nothing is said."""
    answer = door_keys.accept if same == "yes" else door_keys.refuse
    try:
        answer(desk.store, id, key, **desk.by)
    except NotFound:
        return desk.go(local_path(back), done="door-other")
    return desk.go(local_path(back), done="door-yes" if same == "yes" else "door-no")


@pages.get("/{id}/revoke", right=Right.KIOSKS)
def ask_revoke(desk: At, id: str) -> HTMLResponse:
    """Ask once more before a kiosk is shut out. Raises NotFound for one that is not here, or is out already."""
    kiosk = kiosks.read(desk.store, id)
    if kiosk.revoked_at is not None:
        raise NotFound("kiosk that is not shut out")
    return desk.show(RevokeKioskPage(kiosk=kiosk, traces=traces.left_by(desk.store, kiosk, desk.now)))


@pages.post("/{id}/revoke", right=Right.KIOSKS)
def revoke(desk: At, id: str) -> Response:
    """Shut a kiosk out, at once: it may be in the wrong hands. Pairing it again undoes it."""
    kiosks.revoke(desk.store, id, **desk.by)
    return desk.go("/kiosks", done="revoked")
