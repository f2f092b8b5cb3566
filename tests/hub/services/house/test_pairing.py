"""Pairing: the right code pairs one kiosk; everything else pairs nobody."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.bus import TRIED
from hub.services.house import kiosks, pairing
from hub.store.base import Store
from shared.errors import BadMessage, BadName, BadPlace, PairingClosed, PairingError, WrongCode
from shared.protocol import (
    PairingChallenge,
    PairingOpening,
    PairingProof,
    pairing_proof,
    read_pairing_code,
)
from shared.submission import utc
from tests.fakes import NOON
from tests.hub.web.library import Library
from tests.hub_builders import KARI
from tests.pairing import CERTIFICATE, SEAL_KEY, Pairer, prove

WRONG = "0000-0000-0000"
LIMIT_S = 30


@pytest.fixture
def code(store: Store) -> str:
    return pairing.open_code(store, by=KARI, now=NOON).code


def test_code_is_twelve_letters_in_three_groups_for_ten_minutes(store: Store) -> None:
    opened = pairing.open_code(store, by=KARI, now=NOON)

    assert [len(group) for group in opened.code.split("-")] == [4, 4, 4]
    assert read_pairing_code(opened.code)
    assert opened.closes_at == "2026-11-22T12:10:00.000Z"
    assert pairing.current(store, NOON) == opened


def test_right_code_pairs_and_the_hub_proves_itself(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)

    grant = kiosk.pair()

    assert kiosks.known(store, grant.token).name == "Ny"
    assert grant.seal_key == SEAL_KEY
    assert len(bytes.fromhex(grant.token)) == 32


def test_name_that_staff_gave_wins_over_what_the_kiosk_calls_itself(store: Store) -> None:
    code = pairing.open_code(store, by=KARI, now=NOON, name=" Bokbussen ").code

    grant = Pairer(store, code).pair()

    assert kiosks.known(store, grant.token).name == "Bokbussen"


def test_kiosk_stands_where_staff_said_and_keeps_its_place_when_nobody_says_another(store: Store) -> None:
    places = []
    for place in (" ved inngangen ", "", "i barneavdelingen"):
        code = pairing.open_code(store, by=KARI, now=NOON, name="Bokbussen", place=place).code
        places.append(kiosks.known(store, Pairer(store, code).pair().token).place)

    assert places == ["ved inngangen", "ved inngangen", "i barneavdelingen"]


def test_no_code_is_opened_for_a_place_unfit_for_a_list(store: Store) -> None:
    with pytest.raises(BadPlace, match="place"):
        pairing.open_code(store, by=KARI, now=NOON, name="Bokbussen", place="x" * 81)

    assert pairing.current(store, NOON) is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Bok\nbuss"])
def test_no_code_is_opened_for_a_kiosk_without_a_proper_name(store: Store, name: str) -> None:
    with pytest.raises(BadName, match="name"):
        pairing.open_code(store, by=KARI, now=NOON, name=name)

    assert pairing.current(store, NOON) is None


def test_slow_hash_is_paid_when_the_code_is_opened_and_for_no_proof(store: Store, code: str) -> None:
    kiosk, opened = Pairer(store, code), pairing.current(store, NOON)
    assert opened
    store.kiosks.open_code(replace(opened, code="ABCD-EFGH-JKMN"), now=utc(NOON))  # only the key is the code's own

    assert kiosks.known(store, kiosk.pair().token).id == kiosk.id


def test_token_is_stored_only_as_its_hash(store: Store, code: str) -> None:
    grant = Pairer(store, code).pair()

    assert store.kiosks.by_token(grant.token) is None
    assert store.kiosks.by_token(kiosks.hash_of(grant.token)) is not None


def test_code_is_worthless_after_one_success(store: Store, code: str) -> None:
    Pairer(store, code).pair()

    assert pairing.current(store, NOON) is None
    with pytest.raises(PairingClosed):
        Pairer(store, code, id="k10").open()


def test_code_runs_out(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    proof = kiosk.proof(kiosk.open())
    late = NOON + timedelta(minutes=10)

    assert pairing.current(store, late) is None
    with pytest.raises(PairingClosed):
        prove(store, proof, now=late)


def test_new_code_closes_the_one_before(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    proof = kiosk.proof(kiosk.open())
    pairing.open_code(store, by=KARI, now=NOON)

    with pytest.raises(WrongCode):
        prove(store, proof)


def test_nothing_pairs_without_an_open_code(store: Store) -> None:
    with pytest.raises(PairingClosed):
        Pairer(store, WRONG).open()


def test_wrong_codes_close_nothing_and_are_counted_for_staff(store: Store, code: str) -> None:
    for _ in range(7):
        with pytest.raises(WrongCode):
            Pairer(store, WRONG).pair()

    assert pairing.wrong_proofs(store) == 7
    assert Pairer(store, code).pair()
    assert pairing.wrong_proofs(store) == 0


def test_wrong_proofs_beyond_a_hundred_are_not_written_down(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    wrong = replace(kiosk.proof(kiosk.open()), proof="0" * 64)
    for _ in range(pairing.MOST_COUNTED + 5):
        with pytest.raises(WrongCode):
            prove(store, wrong)

    assert pairing.wrong_proofs(store) == pairing.MOST_COUNTED


def test_wrong_proof_that_is_not_counted_waits_for_nobody_who_writes(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    wrong = replace(kiosk.proof(kiosk.open()), proof="0" * 64)
    for _ in range(pairing.MOST_COUNTED):
        store.kiosks.count_try()

    with ThreadPoolExecutor(1) as pool, store.atomic():
        tried = pool.submit(prove, store, wrong)
        answered = not wait([tried], LIMIT_S).not_done

    assert answered
    assert isinstance(tried.exception(), WrongCode)


def test_staff_are_told_of_the_first_wrong_proof_alone(library: Library) -> None:
    store = library.store
    code = pairing.open_code(store, by=KARI, now=NOON).code
    kiosk = Pairer(store, code)
    wrong = replace(kiosk.proof(kiosk.open()), proof="0" * 64)
    library.bus.said.clear()

    for _ in range(3):
        with pytest.raises(WrongCode):
            prove(store, wrong)

    assert library.bus.said == [TRIED]


def test_many_kiosks_that_ask_at_once_take_nothing_from_each_other(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    first = kiosk.open()
    for _ in range(500):
        Pairer(store, WRONG).open()

    assert prove(store, kiosk.proof(first))


def test_two_kiosks_with_the_right_code_at_once_pair_one(store: Store, code: str) -> None:
    rivals = [Pairer(store, code, id=f"k{n}") for n in range(4)]
    proofs = [rival.proof(rival.open()) for rival in rivals]

    def attempt(proof: PairingProof) -> bool:
        try:
            prove(store, proof)
        except PairingError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, proofs)) == [False, False, False, True]
    assert len(kiosks.listed(store)) == 1


def test_relay_with_another_certificate_is_wrong(store: Store, code: str) -> None:
    with pytest.raises(WrongCode):
        Pairer(store, code, sees="d" * 64).pair()


def test_replayed_proof_is_wrong(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    proof = kiosk.proof(kiosk.open())
    prove(store, proof)

    with pytest.raises(PairingClosed):
        prove(store, proof)
    pairing.open_code(store, by=KARI, now=NOON)
    with pytest.raises(WrongCode):
        prove(store, proof)


def test_proof_for_a_challenge_never_given_is_wrong(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    kiosk.open()

    with pytest.raises(WrongCode):
        prove(store, kiosk.proof(PairingChallenge("a" * 64, "hub", "Lund")))


def test_name_swapped_on_the_way_is_wrong(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    proof = kiosk.proof(kiosk.open())

    with pytest.raises(WrongCode):
        prove(store, PairingProof(proof.kiosk_nonce, proof.hub_nonce, "evil", proof.kiosk_name, proof.proof))


@pytest.mark.parametrize("mac", ["", "0" * 64, "\ud800", "f" * 10_000])
def test_made_up_proof_is_wrong(store: Store, code: str, mac: str) -> None:
    kiosk = Pairer(store, code)
    proof = kiosk.proof(kiosk.open())

    with pytest.raises(WrongCode):
        prove(store, PairingProof(proof.kiosk_nonce, proof.hub_nonce, proof.kiosk_id, proof.kiosk_name, mac))


def test_hubs_own_proof_sent_back_is_wrong(store: Store, code: str) -> None:
    kiosk = Pairer(store, code)
    proof = kiosk.proof(kiosk.open())
    echo = pairing_proof(kiosk.key, "hub", CERTIFICATE, proof.kiosk_nonce, proof.hub_nonce, proof.kiosk_id, "Ny")

    with pytest.raises(WrongCode):
        prove(store, PairingProof(proof.kiosk_nonce, proof.hub_nonce, proof.kiosk_id, proof.kiosk_name, echo))


@pytest.mark.parametrize("nonce", ["", "zz", "ab" * 31, "ab" * 33, "æ" * 64, "AB" * 32, " " + "ab" * 32, "ab " * 32])
def test_nonce_of_another_shape_is_a_bad_message(store: Store, code: str, nonce: str) -> None:
    with pytest.raises(BadMessage):
        pairing.challenge(store, PairingOpening(nonce), hub_id="hub", name="Lund", now=NOON)
    with pytest.raises(BadMessage):
        prove(store, PairingProof(nonce, nonce, "k", "Ny", ""))


@pytest.mark.parametrize(
    ("id", "name"), [("", "Ny"), ("k" * 65, "Ny"), ("k\0", "Ny"), ("k", ""), ("k", "N\0"), ("k", "x" * 81)]
)
def test_names_of_another_shape_are_a_bad_message(store: Store, code: str, id: str, name: str) -> None:
    with pytest.raises(BadMessage):
        prove(store, PairingProof("a" * 64, "b" * 64, id, name, ""))

    opened = pairing.current(store, NOON)
    assert opened is not None
    assert (opened.code, pairing.wrong_proofs(store)) == (code, 0)


def test_kiosk_that_is_called_like_another_gets_a_number(store: Store) -> None:
    def paired(id: str, name: str) -> str:
        code = pairing.open_code(store, by=KARI, now=NOON, name=name).code
        Pairer(store, code, id=id).pair()
        found = store.kiosks.read(id)
        assert found is not None
        return found.name

    assert [paired("k1", "Inngang"), paired("k2", "Inngang"), paired("k3", "inngang")] == [
        "Inngang", "Inngang 2", "inngang 3"
    ]  # fmt: skip
    assert paired("k1", "Inngang") == "Inngang"  # the same tablet, paired again
