"""A language that nobody speaks: every message in its longest translation. What fits in it fits in each of them.

Only a single long word may be longer still in another translation: that is what every language is looked at for in the
smallest size.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import cache
from itertools import count
from typing import Any

from kivy.core.text import Label as Measure

from kiosk.app import KioskApp
from kiosk.bootstrap import Kiosk
from shared.activity import Activity, activity_from_json, activity_json
from shared.languages import LANGUAGES, translator, word_list
from shared.prompt import Prompt, prompt_from_json
from shared.slip import Slip, Stretch
from tests.glass.activities import starter_activities
from tests.glass.kiosks import starter_prompts


class LongestApp(KioskApp):
    """A glass that says everything in the language that needs most room for it."""

    def _speak(self, language: str) -> None:
        super()._speak(language)
        self.tr = longest


class Longest:
    """Gives a message in its longest translation."""

    @cache  # noqa: B019 -- there is one of these
    def __call__(self, message: str) -> str:
        return longest_of(translator(language)(message) for language in LANGUAGES)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return longest_of(translator(language).ngettext(one, many, n) for language in LANGUAGES)


longest = Longest()


def longest_of(texts: Iterable[str]) -> str:
    """Return the text with the widest line."""
    return max(texts, key=_width)


@cache
def _width(text: str) -> int:
    measure = Measure(font_size=40)
    measure.resolve_font_name()
    return max((measure.get_extents(line)[0] for line in text.splitlines()), default=0)


def in_longest(said: Any) -> Any:
    """Return JSON with one text, called Norwegian, wherever it has one for each language."""
    if isinstance(said, list):
        return [in_longest(one) for one in said]
    if not isinstance(said, dict):
        return said
    if said and set(said) <= set(LANGUAGES):
        return {"nb": _merged(list(said.values()))}
    return {name: in_longest(value) for name, value in said.items()}


def _merged(texts: list[Any]) -> Any:
    if isinstance(texts[0], str):
        return longest_of(texts)
    return {name: longest_of(text[name] for text in texts) for name in texts[0]}


def longest_prompts() -> list[Prompt]:
    """The starter prompts in this language."""
    return [prompt_from_json(in_longest(asdict(prompt))) for prompt in starter_prompts()]


def longest_activities() -> list[Activity]:
    """The starter activities in this language."""
    return [activity_from_json(in_longest(activity_json(activity))) for activity in starter_activities()]


def with_widest_slips(kiosk: Kiosk) -> Kiosk:
    """Return the kiosk; its codes and words take as much room as chance could ever give them."""
    kiosk.slips.draw = _widest_drawn()
    return kiosk


def _widest_drawn() -> Callable[[str, Stretch], Slip]:
    lists = [word_list(language) for language in LANGUAGES]
    widths = [max(_width(words[number]) for words in lists) for number in range(len(lists[0]))]
    one, other = sorted(range(len(widths)), key=widths.__getitem__)[-2:]
    numbers = count()

    def draw(hub_id: str, stretch: Stretch) -> Slip:
        code = f"WMWMWM{next(numbers):02}"
        return Slip(code, (one << 8) + other, stretch(code, hub_id))

    return draw
