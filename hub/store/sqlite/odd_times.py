"""The step that brings times of other shapes, which an early hub took from a file, into the one shape.

``20261129T170000Z`` was taken for a time and stored as it was; as text it sorts before every other time.
"""

import json
from typing import Any

from sqlite_utils import Database

from shared.submission import one_shape

_GIVEN = ("starts_at", "ends_at", "opens_at", "closes_at")
"""The only times that people and other programs give; the hub makes all others itself."""


def mend(db: Database) -> None:
    """Rewrite the times of prompts and activities, and what is filed under a date. Records of kiosks stay."""
    for table, key in (("prompt_revisions", "id"), ("activity_revisions", "slug")):
        _mend_bodies(db, table, key)
    for column in ("starts_at", "ends_at"):
        for (was,) in db.execute(f"select distinct {column} from activities").fetchall():
            db.execute(f"update activities set {column} = ? where {column} = ?", [_mended(was), was])
    for table in ("door_ticks", "door_tallies"):
        for (was,) in db.execute(f"select distinct date from {table}").fetchall():
            # Two shapes of one date never stood beside each other: one revision of an activity has one.
            db.execute(f"update or ignore {table} set date = ? where date = ?", [_mended(was), was])


def _mend_bodies(db: Database, table: str, key: str) -> None:
    for name, revision, body in db.execute(f"select {key}, revision, body from {table}").fetchall():
        said = json.loads(body)
        mended = _mended_times(said)
        if mended != said:
            db.execute(
                f"update {table} set body = ? where {key} = ? and revision = ?",
                [json.dumps(mended, ensure_ascii=False), name, revision],
            )


def _mended_times(said: dict[str, Any]) -> dict[str, Any]:
    times = {name: _mended(said[name]) for name in _GIVEN if said.get(name) is not None}
    dates = {"dates": [_mended_times(date) for date in said["dates"]]} if "dates" in said else {}
    return {**said, **times, **dates}


def _mended(at: str) -> str:
    try:
        return one_shape(at)
    except ValueError:
        return at
