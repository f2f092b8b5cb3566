"""What went wrong is told where the question stood: nothing that one can touch moves because of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.widgets.sizes import TEXT_SCALES
from tests.glass.kiosks import a_kiosk
from tests.glass.layout import IN_EVERY_SIZE, Box, box_of

if TYPE_CHECKING:
    from tests.glass.driver import Driver


@pytest.fixture
def polling(size: tuple[int, int], larger: int, tmp_path: Path) -> Iterator["Driver"]:
    """A kiosk at a vote."""
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk(tmp_path / "kiosk"), size=size) as glass:
        for name in ["language-nb", *["larger-text"] * larger, "prompt-opening-hours"]:
            glass.tap(name)
        yield glass


def boxes(glass: "Driver") -> dict[str, Box]:
    """Return where everything is that one can touch."""
    return {name: box_of(glass.find(name)) for name in glass.ids()}


@IN_EVERY_SIZE
@pytest.mark.parametrize("larger", range(len(TEXT_SCALES)))
def test_choices_of_a_vote_stay_where_they_are_when_nothing_is_chosen_yet(polling: "Driver") -> None:
    before, question = boxes(polling), polling.page.question
    assert question in polling.words()

    polling.tap("send")

    assert "Velg noe først." in polling.words()
    assert question not in polling.words()
    assert boxes(polling) == before
    polling.tap(min(name for name in before if name.startswith("option-")))
    assert question in polling.words()
