"""A backup of the hub from between a face and its late word: once the kiosk has called, all counts are right."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hub.lists import InboxFilter
from hub.model import State
from hub.services.review import inbox, review
from kiosk.visit.views import Thanking
from shared.errors import LinkError
from tests.fakes import NOON, FrozenClock
from tests.hub_builders import KARI
from tests.kiosk.sync.test_sync_round import Library
from tests.visiting import a_visit


@pytest.fixture(name="library")
def _library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path)
    yield library
    library.close()


class Visitor:
    """Who touches a face, and says more after the thanks."""

    def __init__(self, library: Library) -> None:
        self.visit = a_visit(library.kiosk, FrozenClock())
        self.visit.answer("feedback")
        self.visit.write("rating", 4)
        self.visit.go_on()
        self.face = self.thanked()

    def thanked(self) -> str:
        assert isinstance(self.visit.view, Thanking)
        return self.visit.view.submission_id

    def say_more(self) -> str:
        self.visit.say_more()
        self.visit.go_on()
        self.visit.write("comment", "for lite lys")
        self.visit.go_on()
        return self.thanked()


def entries(library: Library, state: str = "") -> list[str]:
    """The inbox; every number about it is the same."""
    page = inbox.page(library.hub, InboxFilter(state=state))
    counted = library.hub.inbox.count(InboxFilter(state=state), 99)
    assert counted == page.total == len(page.rows)
    if not state:
        assert library.hub.inbox.of_kiosks().get("k1", 0) == sum(inbox.counts(library.hub).values()) == counted
    return [row.id for row in page.rows]


def balanced(library: Library) -> bool:
    [known] = [one for one in library.hub.kiosks.every() if one.id == "k1"]
    return known.balanced is True and known.stored == library.kiosk.status().on_hub


def moment(library: Library, when: str, now: str) -> None:
    """Make the backup where it belongs."""
    if when == now:
        library.back_up()


@pytest.mark.parametrize("backed_up", ["before both", "between", "after both"])
@pytest.mark.parametrize("losses", [[], ["down"], ["up"], ["down", "down"]])
def test_face_and_word_are_one_voice_after_a_backup_from_any_time(
    library: Library, backed_up: str, losses: list[str]
) -> None:
    library.sync()
    moment(library, backed_up, "before both")
    visitor, other = Visitor(library), Visitor(library)
    library.sync()
    moment(library, backed_up, "between")
    word = visitor.say_more()
    library.sync()
    moment(library, backed_up, "after both")

    library.put_back()
    for loss in losses:
        with suppress(LinkError):
            library.sync([loss])
    library.sync()

    assert set(entries(library)) == {visitor.face, other.face}
    assert set(entries(library, "new")) == {visitor.face, other.face}
    assert [one.submission.id for one in inbox.voice(library.hub, visitor.face).all] == [visitor.face, word]
    assert sorted(library.stored()) == sorted([visitor.face, other.face, word])
    assert balanced(library)


@pytest.mark.parametrize("decided", [State.KEPT, State.SET_ASIDE])
def test_what_staff_decided_of_a_face_stands_and_its_word_is_new_again(library: Library, decided: State) -> None:
    visitor = Visitor(library)
    library.sync()
    act = review.keep if decided == State.KEPT else review.set_aside
    act(library.hub, visitor.face, by=KARI, now=NOON)
    library.back_up()
    word = visitor.say_more()
    library.sync()
    act(library.hub, word, by=KARI, now=NOON)

    library.put_back()
    library.sync()

    assert entries(library) == entries(library, "new") == [visitor.face]
    assert inbox.read(library.hub, visitor.face).state == decided
    assert inbox.read(library.hub, word).state == State.NEW


@pytest.mark.parametrize("which", ["face", "word"])
def test_what_was_erased_after_the_backup_stays_erased_and_the_other_is_counted_once(
    library: Library, which: str
) -> None:
    visitor = Visitor(library)
    library.sync()
    library.back_up()
    word = visitor.say_more()
    library.sync()
    gone, left = (visitor.face, word) if which == "face" else (word, visitor.face)
    review.erase(library.hub, gone, by=KARI, now=NOON)

    library.put_back()
    library.sync()

    assert entries(library) == library.stored() == [left]
    assert library.kiosk.status().erased == 1
    assert balanced(library)


def test_word_said_while_the_hub_was_put_back_finds_its_face(library: Library) -> None:
    visitor = Visitor(library)
    library.back_up()
    library.sync()

    library.put_back()
    word = visitor.say_more()
    library.sync()

    assert entries(library) == [visitor.face]
    assert [one.submission.id for one in inbox.voice(library.hub, word).all] == [visitor.face, word]
    assert balanced(library)
