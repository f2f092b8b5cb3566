"""Opening a sealed submission: unseal, unpack, check, and read out what lists and search need."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Protocol

from hub.folding import fold
from hub.kinds import READERS, activity_reader
from hub.kinds.base import ActivityReader
from hub.model import Arrival, Filed, State, StoredSubmission
from hub.services.house import prompts
from hub.store.base import Store
from shared.activity import Activity
from shared.errors import (
    CannotUnseal,
    DiskFull,
    InvalidAnswer,
    InvalidInput,
    StoreBroken,
    StoreBusy,
    StoreError,
    UnknownActivity,
    UnknownPrompt,
)
from shared.kinds import kind_of
from shared.kinds.base import ActivityKind, Answer, after
from shared.prompt import SLUG, Prompt
from shared.protocol import RETAIN_DAYS
from shared.seal import Payloads, Sealed
from shared.slip import SLIP_BYTES, Slip, read_slip
from shared.submission import Submission, from_utc, utc

KEEP_DAYS = 365
"""How long an answer to a prompt this hub never published is kept."""

OLDEST_S = 20 * 365 * 24 * 3600
"""Nothing is older than any tablet: a greater age is no age."""

MOST_UNPACKED = 4_000_000
"""Bytes, unpacked, after which no more is opened of one batch. A batch of real drawings is not half of it; but a
drawing of some hundred bytes can be made that swells to 800,000."""


Opened = tuple[Slip | None, bytes]
"""The slip, and the answer."""

_Found = tuple[Slip | None, bytes, Answer, str, str]
"""Slip, payload, answer, line for lists and words for search."""


class Unsealer(Protocol):
    """Whatever holds the hub's private keys."""

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """What the recovery phrases write down, the present one first; see :class:`hub.marks.Marks`."""

    def unseal(self, sealed: bytes, *, submission_id: str, kind: str) -> bytes:
        """Return the payload. Raises CannotUnseal."""

    def unseal_all(self, batch: Sequence[Sealed]) -> Payloads:
        """Yield each payload, in order; None for what does not open."""


