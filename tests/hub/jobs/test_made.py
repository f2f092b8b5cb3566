"""Files that jobs made: for one person, for an hour, and gone with what somebody took away."""

from contextlib import closing
from datetime import timedelta

import pytest

from hub.jobs import gathering
from hub.jobs.made import KEPT, Made, Shelf
from hub.model import Right, Role, Staff
from hub.services.keeping import retention
from hub.services.review import review, worries
from shared.errors import DiskFull
from tests.full_disk import room_for
from tests.hub.web.library import Library
from tests.hub_builders import KARI, OLA

BOTH = frozenset({Right.READ, Right.SAFEGUARD})


@pytest.fixture
def shelf(library: Library) -> Shelf:
    return library.hub.shelf


def put(library: Library, person: int = 1, words: bytes = b"words") -> Made:
    """Make a file for somebody."""
    with library.hub.shelf.making("gather", person) as making:
        (making.folder / "x.zip").write_bytes(words)
        return making.keep("x.zip", called="x.zip", media_type="application/zip", rights=BOTH, now=library.clock())


def lying(shelf: Shelf) -> list[str]:
    return sorted(path.name for path in shelf.folder.rglob("*")) if shelf.folder.exists() else []


def test_file_is_there_for_an_hour_for_one_person(library: Library, shelf: Shelf) -> None:
    made = put(library)

    assert shelf.of("gather", 1, library.clock()) == made
    assert shelf.of("gather", 2, library.clock()) is None
    assert shelf.folder.stat().st_mode & 0o777 == 0o700
    library.clock.go(seconds=KEPT.total_seconds() - 1)
    assert shelf.of("gather", 1, library.clock()) == made
    library.clock.go(seconds=1)
    shelf.look(library.clock())
    assert lying(shelf) == []
    assert shelf.of("gather", 1, library.clock()) is None


def test_file_is_not_kept_longer_by_a_clock_that_goes_back(library: Library, shelf: Shelf) -> None:
    put(library)
    shelf.look(library.clock() - KEPT - timedelta(seconds=1))

    assert lying(shelf) == []


def test_next_file_of_a_person_takes_the_place_of_the_last(library: Library, shelf: Shelf) -> None:
    first, other = put(library), put(library, 2)
    library.clock.go(minutes=50)
    second = put(library, words=b"more words")
    shelf.drop(first)  # it is not that one any more

    assert lying(shelf) == ["gather-1.zip", "gather-2.zip"]
    assert second.path.read_bytes() == b"more words"
    library.clock.go(minutes=10)
    shelf.look(library.clock())
    assert lying(shelf) == ["gather-1.zip"]
    assert shelf.of("gather", 2, library.clock()) is None
    assert other.path == shelf.folder / "gather-2.zip"


@pytest.mark.parametrize("how", ["erased", "worry", "its date"])
def test_what_is_taken_away_is_in_no_file_that_was_made_before(library: Library, shelf: Shelf, how: str) -> None:
    idea = library.give("ideas", {"text": "hemmelig", "cards": []})
    kept = library.give("ideas", {"text": "mer suppe", "cards": []})
    put(library)
    review.keep(library.store, kept, by=KARI, now=library.clock())
    shelf.look(library.clock())
    assert lying(shelf) == ["gather-1.zip"]

    if how == "erased":
        review.erase(library.store, idea, by=KARI, now=library.clock())
    elif how == "worry":
        worries.mark(library.store, idea, by=KARI, now=library.clock())
    else:
        retention.purge(library.store, library.clock() + timedelta(days=4_000))

    shelf.look(library.clock())
    assert lying(shelf) == []
    put(library)
    shelf.look(library.clock())
    assert lying(shelf) == ["gather-1.zip"]


def test_hub_that_starts_finds_no_file_of_the_one_before(library: Library, shelf: Shelf) -> None:
    put(library)
    (shelf.folder / "new-abc").mkdir()
    (shelf.folder / "new-abc" / "answers.csv").write_text("hemmelig")

    Shelf(shelf.folder, library.store).empty()

    assert lying(shelf) == []
    Shelf(shelf.folder, library.store).empty()


@pytest.fixture
def filled(library: Library) -> Library:
    for n in range(3):
        library.give("ideas", {"text": f"{n} " + "suppe " * 300, "cards": []})
    return library


@pytest.mark.parametrize("done", range(1, 8))
def test_gathering_that_is_cancelled_leaves_nothing_and_no_line(filled: Library, done: int) -> None:
    lines = len(filled.store.history.portion(0, 100))
    portions = gathering.portions(filled.hub.shelf, filled.store, language="nb", staff=OLA, now=filled.clock())
    with closing(portions):
        for _ in range(done):
            next(portions)

    assert lying(filled.hub.shelf) == []
    assert filled.hub.shelf.of("gather", OLA.id, filled.clock()) is None
    assert len(filled.store.history.portion(0, 100)) == lines


@pytest.mark.parametrize("room", [0, 100, 1_000, 3_000])
def test_disk_that_is_full_leaves_nothing_and_is_told_by_its_code(filled: Library, room: int) -> None:
    portions = gathering.portions(filled.hub.shelf, filled.store, language="nb", staff=OLA, now=filled.clock())
    with room_for(room), pytest.raises(DiskFull):
        for _ in portions:
            pass

    assert lying(filled.hub.shelf) == []


def test_line_of_the_history_says_who_took_how_much_out(filled: Library) -> None:
    reviewer = Staff(5, "Per", frozenset({Role.REVIEWER}))
    for _ in gathering.portions(filled.hub.shelf, filled.store, language="nb", staff=reviewer, now=filled.clock()):
        pass

    line = filled.store.history.portion(0, 100)[-1]
    assert (line.staff, line.move, line.subject, line.detail) == ("Per", "take-out", "submissions", "3")
    made = filled.hub.shelf.of("gather", 5, filled.clock())
    assert made is not None
    assert (made.rights, made.path.stat().st_mode & 0o777) == (frozenset({Right.READ}), 0o600)
