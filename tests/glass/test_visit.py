"""One person at the glass, by touch: ask, change, send, be thanked; and what happens when something goes wrong."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.store import KeepFree, KioskStore
from shared.errors import DiskFull, NotPaired, StoreBroken, UnknownPrompt
from shared.seal import UnsealKey
from shared.slip import SLIP_BYTES, pair_words
from tests.builders import HUB_KEY, a_news, a_receipt
from tests.glass.kiosks import a_kiosk, starter_prompts

if TYPE_CHECKING:
    from tests.glass.driver import Driver


def saved(glass: "Driver", key: UnsealKey = HUB_KEY) -> list[dict[str, Any]]:
    """What was saved, opened with the hub's key."""
    from shared.kinds import kind_of

    return [
        kind_of(one.kind).unpack(key.unseal(one.sealed_bytes, submission_id=one.id, kind=one.kind)[SLIP_BYTES:])
        for one in glass.app.kiosk.store.waiting().submissions
    ]


def test_an_idea_with_words_and_cards_is_saved_and_thanked(writing: "Driver") -> None:
    writing.type("Få en ovn")
    writing.tap("main")
    writing.tap("card-food")
    writing.tap("next-page")
    card = next(name for name in sorted(writing.ids()) if name.startswith("card-"))
    writing.tap(card)
    writing.tap("main")
    assert (writing.screen, "Få en ovn" in writing.words()) == ("ReviewScreen", True)

    writing.tap("send")

    code = writing.app.visit.view.slip.code
    assert saved(writing) == [{"text": "Få en ovn", "cards": ["food", card.removeprefix("card-")]}]
    assert f"{code[:4]}\n{code[4:]}" in writing.words()
    assert " · ".join(pair_words(writing.app.visit.view.slip.pair, "nb")) in writing.words()
    assert any("116 111" in words for words in writing.words())


def test_a_visitor_may_go_on_in_another_language_and_keeps_what_was_written(writing: "Driver") -> None:
    writing.type("hei")
    writing.tap("language")
    writing.tap("language-sv")
    writing.frames(2)
    writing.type("ö")

    assert (writing.app.visit.language, writing.app.visit.view.draft) == ("sv", {"text": "heiö"})
    assert "Vad ska hända här på biblioteket?" in writing.words()


def test_back_from_the_first_question_asks_before_it_throws_away(writing: "Driver") -> None:
    writing.type("hei")
    writing.tap("back")
    writing.tap("keep")
    assert writing.app.visit.view.draft == {"text": "hei"}

    writing.tap("back")
    writing.tap("throw-away")

    assert writing.screen == "HomeScreen"


def test_back_without_anything_written_just_goes_home(writing: "Driver") -> None:
    writing.tap("back")

    assert writing.screen == "HomeScreen"


def test_an_empty_answer_is_told_where_it_can_be_mended(writing: "Driver") -> None:
    writing.tap("main")
    writing.tap("main")

    said = writing.app.tr("There is nothing here yet. Write, choose or draw something first.")
    assert (writing.screen, said in writing.words()) == ("AskScreen", True)
    writing.type("a")
    assert said not in writing.words()


def test_more_than_five_cards_are_refused_kindly(writing: "Driver") -> None:
    writing.tap("main")
    for card in ("food", "cooking", "music", "singing", "dance", "theatre"):
        writing.tap(f"card-{card}")

    assert len(writing.app.visit.view.draft["cards"]) == 5
    assert writing.app.tr("You can choose up to {n}. Take one away first.").format(n=5) in writing.words()
    writing.tap("card-food")
    writing.tap("card-theatre")
    assert writing.app.visit.view.draft["cards"][-1] == "theatre"


def test_feedback_is_a_face_reasons_and_words(home: "Driver") -> None:
    home.tap("prompt-visit")
    home.tap("face-2")
    home.tap("face-4")
    home.tap("main")
    home.tap("reason-books")
    home.tap("reason-sound")
    home.tap("reason-sound")
    home.tap("main")
    home.type("Fint!")
    home.tap("main")
    home.tap("send")

    assert saved(home) == [{"rating": 4, "reasons": ["books"], "comment": "Fint!"}]


def test_a_poll_with_two_choices_refuses_a_third_kindly(home: "Driver") -> None:
    home.tap("prompt-opening-hours")
    for option in ("mornings", "evenings", "sundays"):
        home.tap(f"option-{option}")
    assert home.app.tr("You can choose up to {n}. Take one away first.").format(n=2) in home.words()

    home.tap("main")
    home.tap("send")

    assert saved(home) == [{"choices": ["mornings", "evenings"]}]


