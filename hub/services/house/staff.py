"""Who is signed in: with a password, and beyond the hub's own computer with a second factor as well."""

import math
import secrets
import threading
import unicodedata
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.bus import PEOPLE
from hub.model import Account, OwnHand, Right, Session, Staff
from hub.services.changing import Change, changing
from hub.services.house.kiosks import hash_of
from hub.services.house.passwords import MAX_PASSWORD, checked, opaque
from hub.store.base import Store
from shared.errors import NotFound, SignInFailed, TooManyTries
from shared.submission import from_utc, utc

DOOR = OwnHand("sign-in")
"""What writes down that somebody came in, or tried to: nobody is signed in yet."""
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=1)
"""A session's last sight is written this often, not at each click."""
LONGEST_WAIT_S = 15 * 60
NOTED_AGAIN = timedelta(minutes=1)
"""Of wrong tries one line is written in so long, for each person and for all names nobody has: who guesses fills no
history."""
MAX_AGENT = 200

_hasher = PasswordHasher()
_turn = threading.Lock()
"""One proof at a time: each takes 64 MiB, and tries at the same moment would not see each other counted."""


def exists(store: Store) -> bool:
    """Tell whether anybody can sign in yet."""
    return store.people.any()


def hashed(password: str) -> str:
    """Return how a new password is kept. Raises WeakPassword, GuessablePassword, InvalidInput."""
    return _hasher.hash(checked(password))


def sign_in(
    store: Store, name: str, password: str, *, address: str, now: datetime, agent: str = "", second: bool = False
) -> str:
    """Return the token of a new session. Raises SignInFailed, or TooManyTries while a wrong try must be waited out.

    The wait doubles with each wrong try, for this name from this address: nobody locks a colleague out from elsewhere.
    ``address`` is whatever tells one who tries from another, ``agent`` the browser as it calls itself. With ``second``
    the sign-in is whole only with a second factor, see :mod:`hub.services.house.second`: this is the first half.
    """
    account = _prove(store, name, password, address=address, now=now)
    with changing(store, account.staff, now, Right.SIGNED_IN) as change:
        if _hasher.check_needs_rehash(account.password_hash):
            store.people.save_password(account.staff.id, _hasher.hash(opaque(password)))
        token = begin(change, account.staff, agent=agent)
        if not second:
            change.note("sign-in", f"staff {account.staff.id}")
    return token


def begin(change: Change, staff: Staff, *, agent: str, second: bool = False) -> str:
    """Begin a session, ``second`` with a second factor; return its token."""
    token = secrets.token_urlsafe(32)
    change.store.sessions.begin(hash_of(token), staff.id, now=change.at, second=second, agent=agent[:MAX_AGENT])
    return token


def confirm(store: Store, staff: Staff, password: str, *, address: str, now: datetime) -> None:
    """Check once more that it is really this person. Raises SignInFailed, TooManyTries."""
    _prove(store, staff.name, password, address=address, now=now)


def session(store: Store, token: str, now: datetime, *, present: bool = True) -> Session | None:
    """Return the session with this token; None when it is over, or whoever it was is shut out.

    A page that looks by itself, without a person, is not ``present``: it keeps no session alive.
    """
    found = store.sessions.read(hash_of(token))
    if found is None:
        return None
    if _is_over(found, now):
        store.sessions.end(found.token_sha256)
        return None
    if present and abs(now - from_utc(found.seen_at)) >= SEEN_STEP:
        store.sessions.touch(found.token_sha256, now=utc(now))
    return found


def sessions(store: Store, person: Staff, now: datetime) -> list[Session]:
    """Return where a person is signed in, the session that was seen last first."""
    return [one for one in store.sessions.of(person.id) if not _is_over(one, now)]


def end_session(store: Store, person: Staff, token_sha256: str, *, now: datetime) -> None:
    """End one session of a person's own. Raises NotFound."""
    with changing(store, person, now, Right.SIGNED_IN) as change:
        if all(one.token_sha256 != token_sha256 for one in store.sessions.of(person.id)):
            raise NotFound("session")
        store.sessions.end(token_sha256)
        change.note("end-session", f"staff {person.id}")
        change.wake(PEOPLE)


