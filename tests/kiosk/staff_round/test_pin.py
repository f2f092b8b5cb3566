"""The staff PIN: six digits, and a wait that neither a restart nor another date shortens."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.staff_round.pin import Pin, check_new
from kiosk.store import KioskStore
from shared.errors import FileUnreadable, GuessablePin, StoreBroken, TooManyTries, WeakPin, WrongPin
from tests.builders import CHEAP_PIN
from tests.fakes import FrozenClock

PIN = "271828"
COMMONEST = ["000000", "111111", "112233", "121212", "123123", "123456", "159753", "654321", "666666", "789456"]
"""Of six digits, by Markert et al. (IEEE S&P 2020)."""
EARLY = ["696969", "123321", "007007", "131313", "111222", "147258", "102030", "420420", "852456", "142536"]
"""Others that stand early in zxcvbn's list of passwords."""


def a_pin(folder: Path, clock: FrozenClock) -> Pin:
    """The PIN as it is after a start of the kiosk."""
    return Pin(KioskStore.open(folder, clock), clock.monotonic, CHEAP_PIN)


def try_wrongly(pin: Pin, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPin):
            pin.check("000000")


def test_pin_lets_in_who_knows_it(tmp_path: Path) -> None:
    pin = a_pin(tmp_path, FrozenClock())
    pin.set(PIN)

    pin.check(PIN)

    assert pin.is_set
    assert PIN not in (tmp_path / "pin.json").read_text()
    with pytest.raises(WrongPin):
        pin.check("271829")


def test_kiosk_without_a_pin_lets_nobody_in(tmp_path: Path) -> None:
    pin = a_pin(tmp_path, FrozenClock())

    assert not pin.is_set
    with pytest.raises(WrongPin):
        pin.check("")


@pytest.mark.parametrize("weak", ["", "12345", "1234567", "12345a", "１２３４５６", "123456\n"])
def test_pin_is_exactly_six_digits(tmp_path: Path, weak: str) -> None:
    with pytest.raises(WeakPin):
        a_pin(tmp_path, FrozenClock()).set(weak)


@pytest.mark.parametrize("pin", [*COMMONEST, *EARLY, "890123"])
def test_pin_that_is_tried_first_is_refused(tmp_path: Path, pin: str) -> None:
    with pytest.raises(GuessablePin):
        a_pin(tmp_path, FrozenClock()).set(pin)


def test_few_pins_are_refused() -> None:
    refused = 0
    for n in range(1_000_000):
        try:
            check_new(f"{n:06}")
        except GuessablePin:
            refused += 1

    assert refused < 25_000


def test_waits_double_from_one_minute_to_an_hour(tmp_path: Path) -> None:
    clock = FrozenClock()
    pin = a_pin(tmp_path, clock)
    pin.set(PIN)
    try_wrongly(pin, 5)

    waits = []
    for _ in range(8):
        waits.append(pin.wait_s)
        clock.pass_s(pin.wait_s)
        try_wrongly(pin, 1)

    assert waits == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600]


def test_right_pin_is_not_even_looked_at_during_the_wait(tmp_path: Path) -> None:
    clock = FrozenClock()
    pin = a_pin(tmp_path, clock)
    pin.set(PIN)
    try_wrongly(pin, 5)

    clock.pass_s(59.5)
    with pytest.raises(TooManyTries) as told:
        pin.check(PIN)
    clock.pass_s(0.5)
    pin.check(PIN)

    assert told.value.seconds == 1
    try_wrongly(pin, 5)


def test_restart_begins_the_wait_anew(tmp_path: Path) -> None:
    clock = FrozenClock()
    pin = a_pin(tmp_path, clock)
    pin.set(PIN)
    try_wrongly(pin, 5)
    clock.pass_s(50)

    pin = a_pin(tmp_path, clock)

    assert pin.wait_s == 60


def test_another_date_does_not_shorten_the_wait(tmp_path: Path) -> None:
    clock = FrozenClock()
    pin = a_pin(tmp_path, clock)
    pin.set(PIN)
    try_wrongly(pin, 5)

    clock.set_to(datetime(2099, 1, 1, tzinfo=UTC))

    assert pin.wait_s == 60


def test_plug_pulled_between_tries_gives_no_free_try(tmp_path: Path) -> None:
    clock = FrozenClock()
    a_pin(tmp_path, clock).set(PIN)

    for _ in range(5):
        try_wrongly(a_pin(tmp_path, clock), 1)

    with pytest.raises(TooManyTries):
        a_pin(tmp_path, clock).check(PIN)


def test_new_pin_ends_the_wait(tmp_path: Path) -> None:
    pin = a_pin(tmp_path, FrozenClock())
    pin.set(PIN)
    try_wrongly(pin, 5)

    pin.set("314159")

    pin.check("314159")


def test_staff_get_in_although_nothing_can_be_written(tmp_path: Path) -> None:
    clock = FrozenClock()
    pin = a_pin(tmp_path, clock)
    pin.set(PIN)
    for name in ("pin.json.new", "pin-tries.json.new"):
        (tmp_path / name).mkdir()

    try_wrongly(pin, 4)
    pin.check(PIN)
    try_wrongly(pin, 5)

    assert pin.wait_s == 60
    with pytest.raises(StoreBroken):
        pin.set("314159")


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"failures": "many", "hash": 1}', '{"hash": "zz", "salt": "q"}'])
def test_pin_file_that_makes_no_sense_lets_nobody_in_and_nobody_choose_another(tmp_path: Path, content: str) -> None:
    (tmp_path / "pin.json").write_text(content)
    pin = a_pin(tmp_path, FrozenClock())

    with pytest.raises(FileUnreadable):
        pin.check(PIN)
    with pytest.raises(FileUnreadable):
        _ = pin.is_set


def test_pin_that_cannot_be_read_is_set_anew_by_who_has_the_machine(tmp_path: Path) -> None:
    (tmp_path / "pin.json").write_text("")

    a_pin(tmp_path, FrozenClock()).set(PIN)

    a_pin(tmp_path, FrozenClock()).check(PIN)
