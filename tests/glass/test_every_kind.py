"""Every kind that visitors answer, from its first question to the thanks, with the example that it has for tests and
spec: so a new kind is looked at without a test of its own.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fonticon_mdi7 import MDI7

from hub.kinds import READERS
from kiosk.kinds import FORMS
from kiosk.visit.views import Answering, Choosing, Reviewing, Thanking
from kiosk.widgets.sizes import TEXT_SCALES
from shared.kinds import kind_of
from shared.kinds.base import Answer
from shared.prompt import Prompt, PromptText
from tests.builders import an_activity
from tests.glass.activities import just_over, tell_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk
from tests.glass.layout import LOWERED, SIZES, SMALLEST, Look, look_at
from tests.glass.longest import LongestApp, with_widest_slips
from tools import kind_examples

LOOKS = {SMALLEST: Look("nb", TEXT_SCALES[-1]), SIZES[0]: LOWERED}
"""In little room with the largest words; as most screens are, with what can be touched moved down."""
MOST_TOUCHES = 5
"""One question may have so many screens inside its form."""
SAID = {"nb": PromptText("Si ifra", "Hva synes du?", "Det tar ikke lang tid", "Skriv det som du vil")}
COMING = an_activity()
OVER = just_over(an_activity(id="a2", slug="talk", exit_kiosks=["k1"]))


def prompts() -> list[Prompt]:
    """A question of each kind that staff make questions of."""
    return [Prompt(kind, kind, 1, SAID, example.settings) for kind, example in kind_examples.ASKED.items()]


def answer_to(prompt: Prompt) -> Answer:
    """The answer of the example."""
    if prompt.kind in kind_examples.ASKED:
        return kind_examples.ASKED[prompt.kind].answer
    tie = prompt.settings["activity"], prompt.settings.get("date", "")
    return kind_examples.of_activity(*tie, code="", door_code="")[prompt.kind]


def begin(glass: Driver, kind: str) -> Prompt:
    """Ask what is of this kind: a question at home, or else the sign-up of what is coming."""
    visit = glass.app.visit
    assert isinstance(visit.view, Choosing)
    if kind in [prompt.id for prompt in visit.view.prompts]:
        visit.choose(kind)
    else:
        visit.open_activities()
        visit.read_activity(COMING.slug)
        visit.sign_up()
    glass.frames(4)
    assert isinstance(visit.view, Answering)
    assert visit.view.prompt.kind == kind
    return visit.view.prompt


def go_on(glass: Driver) -> None:
    """Touch what leads on, until the next question, the review or the thanks are there."""
    before = glass.app.visit.view
    for _ in range(MOST_TOUCHES):
        if before.waits_for_a_touch:  # the one that was written just now
            glass.app.visit.go_on()
            glass.frames(4)
            return
        glass.tap("send" if glass.app.visit.view.sends else "main")
        view = glass.app.visit.view
        if not isinstance(view, Answering) or view.step != before.step:
            return
    raise AssertionError(f"{before.prompt.kind} stays at {before.field}: {glass.words()}")


def visit_of(glass: Driver, kind: str) -> Iterator[str]:
    """Answer it as the example does, and what may be said after; yield the name of each screen, to be looked at."""
    prompt = begin(glass, kind)
    answer, more = answer_to(prompt), kind_of(kind).more(prompt.settings)
    yield from answering(glass, answer, leave=more)
    yield "thanks"
    if more:
        glass.tap("more")
        yield from answering(glass, answer)
        yield "thanks again"


def answering(glass: Driver, answer: Answer, leave: Sequence[str] = ()) -> Iterator[str]:
    """Answer each question with what the example has for it; what a form asks beside that too, but for ``leave``."""
    visit = glass.app.visit
    steps = visit.view.steps
    if visit.view.first is None:
        for name in answer.keys() - {*steps, *leave}:
            visit.write(name, answer[name])
    for field in steps:
        yield f"{field}, empty"
        if field in answer:
            visit.write(field, answer[field])
            yield field
        go_on(glass)
    if isinstance(visit.view, Reviewing):
        yield "review"
        glass.tap("send")
    assert isinstance(visit.view, Thanking)


@pytest.mark.parametrize("size", LOOKS, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("kind", FORMS)
def test_every_kind_fits_from_its_first_question_to_the_thanks(
    kind: str, size: tuple[int, int], tmp_path: Path
) -> None:
    kiosk = a_kiosk(tmp_path / "kiosk", news={"prompts": prompts(), "notices": []})
    tell_activities(kiosk, [COMING, OVER])

    with Driver.of(with_widest_slips(kiosk), size=size, app=LongestApp) as glass:
        glass.app.visit.choose_language("nb")
        assert look_at(glass, visit_of(glass, kind), lambda number: [LOOKS[size]]) == {}


def test_every_kind_has_one_icon_on_both_floors_and_it_is_in_the_font() -> None:
    icons = {kind: form.icon for kind, form in FORMS.items()}

    assert icons == {kind: READERS[kind].words.icon for kind in FORMS}
    assert [icon for icon in icons.values() if not hasattr(MDI7, icon)] == []
