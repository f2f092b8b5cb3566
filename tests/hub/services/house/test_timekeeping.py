"""A wrong clock deletes nothing, and a right one is believed again by itself or by a word of staff."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.model import AuditLine, Role
from hub.services.house import people, staff
from hub.services.house.reckoning import Doubt
from hub.services.review import inbox, review
from hub.store.base.history import binding
from hub.store.sql.dates import ALL_MOVED, LEFT, MOVED
from shared.errors import ClockImpossible
from shared.notice import Notice, Status
from shared.submission import from_utc, utc
from tests.fakes import NOON, FrozenClock
from tests.hub.services.house.clocked import Library
from tests.hub_builders import KARI, a_hub_store

YEARS = timedelta(days=3 * 365)


def publish(library: Library) -> str:
    """Let staff publish what a visitor gave; return the id of the notice."""
    one = library.receive()
    review.publish(library.store, one, by=KARI, now=library.keeper.now(), status=Status.HEARD, replies={})
    notice_id = inbox.read(library.store, one).notice_id
    assert notice_id is not None
    return notice_id


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library whose clock was right, and proven."""
    with closing(a_hub_store(tmp_path)) as store:
        opened = Library(store, FrozenClock())
        opened.keeper.look()
        opened.say(NOON, 1, 2)
        assert opened.keeper.certain() == NOON
        yield opened


def test_new_hub_deletes_nothing_before_something_agreed_with_its_clock(tmp_path: Path) -> None:
    with closing(a_hub_store(tmp_path)) as store:
        library = Library(store, FrozenClock())

        library.keeper.look()
        assert library.keeper.certain() is None
        library.say(NOON, 1)
        assert library.keeper.certain() is None
        library.say(NOON, 2)

        assert library.keeper.certain() == NOON


@pytest.mark.parametrize("leap", [YEARS, -YEARS / 10, timedelta(days=5), timedelta(days=-5)])
@pytest.mark.parametrize("restarted", [False, True])
def test_clock_that_leaps_is_not_believed_and_time_goes_on(library: Library, leap: timedelta, restarted: bool) -> None:
    library.clock.set_to(NOON + leap)
    if restarted:
        library.restart()
    library.clock.pass_s(3600)

    assert library.keeper.certain() is None
    assert abs(library.keeper.now() - NOON) <= timedelta(hours=1)
    assert library.doubt is (Doubt.AHEAD if leap > timedelta() else Doubt.BEHIND)


def test_time_goes_on_by_the_clock_nobody_can_set(library: Library) -> None:
    library.clock.set_to(NOON + YEARS)
    library.keeper.look()

    library.clock.pass_s(90)
    library.keeper.look()
    library.clock.pass_s(30)

    assert library.keeper.now() == NOON + timedelta(minutes=2)


def test_clock_that_agrees_again_is_believed_again(library: Library) -> None:
    library.clock.set_to(NOON + YEARS)
    library.keeper.look()
    one = library.receive()
    before = library.dates(one)

    library.clock.set_to(NOON + timedelta(minutes=1))

    assert library.keeper.certain() == NOON + timedelta(minutes=1)
    assert library.dates(one) == before


def test_months_of_ordinary_days_and_restarts_raise_no_doubt(library: Library) -> None:
    for day in range(200):
        library.clock.pass_s(86_400)
        if day % 7 == 0:
            library.restart()
        library.say(library.clock.at, 1, 2)
        assert library.keeper.certain() == library.clock.at
        assert library.doubt is None


def test_hub_that_was_off_all_summer_is_certain_again_once_two_kiosks_agree(library: Library) -> None:
    autumn = NOON + timedelta(days=90)
    library.clock.set_to(autumn)
    library.restart()

    library.say(autumn, 1)
    assert library.keeper.certain() is None
    library.say(autumn + timedelta(minutes=3), 2)

    assert library.keeper.certain() == autumn


def test_one_kiosk_is_enough_where_there_is_only_one(library: Library) -> None:
    for kiosk in library.kiosks[1:]:
        library.store.kiosks.revoke(kiosk.id, now=utc(NOON))
    library.clock.set_to(NOON + timedelta(days=90))
    library.restart()

    library.say(library.clock.at, 1)

    assert library.keeper.certain() == library.clock.at


def test_one_kiosk_among_several_can_say_what_it_likes(library: Library) -> None:
    library.say(NOON + YEARS, 1)
    assert library.keeper.certain() == NOON

    library.clock.set_to(NOON + YEARS)
    for _ in range(5):
        library.say(NOON + YEARS, 1)
    library.say(NOON, 2, 3)

    assert library.keeper.certain() is None


