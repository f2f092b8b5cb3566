"""The tables of the kiosk's SQLite file, step by step: a new file takes all steps, an old one those it has not had."""

import sqlite3
from contextlib import suppress

FIRST = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE submissions (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    prompt TEXT NOT NULL,
    prompt_revision INTEGER NOT NULL,
    prompt_hash TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    made_at TEXT NOT NULL,
    language TEXT NOT NULL,
    session TEXT,
    sha256 TEXT NOT NULL,
    boot TEXT NOT NULL,
    monotonic REAL NOT NULL,
    sealed TEXT
);
CREATE TABLE standing (
    state TEXT NOT NULL,
    seq INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    delivered_at TEXT,
    PRIMARY KEY (state, seq)
) WITHOUT ROWID;
CREATE TABLE prompts (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notices (id TEXT PRIMARY KEY, published_at TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE receipts (code TEXT PRIMARY KEY, pair INTEGER NOT NULL, state TEXT NOT NULL, replies TEXT NOT NULL)
    WITHOUT ROWID;
CREATE INDEX receipts_by_pair ON receipts (pair);
"""
# Submissions are written once. What becomes of them stands in a narrow table of its own, so that a receipt for 500 of
# them rewrites a few pages, not every seal; a tablet's storage wears out by writing.

ACTIVITIES = """
ALTER TABLE submissions ADD COLUMN activity TEXT;
ALTER TABLE submissions ADD COLUMN persons INTEGER;
ALTER TABLE submissions ADD COLUMN seats INTEGER;
ALTER TABLE receipts ADD COLUMN activity TEXT;
ALTER TABLE receipts ADD COLUMN persons INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipts ADD COLUMN seated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipts ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
CREATE INDEX receipts_by_activity ON receipts (activity, turn) WHERE activity IS NOT NULL;
CREATE TABLE activities (slug TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE seats (
    activity TEXT PRIMARY KEY, free INTEGER NOT NULL, waiting INTEGER NOT NULL, known_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE leases (
    hub TEXT NOT NULL,
    activity TEXT NOT NULL,
    granted INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    promised INTEGER NOT NULL,
    term_s INTEGER NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (hub, activity),
    CHECK (returned >= 0 AND promised >= 0 AND granted >= returned + promised)
) WITHOUT ROWID;
CREATE TABLE changes (code TEXT PRIMARY KEY, id TEXT NOT NULL, persons INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE doors (activity TEXT PRIMARY KEY, sealed TEXT NOT NULL, delete_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE door_notes (
    activity TEXT NOT NULL, date TEXT NOT NULL, what TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (activity, date, what, name)
) WITHOUT ROWID;
"""
# A promise of seats is part of the row of its sign-up: neither can be lost without the other. The accounts of leases
# are kept by hub: their numbers only rise, also while the kiosk is paired with another.

COMING = """
ALTER TABLE activities ADD COLUMN ends_at TEXT;
CREATE INDEX activities_by_end ON activities (ends_at);
ALTER TABLE prompts ADD COLUMN closes_at TEXT NOT NULL DEFAULT '9999';
CREATE INDEX prompts_by_close ON prompts (closes_at);
CREATE INDEX leases_open ON leases (closed);
CREATE INDEX leases_left ON leases (term_s) WHERE granted - returned - promised > 0;
"""
# So that no look at what is coming pays for what has been. An activity without an end was not understood by the program
# that took it, or was taken before there were ends: it is looked at each time. A prompt that never closes is '9999'.

UNTOLD = """
CREATE TABLE door_untold (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, activity TEXT NOT NULL, date TEXT NOT NULL, what TEXT NOT NULL,
    name TEXT NOT NULL, count INTEGER NOT NULL
);
"""
# What was noted at the door and is not on the hub yet, in its order: the hub's own numbers lack just that.

MARKS = """
ALTER TABLE leases ADD COLUMN mark TEXT NOT NULL DEFAULT '';
UPDATE facts SET value = 0 WHERE name = 'cursor';
"""
# A hub believes no cursor without its mark, and none was kept before: so all news are heard once more.

SEALED = """
DROP TABLE receipts;
CREATE TABLE receipts (
    finder TEXT PRIMARY KEY,
    pair INTEGER NOT NULL,
    state TEXT NOT NULL,
    sealed TEXT NOT NULL,
    activity TEXT,
    persons INTEGER NOT NULL DEFAULT 0,
    seated INTEGER NOT NULL DEFAULT 0,
    turn INTEGER NOT NULL DEFAULT 0,
    told TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX receipts_by_pair ON receipts (pair);
CREATE INDEX receipts_by_activity ON receipts (activity, turn) WHERE activity IS NOT NULL;
CREATE TABLE told (name TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;
DROP TABLE changes;
CREATE TABLE changes (finder TEXT PRIMARY KEY, id TEXT NOT NULL, persons INTEGER NOT NULL) WITHOUT ROWID;
ALTER TABLE submissions ADD COLUMN finder TEXT;
ALTER TABLE submissions ADD COLUMN pair INTEGER;
CREATE INDEX submissions_by_finder ON submissions (finder) WHERE finder IS NOT NULL;
CREATE INDEX submissions_by_pair ON submissions (pair) WHERE pair IS NOT NULL;
DELETE FROM door_notes WHERE what = 'tick';
DELETE FROM door_untold WHERE what = 'tick';
UPDATE facts SET value = 0 WHERE name = 'cursor';
"""
# ``told`` is what the hub said in its own hand of prompts and activities, for the case that it forgets.
# No receipt code is kept here any more, and no reply that is not sealed to its code: the hub tells all of them anew.

ASKED = """
CREATE INDEX submissions_asked ON submissions (activity, seq, finder) WHERE seats = 0;
"""
# Whether somebody waits here for the hub's word is asked with each look at what's on, and reads no seal.

STEPS = (FIRST, ACTIVITIES, COMING, UNTOLD, MARKS, SEALED, ASKED)
SCHEMA_VERSION = len(STEPS)
BEFORE_SLIPS = STEPS.index(SEALED)
"""Files up to this schema hold receipt codes and replies in clear."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Run the steps this file has not had, in one transaction."""
    if _version(connection) >= SCHEMA_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[_version(connection) :]:  # asked again: another may have been faster
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # a full disk has rolled back already
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
