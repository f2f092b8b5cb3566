"""Kiosks: how each is, letting one in, and shutting one out."""

from datetime import datetime
from typing import Any

from fastapi.responses import HTMLResponse, Response

from hub.config import HubConfig
from hub.model import AuditLine, PairedKiosk, Role
from hub.services.activities import door_keys
from hub.services.house import kiosks, pairing, shut_again, trusted_again
from hub.services.house.addresses import addresses
from hub.services.review import inbox, traces
from hub.web.activities.activity_wording import DOOR_SAYS
from hub.web.house import came_pages
from hub.web.page.access import At, Field, StaffRoutes, local_path
from hub.web.page.desk import Desk
from shared.errors import BadName, ClockImpossible, NotFound
from shared.languages import N_
from shared.submission import from_utc

pages = StaffRoutes(prefix="/kiosks")

MOVED = {
    "rename": N_("Renamed"),
    "revoke": N_("It was shut out"),
    shut_again.AGAIN: N_("It was shut out again: the database did not know of it"),
    trusted_again.AGAIN: N_("It is trusted as before: the database that was put back is older than its pairing"),
    "go-on-without": N_("Its seats were counted without it"),
    "copied": N_("It began to say what this hub never told it"),
    "tell-door-key": N_("It asks to show who comes"),
    "accept-door-key": N_("Its four words were the same: it may show who comes"),
    "refuse-door-key": N_("Its four words differed: it may not show who comes"),
    "set_aside-together": N_("Answers set aside together"),
    "reopen-together": N_("Put back in the inbox together"),
    "cancel-together": N_("Sign-ups cancelled together"),
}
"""What each move is called in the history of a kiosk."""
BY_ITSELF = ("copied", "tell-door-key", shut_again.AGAIN, trusted_again.AGAIN)
"""Of these moves: no person made them."""
COUNTED = ("set_aside-together", "reopen-together", "cancel-together")
"""Of these moves: their detail begins with how many they were."""
HISTORY = 20
"""So many lines of it are shown."""


@pages.get("", role=Role.STAFF)
def show_kiosks(desk: At, done: str = "") -> HTMLResponse:
    """All kiosks, those that are shut out last; above them what the hub cannot do just now."""
    said = {
        "paired": desk.tr("A kiosk was paired."),
        "clock": desk.tr("The clock of this computer is taken as right."),
        "renamed": desk.tr("The kiosk has its new name."),
        "looked": desk.tr("Good. The kiosks below are trusted."),
        "revoked": desk.tr("The kiosk is shut out. To let it in again, pair it again."),
        **{done: desk.tr(says) for done, says in came_pages.DONE.items()},
        **{done: desk.tr(says) for done, says in DOOR_SAYS.items()},
    }
    return _show(desk, said=said.get(done, ""))


def _show(desk: Desk, status: int = 200, *, said: str = "", problem: str = "") -> HTMLResponse:
    inside = [kiosk for kiosk in desk.kiosks if kiosk.revoked_at is None]
    revoked = [kiosk for kiosk in desk.kiosks if kiosk.revoked_at is not None]
    just_out = [kiosk for kiosk in revoked if _was_just(kiosk, desk.now)]
    clock, spoken = desk.hub.time.doubted(), desk.settings.default_language
    histories = {one.id: inbox.history(desk.store, f"kiosk {one.id}")[-HISTORY:] for one in (*inside, *just_out)}
    return desk.page(
        "house/kiosks.html",
        status,
        hub_troubles=desk.hub.fences.troubles(),
        clock=clock,
        kiosks=[(kiosk, desk.troubles(kiosk, clock=clock)) for kiosk in inside],
        revoked=revoked,
        answers=desk.store.inbox.of_kiosks(),
        traces={one.id: traces.left_by(desk.store, one, desk.now) for one in just_out},
        histories=histories,
        out_again={kiosk.id for kiosk in just_out if _is_out_again(kiosk, histories[kiosk.id])},
        doubted=shut_again.is_doubted(desk.store),
        by_itself=BY_ITSELF,
        counted=COUNTED,
        together=desk.store.submissions.put_together(),
        door_asks={kiosk.id: door_keys.waiting(desk.store, kiosk, spoken) for kiosk in inside},
        door_refused={kiosk.id: door_keys.refused(desk.store, kiosk, spoken) for kiosk in inside},
        moved=MOVED,
        said=said,
        problem=problem,
    )


