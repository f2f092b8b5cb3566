"""What a PIN costs who tries them all, and that a dearer one comes by itself; and PINs set beside a running kiosk."""

import hashlib
import json
from pathlib import Path

import pytest

from kiosk.staff_round.pin import PIN_COST, Pin
from kiosk.store import KioskStore
from shared.errors import FileUnreadable, StoreBusy, TooManyTries, WrongPin
from tests.builders import CHEAP_PIN
from tests.fakes import FrozenClock

PIN, NEW_PIN = "271828", "314159"


def a_pin(folder: Path, cost: int = CHEAP_PIN, clock: FrozenClock | None = None) -> Pin:
    """The PIN as a process that starts now knows it."""
    clock = clock or FrozenClock()
    return Pin(KioskStore.open(folder, clock), clock.monotonic, cost)


def kept(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "pin.json").read_text())
    return found


def test_pin_in_real_life_costs_128_megabytes_a_try(tmp_path: Path) -> None:
    clock = FrozenClock()
    pin = Pin(KioskStore.open(tmp_path, clock), clock.monotonic)

    given = pin.set(PIN)

    assert kept(tmp_path)["n"] == PIN_COST == 128 * 2**20 // (128 * 8)
    assert pin.check(PIN) == given


def test_key_is_the_pins_own_and_stands_in_no_file_and_no_log(tmp_path: Path) -> None:
    pin = a_pin(tmp_path)
    first = pin.set(PIN)

    again = a_pin(tmp_path).check(PIN)
    other = pin.set(PIN)

    assert (again, len(first.secret)) == (first, 32)
    assert other != first
    assert first.secret.hex() not in "".join(file.read_text() for file in tmp_path.glob("*.json"))
    assert first.secret.hex() not in repr(first)
    assert repr(first.secret) not in repr(first)


def test_pin_of_an_early_program_still_lets_in_and_is_renewed_at_the_next_right_one(tmp_path: Path) -> None:
    a_pin(tmp_path, 2**14).set(PIN)
    early = {name: value for name, value in kept(tmp_path).items() if name != "n"}
    (tmp_path / "pin.json").write_text(json.dumps({**early, "failures": 0}))
    pin = a_pin(tmp_path, 2**15)

    with pytest.raises(WrongPin):
        pin.check(NEW_PIN)
    unchanged = kept(tmp_path)
    key = pin.check(PIN)

    assert unchanged["hash"] == early["hash"]
    assert kept(tmp_path)["n"] == 2**15
    assert kept(tmp_path)["salt"] != early["salt"]
    assert a_pin(tmp_path, 2**15).check(PIN) == key


def test_pin_that_could_not_be_chosen_any_more_still_lets_in_and_is_renewed(tmp_path: Path) -> None:
    hashed = hashlib.scrypt(b"123456", salt=b"early", n=CHEAP_PIN, r=8, p=1, dklen=64)[:32].hex()
    (tmp_path / "pin.json").write_text(json.dumps({"salt": "early", "hash": hashed, "n": CHEAP_PIN}))

    a_pin(tmp_path, 2 * CHEAP_PIN).check("123456")

    assert kept(tmp_path)["n"] == 2 * CHEAP_PIN
    a_pin(tmp_path).check("123456")


def test_dearer_pin_is_not_made_cheaper(tmp_path: Path) -> None:
    a_pin(tmp_path, 4 * CHEAP_PIN).set(PIN)

    a_pin(tmp_path).check(PIN)

    assert kept(tmp_path)["n"] == 4 * CHEAP_PIN


def test_renewal_that_cannot_be_written_lets_in_all_the_same(tmp_path: Path) -> None:
    a_pin(tmp_path).set(PIN)
    (tmp_path / "pin.json.new").mkdir()

    a_pin(tmp_path, 2 * CHEAP_PIN).check(PIN)

    assert kept(tmp_path)["n"] == CHEAP_PIN


@pytest.mark.parametrize("n", [0, 1, 3, -2, 2**21, 2**60, "2", 2.0, True, None])
def test_cost_that_cannot_be_is_not_tried(tmp_path: Path, n: object) -> None:
    a_pin(tmp_path).set(PIN)
    (tmp_path / "pin.json").write_text(json.dumps({**kept(tmp_path), "n": n}))

    with pytest.raises(FileUnreadable):
        a_pin(tmp_path).check(PIN)


def test_machine_without_the_memory_says_that_it_is_busy(tmp_path: Path) -> None:
    pin = a_pin(tmp_path, 2**40)

    with pytest.raises(StoreBusy):
        pin.set(PIN)


def test_pin_set_beside_a_running_kiosk_is_the_pin_at_once_and_stays(tmp_path: Path) -> None:
    running = a_pin(tmp_path)
    running.set(PIN)
    running.check(PIN)

    a_pin(tmp_path).set(NEW_PIN)
    with pytest.raises(WrongPin):
        running.check(PIN)
    running.check(NEW_PIN)

    a_pin(tmp_path).check(NEW_PIN)


def test_tries_that_are_counted_do_not_undo_a_pin_that_was_set_meanwhile(tmp_path: Path) -> None:
    running = a_pin(tmp_path)
    running.set(PIN)
    for _ in range(3):
        with pytest.raises(WrongPin):
            running.check("000000")

    a_pin(tmp_path).set(NEW_PIN)
    for _ in range(5):
        with pytest.raises(WrongPin):
            running.check(PIN)

    with pytest.raises(TooManyTries):
        running.check(NEW_PIN)
    a_pin(tmp_path).set(NEW_PIN)
    running.check(NEW_PIN)


def test_pin_outlives_a_folder_that_is_removed_under_the_running_kiosk(tmp_path: Path) -> None:
    running = a_pin(tmp_path / "kiosk")
    running.set(PIN)
    running.check(PIN)
    (tmp_path / "kiosk" / "pin.json").unlink()

    assert running.is_set
    a_pin(tmp_path / "kiosk").check(PIN)


def test_count_that_cannot_be_read_locks_nobody_out(tmp_path: Path) -> None:
    a_pin(tmp_path).set(PIN)
    (tmp_path / "pin-tries.json").write_text("{")

    a_pin(tmp_path).check(PIN)

    assert json.loads((tmp_path / "pin-tries.json").read_text())["failures"] == 0
