"""The sync app: what kiosks reach over TLS on the local network. The spec is docs/sync-protocol.md."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Annotated, Protocol

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException

from hub.bus import KIOSKS, NEWS
from hub.model import PairedKiosk
from hub.running import Hub
from hub.services.house import kiosks, pairing, settings
from hub.services.sync import intake
from hub.web.sync.messages import Message
from shared.errors import (
    BadMessage,
    DiskFull,
    HubFull,
    KioskRevoked,
    MessageTooLarge,
    MessageTooSlow,
    NotAllowed,
    PairingError,
    SamskapError,
    StoreBusy,
    UnknownEncoding,
    VersionMismatch,
)
from shared.protocol import (
    MAX_BODY_BYTES,
    OLDEST_VERSION,
    PREFIX,
    VERSION,
    Delivery,
    Hello,
    PairingChallenge,
    PairingGrant,
    PairingOpening,
    PairingProof,
    Receipt,
)

SMALL = 4_096
"""Bytes of a pairing message; anybody on the network may send one."""
SMALL_READ_S = 10

STATUS: tuple[tuple[type[SamskapError], int], ...] = (
    (KioskRevoked, 401),
    (NotAllowed, 401),
    (PairingError, 403),
    (MessageTooSlow, 408),
    (MessageTooLarge, 413),
    (UnknownEncoding, 415),
    (BadMessage, 422),
    (VersionMismatch, 426),
    (StoreBusy, 503),
    (DiskFull, 507),
    (SamskapError, 500),
)
"""The status of an error: that of the first class it belongs to."""

DELIVERY, RECEIPT = Message(Delivery, MAX_BODY_BYTES), Message(Receipt, 0)
OPENING, PROOF = Message(PairingOpening, SMALL, SMALL_READ_S), Message(PairingProof, SMALL, SMALL_READ_S)

log = logging.getLogger(__name__)


class Connection(Protocol):
    """What the server keeps of a caller, where there is a server."""

    def belongs_to(self, kiosk: str) -> None:
        """Know which kiosk calls here."""


def create_sync_app(hub: Hub) -> FastAPI:
    """Return the sync app of a hub."""
    app = FastAPI(title="Samskap sync", version=str(VERSION), docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(SamskapError, _refused)
    app.add_exception_handler(HTTPException, _not_here)
    _add_open_routes(app, hub)
    _add_kiosk_routes(app, hub)
    return app


def _add_open_routes(app: FastAPI, hub: Hub) -> None:
    """What anybody on the network may ask: who answers, and to be paired with the code."""

    @app.get(f"{PREFIX}/hello")
    def hello() -> Hello:
        return Hello(hub.keys.hub_id, settings.read(hub.store).name, OLDEST_VERSION, VERSION)

    opening_path, proof_path = f"{PREFIX}/pairing/opening", f"{PREFIX}/pairing/proof"

    @app.post(opening_path, openapi_extra=OPENING.described(opening_path))
    def post_opening(body: Annotated[bytes, Depends(OPENING.bytes_of)]) -> PairingChallenge:
        name = settings.read(hub.store).name
        return pairing.challenge(hub.store, OPENING.read(body), hub_id=hub.keys.hub_id, name=name, now=hub.now())

    @app.post(proof_path, openapi_extra=PROOF.described(proof_path))
    def post_proof(body: Annotated[bytes, Depends(PROOF.bytes_of)]) -> PairingGrant:
        keys = {"certificate_sha256": hub.keys.certificate_sha256, "seal_key": hub.keys.unseal_key.public.hex}
        return pairing.prove(hub.store, PROOF.read(body), **keys, now=hub.now())


def _add_kiosk_routes(app: FastAPI, hub: Hub) -> None:
    """What only a paired kiosk may do."""

    def known(request: Request) -> PairedKiosk:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise NotAllowed("no token")
        return kiosks.known(hub.store, token.strip())

    async def met(request: Request, kiosk: Annotated[PairedKiosk, Depends(known)]) -> PairedKiosk:
        # On the loop, where the callers are kept. Without sockets, as in most tests, there is no connection.
        connection: Connection | None = getattr(request.state, "connection", None)
        if connection is not None:
            connection.belongs_to(kiosk.id)
        return kiosk

    Known = Annotated[PairedKiosk, Depends(met)]

    async def delivered(request: Request, kiosk: Known) -> bytes:
        # Depends on the kiosk, so that a stranger's body is not even read.
        return await DELIVERY.bytes_of(request)

    deliveries_path = f"{PREFIX}/deliveries"

    @app.post(deliveries_path, response_model=Receipt, openapi_extra=DELIVERY.described(deliveries_path))
    def post_delivery(request: Request, kiosk: Known, body: Annotated[bytes, Depends(delivered)]) -> Response:
        delivery = DELIVERY.read(body)
        receipt = intake.receive(delivery, kiosk=kiosk, store=hub.store, unseal_key=hub.unsealer, now=hub.now())
        hub.time.heard(kiosk, delivery.health.sent_at)
        return RECEIPT.written(receipt, request)

    @app.get(f"{PREFIX}/nudges", response_class=EventSourceResponse)
    async def nudges(request: Request, kiosk: Known) -> AsyncIterator[ServerSentEvent]:
        # The first nudge comes at once: what changed since the kiosk's last round must not wait for the next.
        async for topic in hub.bus.subscribe(NEWS):
            if topic not in (NEWS, KIOSKS):
                continue
            try:  # it may have been shut out, or paired anew: then its token is worth nothing
                await asyncio.to_thread(known, request)
            except SamskapError:
                return
            if topic == NEWS:
                yield ServerSentEvent(event=NEWS, raw_data="")


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SamskapError)
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    if status >= 500:
        log.error("%s %s: %s", request.method, request.url.path, error)
    code = HubFull.code if isinstance(error, DiskFull) else error.code
    # The rest of a refused body is not waited for.
    return JSONResponse({"code": code}, status, headers={"Connection": "close"})


def _not_here(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse({"code": "not-found" if error.status_code == 404 else "not-allowed"}, error.status_code)
