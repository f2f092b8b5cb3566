"""The staff door, and what lies behind it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.screens.staff.pairing import WRONG
from kiosk.screens.staff.staff import ago, figures
from kiosk.sync.worker import SyncState
from shared.errors import FileUnreadable, HubUnreachable, NotPaired, PairingChanged, PairingError, WrongCode
from shared.languages import translator
from shared.submission import utc
from tests.builders import a_news, a_pairing, a_receipt
from tests.fakes import NOON
from tests.glass.kiosks import a_kiosk, answer_pairing, starter_prompts

if TYPE_CHECKING:
    from tests.glass.driver import Driver


def test_five_taps_in_the_corner_open_the_door_from_any_screen(writing: "Driver") -> None:
    writing.knock(4)
    assert writing.screen == "AskScreen"

    writing.knock(1)

    assert writing.screen == "PinScreen"


@pytest.mark.parametrize(
    ("language", "skew", "clock", "disk"),
    [
        ("nb", 0.2, ("Klokka", "går riktig"), "82,6 GB"),
        ("sv", -301.0, ("Klockan går fel med", "-301 s"), "82,6 GB"),
        ("en", None, ("Clock", "–"), "82.6 GB"),
    ],
)
def test_figures_are_told_as_the_language_writes_them(
    status: "Driver", language: str, skew: float | None, clock: tuple[str, str], disk: str
) -> None:
    now = replace(status.app.kiosk.store.status(), skew_s=skew, free_bytes=82_600_000_000)

    told = figures(now, translator(language), NOON)

    assert clock in told
    assert disk in [value for _, value in told]


def test_words_of_the_buttons_keep_off_their_rounded_ends(status: "Driver") -> None:
    buttons = [status.find(name) for name in ("at-the-door", "sync-now", "pair", "exit")]

    room = [button.right - button.ids.label.right for button in buttons]

    assert [room[n] >= button.corner / 2 for n, button in enumerate(buttons)] == [True] * 4


def test_five_slow_taps_open_nothing(glass: "Driver") -> None:
    for _ in range(3):
        glass.knock(2)
        glass.app.kiosk.clock.pass_s(4)

    assert glass.screen != "PinScreen"


def test_status_tells_the_books_and_the_hub(status: "Driver") -> None:
    tr, words = status.app.tr, status.words()

    assert "Holmlia" in words
    for label in ("Waiting to be sent", "Set aside", "On the hub", "Accounts", "Last sync", "Free disk", "Version"):
        assert tr(label) in words
    assert tr("balance") in words


def test_tablet_whose_hub_was_changed_serves_nobody_and_lets_staff_pair_it_anew(
    status: "Driver", tmp_path: Path
) -> None:
    status.tap("back")
    file = tmp_path / "kiosk" / "pairing.json"
    file.write_text(file.read_text().replace("hub1", "another hub"))

    status.app.kiosk.worker.on_change()
    status.frames(3)
    seen = status.screen, status.app.tr(PairingChanged.says) in status.words()
    status.knock()
    status.pad("112358")
    said = status.app.tr(PairingChanged.says) in status.words()
    status.tap("pair")

    assert seen == ("NotReadyScreen", True)
    assert said
    assert status.screen == "PairingScreen"


def test_tablet_without_a_hub_offers_one_thing_to_do(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", paired=False)) as glass:
        assert glass.ids() == {"for-staff"}
        assert "Koble til" in glass.words()
        glass.tap("for-staff")
        glass.pad("112358" * 2)

        assert glass.ids() == {"pair", "exit", "back"}
        glass.tap("pair")
        assert glass.screen == "PairingScreen"


def test_closing_the_staff_door_begins_anew_for_visitors(status: "Driver") -> None:
    status.tap("back")

    assert status.screen == "AttractScreen"


def test_a_forgotten_staff_door_closes_itself(status: "Driver") -> None:
    status.app.kiosk.clock.pass_s(200)
    status.app._tick(1)
    status.frames(2)

    assert status.screen == "AttractScreen"


def test_no_warning_for_visitors_comes_over_the_staff_screens(writing: "Driver") -> None:
    writing.knock()
    writing.app.kiosk.clock.pass_s(70)
    writing.app.visit.tick()
    writing.frames(2)

    assert "pad-1" in writing.ids()


def test_pairing_asks_for_an_address_and_a_code_and_tells_what_went_wrong(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", paired=False)) as glass:
        glass.tap("for-staff")
        glass.pad("112358" * 2)
        glass.tap("pair")
        glass.tap("type-address")
        glass.type("127.0.0.1:1")
        glass.tap("pair-main")
        glass.type("Ved døra")
        glass.tap("pair-main")
        assert glass.find("pair-main").disabled
        glass.pad("k7qm2xht9frb".upper())
        glass.tap("pair-main")
        glass.until(lambda: not glass.page.busy, 100_000)
        glass.frames(2)

        assert glass.app.tr(HubUnreachable.says) in glass.words()
        assert glass.app.kiosk.store.pairing() is None
        glass.tap("back")
        glass.tap("back")
        assert glass.screen == "StatusScreen"


def test_after_pairing_staff_see_whether_the_questions_have_come(asking_for_code: "Driver") -> None:
    glass, kiosk = asking_for_code, asking_for_code.app.kiosk
    answer_pairing(glass, lambda: kiosk.store.keep_pairing(a_pairing()))

    def said(state: SyncState | None = None) -> str:
        if state is not None:
            kiosk.worker._tell(state)
        glass.frames(2)
        words: str = glass.find("fetched").words
        return words

    assert said() == "Henter spørsmålene …"
    assert said(SyncState(problem=NotPaired())) == "Henter spørsmålene …"
    assert said(SyncState(problem=HubUnreachable())).startswith("Ingen spørsmål ennå.")
    assert said(SyncState(connected=True, rounds=1)).startswith("Sentralen har ingen åpne spørsmål.")
    kiosk.store.take_receipt(a_receipt(news=a_news(prompts=starter_prompts())))
    assert said(SyncState(connected=True, rounds=2)) == f"Spørsmål her: {len(starter_prompts())}"


def test_tablet_without_a_network_says_so_to_staff(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    kiosk = a_kiosk(tmp_path / "kiosk", paired=False, discovery=True, interfaces=("eth77",))
    with Driver.of(kiosk) as glass:
        glass.tap("for-staff")
        glass.pad("112358" * 2)
        kiosk.finder.start(lambda advert: None)
        glass.frames(2)
        on_status = glass.words()
        glass.tap("pair")
        on_pairing = glass.words()
        kiosk.finder.stop()
        glass.frames(2)
        afterwards = glass.words()

    said = "Her er det ikke noe nettverk. Står kabelen i, eller er Wi-Fi på?"
    assert any(said in words for words in on_status)
    assert any(said in words for words in on_pairing)
    assert not any(said in words for words in afterwards)


def test_low_screen_with_a_problem_shows_the_books_alone(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    kiosk = a_kiosk(tmp_path / "kiosk")
    with Driver.of(kiosk, size=(800, 480)) as glass:
        glass.app.open_staff()
        glass.frames(2)
        glass.pad("112358" * 2)
        before = len(glass.page.ids.figures.children)
        kiosk.fences.round("finding", PairingError.says).note(HubUnreachable())
        glass.frames(2)

        assert (before, len(glass.page.ids.figures.children)) == (8, 4)


def test_pairing_that_breaks_in_a_way_nobody_foresaw_can_be_tried_again(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", paired=False)) as glass:
        glass.tap("for-staff")
        glass.pad("112358" * 2)
        glass.tap("pair")
        glass.app.staff_round.choose_hub([7], "seven")
        glass.frames(2)
        glass.type("Ved døra")
        glass.tap("pair-main")
        glass.pad("K7QM2XHT9FRB")
        glass.tap("pair-main")
        screen: Any = glass.app._page
        glass.until(lambda: not screen.busy, 100_000)

        assert screen.problem == glass.app.tr(PairingError.says)


def test_pairing_that_cannot_be_read_is_not_a_tablet_without_a_hub(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    kiosk = a_kiosk(tmp_path / "kiosk", paired=False)
    (tmp_path / "kiosk" / "pairing.json").write_text("")
    with Driver.of(kiosk) as glass:
        shown = glass.words()
        glass.tap("for-staff")
        glass.pad("112358" * 2)

        assert glass.screen == "StatusScreen"
        assert glass.app.tr(FileUnreadable.says) in shown
        assert glass.app.tr(FileUnreadable.says) in glass.words()


def middle_of(code: Any, number: int) -> tuple[float, float]:
    """Return where a character of the shown code is drawn, by the width of the letters before it."""
    from kivy.core.text import Label

    column = [at for at, sign in enumerate(code.text) if sign != " "][number]
    pen = Label(font_size=code.font_size, font_name=code.font_name)
    pen.resolve_font_name()
    x: float
    y: float
    x, y = code.to_window(
        code.x + pen.get_extents(code.text[:column] + "0")[0] - pen.get_extents("0")[0] / 2, code.center_y
    )
    return x, y


def type_address(glass: "Driver") -> None:
    """Go to where a tablet gets its name, past the address of a hub."""
    glass.knock()
    glass.pad("112358" * 2)
    glass.tap("pair")
    glass.tap("type-address")
    glass.type("127.0.0.1:1")
    glass.tap("pair-main")


@pytest.fixture
def asking_for_code(tmp_path: Path) -> Iterator["Driver"]:
    """A tablet without a hub that has been given a name, and asks for the code."""
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", paired=False)) as glass:
        type_address(glass)
        glass.type("Ved døra")
        glass.tap("pair-main")
        yield glass


def test_a_wrong_code_keeps_what_was_typed_and_one_character_is_put_right(asking_for_code: "Driver") -> None:
    glass = asking_for_code
    glass.pad("K7QM2XHT9FRB")
    answer_pairing(glass, lambda: WrongCode("not the same"))
    assert glass.app.tr(WRONG) in glass.words()
    assert not glass.find("pair-main").disabled

    code = glass.find("pairing-code")
    glass.touch(*middle_of(code, 5))  # the sixth
    glass.pad("Z")

    assert glass.page.ids.pad.typed == "K7QM2ZHT9FRB"
    assert code.text == "K7QM  2ZHT  9FRB"


def test_a_character_is_rubbed_out_where_one_touched(asking_for_code: "Driver") -> None:
    glass = asking_for_code
    glass.pad("K7QM2")
    code = glass.find("pairing-code")
    glass.touch(*middle_of(code, 2))
    glass.tap("pad-rub-out")
    glass.pad("88")

    assert glass.page.ids.pad.typed == "K88QM2"


def test_a_tablet_is_not_paired_without_a_name(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", paired=False)) as glass:
        type_address(glass)
        glass.tap("pair-main")

        assert glass.app.tr("Give this tablet a name, so that staff know which one it is.") in glass.words()
        glass.type("Ved døra")
        glass.tap("pair-main")
        assert "pairing-code" in glass.ids()


def test_a_name_in_the_settings_is_not_asked_for_and_an_old_one_is_offered(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "named", paired=False, name="Ved trappa")) as glass:
        type_address(glass)
        assert ("pairing-code" in glass.ids(), glass.app.staff_round.view.name) == (True, "Ved trappa")
    with Driver.of(a_kiosk(tmp_path / "paired")) as glass:
        type_address(glass)
        assert glass.find("kiosk-name").text == "By the door"


def test_how_long_ago_is_told_in_whole_units() -> None:
    tr = translator("en")

    told = [ago(utc(NOON - timedelta(minutes=minutes)), tr, NOON) for minutes in (0, 5, 119, 180, 60 * 24 * 3)]

    assert told == ["just now", "5 min ago", "119 min ago", "3 hours ago", "3 days ago"]
    assert ago(None, tr, NOON) == "never"