def test_kiosk_that_thinks_better_of_it_does_not_count(library: Library) -> None:
    library.clock.set_to(NOON + YEARS)

    library.say(NOON + YEARS, 1)
    library.say(NOON, 1)
    library.say(NOON + YEARS, 2)

    assert library.keeper.certain() is None


def test_staff_who_say_that_the_clock_is_right_are_believed_and_it_is_on_record(library: Library) -> None:
    library.clock.set_to(NOON + timedelta(days=90))
    library.restart()

    library.keeper.confirm(by=KARI)

    assert library.keeper.certain() == NOON + timedelta(days=90)
    (line,) = [line for line in library.store.history.about("clock") if line.move == "confirm"]
    assert line.staff == KARI.name


def test_clock_from_before_samskap_cannot_be_right(library: Library) -> None:
    library.clock.set_to(datetime(1970, 1, 1, tzinfo=UTC))

    with pytest.raises(ClockImpossible):
        library.keeper.confirm(by=KARI)

    assert library.keeper.certain() is None


def test_what_came_while_time_lagged_is_dated_anew(library: Library) -> None:
    before = library.receive()
    library.clock.pass_s(60)
    library.keeper.look()
    library.clock.set_to(NOON + timedelta(days=90))
    library.restart()
    library.clock.pass_s(60)
    after = library.receive()
    kept, days = library.dates(before), library.dates(after)[1] - library.dates(after)[0]

    library.keeper.confirm(by=KARI)

    assert library.dates(before) == kept
    assert library.dates(after) == (library.clock.at, library.clock.at + days)


def test_what_came_under_a_time_that_was_believed_wrongly_is_dated_anew(library: Library) -> None:
    library.clock.set_to(NOON + YEARS)
    library.keeper.confirm(by=KARI)
    one = library.receive()
    days = library.dates(one)[1] - library.dates(one)[0]

    library.clock.set_to(NOON + timedelta(minutes=5))
    library.keeper.look()
    library.say(library.clock.at, 1, 2)

    assert library.keeper.certain() == library.clock.at
    received, ends = library.dates(one)
    assert abs(received - library.clock.at) < timedelta(minutes=10)
    assert ends - received == days


def test_notice_that_was_published_under_a_wrong_time_is_dated_anew_here_and_on_kiosks(library: Library) -> None:
    right = publish(library)
    library.clock.pass_s(60)
    library.keeper.look()
    library.clock.set_to(NOON + YEARS)
    library.keeper.confirm(by=KARI)
    wrong = publish(library)
    cursor = library.store.revisions.newest()

    library.clock.set_to(NOON + timedelta(minutes=5))
    library.keeper.look()
    library.say(library.clock.at, 1, 2)
    last = publish(library)

    told = [one for _, one in library.store.notices.since(cursor, 9) if isinstance(one, Notice)]
    dates = {one.id: from_utc(one.published_at) for one in told}
    assert abs(dates[wrong] - library.clock.at) < timedelta(minutes=10)
    assert right not in dates
    assert {one.id for one in library.store.notices.every()} == {right, wrong, last}
    assert all(from_utc(one.published_at) < NOON + timedelta(days=1) for one in library.store.notices.every())


def test_what_staff_see_of_kiosks_and_in_the_records_is_dated_anew(library: Library) -> None:
    library.clock.set_to(NOON + YEARS)
    library.keeper.confirm(by=KARI)
    one = library.receive()
    review.keep(library.store, one, by=KARI, now=library.keeper.now())
    library.kiosks[0].deliver()

    library.clock.set_to(NOON + timedelta(minutes=5))
    library.keeper.look()
    library.say(library.clock.at, 1, 2)

    seen_at = library.kiosks[0].paired.last_seen_at
    assert seen_at is not None
    assert from_utc(seen_at) < NOON + timedelta(days=1)
    assert all(from_utc(line.at) < NOON + timedelta(days=1) for line in inbox.history(library.store, one))


def test_every_date_the_hub_keeps_is_moved_or_it_is_said_why_not(tmp_path: Path) -> None:
    with closing(a_hub_store(tmp_path)), closing(sqlite3.connect(tmp_path / "hub.db")) as database:
        named = "select name from sqlite_master where type = 'table' and name not glob '_*'"
        tables = [name for (name,) in database.execute(named)]
        columns = {(table, row[1]) for table in tables for row in database.execute(f"pragma table_info({table})")}
    dates = {(table, name) for table, name in columns if name == "at" or name.endswith("_at")}

    moved = {(table, name) for several in (MOVED, ALL_MOVED) for table, names in several.items() for name in names}

    assert moved | set(LEFT) == dates
    assert not moved & set(LEFT)


