"""One answer of one visitor, sealed: made on the kiosk, immutable, known everywhere by the id made there."""

import base64
import binascii
import hashlib
import json
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


_text = json.encoder.encode_basestring
"""A text as JSON has it. Putting the few fields of a record together takes a third of the time of an encoder, and
kiosk and hub do it for each."""


@dataclass(frozen=True)
class Submission:
    """The record that travels: an envelope in clear, and the answer sealed to the hub's key.

    ``made_at`` is the kiosk's claim (ISO 8601, UTC, milliseconds). ``seq`` counts from 1 on each kiosk without gaps.
    ``sealed`` is base64. ``sha256`` is the hex digest of all other fields, so that the same id
    with other content is seen.
    """

    id: str
    kind: str
    prompt: str
    prompt_revision: int
    prompt_hash: str
    kiosk: str
    seq: int
    made_at: str
    language: str
    session: str | None
    sealed: str
    sha256: str

    @property
    def sealed_bytes(self) -> bytes:
        """The sealed answer as bytes. Raises ValueError when it is not base64."""
        return binascii.a2b_base64(self.sealed, strict_mode=True)

    def is_whole(self) -> bool:
        """Tell whether the content still matches its hash."""
        return self.sha256 == self._digest()

    def _digest(self) -> str:
        session = "null" if self.session is None else _text(self.session)
        fields = (
            f"[{_text(self.id)},{_text(self.kind)},{_text(self.prompt)},{self.prompt_revision},{_text(self.prompt_hash)},"
            f"{_text(self.kiosk)},{self.seq},{_text(self.made_at)},{_text(self.language)},{session},{_text(self.sealed)}]"
        )
        return hashlib.sha256(fields.encode()).hexdigest()


def sealed_submission(
    *, id: str, kind: str, prompt: str, prompt_revision: int, prompt_hash: str, kiosk: str, seq: int,
    made_at: str, language: str, session: str | None, sealed: bytes,
) -> Submission:  # fmt: skip
    """Make a submission around sealed bytes and compute its hash."""
    bare = Submission(
        id=id,
        kind=kind,
        prompt=prompt,
        prompt_revision=prompt_revision,
        prompt_hash=prompt_hash,
        kiosk=kiosk,
        seq=seq,
        made_at=made_at,
        language=language,
        session=session,
        sealed=base64.b64encode(sealed).decode("ascii"),
        sha256="",
    )
    return replace(bare, sha256=bare._digest())


_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_submission_id(text: str) -> bool:
    """Tell whether this is a UUID as RFC 9562 writes it, in small letters: ids stand in addresses and file names."""
    return _ID.fullmatch(text) is not None


class SubmissionIds:
    """Time-ordered ids (UUIDv7, RFC 9562 section 5.7), strictly rising within one process."""

    def __init__(self, clock_ns: Callable[[], int] = time.time_ns) -> None:
        self._lock = threading.Lock()
        self._clock_ns = clock_ns
        self._last = 0

    def next(self) -> str:
        """Return a new id. Any thread may call."""
        with self._lock:
            # 48 bits of milliseconds and a 12-bit counter in one number, so that a clock set back cannot go back.
            stamp = max(self._clock_ns() // 1_000_000 << 12, self._last + 1)
            self._last = stamp
        low = int.from_bytes(os.urandom(8)) >> 2
        number = (stamp >> 12 & (1 << 48) - 1) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | low
        text = f"{number:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


new_submission_id = SubmissionIds().next
"""Return a new id. 62 of its bits are random, so nobody guesses it and cloned kiosks do not collide."""


def read_crockford(typed: str, length: int) -> str | None:
    """Return typed Crockford characters in their proper form, without dashes; None when they are not ``length``."""
    code = typed.strip().upper().translate(_LOOKALIKES)
    return code if len(code) == length and all(c in CROCKFORD for c in code) else None


def utc(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC with milliseconds, as it stands on the wire and in both databases."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_ONE_SHAPE = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z", re.ASCII)


def from_utc(text: str) -> datetime:
    """Read what :func:`utc` wrote. Raises ValueError for any other shape: times are compared as text everywhere."""
    if not _ONE_SHAPE.fullmatch(text):
        raise ValueError("a time of another shape")
    return datetime.fromisoformat(text)


def one_shape(text: str, zone: tzinfo | None = None) -> str:
    """Return a time that people or another program wrote, in any shape of ISO 8601, as :func:`utc` writes it.

    One without an offset is in ``zone``. Raises ValueError for what is no time, or has neither offset nor zone.
    """
    if _ONE_SHAPE.fullmatch(text):
        return text
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None and zone is None:
        raise ValueError("a time without a zone")
    try:
        return utc(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    except OverflowError as exc:
        raise ValueError("a time beyond all calendars") from exc
