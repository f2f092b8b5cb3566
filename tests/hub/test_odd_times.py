"""A hub from before times had one shape: what a file gave in another is found where it belongs after the upgrade."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hub.bootstrap import open_store
from hub.model import Attendance
from shared.activity import Activity
from shared.submission import from_utc, utc
from tests.builders import a_prompt
from tests.fakes import NOON
from tests.seating import an_evening, keep

STARTS = "2026-11-29T17:00:00.000Z"
ODD = "20261129T170000Z"


def an_early_hub(folder: Path) -> Activity:
    """A store in which a file's own way to write a time stands; return the activity as it should be."""
    with closing(open_store(folder)) as store:
        evening = an_evening("soup")
        dates = [replace(evening.dates[0], starts_at=STARTS, ends_at=utc(from_utc(STARTS) + timedelta(hours=2)))]
        activity = replace(evening, dates=dates, opens_at=None, closes_at=STARTS)
        keep(store, activity)
        keep(store, an_evening("late", 40))
        store.prompts.save(replace(a_prompt("idea"), closes_at=STARTS), changed=9, now=utc(NOON))
        store.doors.note("soup", STARTS, kiosk="k1", seq=1, ticks={"QC0WMF88": 2}, tally={"child": 3})
    with closing(sqlite3.connect(folder / "hub.db")) as raw, raw:
        for table, column in (
            ("activity_revisions", "body"), ("activities", "starts_at"), ("prompt_revisions", "body"),
            ("door_ticks", "date"), ("door_tallies", "date"),
        ):  # fmt: skip
            raw.execute(f"update {table} set {column} = replace({column}, ?, ?)", (STARTS, ODD))
        raw.execute("delete from _sqlite_migrations where name = 'times_of_one_shape'")
    return activity


def every_time(folder: Path) -> str:
    """All that the early hub had in another shape, as one text."""
    with closing(sqlite3.connect(folder / "hub.db")) as raw:
        tables = ("activity_revisions", "activities", "prompt_revisions", "door_ticks", "door_tallies")
        return json.dumps([raw.execute(f"select * from {table}").fetchall() for table in tables])


def test_times_of_an_early_hub_get_their_one_shape(tmp_path: Path) -> None:
    activity = an_early_hub(tmp_path)
    assert ODD in every_time(tmp_path)

    with closing(open_store(tmp_path)) as store:
        assert [one.slug for one in store.activities.every()] == ["soup", "late"]
        assert store.activities.read("soup") == activity
        assert [prompt.closes_at for prompt in store.prompts.every()] == [STARTS]
        assert store.doors.attendance("soup", STARTS) == Attendance({"QC0WMF88": 2}, {"child": 3})

    assert ODD not in every_time(tmp_path)
