"""The kiosk's memory as the rest of the kiosk sees it. Any thread may call; the sync worker has one of its own."""

import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kiosk.clock import Clock
from kiosk.store import news, outbox
from kiosk.store.database import Database
from kiosk.store.facts import fact, keep_facts
from kiosk.store.kept import Kept
from kiosk.store.outbox import Batch
from kiosk.store.pairing import HubPairing, PairingFile
from shared.errors import DiskFull, NotPaired, StoreBroken
from shared.i18n import DEFAULT_LANGUAGE
from shared.notice import Notice, ReceiptState, VisitorState
from shared.prompt import Prompt
from shared.protocol import MAX_BATCH_BYTES, MAX_BATCH_ITEMS, Receipt, Refusal, Retained
from shared.submission import from_utc, utc

WAITING = "waiting"
"""What a visitor is told about a submission that has not reached the hub; the hub's words are VisitorState."""


@dataclass(frozen=True)
class KeepFree:
    """Bytes that must stay free on the disk: below them drawings, or anything at all, are refused."""

    drawing: int = 200_000_000
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
    """Outbox, sealed copies, prompts, board, books and pairing of one kiosk, in one folder."""

    def __init__(self, folder: Path, clock: Clock, keep_free: KeepFree) -> None:
        self.folder, self._clock, self._keep_free = folder, clock, keep_free
        self.kept = Kept(folder)
        self._pairing = PairingFile(self.kept)
        self._database = Database(folder)

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

    def save(self, submission_id: str, prompt: Prompt, language: str, payload: bytes) -> None:
        """Seal and keep an answer, on disk when this returns; the same id again is already saved.

        Raises NotPaired, DiskFull, StoreBusy, StoreBroken; then nothing was kept.
        """
        pairing = self._pairing.read()
        if pairing is None:
            raise NotPaired("no hub, so no key to seal to")
        self._need_room(prompt.kind)
        sealed = pairing.key.seal(payload, submission_id=submission_id, kind=prompt.kind)
        made = self._clock.moment()
        self._database.write(
            lambda c: outbox.add(
                c,
                id=submission_id,
                kind=prompt.kind,
                prompt=prompt.id,
                prompt_revision=prompt.revision,
                prompt_hash=prompt.content_hash(),
                kiosk=pairing.kiosk_id,
                language=language,
                sealed=sealed,
                made=made,
            )
        )

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
        """Take all of a receipt, or nothing; tell whether there is something new to show. Raises StoreError."""
        now = self._clock.moment()

        def take(connection: sqlite3.Connection) -> bool:
            outbox.accepted(connection, receipt.accepted, receipt.hub_time)
            outbox.refused(connection, receipt.refused)
            outbox.lacking(connection, receipt.lacking)
            outbox.erased(connection, receipt.erased)
            skew = round((now.at - from_utc(receipt.hub_time)).total_seconds(), 3)
            keep_facts(connection, lineage=receipt.lineage, last_sync_at=utc(now.at), skew_s=skew)
            return news.apply(connection, receipt.news)

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

    def open_prompts(self, now: datetime) -> list[Prompt]:
        """Return the prompts open at this moment, in their order. Raises StoreError."""
        return self._database.read(lambda c: news.open_prompts(c, now))

    def notices(self) -> list[Notice]:
        """Return the board, newest first. Raises StoreError."""
        return self._database.read(news.notices)

    def receipts(self, *, code: str | None = None, pair: int | None = None) -> list[ReceiptState]:
        """Return what is known of a receipt code or of all codes with this pair of words: the hub's word before ours.

        A submission that has not reached the hub has the state WAITING. Raises StoreError.
        """

        def find(connection: sqlite3.Connection) -> list[ReceiptState]:
            own = outbox.states_by_code(connection, code=code, pair=pair)
            states = {one: VisitorState.RECEIVED if state == "delivered" else WAITING for one, state in own}
            known = {one: ReceiptState(one, state) for one, state in states.items()}
            return list(
                {**known, **{said.code: said for said in news.receipts(connection, code=code, pair=pair)}}.values()
            )

        return self._database.read(find)

    def library(self) -> str:
        """Return the library's name as the hub told it; "" before the first sync. Raises StoreError."""
        return self._database.read(lambda c: str(fact(c, "library", "")))

    def default_language(self) -> str:
        """Return the language kiosks of this library begin with. Raises StoreError."""
        return self._database.read(lambda c: str(fact(c, "default_language", DEFAULT_LANGUAGE)))

    def cursor(self) -> int:
        """Return the hub revision up to which news were taken. Raises StoreError."""
        return self._database.read(lambda c: int(fact(c, "cursor", 0)))

    def lineage(self) -> str | None:
        """Return the token of the last receipt. Raises StoreError."""
        return self._database.read(_lineage)

    # Whom to trust, and how it goes

    def pairing(self) -> HubPairing | None:
        """Return the hub this kiosk trusts; None when it has none yet."""
        return self._pairing.read()

    def keep_pairing(self, pairing: HubPairing) -> None:
        """Trust this hub from now on. Another hub's news are heard from the beginning. Raises StoreError."""
        before = self._pairing.read()
        if before is None or before.hub_id != pairing.hub_id:
            self._database.write(lambda c: keep_facts(c, cursor=0, lineage=None))
        self._pairing.write(pairing)

    def answered_at(self, address: str | None) -> None:
        """Remember where the hub answered ("host:port"); there it is asked first next time. Raises StoreBroken."""
        pairing = self._pairing.read()
        if pairing and address and address != pairing.address:
            self._pairing.write(replace(pairing, address=address))

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
        need = self._keep_free.drawing if kind == "drawing" else self._keep_free.anything
        if free < need:
            raise DiskFull(f"{free} bytes are free, {need} are needed")


def _lineage(connection: sqlite3.Connection) -> str | None:
    token = fact(connection, "lineage")
    return None if token is None else str(token)
