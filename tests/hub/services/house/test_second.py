"""The second factor: which codes are taken, how often, and what stays of it on the disk."""

import hashlib
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from hub.marks import Marks
from hub.model import Right, Role, Staff
from hub.services.changing import changing
from hub.services.house import people, second, staff
from hub.store.base import Store
from shared.errors import NotFound, SignInFailed, TooManyTries, WrongSecond
from shared.submission import utc
from tests.fakes import NOON

S = timedelta(seconds=1)
HERE, SOMEWHERE = ("192.0.2.7", second.EVERYWHERE), ("192.0.2.8", second.EVERYWHERE)
KNOWN = ("browser 1",)
MARKS = Marks([bytes(32)])
SECRET = pyotp.random_base32()
LATER = timedelta(hours=1)
"""When the code with which the second factor was set up is long over."""


def shown(at: timedelta = LATER, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(NOON + at)


@pytest.fixture
def kari(store: Store) -> Staff:
    return store.people.add("Kari", "x", roles={Role.ADMIN}, now=utc(NOON))


def begun(store: Store, kari: Staff) -> str:
    """Return the token of a session with its first half alone."""
    with changing(store, staff.DOOR, NOON, Right.OWN_HAND) as change:
        return staff.begin(change, kari, agent="")


@pytest.fixture
def codes(store: Store, kari: Staff) -> list[str]:
    """Kari's recovery codes: she has a second factor."""
    return second.set_up(store, kari, MARKS, SECRET, shown(0 * S), now=NOON)


def prove(store: Store, kari: Staff, typed: str, *, at: timedelta = LATER, addresses: tuple[str, ...] = HERE) -> bool:
    second.prove(store, kari, MARKS, typed, addresses=addresses, now=NOON + at)
    return True


def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B, with the secret for SHA-1; its eight digits end in our six.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    known = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}

    found = {at: second._step(secret, code, datetime.fromtimestamp(at, UTC)) for at, code in known.items()}

    assert found == {at: at // 30 for at in known}


@pytest.mark.parametrize("off_s", [-30, 0, 30])
def test_telephone_may_be_half_a_minute_before_or_behind(
    store: Store, kari: Staff, codes: list[str], off_s: int
) -> None:
    assert prove(store, kari, f" {shown(LATER + off_s * S)[:3]} {shown(LATER + off_s * S)[3:]} ")


@pytest.mark.parametrize("off_s", [-90, 60])
def test_code_of_another_time_is_not_taken(store: Store, kari: Staff, codes: list[str], off_s: int) -> None:
    with pytest.raises(WrongSecond):
        prove(store, kari, shown(LATER + off_s * S))


@pytest.mark.parametrize("typed", ["", "000000", "½²³", "\ud800", "x" * 9_999, "0000-00000", "1" * 10])
def test_what_is_no_code_is_not_taken(store: Store, kari: Staff, codes: list[str], typed: str) -> None:
    with pytest.raises(WrongSecond):
        prove(store, kari, typed)


def test_each_code_is_good_once_and_those_before_it_no_more(store: Store, kari: Staff, codes: list[str]) -> None:
    assert prove(store, kari, shown())

    for n, code in enumerate((shown(), shown(LATER - 30 * S))):
        with pytest.raises(WrongSecond):
            prove(store, kari, code, addresses=(f"192.0.2.{n}",))


def test_code_that_set_it_up_signs_nobody_in(store: Store, kari: Staff, codes: list[str]) -> None:
    with pytest.raises(WrongSecond):
        prove(store, kari, shown(0 * S), at=S)


def test_each_recovery_code_is_good_once_however_it_is_typed(store: Store, kari: Staff, codes: list[str]) -> None:
    assert len(set(codes)) == second.recovery_left(store, kari) == 10
    assert prove(store, kari, codes[0].lower().replace("-", " "))
    assert second.recovery_left(store, kari) == 9

    with pytest.raises(WrongSecond):
        prove(store, kari, codes[0])


def test_new_recovery_codes_end_the_old_and_give_no_code_back(store: Store, kari: Staff, codes: list[str]) -> None:
    assert prove(store, kari, shown())

    new = second.renew_recovery(store, kari, now=NOON + LATER)

    assert prove(store, kari, new[9])
    for typed in (codes[9], shown()):
        with pytest.raises(WrongSecond):
            prove(store, kari, typed, addresses=(typed,))


def test_nothing_on_the_disk_gives_a_code(store: Store, kari: Staff, codes: list[str]) -> None:
    found = store.people.read(kari.id)
    assert found is not None

    assert SECRET not in found.second
    assert MARKS.read(f"second factor of staff {kari.id + 1}", found.second) is None
    assert not store.people.use_recovery(kari.id, hashlib.sha256(codes[0].replace("-", "").encode()).hexdigest())
    assert not any(code in repr(line) for code in codes for line in store.history.about(f"staff {kari.id}"))


def test_wait_doubles_with_each_wrong_code_and_leaves_a_line(store: Store, kari: Staff, codes: list[str]) -> None:
    at, waits = LATER, []
    for _ in range(11):
        with pytest.raises(WrongSecond):
            prove(store, kari, "000000", at=at)
        with pytest.raises(TooManyTries) as caught:
            prove(store, kari, shown(at), at=at)
        waits.append(caught.value.seconds or 0)
        at += waits[-1] * S

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]
    assert prove(store, kari, shown(at), at=at)
    assert [line.move for line in store.history.about(f"staff {kari.id}")].count("sign-in-failed") > 3


