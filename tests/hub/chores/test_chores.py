"""What the hub does by itself: one chore that fails ends neither itself nor the others."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from hub.chores.chores import AGAIN_S, LOOK_AT_SHELF_S, PURGE_S, Chore, chores, keep_at
from hub.model import Right
from shared.errors import DiskFull
from shared.fence import Fence
from tests.hub.web.library import Library
from tests.hub_builders import KARI


def kept_at(work: Callable[[], None], *, every_s: float = 0.0, end: Callable[[], None] = lambda: None) -> Fence:
    """Keep at a chore until it stops itself with StopIteration; return its fence."""
    fence = Fence("chore", "It is not done.")

    async def keep() -> None:
        ended, loop = asyncio.Event(), asyncio.get_running_loop()

        def once() -> None:
            try:
                work()
            except StopIteration:
                loop.call_soon_threadsafe(ended.set)

        await keep_at(Chore(fence, every_s, once, end), ended)

    asyncio.run(keep())
    return fence


@pytest.mark.parametrize("error", [RuntimeError("x"), DiskFull("x"), OSError(13, "x"), UnicodeError("x")])
def test_chore_that_raises_is_tried_again(error: Exception) -> None:
    tries = iter([error, error, StopIteration()])

    def work() -> None:
        raise next(tries)

    assert kept_at(work).trouble is None
    assert next(tries, None) is None


def test_chore_that_failed_at_its_end_lets_the_hub_end() -> None:
    def work() -> None:
        raise StopIteration

    def end() -> None:
        raise OSError("the network is gone")

    fence = kept_at(work, end=end)

    assert fence.trouble is not None


def test_what_is_done_four_times_a_day_is_tried_again_within_minutes() -> None:
    chore = Chore(Fence("chore", "It is not done."), 6 * 60 * 60, dict)

    before = chore.pause_s

    chore.fence.note(OSError())

    assert (before, chore.pause_s) == (6 * 60 * 60, AGAIN_S)


def test_purge_goes_by_no_clock_that_is_further_on_at_each_start(library: Library) -> None:
    library.hub.time.confirm(by=KARI)
    given = library.give("ideas", {"text": "suppe", "cards": []})
    purge = next(chore for chore in chores(library.hub, 8443) if chore.every_s == PURGE_S)

    for _ in range(100):  # 390 days
        library.clock.set_to(library.clock.at + timedelta(days=3.9))
        library.clock.boot, library.clock.seconds = f"{library.clock.boot} again", 10.0
        library.hub.time.look()
        purge.work()

    assert purge.fence.trouble is None
    assert library.store.submissions.read(given) is not None


def test_files_that_were_made_go_within_the_hour_and_with_the_hub(library: Library) -> None:
    nobody = frozenset[Right]()

    def make() -> None:
        with library.hub.shelf.making("gather", 1) as making:
            (making.folder / "x.zip").write_bytes(b"words")
            making.keep("x.zip", called="x.zip", media_type="text/plain", rights=nobody, now=library.clock())

    def lying() -> int:
        return sum(path.is_file() for path in library.hub.shelf.folder.rglob("*"))

    shelf = next(chore for chore in chores(library.hub, 8443) if chore.every_s == LOOK_AT_SHELF_S)
    make()
    shelf.work()
    kept = lying()
    library.clock.go(hours=1)
    shelf.work()

    assert (kept, lying()) == (1, 0)
    make()
    shelf.end()
    assert not library.hub.shelf.folder.exists()
