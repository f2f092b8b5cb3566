"""The second factor: six digits from somebody's telephone, new every half minute (TOTP, RFC 6238), or a recovery code.

Beyond the hub's own computer a password alone shows nothing: the session it begins is half, until the second factor
makes a whole one of it under another token. Why so: ADR 0033.
"""

import base64
import hashlib
import hmac
import secrets
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyotp

from hub.marks import Marks
from hub.model import Account, Right, Session, Staff
from hub.services.changing import Change, changing
from hub.services.house import staff
from hub.store.base import Store
from shared.errors import NotFound, SignInFailed, WrongSecond
from shared.submission import CROCKFORD, from_utc, read_crockford

STEP_S = 30
STEPS_OFF = 1
"""By how many steps a telephone may be before or behind the hub: RFC 6238, section 5.2."""
HALF = timedelta(minutes=10)
"""How long somebody has for the second half of a sign-in."""
RECOVERY_CODES, RECOVERY_LENGTH = 10, 10
"""How many there are, and of how many characters of five bits each."""
EVERYWHERE = "everywhere"
"""Stands for all addresses together where wrong codes are counted: to have many of them wins no further guess."""
NEW = "new"
"""What WrongSecond says where it is a telephone that is to be set up whose code is wrong."""
_SECRET_BYTES = 20
"""160 bits, as RFC 4226 (section 4, R6) recommends."""

_turn = threading.Lock()
"""One proof at a time: tries at the same moment would not see each other counted."""


def is_over(half: Session, now: datetime) -> bool:
    """Tell whether a sign-in that has only its first half has waited too long for the second."""
    return abs(now - from_utc(half.started_at)) >= HALF


def has(store: Store, person: Staff) -> bool:
    """Tell whether a person has a second factor."""
    return bool(_account(store, person).second)


def recovery_left(store: Store, person: Staff) -> int:
    """Return how many recovery codes a person has left."""
    return store.people.recovery_left(person.id)


def offered(store: Store, session: Session, marks: Marks) -> str:
    """Return the secret (base32) that becomes a person's second factor once they show that their telephone has it.

    It is the same as long as the session lasts and nothing is set up in it, so nothing needs to be kept meanwhile.
    """
    before = _account(store, session.staff).second
    said = session.staff.id, session.token_sha256, before
    # Each mark is 128 bits of HMAC-SHA-256 under a key that only this hub has.
    found = b"".join(bytes.fromhex(marks.mark("second factor", part, *said)) for part in range(2))
    return base64.b32encode(found[:_SECRET_BYTES]).decode()


def address(secret: str, person: Staff, library: str) -> str:
    """Return the ``otpauth`` address that an authenticator app reads from a picture."""
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=person.name, issuer_name=f"Samskap {library}")


def check_new(secret: str, typed: str, now: datetime) -> int:
    """Return the step at which a telephone that has this secret shows this. Raises WrongSecond for none."""
    step = _step(secret, typed, now)
    if step is None:
        raise WrongSecond(NEW)
    return step


def set_up(store: Store, person: Staff, marks: Marks, secret: str, typed: str, *, now: datetime) -> list[str]:
    """Take a secret as a person's second factor from now on; return its recovery codes, which nobody sees again.

    ``typed`` shows that their telephone has the secret. Raises WrongSecond.
    """
    step = check_new(secret, typed, now)
    with changing(store, person, now, Right.SIGNED_IN) as change:
        had = has(store, person)
        codes = _keep(change, person, marks.hide(_bound(person), secret.encode()))
        store.people.use_step(person.id, step)
        change.note("replace-second" if had else "set-second", f"staff {person.id}")
    return codes


def prove(store: Store, person: Staff, marks: Marks, typed: str, *, addresses: Sequence[str], now: datetime) -> None:
    """Check a code of a person's second factor, or use up a recovery code. Raises WrongSecond, TooManyTries.

    Wrong ones are waited out as wrong passwords are, for this person from each of ``addresses``.
    """
    keys = [f"second {person.id}\0{one}" for one in addresses]
    with _turn:
        failures = [staff.check_wait(store, key, now) for key in keys]
        if not (_is_code(store, person, marks, typed, now) or _is_recovery(store, person, typed, now)):
            for key, n in zip(keys, failures, strict=True):
                staff.note_wrong(store, key, n, person, addresses[0], now)
            raise WrongSecond("proof")
        for key in keys:
            store.sessions.save_tries(key, 0, until="")