class Opener:
    """Opens the submissions of one batch; each prompt is looked up once."""

    def __init__(self, store: Store, unseal_key: Unsealer, language: str) -> None:
        """``language`` is that of the library, in which lists are read."""
        self._store, self._key, self._language = store, unseal_key, language
        self._asked: dict[tuple[str, str, int, str], tuple[Prompt | None, str]] = {}
        self._unpacked = 0

    @property
    def has_enough(self) -> bool:
        """Whether it went through MOST_UNPACKED bytes: what else there is to open is for another time."""
        return self._unpacked >= MOST_UNPACKED

    def arrivals(
        self, submissions: Iterable[Submission], *, received_at: str, ages_s: Mapping[str, float]
    ) -> list[Arrival]:
        """Return what :meth:`arrival` makes of these, in their order, until it has enough.

        Raises as that does.
        """
        found: list[Arrival] = []
        batch = list(submissions)
        with closing(self._key.unseal_all([_sealed(one) for one in batch])) as payloads:
            for submission, payload in zip(batch, payloads, strict=True):
                age_s, opened = ages_s.get(submission.id), partial(_parted, payload)
                found.append(self._read(submission, opened, received_at=received_at, age_s=age_s))
                if self.has_enough:
                    break
        return found

    def again(self, stored: StoredSubmission) -> Arrival:
        """Return what was opened before as it is taken now. Raises as :meth:`arrival`."""
        submission, slip, payload = stored.submission, stored.slip, stored.payload
        opened = partial(self._opened, submission) if payload is None else lambda: (slip, payload)
        return self._read(submission, opened, received_at=stored.received_at, age_s=stored.age_s)

    def arrival(self, submission: Submission, *, received_at: str, age_s: float | None) -> Arrival:
        """Return the submission as the store takes it: new, or set aside with the reason why.

        Whatever is in it raises nothing. Raises DiskFull, StoreBusy, StoreBroken when the store cannot be asked.
        """
        return self._read(submission, partial(self._opened, submission), received_at=received_at, age_s=age_s)

    def _opened(self, submission: Submission) -> Opened:
        sealed, one, kind = _sealed(submission)
        return _parted(self._key.unseal(sealed, submission_id=one, kind=kind))

    def _read(
        self, submission: Submission, opened: Callable[[], Opened], *, received_at: str, age_s: float | None
    ) -> Arrival:
        """Return what :meth:`arrival` does, with its slip and its answer as they were ``opened``."""
        prompt, delete_at = self._prompt_and_end(submission, received_at)
        payload, slip, reason, gist, words, age_s, first = None, None, None, "", "", known_age(age_s), None
        answer: Answer = {}
        try:
            slip, payload = opened()
            kind = kind_of(submission.kind)
            self._unpacked += kind.unpacked_bytes(payload)
            answer = kind.unpack(payload)
            reader = READERS[kind.name]
            gist, words = reader.gist(answer, prompt, self._language), fold(reader.search_text(answer))
            if isinstance(kind, ActivityKind) and isinstance(reader, ActivityReader):
                found = slip, payload, answer, gist, words
                return self._of_activity(submission, kind, reader, found, received_at, age_s)
            if prompt is None:
                raise UnknownPrompt(submission.prompt)
            if prompt.kind != submission.kind:
                raise InvalidAnswer("another kind than its prompt")
            first = after(kind.check(answer, prompt.settings))
        except (CannotUnseal, InvalidInput) as exc:
            reason = exc.code
        except (DiskFull, StoreBusy, StoreBroken):
            raise
        except StoreError:  # a word in it that no database takes: it must not stop what stands behind it
            reason = InvalidAnswer.code
        if reason is not None and (reads := activity_reader(submission.kind)) is not None:
            delete_at = self._set_aside_until(submission, reads, answer, received_at)
        return Arrival(
            submission=submission,
            payload=payload,
            state=State.NEW if reason is None else State.SET_ASIDE,
            reason=reason,
            gist=gist,
            words=words,
            received_at=received_at,
            age_s=age_s,
            delete_at=delete_at,
            slip=slip,
            after=first,
        )

    def _of_activity(
        self, submission: Submission, kind: ActivityKind, reader: ActivityReader, found: _Found,
        received_at: str, age_s: float | None,
    ) -> Arrival:  # fmt: skip
        """Return what belongs to an activity: filed there, but for what staff read like any other answer.

        Raises InvalidInput. Of what is filed the store gets no payload: its words are kept by date, see settling.
        """
        slip, payload, answer, gist, words = found
        activity, prompt = self._activity_asked(kind, answer, submission)
        checked = kind.check(answer, prompt.settings)
        newest = self._store.activities.read(activity.slug) or activity
        return Arrival(
            submission=submission,
            payload=None if reader.filed else payload,
            state=State.FILED if reader.filed else State.NEW,
            reason=None,
            gist="" if reader.filed else gist,
            words=words,
            received_at=received_at,
            age_s=age_s,
            delete_at=utc(reader.ends(newest, told=activity)),
            filed=Filed(activity, checked, reader.changes(checked), reader.ticks(checked)) if reader.filed else None,
            slip=slip,
            after=None if reader.filed else after(checked),
        )

    def _set_aside_until(self, submission: Submission, reader: ActivityReader, answer: Answer, received_at: str) -> str:
        """Return when what belongs to an activity goes though it could not be filed: needs die on their date anyhow.

        That is the activity's where it is known, else RETAIN_DAYS after it came.
        """
        slug = answer.get("activity")
        newest = self._store.activities.read(slug) if isinstance(slug, str) and SLUG.fullmatch(slug) else None
        if newest is None:
            return utc(from_utc(received_at) + timedelta(days=RETAIN_DAYS))
        told = self._store.activities.asked(newest.slug, submission.prompt_revision) or newest
        return utc(reader.ends(newest, told=told))

    def _activity_asked(self, kind: ActivityKind, answer: Answer, submission: Submission) -> tuple[Activity, Prompt]:
        """Return the activity and what was asked about it, by the rule of :func:`hub.services.house.prompts.asked`."""
        slug, date = answer.get("activity"), answer.get("date")
        if not isinstance(slug, str) or not SLUG.fullmatch(slug):
            raise InvalidAnswer("activity")
        said = self._store.activities.asked(slug, submission.prompt_revision)
        if said is None:
            raise UnknownActivity("never published here")
        for activity in (said, *self._store.activities.revisions(said.slug)):
            prompt = kind.prompt_of(activity, date)
            if (prompt.id, prompt.content_hash()) == (submission.prompt, submission.prompt_hash):
                return activity, prompt
        if said.revision != submission.prompt_revision:  # lost when the hub was put back: the newest stands in for it
            return said, kind.prompt_of(said, date)
        raise UnknownPrompt("asked in another way here")

    def _prompt_and_end(self, submission: Submission, received_at: str) -> tuple[Prompt | None, str]:
        """Return the prompt as it was asked, if it was published here, and when its answers are deleted."""
        key = (submission.prompt, submission.prompt_hash, submission.prompt_revision, received_at)
        found = self._asked.get(key)
        if found is None:
            prompt, keep_days = prompts.terms(self._store, submission) or (None, KEEP_DAYS)
            found = self._asked[key] = prompt, utc(from_utc(received_at) + timedelta(days=keep_days))
        return found


def _sealed(submission: Submission) -> Sealed:
    """Return what is to be opened; what is not base64 is nothing that opens."""
    try:
        sealed = submission.sealed_bytes
    except ValueError:
        sealed = b""
    return Sealed(sealed, submission.id, submission.kind)


def _parted(payload: bytes | None) -> Opened:
    """Return slip and answer. Raises CannotUnseal for what was not opened, InvalidAnswer."""
    if payload is None:
        raise CannotUnseal("none of the keys opens it")
    try:
        return read_slip(payload), payload[SLIP_BYTES:]
    except ValueError as exc:
        raise InvalidAnswer("no slip") from exc


def known_age(age_s: float | None) -> float | None:
    """Return how many seconds old something was; None where that is not known, or cannot be."""
    return age_s if age_s is not None and 0 <= age_s <= OLDEST_S else None
