"""Backups by night: once a day, again when the drive is back, and the lists beside them within a minute."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from hub.chores.chores import chores
from hub.chores.nightly import AGAIN, Nightly, warn
from hub.jobs.backing_up import BACK_UP
from hub.jobs.work import Portions
from hub.services.backups import lists, places, standing
from hub.services.house import history
from hub.services.review import review
from shared.errors import BackupFull, FolderGone
from tests.hub.web.house.test_work_pages import wait
from tests.hub.web.library import Library
from tests.hub_builders import KARI, By


class Nights:
    """A library whose backups go to a stick, and a hub that looks when a test says so."""

    def __init__(self, library: Library, stick: Path) -> None:
        self.library, self.stick = library, stick
        hub, by = library.hub, By(by=KARI, now=library.clock())
        standing.choose(hub.store, standing.proved(hub.store, hub.keys, hub.config.data, str(stick), **by), **by)
        self.nightly = Nightly(hub)

    def look(self, **later: float) -> int:
        """Let the hub look, so much later; return how many backups lie there."""
        self.library.clock.go(**later)
        self.nightly.look()
        wait(BACK_UP)
        return len(list(self.stick.glob("*.backup")))

    def moves(self, move: str) -> int:
        return sum(line.move == move for line in history.every(self.library.store))

    @property
    def erased(self) -> bytes:
        hub = self.library.hub
        path = places.lists_path(self.stick, hub.keys.hub_id)
        return lists.opened(path, hub.keys.unseal_key.keys[0])[1]["erasures.log"]


@pytest.fixture
def nights(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return Nights(library, tmp_path_factory.mktemp("stick"))


def test_first_is_made_at_once_and_then_one_a_day(nights: Nights) -> None:
    assert [nights.look(), nights.look(minutes=1), nights.look(hours=6)] == [1, 1, 1]
    assert [nights.look(days=1), nights.look(hours=1), nights.look(days=1)] == [2, 2, 3]


def test_nothing_is_made_where_no_folder_is_chosen(library: Library) -> None:
    Nightly(library.hub).look()

    assert library.hub.work.stand(BACK_UP) is None
    assert [line for line in history.every(library.store) if line.subject == "backup"] == []


def test_what_is_erased_is_known_beside_the_backups_at_the_next_look(nights: Nights, library: Library) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    nights.look()
    assert given.encode() not in nights.erased

    review.erase(library.store, given, by=KARI, now=library.clock())
    nights.look(minutes=1)

    assert given.encode() in nights.erased


def test_lists_are_put_there_only_when_one_has_changed(nights: Nights, library: Library) -> None:
    nights.look()
    path = places.lists_path(nights.stick, library.hub.keys.hub_id)
    before = path.stat().st_ino

    nights.look(minutes=1)
    assert path.stat().st_ino == before


def test_drive_that_is_out_is_written_down_once_and_tried_as_soon_as_it_is_back(nights: Nights) -> None:
    drawer = nights.stick.with_name("drawer")
    nights.stick.rename(drawer)

    assert [nights.look(minutes=n) for n in range(5)] == [0] * 5
    assert nights.moves("back-up-failed") == 1
    assert nights.moves("begin-work") == 0
    assert not nights.stick.exists(), "nothing is made where the drive was"

    drawer.rename(nights.stick)
    assert nights.look(minutes=1) == 1


def test_what_failed_otherwise_is_tried_again_hours_later(nights: Nights, library: Library) -> None:
    standing.note_failed(library.store, BackupFull(), now=library.clock())

    assert nights.look(minutes=1) == 0
    assert nights.look(seconds=AGAIN.total_seconds()) == 1


def test_one_that_was_cancelled_does_not_begin_again_by_itself_at_once(nights: Nights, library: Library) -> None:
    held = threading.Event()

    def portions() -> Portions:
        yield 1, 3
        assert held.wait(20)
        yield 2, 3
        return None

    library.hub.work.start(BACK_UP, portions, by=standing.WHO, now=library.clock())
    library.hub.work.cancel(BACK_UP, by=KARI)
    held.set()
    wait(BACK_UP)

    assert nights.look(minutes=1) == 0
    assert nights.look(seconds=AGAIN.total_seconds()) == 1


def test_staff_are_warned_with_the_reason_when_none_has_worked_for_two_days(nights: Nights, library: Library) -> None:
    nights.look()
    [late] = [one for one in chores(library.hub, 0) if one.fence.task == "backup-late"]
    nights.stick.rename(nights.stick.with_name("drawer"))

    seen = []
    for _ in range(3):
        nights.look(days=1, minutes=1)
        with late.fence:
            late.work()
        seen.append(late.fence.trouble and (late.fence.trouble.says, late.fence.trouble.code))
    assert seen == [None, *[("No backup has worked for two days.", "folder-gone")] * 2]

    nights.stick.with_name("drawer").rename(nights.stick)
    nights.look(minutes=1)
    with late.fence:
        late.work()
    assert late.fence.trouble is None


def test_warning_is_the_error_that_was(library: Library, nights: Nights) -> None:
    standing.note_failed(library.store, BackupFull(), now=library.clock())
    warn(library.hub)
    library.clock.pass_s(timedelta(days=3).total_seconds())

    with pytest.raises(BackupFull):
        warn(library.hub)
    standing.note_failed(library.store, FolderGone(), now=library.clock())
    with pytest.raises(FolderGone):
        warn(library.hub)
