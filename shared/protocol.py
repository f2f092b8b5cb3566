"""The messages between kiosk and hub. The spec is docs/sync-protocol.md; wire names equal field names.

One round: a Delivery goes up, a Receipt comes back and carries the News since the kiosk's cursor.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.activity import Activity
from shared.errors import BadMessage, VersionMismatch
from shared.logo import Logo
from shared.notice import Notice, SealedState
from shared.prompt import Prompt
from shared.submission import Submission, read_crockford

VERSION = 1
OLDEST_VERSION = 1
"""This side speaks every version from OLDEST_VERSION to VERSION."""

PREFIX = "/sync/v1"
MAX_BATCH_ITEMS = 500
MAX_BATCH_BYTES = 1_000_000
"""A batch ends at 500 items or 1 MB of sealed bytes, whichever comes first; one item may always travel alone."""
MAX_BODY_BYTES = 4_000_000
"""What the hub reads of one request, unpacked; more is refused while it streams."""
RETAIN_DAYS = 30
"""How long a kiosk keeps sealed copies of what the hub has."""
MAX_OFFERED = 20_000
"""Ids offered in one delivery; with 39 bytes each they stay far below what the hub reads of one request."""
MAX_LEASES = 5_000
"""More leases than a library has, in one delivery."""
MAX_TOLD = 2_000
"""Words of the hub's told in one delivery, which ends at MAX_BATCH_BYTES of them too: read in a tenth of a second."""
NEWS_LIMIT = 500
"""Most changed things in one News; ``more`` says that there are others."""


@dataclass(frozen=True)
class Hello:
    """Who answers here, before any trust: nothing secret, nothing to act on but versions."""

    hub_id: str
    name: str
    oldest_version: int
    version: int


def common_version(hello: Hello) -> int:
    """Return the newest version both sides speak. Raises VersionMismatch."""
    newest = min(hello.version, VERSION)
    if newest < max(hello.oldest_version, OLDEST_VERSION):
        raise VersionMismatch(f"hub speaks {hello.oldest_version}-{hello.version}, we {OLDEST_VERSION}-{VERSION}")
    return newest


@dataclass(frozen=True)
class PairingOpening:
    """Kiosk to hub: I would like to be paired. Nonces are 32 random bytes in lower-case hex."""

    kiosk_nonce: str


@dataclass(frozen=True)
class PairingChallenge:
    """Hub to kiosk: the nonce of the open code, the same for everybody who asks while it is open."""

    hub_nonce: str
    hub_id: str
    name: str


@dataclass(frozen=True)
class PairingProof:
    """Kiosk to hub: I know the code, and this is the certificate I saw."""

    kiosk_nonce: str
    hub_nonce: str
    kiosk_id: str
    kiosk_name: str
    proof: str


@dataclass(frozen=True)
class PairingGrant:
    """Hub to kiosk: I know the code too; here are your token and the key to seal to."""

    token: str
    seal_key: str
    proof: str


PAIRING_CODE_LENGTH = 12
_NONCE = re.compile("[0-9a-f]{64}")


def read_pairing_code(typed: str) -> str | None:
    """Return a typed pairing code ("K7QM-2XHT-9FRB") as :func:`pairing_key` takes it; None when it is not one."""
    return read_crockford(typed, PAIRING_CODE_LENGTH)


def check_nonce(nonce: str) -> None:
    """Raise BadMessage for what is not 32 bytes in lower-case hex; ``bytes.fromhex`` would pass over spaces."""
    if not _NONCE.fullmatch(nonce):
        raise BadMessage("a nonce is 32 bytes in hex")


def pairing_key(code: str, hub_nonce: str) -> bytes:
    """Derive the key both sides prove: scrypt over the code as read (12 characters, 60 bits), about 0.3 s and 32 MB.

    n=2^15, r=8, p=1: so that a recorded exchange cannot be searched within the ten minutes a code lives. The hub pays
    once for a code and not for each proof, so nobody who sends proofs can keep it busy. Raises BadMessage.
    """
    check_nonce(hub_nonce)
    salt = b"samskap pairing 1\0" + bytes.fromhex(hub_nonce)
    return hashlib.scrypt(code.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=64 * 2**20, dklen=32)


def pairing_proof(key: bytes, side: str, certificate_sha256: str, *said: str) -> str:
    """Return the HMAC-SHA-256 by which one ``side`` ("kiosk" or "hub") proves the code over the certificate seen.

    Raises BadMessage for a zero byte in ``said``: it parts the fields, so with it two messages could have one proof.
    """
    if any("\0" in field for field in said):
        raise BadMessage("a zero byte in a pairing message")
    text = "\0".join((side, certificate_sha256, *said))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Health:
    """How a kiosk is. Books balance: created = on_hub + waiting + set_aside + erased."""

    version: str
    sent_at: str
    created: int
    waiting: int
    on_hub: int
    set_aside: int
    erased: int
    free_bytes: int
    uptime_s: float
    salvages: int = 0
    """How often a broken database was set aside and a new one begun."""


@dataclass(frozen=True)
class Retained:
    """What sealed copies the kiosk still keeps of what it believes the hub has: seq range, count, digest of ids."""

    first_seq: int
    last_seq: int
    count: int
    digest: str


def digest_ids(ids: Iterable[str]) -> str:
    """Return the XOR of the SHA-256 of each id, in hex: the same for the same set in any order."""
    total = 0
    for one in ids:
        total ^= int.from_bytes(hashlib.sha256(one.encode()).digest())
    return f"{total:064x}"


