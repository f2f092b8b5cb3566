"""Opening a sealed submission: unseal, unpack, check, and read out what lists and search need."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from hub.kinds import READERS
from hub.model import Arrival, Filed, State, StoredSubmission
from hub.services.house import prompts, settings
from hub.services.review.search import fold
from hub.store.base import Store
from shared.activity import Activity, attendance_prompt, change_prompt, exit_prompt, sign_up_prompt
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
from shared.kinds import ACTIVITY_KINDS, kind_of
from shared.kinds.base import Answer
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


class Unsealer(Protocol):
    """Whatever holds the hub's private keys."""

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """What the recovery phrases write down, the present one first; see :class:`.marks.Marks`."""

    def unseal(self, sealed: bytes, *, submission_id: str, kind: str) -> bytes:
        """Return the payload. Raises CannotUnseal."""

    def unseal_all(self, batch: Sequence[Sealed]) -> Payloads:
        """Yield each payload, in order; None for what does not open."""


class Opener:
    """Opens the submissions of one batch; each prompt is looked up once."""

    def __init__(self, store: Store, unseal_key: Unsealer) -> None:
        self._store = store
        self._key = unseal_key
        self._language = settings.read(store).default_language
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
        payload, slip, reason, gist, words, age_s = None, None, None, "", "", known_age(age_s)
        answer: Answer = {}
        try:
            slip, payload = opened()
            kind = kind_of(submission.kind)
            self._unpacked += kind.unpacked_bytes(payload)
            answer = kind.unpack(payload)
            reader = READERS[kind.name]
            gist, words = reader.gist(answer, prompt, self._language), fold(reader.search_text(answer))
            if kind.name in ACTIVITY_KINDS:
                return self._of_activity(submission, slip, payload, answer, gist, words, received_at, age_s)
            if prompt is None:
                raise UnknownPrompt(submission.prompt)
            if prompt.kind != submission.kind:
                raise InvalidAnswer("another kind than its prompt")
            kind.check(answer, prompt.settings)
        except (CannotUnseal, InvalidInput) as exc:
            reason = exc.code
        except (DiskFull, StoreBusy, StoreBroken):
            raise
        except StoreError:  # a word in it that no database takes: it must not stop what stands behind it
            reason = InvalidAnswer.code
        if submission.kind in ACTIVITY_KINDS:
            delete_at = self._set_aside_until(submission, answer, received_at)
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
        )

    def _of_activity(
        self, submission: Submission, slip: Slip | None, payload: bytes, answer: Answer, gist: str, words: str,
        received_at: str, age_s: float | None,
    ) -> Arrival:  # fmt: skip
        """Return what belongs to an activity: filed there, but for exit answers, which are read like any other.

        Raises InvalidInput. Of what is filed the store gets no payload: its words are kept by date, see settling.
        """
        activity, prompt = self._activity_asked(answer, submission)
        checked = kind_of(submission.kind).check(answer, prompt.settings)
        is_read = submission.kind == "exit"
        return Arrival(
            submission=submission,
            payload=payload if is_read else None,
            state=State.NEW if is_read else State.FILED,
            reason=None,
            gist=gist if is_read else "",
            words=words,
            received_at=received_at,
            age_s=age_s,
            delete_at=utc(_end(self._store.activities.read(activity.slug) or activity, submission.kind, told=activity)),
            filed=None if is_read else Filed(activity, checked),
            slip=slip,
        )

    def _set_aside_until(self, submission: Submission, answer: Answer, received_at: str) -> str:
        """Return when what belongs to an activity goes though it could not be filed: needs die on their date anyhow.

        That is the activity's where it is known, else RETAIN_DAYS after it came.
        """
        slug = answer.get("activity")
        newest = self._store.activities.read(slug) if isinstance(slug, str) and SLUG.fullmatch(slug) else None
        if newest is None:
            return utc(from_utc(received_at) + timedelta(days=RETAIN_DAYS))
        told = self._store.activities.asked(newest.slug, submission.prompt_revision) or newest
        return utc(_end(newest, submission.kind, told=told))

    def _activity_asked(self, answer: Answer, submission: Submission) -> tuple[Activity, Prompt]:
        """Return the activity and what was asked about it, by the rule of :func:`hub.services.house.prompts.asked`."""
        slug, date = answer.get("activity"), answer.get("date")
        if not isinstance(slug, str) or not SLUG.fullmatch(slug):
            raise InvalidAnswer("activity")
        said = self._store.activities.asked(slug, submission.prompt_revision)
        if said is None:
            raise UnknownActivity("never published here")
        for activity in (said, *self._store.activities.revisions(said.slug)):
            prompt = _prompt_made(activity, submission.kind, date)
            if (prompt.id, prompt.content_hash()) == (submission.prompt, submission.prompt_hash):
                return activity, prompt
        if said.revision != submission.prompt_revision:  # lost when the hub was put back: the newest stands in for it
            return said, _prompt_made(said, submission.kind, date)
        raise UnknownPrompt("asked in another way here")

    def _prompt_and_end(self, submission: Submission, received_at: str) -> tuple[Prompt | None, str]:
        """Return the prompt as it was asked, if it was published here, and when its answers are deleted."""
        key = (submission.prompt, submission.prompt_hash, submission.prompt_revision, received_at)
        found = self._asked.get(key)
        if found is None:
            prompt = prompts.asked(self._store, submission)
            keep_days = prompts.keep_days(self._store, submission, prompt) if prompt else KEEP_DAYS
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


def _end(activity: Activity, kind: str, *, told: Activity) -> datetime:
    """Return when the sealed record goes, here and on the kiosk: with the first personal word in it.

    That is as many days after the last date as was ``told``, or fewer where it is fewer now.
    """
    if kind == "signup":
        days = min(min(one.keeps(name) for name in one.asks or ("persons",)) for one in (activity, told))
        return from_utc(activity.ends_at) + timedelta(days=days)
    return from_utc(activity.ends_at) + timedelta(days=KEEP_DAYS if kind == "exit" else RETAIN_DAYS)


def _prompt_made(activity: Activity, kind: str, date: object) -> Prompt:
    """Return what was asked about an activity, as the kiosk made it."""
    match kind:
        case "signup":
            return sign_up_prompt(activity)
        case "change":
            return change_prompt(activity)
        case "attendance":
            return attendance_prompt(activity)
    return exit_prompt(activity, next((one for one in activity.dates if one.starts_at == date), activity.dates[0]))
