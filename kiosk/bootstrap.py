"""Where the parts of a kiosk are joined. The worker, the link and the glass each get what they need from here."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING

from kiosk import window
from kiosk.config import KioskConfig
from kiosk.modes import Mode
from kiosk.staff_round.door import DoorBook
from kiosk.staff_round.pairing_steps import PairingSteps
from kiosk.staff_round.pin import PIN_COST, Pin
from kiosk.staff_round.staff_round import StaffRound
from kiosk.staff_round.views import FoundHub
from kiosk.store import KEEP_FREE, HubPairing, KeepFree, KioskStore
from kiosk.sync import NoFinder, SyncWorker, addresses_of, zeroconf_finder
from kiosk.visit.lookup import LookUp
from kiosk.visit.slips import Slips
from kiosk.visit.visit import Visit
from shared.clock import Clock
from shared.errors import HubUnreachable, LinkError, StoreError
from shared.fence import Fences
from shared.languages import N_
from shared.notice import SignUpState
from shared.prompt import Prompt
from shared.slip import NO_SLIP, Slip, Stretch, stretched

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.hub_link import HubLink
    from shared.discovery import HubFinder


@dataclass(frozen=True)
class Kiosk:
    """A kiosk without its glass. ``worker`` runs once it is started; only ``pair`` waits for the network."""

    config: KioskConfig
    clock: Clock
    store: KioskStore
    visit: Visit
    staff_round: StaffRound
    slips: Slips
    look_up: LookUp
    pin: Pin
    door: DoorBook
    finder: HubFinder
    worker: SyncWorker
    fences: Fences

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Who may own the glass: the first that has something to show does."""
        return self.staff_round, self.visit

    def pair(self, addresses: Sequence[str], code: str, name: str = "") -> HubPairing:
        """Pair with the hub at one of these addresses ("host:port") and trust it from now on. Takes a second or more.

        Raises PairingError, LinkError, ProtocolError, StoreError.
        """
        return _pair_and_sync(self.config, self.store, self.worker, addresses, code, name)

    def close(self) -> None:
        """Stop what runs and close the store."""
        self.worker.stop()
        self.slips.close()
        self.store.close()


def build(
    config: KioskConfig, clock: Clock | None = None, keep_free: KeepFree = KEEP_FREE, *,
    stretch: Stretch = stretched, codes: bool = True, pin_cost: int = PIN_COST,
) -> Kiosk:  # fmt: skip
    """Join a kiosk in its folder. Nothing runs yet and no network is touched. Raises StoreBroken.

    ``codes``: visitors take a slip along. ``stretch`` is the slow function behind it.
    """
    clock = clock or Clock()
    store = KioskStore.open(config.data, clock, keep_free)
    fences = Fences()
    finder = find_hubs(config, fences)
    worker = SyncWorker(
        open_store=lambda: KioskStore.open(config.data, clock),
        open_link=open_link,
        finder=finder,
        clock=clock,
        addresses=config.addresses,
        fences=fences,
    )

    def save(
        submission_id: str, prompt: Prompt, language: str, payload: bytes, *, slip: Slip, seats: int = 0,
        changes: Slip | None = None,
    ) -> SignUpState | None:  # fmt: skip
        state = store.save(submission_id, prompt, language, payload, slip=slip, seats=seats, changes=changes)
        worker.wake()
        return state

    slips = Slips(lambda: _hub_id(store), stretch)
    look_up = LookUp(store, clock.monotonic, stretch)
    visit = Visit(
        prompts=lambda: store.open_prompts(store.now()),
        save=save,
        slips=slips.take if codes else lambda: NO_SLIP,
        now=clock.monotonic,
        moment=store.now,
        default_language=lambda: config.default_language or store.default_language(),
        library=store.library,
        notices=store.notices,
        activities=lambda: store.activities(store.now()),
        signed_up=store.signed_up,
        find=look_up.find,
    )
    pin = Pin(store, clock.monotonic, pin_cost)
    door = DoorBook(store, wake=worker.wake)
    staff_round = _staff_round(config, clock, store, worker, finder, fences, pin, door)
    return Kiosk(config, clock, store, visit, staff_round, slips, look_up, pin, door, finder, worker, fences)