def join_digests(one: str, other: str) -> str:
    """Return the digest of two sets of ids that have none in common, from the digest of each."""
    return f"{int(one, 16) ^ int(other, 16):064x}"


@dataclass(frozen=True)
class Lease:
    """Hub to kiosk: seats of one activity this kiosk may confirm without asking.

    ``granted`` counts all seats ever leased to this kiosk, so that hearing it twice or late changes nothing. Of what
    it has left the kiosk hands back all but ``keep``. ``term_s``: seconds after the last word from the hub until the
    kiosk stops to confirm and hands back the rest. Whether a seat is sold twice never hangs on a clock. ``mark`` is the
    hub's own on ``granted``, for this kiosk.
    """

    activity: str
    granted: int
    keep: int
    term_s: int
    mark: str = ""


@dataclass(frozen=True)
class LeaseReport:
    """Kiosk to hub: what became of its lease, all counted since the first grant.

    Left = ``granted`` - ``returned`` - ``promised``. ``granted`` is what the kiosk has heard, under the
    ``mark`` it was heard with, ``promised`` the seats it has confirmed, whether or not the sign-ups are on the hub yet.
    """

    activity: str
    granted: int
    returned: int
    promised: int
    mark: str = ""


@dataclass(frozen=True)
class SeatCount:
    """Hub to kiosk: seats of an activity that are neither taken nor out on kiosks, and how many sign-ups wait."""

    activity: str
    free: int
    waiting: int


@dataclass(frozen=True)
class DoorList:
    """Hub to the kiosk at the door: who comes, sealed to that kiosk's ``door_key``; gone at ``delete_at``.

    ``sealed`` is base64 of JSON, see docs/sync-protocol.md.
    """

    activity: str
    sealed: str
    delete_at: str


@dataclass(frozen=True)
class Delivery:
    """Kiosk to hub: submissions, how I am, what I have seen.

    ``cursor`` is the hub revision up to which News was stored. ``lineage`` is the token of the last receipt, ``mark``
    the hub's mark on these two, as that receipt brought it: the hub believes a cursor by it alone.
    ``ages_s`` gives, per id, how many seconds ago it was made by a clock nobody can set, where known.
    ``retained`` comes with the last Delivery of a round, which carries no submissions. ``offered`` are ids, when the
    hub asked for them.

    ``promised`` are the ids of sign-ups that the kiosk confirmed from its lease, each for all its persons. ``leases``
    come with every Delivery. ``told`` is what the hub said of each sign-up, activity and prompt, in its own hand, when
    it asked for it: a part of it, which begins after the place ``told_after`` and goes up to ``told_upto``, or to the
    end where that is empty. Places are the kiosk's own; the hub says again up to which it has heard.
    ``door_key`` is the public key (base64) to which door lists for this kiosk are sealed. ``logo`` is the mark of the
    logo it has, "" for none; None: it knows of no logos.
    """

    version: int
    cursor: int
    health: Health
    lineage: str | None = None
    mark: str = ""
    retained: Retained | None = None
    offered: list[str] = field(default_factory=list)
    ages_s: dict[str, float] = field(default_factory=dict)
    submissions: list[Submission] = field(default_factory=list)
    promised: list[str] = field(default_factory=list)
    leases: list[LeaseReport] = field(default_factory=list)
    told: list[str] | None = None
    told_after: str = ""
    told_upto: str = ""
    door_key: str | None = None
    logo: str | None = None


@dataclass(frozen=True)
class Refusal:
    """One item the hub did not take, and the code of the error."""

    id: str
    code: str


@dataclass(frozen=True)
class News:
    """What changed since the cursor. ``full``: forget all that was known before and take this.

    ``colour`` ("#rrggbb", "" for none) and ``sound`` are how the library is known again, see ``shared.look.Look``.
    ``logo`` comes where the kiosk has another one than the library. None: as before.
    ``told`` says the same of each prompt and activity in the hub's own hand, by "prompt ID" and "activity SLUG".
    ``prompts`` are the newest revisions; ``withdrawn_prompts`` and ``withdrawn`` (notices) are ids to take away.
    """

    cursor: int
    library: str
    default_language: str
    full: bool = False
    more: bool = False
    prompts: list[Prompt] = field(default_factory=list)
    withdrawn_prompts: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    receipts: list[SealedState] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    withdrawn_activities: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    colour: str = ""
    sound: bool = False
    logo: Logo | None = None


@dataclass(frozen=True)
class Receipt:
    """Hub to kiosk, after the hub's commit.

    ``mark`` is the hub's own on ``lineage`` and the cursor of the news; a kiosk keeps the three together.
    ``accepted``: on the hub, durable. ``refused``: keep and try again. ``erased``: wipe your copy. ``lacking``: send
    these again. ``wants_ids``: your retained digest differs from mine; offer the ids next. ``wants_told``: I was put
    back from a backup; say what you were told of sign-ups, after ``told_upto``, the place up to which I have heard it.
    ``leases`` name every activity this kiosk has a lease of, ``seats`` every activity with seats that takes sign-ups or
    will.
    ``doors`` are all the door lists this kiosk may have now; None: as before.
    """

    lineage: str
    hub_time: str
    news: News
    mark: str = ""
    accepted: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    wants_ids: bool = False
    wants_told: bool = False
    told_upto: str = ""
    leases: list[Lease] = field(default_factory=list)
    seats: list[SeatCount] = field(default_factory=list)
    doors: list[DoorList] | None = None
