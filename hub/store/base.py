"""What services may ask of a store: small Protocols, a promise a method. No SQL, no rows, no engine.

Every method works alone or inside ``Store.atomic()``. Methods raise StoreBusy, DiskFull or StoreBroken when the
database cannot do its work. Times are ISO 8601 UTC text; ``revision`` is the hub's own count of changes.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol

from hub.lists import Unread
from hub.model import (
    Arrival,
    AuditLine,
    Lineage,
    OpenCode,
    PairedKiosk,
    Staff,
    State,
    StoredSubmission,
    Told,
)
from hub.store.beside import HighWater, Ledger
from hub.store.lists import Inbox
from hub.store.seating import Activities, Doors, Leases, Mails, Recalled, SignUps
from hub.store.soundness import Soundness
from shared.notice import Notice
from shared.prompt import Prompt
from shared.protocol import Health


class Submissions(Protocol):
    """Every submission by its id, and the ids of those that were erased."""

    def known(self, ids: Sequence[str]) -> dict[str, str | None]:
        """Return the SHA-256 of each of these that ever came, by id; None for one that was erased."""

    def add(self, arrivals: Sequence[Arrival]) -> None:
        """Keep these, all or none. Raises StoreError when one of them cannot be kept."""

    def read(self, id: str) -> StoredSubmission | None:
        """Return one, or None."""

    def these(self, ids: Sequence[str]) -> list[StoredSubmission]:
        """Return those of these that are here, in no order."""

    def every(self) -> Iterator[StoredSubmission]:
        """Return all in the order they came, a few at a time."""

    def unasked(self, kiosk: str, limit: int) -> list[StoredSubmission]:
        """Return what a kiosk brought for what was not known here then, and is now; the oldest first."""

    def unopened(self) -> Iterator[StoredSubmission]:
        """Return those whose seal could not be opened."""

    def reopen(self, arrival: Arrival) -> None:
        """Take this in place of the same submission, whose seal could not be opened before."""

    def move(
        self, id: str, *, state: State, status: str | None, replies: Mapping[str, str], notice_id: str | None,
        revision: int,
    ) -> None:  # fmt: skip
        """Write what staff decided."""

    def move_together(self, kiosk: str, *, aside: bool, since: str, after: int, limit: int) -> list[tuple[int, str]]:
        """Set aside what a kiosk brought since then and nobody has looked at, or make that new again, the oldest first.

        At most so many of those after a position; return the position and id of each. Kiosks hear nothing of it.
        """

    def unread(self, kiosk: str, *, since: str) -> Unread:
        """Return how much a kiosk brought since then that nobody has looked at."""

    def put_together(self) -> dict[str, int]:
        """Count what is set aside together with others of its kiosk, by kiosk."""

    def shorten(self, prompt: str, days: int) -> None:
        """Delete the answers to a prompt so many days after they were received, where that is sooner."""

    def remove(self, ids: Sequence[str], *, now: str) -> None:
        """Delete these and everything made of them, and remember the ids; ids that never came are remembered too.

        Of a sign-up the numbers stay: seats are counted by them.
        """

    def erased(self) -> list[tuple[str, str]]:
        """Return the id of each that was erased, and when."""

    def due(self, now: str, limit: int) -> list[str]:
        """Return ids whose time is over, at most ``limit``."""


class Outgoing(Protocol):
    """What kiosks are told: prompts, notices, receipt states, each under the revision of its last change."""

    def revision(self) -> int:
        """Return the newest revision; 0 before the first change."""

    def next_revision(self) -> int:
        """Take the next revision; inside ``atomic()`` only."""

    def raise_revision(self, least: int) -> None:
        """See to it that the next revision is above this one."""

    def prompts(self) -> list[Prompt]:
        """Return the newest revision of every prompt not withdrawn, in order."""

    def prompt(self, id: str) -> Prompt | None:
        """Return the newest revision, also of a withdrawn prompt."""

    def shortest_kept(self, id: str, since: int) -> int | None:
        """Return the fewest days that answers were kept in any revision from this one on; None where there is none."""

    def prompt_asked(self, id: str, content_hash: str) -> Prompt | None:
        """Return the newest revision with exactly this content, if it was ever published here."""

    def save_prompt(self, prompt: Prompt, *, changed: int, now: str) -> None:
        """Keep a new revision; it becomes the newest and is no longer withdrawn."""

    def place_prompt(self, id: str, order: int, *, changed: int) -> None:
        """Change the place of a prompt in the order."""

    def withdraw_prompt(self, id: str, *, changed: int) -> None:
        """Take a prompt away from kiosks; its revisions stay."""

    def notices(self) -> list[Notice]:
        """Return what is on the board, newest first."""

    def notice(self, id: str) -> Notice | None:
        """Return a notice that is on the board, or None."""

    def submission_of(self, notice_id: str) -> str | None:
        """Return the id of the submission a notice on the board was made of, or None."""

    def save_notice(self, notice: Notice, *, submission_id: str, changed: int) -> None:
        """Put a notice on the board, or change it."""

    def withdraw_notice(self, id: str, *, changed: int) -> None:
        """Take a notice from the board and forget its words."""

    def prompts_since(self, revision: int, limit: int) -> list[tuple[int, Prompt | str]]:
        """Return changed prompts with their revision, oldest change first; a withdrawn one as its id."""

    def notices_since(self, revision: int, limit: int) -> list[tuple[int, Notice | str]]:
        """Return changed notices with their revision, oldest change first; a withdrawn one as its id."""

    def receipts_since(self, revision: int, limit: int) -> list[Told]:
        """Return what changed receipt codes give, oldest change first; of an erased one only its state."""

    def settings(self) -> dict[str, str]:
        """Return the library's settings that were ever saved."""

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Keep these settings."""


class Kiosks(Protocol):
    """Paired kiosks, their books, and the pairing code of the moment."""

    def every(self) -> list[PairedKiosk]:
        """Return all kiosks ever paired, by name."""

    def read(self, id: str) -> PairedKiosk | None:
        """Return one, or None."""

    def heard_since(self, at: str) -> list[str]:
        """Return the ids of kiosks that were heard after this and are not shut out."""

    def by_token(self, token_sha256: str) -> PairedKiosk | None:
        """Return the kiosk with this token, also a revoked one."""

    def token_of(self, id: str) -> str:
        """Return the hash of the token of a paired kiosk, also of a revoked one."""

    def shut_out(self) -> list[tuple[str, str]]:
        """Return of each kiosk that is shut out the hash of its token, and since when."""

    def pairings(self) -> list[tuple[str, str, str, str]]:
        """Return of each kiosk, also of one that is shut out: the hash of its token, its id, since when, its name."""

    def pair(self, id: str, name: str, token_sha256: str, *, now: str) -> None:
        """Keep a newly paired kiosk, or pair a known one anew: its old token is worthless then."""

    def rename(self, id: str, name: str) -> None:
        """Give a kiosk another name."""

    def revoke(self, id: str, *, now: str) -> None:
        """Shut a kiosk out."""

    def heard(self, id: str, health: Health, *, skew_s: float, now: str) -> None:
        """Keep a kiosk's last word about itself."""

    def lineage(self, id: str) -> Lineage:
        """Return the kiosk's lineage."""

    def save_lineage(self, id: str, lineage: Lineage, *, copied: bool) -> None:
        """Keep the kiosk's lineage; ``copied`` marks it until it is paired anew."""

    def settle(self, id: str, digest: str) -> None:
        """Remember the digest of retained ids that was found to lack nothing; erasing one of the kiosk's forgets it."""

    def ids_between(self, id: str, first_seq: int, last_seq: int) -> list[str]:
        """Return the ids of the kiosk's stored submissions in a range of its sequence, both ends inclusive."""

    def erased_between(self, id: str, after: int, until: int) -> list[str]:
        """Return the kiosk's ids erased after one revision and not after the other."""

    def open_code(self, code: OpenCode, *, now: str) -> None:
        """Open this pairing code; the one before is closed."""

    def code(self) -> tuple[OpenCode, int] | None:
        """Return the code that was last opened and not closed, and how many wrong proofs were counted."""

    def count_try(self) -> None:
        """Count a wrong proof against the open code."""

    def close_code(self) -> None:
        """Close the open code."""


