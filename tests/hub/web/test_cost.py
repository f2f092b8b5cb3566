"""No request walks a table that grows for ever: SQLite itself says of each statement how it would be answered."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.config import HubConfig
from hub.jobs.made import Shelf
from hub.jobs.work import Work
from hub.keys import open_keys
from hub.running import Hub
from hub.services.activities import mail
from hub.services.house import prompts, settings
from hub.services.house.timekeeping import Timekeeper
from hub.services.review import review, worries
from hub.store.sqlite import SqliteStore
from shared.fence import Fences
from shared.notice import Status
from tests.counting import CountingEngine
from tests.hub.web.happenings import SLUG, hold, kari, sign_up_at_kiosk, write_in
from tests.hub.web.library import ENTRANCE, Clock, Library, NotingBus

SMALL = {"kiosks", "settings", "pictures", "staff", "invitations", "prompts", "tally", "asked"}
"""Tables of a few rows: they grow with what a library has, not with what has been."""
NO_QUESTION = ("begin", "commit", "savepoint", "release", "rollback", "pragma", "--")
PAGES = (
    "/inbox?state=new", "/inbox?words=suppe", "/inbox?state=all&kiosk=entrance",
    "/inbox?state=all&kiosk=entrance&pile=together", "/inbox?prompt=ideas",
    "/inbox?since=2026-01-01", "/inbox/{idea}", "/inbox/{idea}/worry",
    "/inbox?state=worry", "/inbox/{worry}", "/inbox/{worry}/hold", "/inbox/{worry}/erase-worry",
    "/board", "/kiosks", "/prompts", "/prompts/ideas", "/settings",
    "/me", "/people", "/people/1", "/today", "/history", "/background", "/backup", "/guide", "/guide/kiosks",
    "/guide/all",
    "/activities", "/activities?over=1", "/activities/leaflet", "/activity/{slug}", "/activity/{slug}/edit",
    "/activity/{slug}/add", "/activity/{slug}/tell", "/activity/{slug}/call-off", "/activity/{slug}/sign-ups/{sign_up}",
    "/feeds/activities.ics", "/feeds/activities.json", "/feeds/activities/{slug}.ics",
)  # fmt: skip


@pytest.fixture
def engine() -> list[CountingEngine]:
    """The engine of the library, once that is open."""
    return []


@pytest.fixture
def library(tmp_path: Path, engine: list[CountingEngine]) -> Iterator[Library]:
    """A library whose database notes what it is asked."""

    def noting(path: Path) -> CountingEngine:
        engine.append(CountingEngine(path))
        return engine[0]

    clock, bus = Clock(), NotingBus()
    with closing(SqliteStore(tmp_path, noting, bus)) as store:
        settings.ensure(store, library="Lund", default_language="nb")
        prompts.ensure_starter(store, clock())
        keys = open_keys(tmp_path)
        work = Work(store, clock, Fences())
        hub = Hub(
            store,
            keys,
            HubConfig(tmp_path),
            Timekeeper(store, clock),
            keys.unseal_key,
            work,
            Shelf(tmp_path / "made", store),
        )
        opened = Library(hub, clock, bus)
        opened.pair_kiosks()
        yield opened


@pytest.fixture
def walked(engine: list[CountingEngine]) -> Callable[[Callable[[], object]], list[str]]:
    """Return the statements of some work that walk a whole table which grows, or sort one."""

    def walks(work: Callable[[], object]) -> list[str]:
        engine[0].begin()
        work()
        asked = (" ".join(one.split()) for one in engine[0].asked)
        questions = dict.fromkeys(one for one in asked if not one.lower().startswith(NO_QUESTION))
        assert questions
        with closing(sqlite3.connect(engine[0].path)) as connection:
            plans = {one: connection.execute(f"explain query plan {one}").fetchall() for one in questions}
        return [one for one, plan in plans.items() if any(_grows(step[3], one) for step in plan)]

    return walks


def _grows(step: str, statement: str) -> bool:
    """Tell whether a step of SQLite's plan walks a table that grows, or sorts all submissions of something."""
    found = re.fullmatch(r"SCAN (\w+)(?: USING INDEX (\w+))?", step)
    if found is None:
        return "TEMP B-TREE FOR ORDER BY" in step and "from submissions" in statement
    if found[2] == "notices_on_board":  # a board is shown whole
        return False
    called = re.search(rf"(\w+) {found[1]}\b", statement.partition(" from ")[2])
    return not {found[1], called[1] if called else ""} & SMALL


def test_pages_walk_no_table_that_grows(library: Library, staff: TestClient, walked: Callable[..., list[str]]) -> None:
    hold(library)
    hold(library, "past", in_days=-3)
    sign_up = write_in(library, "Ola", "Per")
    idea, published = (library.give("ideas", {"text": "mer suppe", "cards": []}) for _ in range(2))
    review.publish(
        library.store, published, by=kari(library), now=library.clock(), status=Status.DONE, replies={"nb": "Ja"}
    )
    worry = library.give("ideas", {"text": "vondt", "cards": []})
    worries.mark(library.store, worry, by=kari(library), now=library.clock())
    until = library.clock().date() + timedelta(days=3)
    worries.hold(library.store, worry, until=until, reason="sak", by=kari(library), now=library.clock())
    addresses = [page.format(slug=SLUG, idea=idea, worry=worry, sign_up=sign_up.id) for page in PAGES]
    answers: list[int] = []

    found = {at: walked(lambda at=at: answers.append(staff.get(at).status_code)) for at in addresses}

    assert answers == [200] * len(PAGES)
    assert {at: those for at, those in found.items() if those} == {}


def test_deliveries_and_letters_walk_no_table_that_grows(library: Library, walked: Callable[..., list[str]]) -> None:
    soup = hold(library)
    for work in (
        lambda: library.call(ENTRANCE),
        lambda: library.give("ideas", {"text": "mer suppe", "cards": []}),
        lambda: sign_up_at_kiosk(library, soup, "Kari"),
        lambda: mail.due(library.store, library.clock()),
    ):
        assert walked(work) == []


def test_page_of_an_activity_reads_staff_and_kiosks_once(
    library: Library, staff: TestClient, engine: list[CountingEngine]
) -> None:
    hold(library)
    kari(library)

    def asks(path: str, table: str) -> int:
        engine[0].begin()
        assert staff.get(path).status_code == 200
        return sum(f"from {table} " in one and " order by " in one for one in engine[0].asked)

    assert asks(f"/activity/{SLUG}", "staff") == 1
    assert asks(f"/activity/{SLUG}", "kiosks") == asks("/activities", "kiosks") + 1
