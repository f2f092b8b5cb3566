"""Libraries may write as much as a prompt allows: it is shown whole, at the largest text, on the smallest screen."""

from dataclasses import replace
from pathlib import Path

from shared.prompt import MAX_HELP, MAX_QUESTION, MAX_TITLE, PromptText, check_prompt
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk, starter_prompts
from tests.glass.layout import IN_EVERY_SIZE, faults

WORDS = "Hvilke aktiviteter i drømmebiblioteket ønsker dere at vi begynner med om kvelden? "
WAY = ("language-nb", "prompt-ideas", "back", "prompt-visit", "back", "prompt-opening-hours")


LINE = "Linjen under tittelen, som kan ende med tre prikker"


def filled(length: int) -> str:
    """Text of this length, with a word as long as they come."""
    return (WORDS * 9)[:length].strip().ljust(length, "x")


@IN_EVERY_SIZE
def test_the_longest_texts_of_a_prompt_are_shown_whole(size: tuple[int, int], tmp_path: Path) -> None:
    long = PromptText(filled(MAX_TITLE), filled(MAX_QUESTION), LINE.ljust(MAX_TITLE, "."), filled(MAX_HELP))
    prompts = [replace(prompt, texts={"nb": long}) for prompt in starter_prompts()]
    for prompt in prompts:
        check_prompt(prompt)

    found: dict[str, list[str]] = {}
    with Driver.of(a_kiosk(tmp_path / "kiosk", news={"prompts": prompts}), size=size) as glass:
        for name in WAY:
            glass.reach(name)
            for scale in (1.0, 1.6):
                glass.app.text_scale = scale
                glass.frames(4)
                if wrong := [fault for fault in faults(glass) if LINE not in fault]:
                    found[f"{glass.screen} after {name}, {scale}"] = wrong

    assert found == {}


@IN_EVERY_SIZE
def test_many_prompts_are_turned_page_by_page(size: tuple[int, int], tmp_path: Path) -> None:
    (idea, *_) = starter_prompts()
    prompts = [replace(idea, id=f"idea-{number:02}", order=number) for number in range(40)]

    with Driver.of(a_kiosk(tmp_path / "kiosk", news={"prompts": prompts}), size=size) as glass:
        glass.tap("language-nb")
        seen, wrong = set(glass.ids()), faults(glass)
        while not glass.find("next-page").disabled:
            glass.tap("next-page")
            seen |= glass.ids()
            wrong += faults(glass)

    assert {f"prompt-idea-{number:02}" for number in range(40)} | {"board"} <= seen
    assert wrong == []