class People(Protocol):
    """Staff, their sessions, wrong tries, and who did what."""

    def add(self, name: str, password_hash: str, *, now: str) -> Staff:
        """Keep a person. Raises NameTaken; capital letters make no difference."""

    def any(self) -> bool:
        """Tell whether anybody can sign in."""

    def every(self) -> list[Staff]:
        """Return everybody, by name."""

    def find(self, name: str) -> tuple[Staff, str] | None:
        """Return a person and the password's hash, by name; capital letters make no difference."""

    def save_password(self, staff_id: int, password_hash: str) -> None:
        """Change the password's hash."""

    def add_session(self, token_sha256: str, staff_id: int, *, now: str) -> None:
        """Begin a session."""

    def session(self, token_sha256: str) -> tuple[Staff, str, str] | None:
        """Return whose session it is, when it began and when it was last seen."""

    def touch_session(self, token_sha256: str, *, now: str) -> None:
        """Write that a session was seen."""

    def end_session(self, token_sha256: str) -> None:
        """End one session."""

    def end_sessions(self, staff_id: int, *, but: str | None = None) -> None:
        """End a person's sessions, all but one."""

    def end_stale(self, *, started_before: str, seen_before: str) -> None:
        """Forget sessions and wrong tries that are over."""

    def tries(self, key: str) -> tuple[int, str] | None:
        """Return how many wrong tries there were for a key, and until when to wait."""

    def save_tries(self, key: str, failures: int, *, until: str) -> None:
        """Keep the count of wrong tries; 0 forgets them."""

    def write_audit(self, line: AuditLine) -> None:
        """Write a line that says who did what."""

    def audit(self, subject: str) -> list[AuditLine]:
        """Return the lines about one thing, oldest first."""


