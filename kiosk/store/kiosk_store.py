"""The kiosk's memory as the rest of the kiosk sees it. Any thread may call; the sync worker has one of its own."""

import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.store import activities, codes, doors, hub_clock, leases, logos, news, outbox, sign_ups
from kiosk.store.activities import ActivityHere
from kiosk.store.database import Database
from kiosk.store.doors import AtDoor
from kiosk.store.facts import LastWord, fact, keep_last_word, last_word
from kiosk.store.kept import Kept
from kiosk.store.outbox import Batch
from kiosk.store.pairing import HubPairing
from kiosk.store.sign_ups import CHANGEABLE, WAITING, SignedUp
from kiosk.store.trust import Trust
from shared.activity import Activity
from shared.clock import Clock
from shared.errors import DiskFull, NotPaired, StoreBroken
from shared.kinds import kind_of
from shared.languages import DEFAULT_LANGUAGE
from shared.notice import Notice, ReceiptState, SignUpState
from shared.prompt import Prompt
from shared.protocol import MAX_BATCH_BYTES, MAX_BATCH_ITEMS, LeaseReport, Receipt, Refusal, Retained
from shared.slip import NO_SLIP, Slip

__all__ = ["KEEP_FREE", "WAITING", "KeepFree", "KioskStatus", "KioskStore"]


@dataclass(frozen=True)
class KeepFree:
    """Bytes that must stay free on the disk: below them bulky answers, or anything at all, are refused."""

    bulky: int = 200_000_000
    anything: int = 50_000_000


KEEP_FREE = KeepFree()


@dataclass(frozen=True)
class KioskStatus:
    """How this kiosk is. Books balance: created = on_hub + waiting + set_aside + erased.

    ``last_sync_at`` is ISO 8601 UTC by the kiosk's clock; ``skew_s`` is how far it was ahead of the hub's then.
    ``salvages`` counts broken databases that were set aside.
    """

    created: int
    waiting: int
    on_hub: int
    set_aside: int
    erased: int
    last_sync_at: str | None
    skew_s: float | None
    free_bytes: int
    salvages: int


