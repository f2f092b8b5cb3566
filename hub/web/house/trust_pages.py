"""What other computers need before they believe this hub: its root as a page, a file, and a code to photograph."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi.responses import HTMLResponse, Response

from hub.model import Right
from hub.services.activities import codes
from hub.web.page.access import At, StaffRoutes
from hub.web.page.desk import Desk
from hub.web.page.guard import is_over_tls
from hub.web.page.page_data import PageData
from shared.errors import NotFound

pages = StaffRoutes(prefix="/trust")
CERTIFICATE = "application/x-x509-ca-cert"
"""By this iPads and Android know what the file is for."""


@dataclass(frozen=True, kw_only=True)
class TrustPage(PageData):
    """Where other computers reach the staff pages, and what to install there first; for whoever asks."""

    template = "house/trust.html"

    addresses: Sequence[str]
    reached_at: str
    """The address of this page for other computers; "" where none reaches it."""
    called: str
    """By which name the root stands in their lists; "" where nothing needs to be installed."""
    sha256: Sequence[str]
    sha1: Sequence[str]
    """The fingerprints of the root, in groups of four."""


@pages.get("", right=Right.ANYBODY)
def show_trust(desk: At) -> HTMLResponse:
    """What to install, whether it is the right thing, and how it is done on five kinds of machines."""
    desks, config = desk.hub.desks, desk.hub.config
    addresses = dict.fromkeys([*(desks.bases if desks else ()), *config.bases])
    root = desks.root if desks else None
    page = TrustPage(
        addresses=list(addresses),
        reached_at=_reached_at(desk),
        called=f"Samskap hub {desk.hub.keys.hub_id}" if root else "",
        sha256=_groups(hashlib.sha256(root).hexdigest()) if root else (),
        sha1=_groups(hashlib.sha1(root).hexdigest()) if root else (),
    )
    return desk.show(page)


@pages.get("/root.crt", right=Right.ANYBODY)
def give_root(desk: At) -> Response:
    """The root, as a file to install. Raises NotFound where there is none."""
    root = desk.hub.desks.root if desk.hub.desks else None
    if root is None:
        raise NotFound("no root of its own")
    name = f"samskap-{desk.hub.keys.hub_id}.crt"
    return Response(root, media_type=CERTIFICATE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@pages.get("/qr.svg", right=Right.ANYBODY)
def draw_address(desk: At) -> Response:
    """The address of this page, to be photographed by a telephone. Raises NotFound where it has none for others."""
    here = _reached_at(desk)
    if not here:
        raise NotFound("the hub's own screen alone")
    return Response(codes.drawn(here), media_type="image/svg+xml")


def _reached_at(desk: Desk) -> str:
    """Return the address of the page as it was asked for, or, on the hub's own screen, the surest of all."""
    config, desks = desk.hub.config, desk.hub.desks
    if is_over_tls(desk.request, config.staff_names):
        return f"https://{desk.request.headers['host'].lower()}/trust"
    bases = desks.bases if desks else config.bases
    return f"{bases[0]}/trust" if bases else ""


def _groups(number: str) -> tuple[str, ...]:
    return tuple(number[at : at + 4].upper() for at in range(0, len(number), 4))