class Dates(Protocol):
    """The dates that the hub set by its own time."""

    def newest(self, *, before: str) -> str | None:
        """Return when the newest submission was received, of those received before this; None where there is none."""

    def move(self, since: str, by: timedelta, *, but: Collection[str]) -> None:
        """Move what was dated from this moment on, and by as much when submissions are deleted.

        Dates of other clocks and those people gave stay. Notices get a revision, so that kiosks hear of it.
        Sessions and waits of staff move along. Submissions of the kinds in ``but`` are deleted on a date of their own.
        """

    def mend(self, earliest: str, latest: str, *, to: str, but: Collection[str]) -> None:
        """Let what is dated before the earliest or from the latest on, which cannot be, be dated ``to``."""


class Store(Protocol):
    """One library's data."""

    @property
    def submissions(self) -> Submissions:
        """By id."""

    @property
    def dates(self) -> Dates:
        """As the hub's time has set them."""

    @property
    def inbox(self) -> Inbox:
        """As lists."""

    @property
    def outgoing(self) -> Outgoing:
        """What kiosks are told."""

    @property
    def kiosks(self) -> Kiosks:
        """The paired kiosks."""

    @property
    def people(self) -> People:
        """The staff."""

    @property
    def activities(self) -> Activities:
        """What people come to."""

    @property
    def sign_ups(self) -> SignUps:
        """Who comes."""

    @property
    def mails(self) -> Mails:
        """Which letters could not be sent."""

    @property
    def recalled(self) -> Recalled:
        """What was forgotten of who comes."""

    @property
    def leases(self) -> Leases:
        """Seats out on kiosks."""

    @property
    def soundness(self) -> Soundness:
        """Whether what lies here is what was put here."""

    @property
    def doors(self) -> Doors:
        """Who was there."""

    @property
    def erasures(self) -> Ledger:
        """What must never come back: the ids of what was erased."""

    @property
    def shut_outs(self) -> Ledger:
        """Who must never come back: the hashes of the tokens of kiosks that were shut out."""

    @property
    def pairings(self) -> Ledger:
        """Who must not be forgotten: a line for each pairing, see :mod:`hub.services.house.trusted_again`."""

    @property
    def high_water(self) -> HighWater:
        """How far this database had come."""

    def atomic(self) -> AbstractContextManager[None]:
        """All or nothing, one writer at a time, durable when it ends; inside another it can fail alone."""

    def erasing(self, ids: Sequence[str], *, now: str) -> AbstractContextManager[None]:
        """As ``atomic()``, not inside another, for erasing these: they are written down before it is done, or it fails.

        Raises DiskFull, StoreBroken where they cannot be written down; then nothing is erased.
        """

    def shutting_out(self, *, now: str) -> AbstractContextManager[list[str]]:
        """As ``erasing``, for shutting kiosks out: the hashes of tokens that are added to the list are written down."""

    def elsewhere(self) -> int:
        """Return a number that is another one as soon as another process has changed something."""

    def scour(self) -> None:
        """See to it that what was deleted stands in no file any more; not inside ``atomic()``."""

    def close(self) -> None:
        """Close the database."""