def complete(store: Store, half: Session, *, agent: str, now: datetime) -> str:
    """Make a whole session of one that is half; return its token, another one. Raises SignInFailed where it ended."""
    with changing(store, staff.DOOR, now, Right.OWN_HAND) as change:
        if store.sessions.read(half.token_sha256) is None:
            raise SignInFailed("it ended meanwhile")
        store.sessions.end(half.token_sha256)
        change.note("sign-in", f"staff {half.staff.id}")
        return staff.begin(change, half.staff, agent=agent, second=True)


def renew_recovery(store: Store, person: Staff, *, now: datetime) -> list[str]:
    """Give a person new recovery codes; the ones before are worthless then. Raises NotFound without a second factor."""
    with changing(store, person, now, Right.SIGNED_IN) as change:
        found = _account(store, person)
        if not found.second:
            raise NotFound("second factor")
        codes = _keep(change, person, found.second)
        change.note("renew-recovery-codes", f"staff {person.id}")
    return codes


def remove(store: Store, person: Staff, *, now: datetime) -> None:
    """Take a person's second factor away."""
    with changing(store, person, now, Right.SIGNED_IN) as change:
        store.people.save_second(person.id, "", [])
        change.note("remove-second", f"staff {person.id}")


def _keep(change: Change, person: Staff, hidden: str) -> list[str]:
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    change.store.people.save_second(person.id, hidden, [_hash(hidden, code.replace("-", "")) for code in codes])
    return codes


def _is_code(store: Store, person: Staff, marks: Marks, typed: str, now: datetime) -> bool:
    """Tell whether this is a code of the person's telephone that was not used before; it is used then."""
    secret = marks.read(_bound(person), _account(store, person).second)
    step = _step(secret.decode(), typed, now) if secret else None
    return step is not None and store.people.use_step(person.id, step)


def _is_recovery(store: Store, person: Staff, typed: str, now: datetime) -> bool:
    """Tell whether this is a recovery code of the person's; it is used up then."""
    code = read_crockford(typed, RECOVERY_LENGTH)
    hidden = _account(store, person).second
    if code is None or not hidden:
        return False
    hashed = _hash(hidden, code)
    with changing(store, person, now, Right.SIGNED_IN) as change:
        if not store.people.use_recovery(person.id, hashed):
            return False
        left = store.people.recovery_left(person.id)
        change.note("use-recovery-code", f"staff {person.id}", str(left))
    return True


def _step(secret: str, typed: str, now: datetime) -> int | None:
    """Return the step whose code this is, among those that a telephone may show now; None for none."""
    codes, given = pyotp.TOTP(secret, interval=STEP_S), "".join(typed.split()).encode(errors="replace")
    steps = (_now(now) + off for off in range(-STEPS_OFF, STEPS_OFF + 1))
    return next((one for one in steps if hmac.compare_digest(codes.generate_otp(one).encode(), given)), None)


def _now(now: datetime) -> int:
    return int(now.timestamp()) // STEP_S


def _bound(person: Staff) -> str:
    """Return what a hidden secret is bound to: in another person's row it opens nothing."""
    return f"second factor of staff {person.id}"


def _recovery_code() -> str:
    letters = "".join(secrets.choice(CROCKFORD) for _ in range(RECOVERY_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def _hash(hidden: str, code: str) -> str:
    """Return by what a recovery code is known: scrypt, 16 MB and about 0.05 s, for 50 bits are searched too soon else.

    n=2^14, r=8, p=1, salted with the hidden secret, which no two people share.
    """
    salt = hashlib.sha256(hidden.encode()).digest()
    return hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=64 * 2**20, dklen=32).hex()


def _account(store: Store, person: Staff) -> Account:
    found = store.people.read(person.id)
    if found is None:
        raise NotFound("staff")
    return found
