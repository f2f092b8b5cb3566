"""Who may sign in, and who is signed in."""

import math
import secrets
import threading
import unicodedata
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.model import Staff
from hub.services.changing import changing
from hub.services.house.kiosks import checked_name, hash_of
from hub.services.house.passwords import MAX_PASSWORD, checked, opaque
from hub.store.base import Store
from shared.errors import NameTaken, SignInFailed, TooManyTries
from shared.submission import from_utc, utc

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=1)
"""A session's last sight is written this often, not at each click."""
LONGEST_WAIT_S = 15 * 60

_hasher = PasswordHasher()
_turn = threading.Lock()
"""One proof at a time: each takes 64 MiB, and tries at the same moment would not see each other counted."""


def exists(store: Store) -> bool:
    """Tell whether anybody can sign in yet."""
    return store.people.any()


def add(store: Store, name: str, password: str, *, now: datetime) -> Staff:
    """Let a person sign in. Raises BadName, InvalidInput, WeakPassword, GuessablePassword, NameTaken."""
    name = checked_name(name)
    password_hash = _hasher.hash(checked(password))
    with changing(store, name, now) as change:
        if _find(store, name) is not None:
            raise NameTaken("this name is in use")
        person = store.people.add(name, password_hash, now=utc(now))
        change.note("add", f"staff {person.id}")
    return person


def sign_in(store: Store, name: str, password: str, *, address: str, now: datetime) -> str:
    """Return the token of a new session. Raises SignInFailed, or TooManyTries while a wrong try must be waited out.

    The wait doubles with each wrong try, for this name from this address: nobody locks a colleague out from elsewhere.
    ``address`` is whatever tells one who tries from another.
    """
    person, password_hash = _prove(store, name, password, address=address, now=now)
    token = secrets.token_urlsafe(32)
    with store.atomic():
        if _hasher.check_needs_rehash(password_hash):
            store.people.save_password(person.id, _hasher.hash(opaque(password)))
        store.people.add_session(hash_of(token), person.id, now=utc(now))
    return token


def confirm(store: Store, staff: Staff, password: str, *, address: str, now: datetime) -> None:
    """Check once more that it is really this person. Raises SignInFailed, TooManyTries."""
    _prove(store, staff.name, password, address=address, now=now)


def session(store: Store, token: str, now: datetime, *, present: bool = True) -> Staff | None:
    """Return who is signed in with this token; None when nobody is (any more).

    A page that looks by itself, without a person, is not ``present``: it keeps no session alive.
    """
    found = store.people.session(hash_of(token))
    if found is None:
        return None
    person, started_at, seen_at = found
    # A clock that was set back makes no session longer: what is to come counts like what is long ago.
    if abs(now - from_utc(started_at)) >= ABSOLUTE or abs(now - from_utc(seen_at)) >= IDLE:
        store.people.end_session(hash_of(token))
        return None
    if present and abs(now - from_utc(seen_at)) >= SEEN_STEP:
        store.people.touch_session(hash_of(token), now=utc(now))
    return person


def same_name(name: str) -> str:
    """Return a name as tries are counted by it, however it was typed."""
    return unicodedata.normalize("NFC", name).strip().casefold()[:80]


def sign_out(store: Store, token: str) -> None:
    """End this session."""
    store.people.end_session(hash_of(token))


def change_password(store: Store, staff: Staff, *, old: str, new: str, now: datetime, token: str | None = None) -> None:
    """Change a person's password and end every session of theirs but ``token``. Raises SignInFailed, WeakPassword."""
    found = store.people.find(staff.name)
    if found is None or not _matches(found[1], old):
        raise SignInFailed("old password")
    password_hash = _hasher.hash(checked(new))
    with changing(store, staff.name, now) as change:
        store.people.save_password(staff.id, password_hash)
        store.people.end_sessions(staff.id, but=hash_of(token) if token else None)
        change.note("change-password", f"staff {staff.id}")


def end_stale(store: Store, now: datetime) -> None:
    """Forget sessions and waits that are over."""
    store.people.end_stale(started_before=utc(now - ABSOLUTE), seen_before=utc(now - IDLE))


def _prove(store: Store, name: str, password: str, *, address: str, now: datetime) -> tuple[Staff, str]:
    """Return the person whose password this is, and its hash. Raises SignInFailed, TooManyTries."""
    key = f"{same_name(name)}\0{address}"
    with _turn:
        before = store.people.tries(key)
        failures, until = before if before else (0, "")
        seconds = math.ceil((from_utc(until) - now).total_seconds()) if until else 0
        if 0 < seconds <= LONGEST_WAIT_S:  # more is no wait of ours: the clock was set back
            raise TooManyTries(str(seconds), seconds=seconds)
        found = _find(store, name)
        # An unknown name costs as much time as a wrong password, and is answered alike.
        if not _matches(found[1] if found else _nobody(), password) or found is None:
            wait = timedelta(seconds=min(2**failures, LONGEST_WAIT_S))
            store.people.save_tries(key, failures + 1, until=utc(now + wait))
            raise SignInFailed("name or password")
        store.people.save_tries(key, 0, until="")
    return found


def _find(store: Store, name: str) -> tuple[Staff, str] | None:
    """Return a person by name, in whichever form a keyboard writes å, and in whichever it was kept earlier."""
    forms = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    return store.people.find(forms[0]) or store.people.find(forms[1])


def _matches(password_hash: str, password: str) -> bool:
    """Tell whether this is the password; hashes from before :func:`opaque` are of what was typed, in either form."""
    typed = password[: 4 * MAX_PASSWORD]
    return any(
        _verifies(password_hash, form[:MAX_PASSWORD])
        for form in dict.fromkeys((opaque(typed), typed, unicodedata.normalize("NFD", typed)))
    )


def _verifies(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))