def end_others(store: Store, person: Staff, *, but: str, now: datetime) -> None:
    """End every session of a person's own but the one with this hash."""
    with changing(store, person, now, Right.SIGNED_IN) as change:
        store.sessions.end_of(person.id, but=but)
        change.note("end-other-sessions", f"staff {person.id}")
        change.wake(PEOPLE)


def _is_over(session: Session, now: datetime) -> bool:
    # A clock that was set back makes no session longer: what is to come counts like what is long ago.
    return abs(now - from_utc(session.started_at)) >= ABSOLUTE or abs(now - from_utc(session.seen_at)) >= IDLE


def same_name(name: str) -> str:
    """Return a name as tries are counted by it, however it was typed."""
    return unicodedata.normalize("NFC", name).strip().casefold()[:80]


def sign_out(store: Store, token: str) -> None:
    """End this session."""
    store.sessions.end(hash_of(token))


def change_password(store: Store, staff: Staff, *, old: str, new: str, now: datetime, token: str | None = None) -> None:
    """Change a person's password and end every session of theirs but ``token``. Raises SignInFailed, WeakPassword."""
    found = store.people.find(staff.name)
    if found is None or not _matches(found.password_hash, old):
        raise SignInFailed("old password")
    password_hash = hashed(new)
    with changing(store, staff, now, Right.SIGNED_IN) as change:
        store.people.save_password(staff.id, password_hash)
        store.sessions.end_of(staff.id, but=hash_of(token) if token else None)
        change.note("change-password", f"staff {staff.id}")
        change.wake(PEOPLE)


def end_stale(store: Store, now: datetime) -> None:
    """Forget sessions and waits that are over."""
    store.sessions.end_stale(started_before=utc(now - ABSOLUTE), seen_before=utc(now - IDLE))


def _prove(store: Store, name: str, password: str, *, address: str, now: datetime) -> Account:
    """Return the account whose password this is. Raises SignInFailed, TooManyTries."""
    key = f"{same_name(name)}\0{address}"
    with _turn:
        failures = check_wait(store, key, now)
        found, nobody = account(store, name), _nobody()
        known = found is not None and found.staff.shut_at is None and bool(found.password_hash)
        # An unknown name costs as much time as a wrong password, and is answered alike.
        if not _matches(found.password_hash if found and known else nobody, password) or found is None or not known:
            note_wrong(store, key, failures, found.staff if found else None, address, now)
            raise SignInFailed("name or password")
        store.sessions.save_tries(key, 0, until="")
    return found


def check_wait(store: Store, key: str, now: datetime) -> int:
    """Return how many wrong tries there were for a key. Raises TooManyTries while the last must be waited out."""
    failures, until = store.sessions.tries(key) or (0, "")
    seconds = math.ceil((from_utc(until) - now).total_seconds()) if until else 0
    if 0 < seconds <= LONGEST_WAIT_S:  # more is no wait of ours: the clock was set back
        raise TooManyTries(str(seconds), seconds=seconds)
    return failures


def note_wrong(store: Store, key: str, failures: int, person: Staff | None, address: str, now: datetime) -> None:
    """Count a wrong try and write it down; whether anybody has the name makes no difference to what is done."""
    wait = timedelta(seconds=min(2**failures, LONGEST_WAIT_S))
    subject = f"staff {person.id}" if person else DOOR.name
    with changing(store, DOOR, now, Right.OWN_HAND) as change:
        store.sessions.save_tries(key, failures + 1, until=utc(now + wait))
        last = store.history.newest(subject)
        if last is None or last.move != "sign-in-failed" or abs(now - from_utc(last.at)) >= NOTED_AGAIN:
            change.note("sign-in-failed", subject, address)


def account(store: Store, name: str) -> Account | None:
    """Return a person by name, in whichever form a keyboard writes å, and in whichever it was kept earlier."""
    forms = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    # Both are always asked for: how long it takes tells nobody whether there is one.
    found = [store.people.find(form) for form in forms]
    return found[0] or found[1]


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
