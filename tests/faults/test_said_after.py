"""The plug is pulled between a face and what is said after it: what was thanked is there, and nothing is half there."""

from pathlib import Path

import pytest

from kiosk.store import KioskStore
from kiosk.visit.views import Answering
from shared.kinds import kind_of
from tests.builders import payload_of
from tests.fakes import FrozenClock
from tests.faults.saver import SAVES, WORDS
from tests.faults.test_power import STEPS, kept, strike
from tests.visiting import a_visit


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("call", "blow"),
    [
        ("pwrite64", "signal=SIGKILL"),
        ("fdatasync", "signal=SIGKILL"),
        ("pwrite64", "error=ENOSPC"),
        ("fdatasync", "error=EIO"),
    ],
)
def test_face_that_was_thanked_stands_alone_and_its_word_is_whole_or_not_there(
    tmp_path: Path, call: str, blow: str, step: int
) -> None:
    told = strike(tmp_path, call, blow, step, "faces")

    alone = 0
    for k, said in told.items():
        thanked = [one for one in said if not one.startswith("error")]
        folder = tmp_path / str(k)
        ids = kept(folder)
        store = KioskStore.open(folder, FrozenClock())
        answers = {one.id: kind_of("feedback").unpack(payload_of(one)) for one in store.waiting(99, 10**9).submissions}
        assert set(thanked) <= set(ids)
        assert len(ids) <= min(len(said) + 1, SAVES)
        faces = [one for one, answer in answers.items() if "after" not in answer]
        words = {answer["after"]: answer for answer in answers.values() if "after" in answer}
        assert set(words) <= set(faces), "no word comes before its face is safe"
        assert all(answer["comment"] == WORDS for answer in words.values())
        alone += len(faces) > len(words)
        assert next_visitor_sees_nothing(store)
        store.close()
        assert WORDS.encode() not in b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    assert alone


def next_visitor_sees_nothing(store: KioskStore) -> bool:
    """Tell whether whoever comes after the restart begins with an empty answer, and can give one."""
    visit = a_visit(store, FrozenClock())
    visit.say_more()
    visit.answer("feedback")
    assert isinstance(visit.view, Answering)
    return visit.view.draft == {}