def test_a_poll_with_one_choice_takes_the_last(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    (poll,) = (one for one in starter_prompts() if one.kind == "poll")
    one_choice = replace(poll, settings={**poll.settings, "max_choices": 1})
    with Driver.of(a_kiosk(tmp_path / "kiosk", news={"prompts": [one_choice]})) as glass:
        for name in ("language-nb", "prompt-opening-hours", "option-mornings", "option-evenings"):
            glass.tap(name)

        assert glass.app.visit.view.draft == {"choices": ["evenings"]}


def test_turning_the_options_of_a_poll_gives_more_time(tmp_path: Path) -> None:
    from kiosk.visit.visit import IDLE_S
    from tests.glass.driver import Driver

    (poll,) = (one for one in starter_prompts() if one.kind == "poll")
    many = [{"id": f"o{n}", "label": {"nb": "På kvelden"}} for n in range(8)]
    with Driver.of(
        a_kiosk(tmp_path / "kiosk", news={"prompts": [replace(poll, settings={"options": many})]}), size=(800, 480)
    ) as glass:
        for name in ("language-nb", "prompt-opening-hours"):
            glass.tap(name)
        for name in ("next-page", "previous"):
            glass.app.kiosk.clock.pass_s(IDLE_S - 10)
            glass.tap(name)
            glass.app.visit.tick()

            assert (glass.screen, glass.app.visit.warning_s) == ("AskScreen", None)


def test_change_brings_everything_back(writing: "Driver") -> None:
    writing.type("hei")
    writing.tap("main")
    writing.tap("main")

    writing.tap("back")
    assert writing.screen == "AskScreen"
    writing.tap("back")
    writing.frames(2)
    writing.type("!")
    writing.tap("main")
    writing.tap("main")
    writing.tap("send")

    assert saved(writing) == [{"text": "hei!", "cards": []}]


def test_a_full_disk_is_told_on_the_review_and_nothing_is_lost(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", keep_free=KeepFree(bulky=10**18, anything=0))) as glass:
        for name in ("language-nb", "prompt-dream-library"):
            glass.tap(name)
        glass.draw([[(0.2, 0.2), (0.8, 0.8)]])
        glass.tap("main")
        glass.tap("send")

        assert glass.screen == "ReviewScreen"
        assert glass.app.tr(DiskFull.says) in glass.words()
        assert len(glass.app.visit.view.answer["strokes"]) == 1


def test_a_prompt_that_was_closed_meanwhile_is_told_on_the_home_screen(home: "Driver") -> None:
    left = [prompt for prompt in starter_prompts() if prompt.id != "ideas"]
    home.app.kiosk.store.take_receipt(a_receipt(news=a_news(cursor=2, full=True, prompts=left)))

    home.tap("prompt-ideas")

    assert (home.screen, home.app.tr(UnknownPrompt.says) in home.words()) == ("HomeScreen", True)
    assert "prompt-ideas" not in home.ids()


def test_a_kiosk_that_is_not_paired_says_so_and_lets_staff_in(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", paired=False)) as glass:
        assert glass.app.tr(NotPaired.says) in glass.words()
        glass.touch(900, 500)
        assert glass.screen == "NotReadyScreen"

        glass.tap("for-staff")

        assert glass.screen == "PinScreen"


def test_a_library_that_asks_nothing_today_still_shows_its_board(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", news={"prompts": []})) as glass:
        glass.tap("language-nb")

        assert {name for name in glass.ids() if name == "board" or name.startswith("prompt-")} == {"board"}


def test_a_broken_memory_shows_a_calm_screen_and_the_kiosk_recovers(glass: "Driver") -> None:
    glass.app._ticking.cancel()  # each tick tries again
    glass.app.fail(StoreBroken("the disk is gone"))
    glass.frames(2)
    assert glass.app.tr("Out of order") in glass.words()

    glass.app._tick(1)
    glass.frames(2)

    assert glass.screen == "AttractScreen"


def test_what_nobody_caught_ends_in_the_calm_screen_when_it_is_ours(glass: "Driver") -> None:
    from kivy.base import ExceptionManager

    assert ExceptionManager.handle_exception(StoreBroken("the disk is gone")) == ExceptionManager.PASS
    assert glass.screen == "NotReadyScreen"
    assert ExceptionManager.handle_exception(ZeroDivisionError()) == ExceptionManager.RAISE


def test_a_store_that_fails_under_a_touch_does_not_end_the_program(glass: "Driver") -> None:
    store: KioskStore = glass.app.kiosk.store
    store.close()

    glass.tap("begin")

    assert glass.screen in ("NotReadyScreen", "AskScreen")
