"""A fence keeps in what goes wrong, says so to staff without anybody's words, and forgets it when it works again."""

import asyncio
import logging

import pytest

from shared.errors import DiskFull
from shared.fence import Fence, Fences, Trouble

SECRET = "Kari sin suppe"


def fail(fence: Fence, error: BaseException) -> None:
    with fence:
        raise error


def test_fence_keeps_an_error_in_and_tells_staff_what_is_not_done() -> None:
    fences = Fences()
    fence = fences.round("purge", "Nothing is deleted.")

    fail(fence, DiskFull("full"))

    assert fences.troubles() == [Trouble("purge", "Nothing is deleted.", DiskFull.says, "disk-full")]


def test_trouble_nobody_foresaw_has_the_name_of_its_class_and_no_words() -> None:
    fence = Fence("mail", "No mail.")

    fail(fence, RuntimeError(SECRET))

    assert fence.trouble == Trouble("mail", "No mail.", "", "RuntimeError")


def test_trouble_goes_away_when_it_works_again() -> None:
    fences = Fences()
    fence = fences.round("mail", "No mail.")
    fail(fence, RuntimeError())

    with fence:
        pass

    assert fences.troubles() == []


def test_who_watches_hears_when_a_trouble_comes_and_when_it_goes() -> None:
    fences = Fences()
    heard: list[int] = []
    fence = fences.round("mail", "No mail.")
    fences.on_change = lambda: heard.append(len(fences.troubles()))

    for _ in range(2):
        fail(fence, RuntimeError())
    for _ in range(2):
        with fence:
            pass

    assert heard == [1, 0]


def test_log_has_class_code_and_place_but_nobodys_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        fail(Fence("mail", "No mail."), UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET))

    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("mail did not work: UnicodeEncodeError, UnicodeEncodeError, test_fence.py:")
    assert SECRET not in caplog.text


def test_the_same_trouble_again_and_again_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    fence = Fence("mail", "No mail.")

    for error in (RuntimeError(), RuntimeError(), OSError()):
        fail(fence, error)

    assert [record.getMessage().split(", ")[1] for record in caplog.records] == ["RuntimeError", "OSError"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(), asyncio.CancelledError()])
def test_fence_keeps_nobody_from_ending_the_process_or_a_task(error: BaseException) -> None:
    fence = Fence("mail", "No mail.")

    with pytest.raises(type(error)):
        fail(fence, error)

    assert fence.trouble is None