def test_many_addresses_win_no_guesses_and_lock_no_known_browser_out(
    store: Store, kari: Staff, codes: list[str]
) -> None:
    with pytest.raises(WrongSecond):
        prove(store, kari, "000000", addresses=HERE)

    with pytest.raises(TooManyTries):
        prove(store, kari, "000000", addresses=SOMEWHERE)
    assert prove(store, kari, shown(), addresses=KNOWN)


def test_whole_session_has_another_token_and_the_half_one_is_worthless(store: Store, kari: Staff) -> None:
    token = begun(store, kari)
    half = staff.session(store, token, NOON)
    assert half is not None
    assert not half.second

    whole = staff.session(store, second.complete(store, half, agent="Firefox", now=NOON), NOON)

    assert whole is not None
    assert (whole.second, whole.agent) == (True, "Firefox")
    assert staff.session(store, token, NOON) is None
    with pytest.raises(SignInFailed):
        second.complete(store, half, agent="Firefox", now=NOON)


def test_secret_that_is_offered_is_the_sessions_own_and_another_once_it_is_taken(store: Store, kari: Staff) -> None:
    mine, other = (staff.session(store, begun(store, kari), NOON) for _ in range(2))
    assert mine is not None
    assert other is not None
    offered = second.offered(store, mine, MARKS)

    assert offered == second.offered(store, mine, MARKS)
    assert len(offered) == 32
    assert offered != second.offered(store, other, MARKS)
    second.set_up(store, kari, MARKS, offered, pyotp.TOTP(offered).at(NOON), now=NOON)
    assert offered != second.offered(store, mine, MARKS)


def test_address_for_the_telephone_says_whose_it_is() -> None:
    found = pyotp.parse_uri(second.address(SECRET, Staff(1, "Kari Å"), "Lund & Co"))

    assert (found.secret, found.name, found.issuer) == (SECRET, "Kari Å", "Samskap Lund & Co")


def test_wrong_code_sets_nothing_up(store: Store, kari: Staff) -> None:
    with pytest.raises(WrongSecond):
        second.set_up(store, kari, MARKS, SECRET, "000000", now=NOON)

    assert not second.has(store, kari)
    with pytest.raises(NotFound):
        second.renew_recovery(store, kari, now=NOON)


def test_admin_who_resets_somebody_takes_the_second_factor_away(store: Store, kari: Staff, codes: list[str]) -> None:
    boss = store.people.add("Ola", "x", roles={Role.ADMIN}, now=utc(NOON))

    people.reset(store, kari.id, by=boss, now=NOON)

    assert (second.has(store, kari), second.recovery_left(store, kari)) == (False, 0)
    with pytest.raises(WrongSecond):
        prove(store, kari, codes[0])


def test_removed_is_gone(store: Store, kari: Staff, codes: list[str]) -> None:
    second.remove(store, kari, now=NOON)

    assert not second.has(store, kari)
    assert [line.move for line in store.history.about(f"staff {kari.id}")] == ["set-second", "remove-second"]