class KioskStore:
    """Outbox, copies, prompts, board, books and pairing of one kiosk, in one folder; ``door`` where it is at one."""

    def __init__(self, folder: Path, clock: Clock, keep_free: KeepFree) -> None:
        self.folder, self._clock, self._keep_free = folder, clock, keep_free
        self._opened = clock.moment()
        self.kept = Kept(folder)
        self._database = Database(folder)
        self._trust = Trust(self.kept, self._database)
        self.door = AtDoor(self.kept, self._database, clock)

    @classmethod
    def open(cls, folder: Path, clock: Clock | None = None, keep_free: KeepFree = KEEP_FREE) -> "KioskStore":
        """Open the memory in this folder, begin a new one, or salvage a broken one. Raises StoreBroken."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.stat().st_mode & 0o077:
                folder.chmod(0o700)
        except OSError as exc:
            raise StoreBroken(f"the folder cannot be used: {exc.strerror}") from exc
        return cls(folder, clock or Clock(), keep_free)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def check(self) -> bool:
        """Read through the whole database; a broken one is set aside and salvaged. Tell whether it was whole."""
        return self._database.check()

    # What visitors give

    def save(
        self, submission_id: str, prompt: Prompt, language: str, payload: bytes, *, slip: Slip = NO_SLIP,
        seats: int = 0, changes: Slip | None = None,
    ) -> SignUpState | None:  # fmt: skip
        """Seal and keep an answer, on disk when this returns; the same id again is already saved.

        ``slip`` is what the visitor takes along. With a change: ``changes`` is that of the sign-up, and ``seats`` are
        how many still come.

        A sign-up is for so many ``seats``: they are promised in the same transaction when this kiosk has them and
        nobody waits here, and then it is CONFIRMED, else REQUESTED; None for all that is no sign-up.
        Raises NotPaired, PairingChanged, DiskFull, StoreBusy, StoreBroken; then nothing was kept, and nothing promised.
        """
        pairing = self._trust.read()
        if pairing is None:
            raise NotPaired("no hub, so no key to seal to")
        self._need_room(prompt.kind)
        sealed = pairing.key.seal(slip.packed() + payload, submission_id=submission_id, kind=prompt.kind)
        made, asks = self._clock.moment(), seats > 0 and changes is None

        def keep(connection: sqlite3.Connection) -> SignUpState | None:
            before = outbox.promised(connection, submission_id)
            asked = None
            if asks and before is None:
                asked = self._promised(connection, pairing.hub_id, prompt.settings["activity"], seats)
            outbox.add(
                connection,
                id=submission_id,
                kind=prompt.kind,
                prompt=prompt.id,
                prompt_revision=prompt.revision,
                prompt_hash=prompt.content_hash(),
                kiosk=pairing.kiosk_id,
                language=language,
                sealed=sealed,
                made=made,
                slip=slip,
                seats=asked,
            )
            if before is None and changes is not None:
                sign_ups.change(connection, submission_id, changes.finder, seats)
            if before is None and (note := doors.NOTED.get(prompt.kind)):
                note(connection, submission_id, payload)
            if not asks:
                return None
            promised = before if asked is None else asked.promised
            return SignUpState.CONFIRMED if promised else SignUpState.REQUESTED

        return self._database.write(keep)

    def _promised(self, connection: sqlite3.Connection, hub: str, slug: str, persons: int) -> outbox.Seats:
        """Promise seats for so many persons if this kiosk has them for all, and passes nobody who waits here."""
        now = self._clock.moment()
        leases.expire(connection, now)
        activity = activities.read(connection, slug)
        takes = activity is not None and activity.takes_sign_ups(hub_clock.by_hub(connection, now, self._opened))
        passes = activity is not None and activity.waiting_list and slug in sign_ups.asked(connection)
        has = takes and not passes and persons > 0 and leases.promise(connection, hub, slug, persons)
        return outbox.Seats(slug, persons, persons if has else 0)

    def waiting(
        self, limit_items: int = MAX_BATCH_ITEMS, limit_bytes: int = MAX_BATCH_BYTES, *, after: int = 0
    ) -> Batch:
        """Return the next batch to deliver, from the submission after this number. Raises StoreError."""
        now = self._clock.moment()
        return self._database.write(
            lambda c: outbox.waiting(c, after=after, limit_items=limit_items, limit_bytes=limit_bytes, now=now)
        )

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        """Count a refusal of these; after the fifth they are set aside. Raises StoreError."""
        self._database.write(lambda c: outbox.refused(c, refusals))

    def take_receipt(self, receipt: Receipt) -> bool:
        """Take all of a receipt, or nothing; tell whether there is something new to show. Raises StoreError.

        A hub that was put back from a backup has no news for us before it has heard what we know.
        """
        now, pairing = self._clock.moment(), self._trust.read()
        hub = "" if pairing is None else pairing.hub_id

        def take(connection: sqlite3.Connection) -> bool:
            outbox.accepted(connection, receipt.accepted, receipt.hub_time)
            outbox.refused(connection, receipt.refused)
            outbox.lacking(connection, receipt.lacking)
            outbox.erased(connection, receipt.erased)
            leases.expire(connection, now)
            keep_last_word(connection, LastWord(receipt.news.cursor, receipt.lineage, receipt.mark))
            hub_clock.heard(connection, receipt.hub_time, now)
            if receipt.doors is not None:
                doors.replace_all(connection, receipt.doors)
            doors.wipe(connection, hub_clock.by_hub(connection, now, self._opened))
            fresh = activities.count(connection, receipt.seats, receipt.hub_time)
            leases.hear(connection, hub, receipt.leases)
            if receipt.wants_told:
                return fresh
            if receipt.news.cursor and not receipt.news.more:  # a hub that still counts seats names none, from cursor 0
                leases.remember(connection)
            return news.apply(connection, receipt.news) or fresh

        return self._database.write(take)

    def retained(self) -> Retained | None:
        """Return what sealed copies are kept of what the hub has; None when there are none. Raises StoreError."""
        return self._database.read(outbox.retained)

    def retained_ids(self) -> list[str]:
        """Return the ids of these copies, in order. Raises StoreError."""
        return self._database.read(outbox.retained_ids)

    def prune(self, hub_time: str) -> int:
        """Delete copies the hub has had for 30 days by its own clock; return how many. Raises StoreError."""
        now = self._clock.moment()
        return self._database.write(lambda c: outbox.prune(c, hub_time, now))

    # What the hub said

    def now(self) -> datetime:
        """Return what time it is by the hub, which decides what is open. Raises StoreError."""
        moment = self._clock.moment()
        return self._database.read(lambda c: hub_clock.by_hub(c, moment, self._opened))

    def open_prompts(self, now: datetime) -> list[Prompt]:
        """Return the prompts open at this moment: exit questions, then the others in their order. Raises StoreError."""
        pairing = self._trust.read_or_none()
        kiosk = "" if pairing is None else pairing.kiosk_id
        return self._database.read(lambda c: activities.exit_prompts(c, kiosk, now) + news.open_prompts(c, now))

    def activities(self, now: datetime) -> list[ActivityHere]:
        """Return what's on at this moment, by the next date of each. Raises StoreError."""
        at, pairing = self._clock.moment(), self._trust.read_or_none()
        hub = "" if pairing is None else pairing.hub_id
        return self._database.read(lambda c: activities.whats_on(c, leases.left(c, hub, at), sign_ups.asked(c), now))

    def activity(self, slug: str) -> Activity | None:
        """Return an activity, also one that no list shows or that is over; None when it is not known here.

        Raises StoreError.
        """
        return self._database.read(lambda c: activities.read(c, slug))

    def notices(self) -> list[Notice]:
        """Return the board, newest first. Raises StoreError."""
        return self._database.read(news.notices)

    def receipts(self, slip: Slip) -> list[ReceiptState]:
        """Return what is known of the code on this slip: the hub's word before ours.

        A submission that has not reached the hub has the state WAITING; a sign-up CONFIRMED or REQUESTED, as it was
        told here. What was changed from here shows at once. Raises StoreError.
        """
        found = self._database.read(lambda c: codes.known(c, finder=slip.finder))
        return [one for one in (codes.opened(sealed, slip) for sealed in found) if one is not None]

    def states(self, pair: int) -> list[tuple[str, bool]]:
        """Return the state of all that has this pair of words, and whether it is a sign-up: no more than that.

        Raises StoreError.
        """
        found = self._database.read(lambda c: codes.known(c, pair=pair))
        return [(one.state, one.activity is not None) for one in found]

    def place(self, waiting: ReceiptState) -> int | None:
        """Return the place in the waiting list, from 1, of a sign-up that waits; None for one too large to be seated.

        Raises StoreError.
        """

        def read(connection: sqlite3.Connection) -> int | None:
            activity = activities.read(connection, waiting.activity or "")
            return sign_ups.place(connection, waiting, activity.seats if activity else None)

        return self._database.read(read)

    def signed_up(self, slip: Slip) -> SignedUp | None:
        """Return the sign-up with this slip if it can still be changed. Raises StoreError."""
        for told in self.receipts(slip):
            activity = self.activity(told.activity) if told.activity is not None else None
            if activity and told.state in CHANGEABLE and told.persons and not activity.is_over(self.now()):
                return SignedUp(activity, told.persons)
        return None

    def library(self) -> news.Library:
        """Return the library's name and look as the hub told them. Raises StoreError."""
        return self._database.read(news.library)

    def logo_mark(self) -> str:
        """Return the mark of the library's logo, for the hub to compare. Raises StoreError."""
        return self._database.read(logos.mark)

    def default_language(self) -> str:
        """Return the language kiosks of this library begin with. Raises StoreError."""
        return self._database.read(lambda c: str(fact(c, "default_language", DEFAULT_LANGUAGE)))

    def last_word(self) -> LastWord:
        """Return how far news were taken, and by which receipt. Raises StoreError."""
        return self._database.read(last_word)

    # Seats, and what is said of them

    def lease_reports(self) -> list[LeaseReport]:
        """Return what became of each lease; what is left of one whose term is over is handed back first, durably.

        Raises StoreError.
        """
        now, pairing = self._clock.moment(), self._trust.read()
        hub = "" if pairing is None else pairing.hub_id

        def report(connection: sqlite3.Connection) -> list[LeaseReport]:
            leases.expire(connection, now)
            return leases.reports(connection, hub)

        return self._database.write(report)

    def told(self, after: str = "") -> news.ToldPart:
        """Return what the hub has said, for one that was put back: the part after this place. Raises StoreError."""
        return self._database.read(lambda c: news.told(c, after))

    # Whom to trust, and how it goes

    def pairing(self) -> HubPairing | None:
        """Return the hub this kiosk trusts; None when it has none yet. Raises PairingChanged, FileUnreadable."""
        return self._trust.read()

    def kiosk_id(self) -> str | None:
        """Return the id this kiosk has for life; None before it was paired. Raises StoreError."""
        return self._trust.kiosk_id()

    def keep_pairing(self, pairing: HubPairing) -> None:
        """Trust this hub from now on. Another hub's news are heard from the beginning. Raises StoreError.

        Activities, doors and leases of the hub before are forgotten; only the numbers of its leases stay, for the case
        that it is the hub again.
        """
        now = self._clock.moment()

        def change(connection: sqlite3.Connection, before: HubPairing | None) -> None:
            if before is not None and before.hub_id == pairing.hub_id:
                return
            keep_last_word(connection, LastWord())
            if before is not None:
                logos.forget(connection)
                activities.forget(connection)
                hub_clock.forget(connection)
                leases.expire(connection, now)

        self._trust.keep(pairing, change)

    def answered_at(self, address: str | None) -> None:
        """Remember where the hub answered ("host:port"); there it is asked first next time. Raises StoreError."""
        if address:
            self._trust.answered_at(address)

    def status(self) -> KioskStatus:
        """Return how this kiosk is. Raises StoreError."""

        def read(connection: sqlite3.Connection) -> KioskStatus:
            books = outbox.counts(connection)
            return KioskStatus(
                created=books.created,
                waiting=books.waiting,
                on_hub=books.on_hub,
                set_aside=books.set_aside,
                erased=books.erased,
                last_sync_at=fact(connection, "last_sync_at"),
                skew_s=fact(connection, "skew_s"),
                free_bytes=self.free_bytes(),
                salvages=fact(connection, "salvages", 0),
            )

        return self._database.read(read)

    def free_bytes(self) -> int:
        """Return how many bytes are free on the disk of the kiosk's folder."""
        return shutil.disk_usage(self.folder).free

    def _need_room(self, kind: str) -> None:
        try:
            free = self.free_bytes()
        except FileNotFoundError:
            return  # the folder was removed under the running kiosk; the database begins anew
        need = self._keep_free.bulky if kind_of(kind).bulky else self._keep_free.anything
        if free < need:
            raise DiskFull(f"{free} bytes are free, {need} are needed")