@pytest.mark.parametrize("year", [1970, 2015])
def test_what_came_before_the_clock_was_set_lives_its_whole_life(tmp_path: Path, year: int) -> None:
    with closing(a_hub_store(tmp_path)) as store:
        clock = FrozenClock(datetime(year, 1, 1, tzinfo=UTC))
        library = Library(store, clock)
        library.keeper.look()
        one = library.receive()
        days = library.dates(one)[1] - library.dates(one)[0]

        clock.set_to(NOON)
        library.keeper.look()
        library.say(NOON, 1, 2)

        assert library.keeper.certain() == NOON
        assert abs(library.dates(one)[0] - NOON) < timedelta(minutes=1)
        assert library.dates(one)[1] - library.dates(one)[0] == days


@pytest.mark.parametrize("year", [1970, 2015])
def test_what_an_older_samskap_received_in_another_age_is_not_deleted_for_it(tmp_path: Path, year: int) -> None:
    with closing(a_hub_store(tmp_path)) as store:
        library = Library(store, FrozenClock())
        library.kiosks[0].now = datetime(year, 1, 1, tzinfo=UTC)
        one = library.kiosks[0].give()
        days = library.dates(one)[1] - library.dates(one)[0]

        library.keeper.look()

        assert library.dates(one) == (NOON, NOON + days)


def test_library_that_has_data_is_proven_by_it(tmp_path: Path) -> None:
    with closing(a_hub_store(tmp_path)) as store:
        library = Library(store, FrozenClock())
        library.kiosks[0].give()
        library.clock.pass_s(86_400)

        library.keeper.look()

        assert library.keeper.certain() == NOON + timedelta(days=1)


def test_staff_stay_signed_in_when_the_time_is_put_right(library: Library) -> None:
    people.add(library.store, "Kari", "fire gule elger danser", roles=set(Role), now=NOON)
    token = staff.sign_in(library.store, "Kari", "fire gule elger danser", address="", now=NOON)
    library.clock.set_to(NOON + timedelta(days=90))

    library.keeper.confirm(by=KARI)

    assert staff.session(library.store, token, library.keeper.now()) is not None
    assert staff.session(library.store, token, library.keeper.now() + timedelta(hours=12)) is None


def test_kiosk_that_agreed_with_one_time_has_not_agreed_with_another(library: Library) -> None:
    library.clock.set_to(NOON + timedelta(days=90))
    library.restart()
    library.say(library.clock.at, 1)

    library.clock.set_to(NOON + YEARS)
    library.say(library.clock.at, 2)

    assert library.keeper.certain() is None


def test_kiosk_that_is_shut_out_does_not_count(library: Library) -> None:
    library.clock.set_to(NOON + YEARS)
    library.keeper.look()
    library.say(library.clock.at, 1)
    library.store.kiosks.revoke("k1", now=utc(NOON))

    library.say(library.clock.at, 2)

    assert library.keeper.certain() is None


def test_clock_that_is_set_on_again_and_again_is_not_believed(library: Library) -> None:
    for _ in range(20):
        library.clock.set_to(library.clock.at + timedelta(days=3))
        library.clock.pass_s(600)
        library.keeper.look()

    assert library.keeper.certain() is None
    assert library.keeper.now() - NOON < timedelta(days=4)


def test_what_an_older_samskap_received_in_a_year_to_come_that_cannot_be_has_its_whole_life(tmp_path: Path) -> None:
    with closing(a_hub_store(tmp_path)) as store:
        library = Library(store, FrozenClock())
        library.kiosks[0].now = datetime(9000, 1, 1, tzinfo=UTC)
        one = library.kiosks[0].give()
        days = library.dates(one)[1] - library.dates(one)[0]

        library.keeper.look()

        assert library.keeper.now() == NOON
        assert library.dates(one) == (NOON, NOON + days)


def test_hub_that_runs_reads_what_a_command_of_a_later_samskap_wrote(library: Library) -> None:
    kept = json.loads(library.store.settings.read()["clock"])
    library.store.settings.save({"clock": json.dumps({**kept, "since_then": 7})})

    assert library.keeper.now() == NOON


def test_history_that_is_dated_anew_is_bound_as_before_and_what_was_broken_stays_so(library: Library) -> None:
    library.store.history.write(AuditLine("1970-01-01T00:00:00.000Z", "Kari", "keep", "s1"))
    library.store.history.write(AuditLine("1970-01-01T00:00:01.000Z", "Kari", "keep", "s2"))
    here = library.store.history.portion(0, 99)

    library.store.dates.mend("2000-01-01T00:00:00.000Z", "2100-01-01T00:00:00.000Z", to=utc(NOON), but=[])

    after, before = library.store.history.portion(0, 99), ""
    assert [line.at for line in after[-2:]] == [utc(NOON)] * 2
    assert [line.subject for line in after] == [line.subject for line in here]
    for line in after:
        assert line.bound == binding(before, line)
        before = line.bound
