"""A drive that does not answer holds up nobody for long, and one that does is asked as always."""

import threading
from collections.abc import Iterator

import pytest

from hub.services.backups.patience import LOOK_S, Patience
from shared.errors import FolderGone, FolderUnfit

AT_ONCE = 0.01


@pytest.fixture
def answers() -> Iterator[threading.Event]:
    """Set it, and a drive that hung answers."""
    event = threading.Event()
    yield event
    event.set()


def test_answer_comes_back_and_so_does_an_error() -> None:
    patience = Patience()

    assert patience.ask(lambda: "seven", LOOK_S) == "seven"
    for error in (FolderUnfit("x"), OSError(5, "x")):

        def fail(error: Exception = error) -> None:
            raise error

        with pytest.raises(type(error)):
            patience.ask(fail, LOOK_S)
    assert patience.ask(lambda: 8, LOOK_S) == 8


def test_drive_that_hangs_is_taken_for_gone_and_is_asked_no_second_time_meanwhile(answers: threading.Event) -> None:
    patience, before = Patience(), threading.active_count()

    for _ in range(5):
        with pytest.raises(FolderGone):
            patience.ask(answers.wait, AT_ONCE)

    assert threading.active_count() == before + 1


def test_drive_that_answers_again_is_asked_again(answers: threading.Event) -> None:
    patience = Patience()
    with pytest.raises(FolderGone):
        patience.ask(answers.wait, AT_ONCE)

    answers.set()

    assert patience.ask(lambda: "there", LOOK_S) == "there"
