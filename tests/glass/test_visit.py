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


def saved_id(glass: "Driver") -> str:
    """The id of what was saved first."""
    return str(glass.app.kiosk.store.waiting().submissions[0].id)


def test_an_idea_with_words_and_cards_is_saved_and_thanked(writing: "Driver") -> None:
    writing.type("Få en ovn")
    writing.tap("turn-over")
    writing.tap("card-food")
    writing.tap("next-page")
    card = next(name for name in sorted(writing.ids()) if name.startswith("card-"))
    writing.tap(card)
    assert "Få en ovn" in writing.words()

    writing.tap("send")

    code = writing.app.visit.view.slip.code
    assert saved(writing) == [{"text": "Få en ovn", "cards": ["food", card.removeprefix("card-")]}]
    assert f"{code[:4]} {code[4:]}" in writing.words()
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
    writing.tap("send")

    said = writing.app.tr("Write something or choose pictures first.")
    assert (writing.screen, said in writing.words()) == ("AskScreen", True)
    writing.type("a")
    assert said not in writing.words()


def test_more_than_five_cards_are_refused_kindly(writing: "Driver") -> None:
    writing.tap("turn-over")
    for card in ("food", "cooking", "music", "singing", "dance", "theatre"):
        writing.tap(f"card-{card}")

    assert len(writing.app.visit.view.draft["cards"]) == 5
    assert writing.app.tr("You can choose up to {n}. Take one away first.").format(n=5) in writing.words()
    writing.tap("card-food")
    writing.tap("card-theatre")
    assert writing.app.visit.view.draft["cards"][-1] == "theatre"


def test_feedback_is_a_face_and_then_reasons_and_words(home: "Driver") -> None:
    home.tap("prompt-visit")
    home.tap("face-4")
    first, code = home.app.visit.view.submission_id, home.app.visit.view.slip.code
    home.tap("more")
    home.tap("reason-books")
    home.tap("reason-sound")
    home.tap("reason-sound")
    home.tap("main")
    home.type("Fint!")
    home.tap("main")
    home.tap("send")

    assert saved(home) == [
        {"rating": 4, "reasons": [], "comment": ""},
        {"after": first, "reasons": ["books"], "comment": "Fint!"},
    ]
    assert (home.screen, f"{code[:4]} {code[4:]}" in home.words()) == ("ThanksScreen", True)
    assert "more" not in home.ids()


def test_more_that_is_thrown_away_leads_back_to_the_code(home: "Driver") -> None:
    for name in ("prompt-visit", "face-1", "more", "reason-books", "back", "throw-away"):
        home.tap(name)

    assert (home.screen, len(saved(home))) == ("ThanksScreen", 1)
    assert "more" in home.ids()


def test_the_second_touch_on_a_face_sends_nothing_more(home: "Driver") -> None:
    home.tap("prompt-visit")
    face = home.find("face-5")
    home.swipe([face.to_window(*face.center)])
    home.swipe([face.to_window(*face.center)])

    assert (home.screen, len(saved(home))) == ("ThanksScreen", 1)


def test_a_second_finger_that_lifts_later_sends_nothing_more(home: "Driver") -> None:
    from tests.glass.driver import Touch

    home.tap("prompt-visit")
    first, second = (Touch(*home.find(f"face-{one}").center) for one in (2, 4))
    for touch in (first, second):
        home._dispatch("begin", touch)
    home._dispatch("end", first)
    home.frames(4)
    home.app.kiosk.clock.pass_s(2)
    home.tap("more")
    home._dispatch("end", second)
    home.frames(4)

    assert [answer["rating"] for answer in saved(home)] == [2]
    assert (home.screen, home.app.visit.view.draft) == ("AskScreen", {})


def test_a_face_that_could_not_be_saved_says_why_and_is_sent_by_the_next_touch(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", keep_free=KeepFree(bulky=0, anything=10**18))) as glass:
        for name in ("language-nb", "prompt-visit", "face-2"):
            glass.tap(name)

        assert (glass.screen, glass.app.tr(DiskFull.says) in glass.words()) == ("AskScreen", True)
        assert glass.app.visit.view.draft == {"rating": 2}
        glass.app.kiosk.store._keep_free = KeepFree(bulky=0, anything=0)
        glass.tap("face-2")

        assert (glass.screen, len(saved(glass))) == ("ThanksScreen", 1)


def test_a_poll_with_two_choices_refuses_a_third_kindly(home: "Driver") -> None:
    home.tap("prompt-opening-hours")
    for option in ("mornings", "evenings", "sundays"):
        home.tap(f"option-{option}")
    assert home.app.tr("You can choose up to {n}. Take one away first.").format(n=2) in home.words()

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


def test_change_brings_everything_back(home: "Driver") -> None:
    for name in ("prompt-visit", "face-3", "more", "reason-books", "main"):
        home.tap(name)
    home.type("hei")
    home.tap("main")
    assert home.screen == "ReviewScreen"

    home.tap("back")
    assert home.screen == "AskScreen"
    home.frames(2)
    home.type("!")
    home.tap("main")
    home.tap("send")

    assert saved(home)[1] == {"after": saved_id(home), "reasons": ["books"], "comment": "hei!"}


def test_a_full_disk_is_told_where_one_sends_and_nothing_is_lost(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk", keep_free=KeepFree(bulky=10**18, anything=0))) as glass:
        for name in ("language-nb", "prompt-dream-library"):
            glass.tap(name)
        glass.draw([[(0.2, 0.2), (0.8, 0.8)]])
        glass.tap("send")

        assert glass.screen == "AskScreen"
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
