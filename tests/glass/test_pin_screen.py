"""The screen that asks for the PIN: twice for a new one, slower after wrong ones, with a sign while it is looked at."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from shared.errors import FileUnreadable, GuessablePin, WrongPin
from tests.glass.kiosks import a_kiosk

if TYPE_CHECKING:
    from tests.glass.driver import Driver


def test_the_first_pin_is_asked_twice_and_must_be_the_same(glass: "Driver") -> None:
    glass.knock()
    glass.pad("112358")
    glass.pad("999999")
    assert (glass.screen, glass.app.tr(WrongPin.says) in glass.words()) == ("PinScreen", True)

    glass.pad("112358" * 2)

    assert (glass.screen, glass.app.kiosk.pin.is_set) == ("StatusScreen", True)


def test_pin_that_is_easy_to_guess_is_refused_before_it_is_asked_once_more(glass: "Driver") -> None:
    glass.knock()
    glass.pad("123456")

    said = glass.words()
    assert glass.app.tr(GuessablePin.says) in said
    assert glass.app.tr("Choose a PIN of six digits") in said
    assert not glass.app.kiosk.pin.is_set


def test_wrong_pins_are_slowed_down_and_the_right_one_lets_in(status: "Driver") -> None:
    status.tap("back")
    status.knock()
    status.pad("000000" * 6)
    assert status.screen == "PinScreen"
    wait = status.app.tr.ngettext(
        "Too many tries. Wait {n} second.", "Too many tries. Wait {n} seconds.", 60
    ).partition("{n}")[0]
    assert any(words.startswith(wait) for words in status.words())

    status.app.kiosk.clock.pass_s(61)
    status.pad("112358")

    assert status.screen == "StatusScreen"


def look_slowly(glass: "Driver") -> threading.Event:
    """Look at the right PIN as long as on a slow tablet: until the event is set."""
    done, staff = threading.Event(), glass.app.staff_round
    beside = staff.beside
    staff.beside = lambda name, work, then: beside(name, lambda: (done.wait(60), work())[1], then)
    staff.enter_pin("112358")
    glass.frames(2)
    return done


def test_while_a_pin_is_looked_at_the_screen_says_so_and_takes_no_digit(status: "Driver") -> None:
    status.tap("back")
    status.knock()
    done = look_slowly(status)

    assert status.app.tr("One moment …") in status.words()
    assert status.find("pad-1").disabled

    done.set()
    status.until(lambda: status.screen == "StatusScreen", 100_000)


def test_who_goes_away_while_a_pin_is_looked_at_does_not_come_in(status: "Driver") -> None:
    status.tap("back")
    status.knock()
    done = look_slowly(status)
    status.tap("back")

    done.set()
    for thread in threading.enumerate():
        if thread.name == "pin":
            thread.join()
    status.frames(5)

    assert (status.screen, status.app.staff_round.view) == ("AttractScreen", None)


def test_what_the_pin_gave_is_forgotten_when_the_glass_ends(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk")) as glass:
        glass.knock()
        glass.pad("112358" * 2)
        staff = glass.app.staff_round
        held = staff._key

    assert held is not None
    assert (staff.view, staff._key) == (None, None)


def test_pin_that_cannot_be_read_lets_nobody_choose_another(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    kiosk = a_kiosk(tmp_path / "kiosk", paired=False)
    (tmp_path / "kiosk" / "pin.json").write_text("")
    with Driver.of(kiosk) as glass:
        glass.tap("for-staff")
        before = glass.words()
        glass.pad("112358" * 2)
        glass.frames(2)

        assert glass.screen == "PinScreen"
        assert "PIN-koden til personalet" in before
        assert glass.app.tr(FileUnreadable.says) in glass.words()