def _staff_round(
    config: KioskConfig, clock: Clock, store: KioskStore, worker: SyncWorker, finder: HubFinder, fences: Fences,
    pin: Pin, door: DoorBook,
) -> StaffRound:  # fmt: skip
    return StaffRound(
        store=store,
        clock=clock,
        pin=pin,
        door=door,
        pairing=PairingSteps(
            pair=partial(_pair_and_sync, config, store, worker),
            hubs=lambda: [FoundHub(one.hub_id, one.name, tuple(addresses_of(one))) for one in finder.adverts()],
            troubles=fences.troubles,
            questions=lambda: len(store.open_prompts(store.now())),
            sync=lambda: worker.state,
            name=lambda: known_name(config, store),
            named=config.name,
        ),
        sync=lambda: worker.state,
        wake=worker.wake,
        troubles=fences.troubles,
    )


def build_app(kiosk: Kiosk, *, size: tuple[int, int] | None = None, windowed: bool = False) -> KioskApp:
    """Put the glass on a kiosk; Kivy is told about the window, and loaded, here. Raises NoScreen."""
    # What is loaded now stays. Looking for garbage in it takes up to a fifth of the start, and Kivy's window is most of
    # that; the first picture ends this, or what comes in between.
    gc.disable()
    try:
        window.prepare(size=size, windowed=windowed)
        window.check_screen()
        from kiosk.app import KioskApp

        return KioskApp(kiosk)
    except BaseException:
        gc.enable()
        raise


def find_hubs(config: KioskConfig, fences: Fences) -> HubFinder:
    """Return what looks for hubs, not yet started."""
    if not config.discovery:
        return NoFinder()
    fence = fences.round("finding", N_("This tablet cannot look for hubs just now."))
    return zeroconf_finder(config.interfaces, fence)


def open_link(pairing: HubPairing, addresses: Sequence[str]) -> HubLink:
    """Open a link to the paired hub; the HTTP client is loaded here, in the thread that syncs."""
    from kiosk.hub_link import HubLink

    return HubLink(pairing, addresses)


def _hub_id(store: KioskStore) -> str:
    """Return the id of the hub that codes are made for; "" while it is not known: then nothing is saved either."""
    try:
        pairing = store.pairing()
    except StoreError:
        return ""
    return pairing.hub_id if pairing else ""


def known_name(config: KioskConfig, store: KioskStore) -> str:
    """Return what this kiosk is called by its settings, or since it was paired; "" when nobody has said."""
    before = None if config.name else store.pairing()
    return config.name or (before.kiosk_name if before else "")


def _pair_and_sync(
    config: KioskConfig, store: KioskStore, worker: SyncWorker, addresses: Sequence[str], code: str, name: str
) -> HubPairing:
    pairing = pair_kiosk(config, store, addresses, code, name)
    worker.wake()
    return pairing


def pair_kiosk(
    config: KioskConfig, store: KioskStore, addresses: Sequence[str], code: str, name: str = ""
) -> HubPairing:
    """Pair under this name with the hub that answers first, asked one after the other, and keep the pairing.

    A kiosk keeps its id for life, and its name until it gets another. One that nobody named is called by its id, so
    that no two are called alike. Raises as :func:`kiosk.hub_link.pair`, StoreError.
    """
    from kiosk.hub_link import pair

    kiosk_id, called = store.kiosk_id() or token_hex(16), config.name
    with suppress(StoreError):  # a pairing that was changed, or cannot be read: it is about to be replaced
        called = known_name(config, store)
    name = name.strip() or called or f"Kiosk {kiosk_id[:4]}"
    failure: LinkError = HubUnreachable("no hub was found on this network")
    for address in addresses:
        try:
            pairing = pair(address, code, kiosk_id=kiosk_id, kiosk_name=name)
        except LinkError as exc:
            failure = exc
            continue
        store.keep_pairing(pairing)
        return pairing
    raise failure