def _was_just(revoked: PairedKiosk, now: datetime) -> bool:
    """Tell whether a kiosk was shut out so lately that staff may still look at what came from it."""
    return revoked.revoked_at is not None and now - from_utc(revoked.revoked_at) < traces.LOOKED_BACK


def _is_out_again(revoked: PairedKiosk, history: list[AuditLine]) -> bool:
    """Tell whether it was the hub that shut this kiosk out, since its database did not know that it was."""
    return any(line.move == shut_again.AGAIN and line.at == revoked.revoked_at for line in history)


@pages.post("/looked-through", role=Role.STAFF)
def look_through(desk: At) -> Response:
    """Staff have looked whether one of these kiosks was shut out before a backup was put back."""
    shut_again.looked_through(desk.store, **desk.by)
    return desk.go("/kiosks", done="looked")


@pages.post("/clock", role=Role.STAFF)
def believe_clock(desk: At) -> Response:
    """Take the clock of the hub's computer as right, because staff have looked at another one."""
    assert desk.staff is not None, "the gate lets nobody else in"
    try:
        desk.hub.time.confirm(by=desk.staff.name)
    except ClockImpossible as error:
        return _show(desk, 422, problem=desk.tr(error.says))
    return desk.go("/kiosks", done="clock")


@pages.post("/add", role=Role.STAFF)
def open_code(desk: At, name: Field = "") -> Response:
    """Open a pairing code for a kiosk of this name; the code before is worthless then."""
    try:
        pairing.open_code(desk.store, desk.now, name=name)
    except BadName as error:
        return _add(desk, 422, name=name, errors={"name": desk.tr(error.says)})
    return desk.go("/kiosks/add")


@pages.get("/add", role=Role.STAFF)
def show_code(desk: At) -> HTMLResponse:
    """What the kiosk is called; then the code that is open, large, and what to do with it."""
    return _add(desk)


def _add(desk: Desk, status: int = 200, *, name: str = "", errors: dict[str, str] | None = None) -> HTMLResponse:
    code = pairing.current(desk.store, desk.now)
    seconds = round((from_utc(code.closes_at) - desk.now).total_seconds()) if code else 0
    shown: dict[str, Any] = {"code": code, "seconds": seconds, "addresses": _typed_addresses(desk.hub.config)}
    shown |= {"wrong_proofs": pairing.wrong_proofs(desk.store), "most_counted": pairing.MOST_COUNTED}
    shown["asked_before"] = bool(desk.kiosks) or desk.store.kiosks.code() is not None
    return desk.page(
        "house/kiosk_add.html", status, **shown, name=name or (code.name if code else ""), errors=errors or {}
    )


def _typed_addresses(config: HubConfig) -> list[str]:
    """Return what may be typed on a tablet that does not find the hub by itself."""
    return [f"{address}:{config.sync_port}" for address in addresses(config)]


@pages.post("/{id}/name", role=Role.STAFF)
def rename(desk: At, id: str, name: Field = "") -> Response:
    """Give a kiosk another name."""
    try:
        kiosks.rename(desk.store, id, name, **desk.by)
    except BadName as error:
        return _show(desk, 422, problem=desk.tr(error.says))
    return desk.go("/kiosks", done="renamed")


@pages.post("/{id}/door-key", role=Role.STAFF)
def answer_door_key(desk: At, id: str, key: Field = "", same: Field = "", back: Field = "/kiosks") -> Response:
    """Say whether the words of the key are those on the tablet; about another key than was shown nothing is said."""
    answer = door_keys.accept if same == "yes" else door_keys.refuse
    try:
        answer(desk.store, id, key, **desk.by)
    except NotFound:
        return desk.go(local_path(back), done="door-other")
    return desk.go(local_path(back), done="door-yes" if same == "yes" else "door-no")


@pages.get("/{id}/revoke", role=Role.STAFF)
def ask_revoke(desk: At, id: str) -> HTMLResponse:
    """Ask once more before a kiosk is shut out. Raises NotFound for one that is not here, or is out already."""
    kiosk = next((kiosk for kiosk in desk.kiosks if kiosk.id == id and kiosk.revoked_at is None), None)
    if kiosk is None:
        raise NotFound("kiosk")
    return desk.page("house/kiosk_revoke.html", kiosk=kiosk, traces=traces.left_by(desk.store, kiosk, desk.now))


@pages.post("/{id}/revoke", role=Role.STAFF)
def revoke(desk: At, id: str) -> Response:
    """Shut a kiosk out, at once: it may be in the wrong hands. Pairing it again undoes it."""
    kiosks.revoke(desk.store, id, **desk.by)
    return desk.go("/kiosks", done="revoked")
