"""The tables, step by step. A step that was released is never changed; the next one changes it."""

from sqlite_utils import Database, Migrations

from hub.store.sqlite import odd_times

migrations = Migrations("hub")

# Search is by the beginnings of words. Without `prefix`, the beginning of a word that stands in half of 100,000
# submissions takes 4 ms to find; with it 0.5 ms, for a tenth more room.
TABLES = """
create table submissions (
  position integer primary key,
  id text not null unique,
  kind text not null,
  prompt text not null,
  prompt_revision integer not null,
  prompt_hash text not null,
  kiosk text not null,
  seq integer not null,
  made_at text not null,
  language text not null,
  session text,
  sealed text not null,
  sha256 text not null,
  payload blob,
  state text not null,
  reason text,
  gist text not null,
  received_at text not null,
  age_s real,
  delete_at text not null,
  status text,
  replies text not null default '{}',
  notice_id text,
  revision integer not null default 0
) strict;
create index submissions_by_state on submissions (state, position);
create index submissions_by_prompt on submissions (prompt, position);
create index submissions_by_kiosk on submissions (kiosk, seq);
create index submissions_by_arrival on submissions (received_at);
create index submissions_by_end on submissions (delete_at);
create index submissions_by_revision on submissions (revision) where revision > 0;

create virtual table submission_words
  using fts5 (words, tokenize = "unicode61 remove_diacritics 0", prefix = "2 3 4 5");

create table tally (
  state text not null,
  kind text not null,
  prompt text not null,
  language text not null,
  kiosk text not null,
  n integer not null,
  primary key (state, kind, prompt, language, kiosk)
) strict;

create table tombstones (
  id text primary key,
  kiosk text not null,
  erased_at text not null,
  told integer not null,
  changed integer not null
) strict;
create index tombstones_by_kiosk on tombstones (kiosk, changed);
create index tombstones_by_change on tombstones (changed) where told = 1;

create table counters (name text primary key, n integer not null) strict;
insert into counters (name, n) values ('position', 0), ('revision', 0);

create table settings (name text primary key, value text not null) strict;

create table prompt_revisions (
  id text not null,
  revision integer not null,
  content_hash text not null,
  body text not null,
  saved_at text not null,
  primary key (id, revision)
) strict;
create index prompt_revisions_by_content on prompt_revisions (id, content_hash);
create table prompts (
  id text primary key,
  revision integer not null,
  place integer not null,
  withdrawn integer not null,
  changed integer not null
) strict;

create table notices (
  id text primary key,
  submission_id text not null unique,
  published_at text not null,
  body text not null,
  withdrawn integer not null,
  changed integer not null
) strict;
create index notices_by_change on notices (changed);

create table kiosks (
  id text primary key,
  name text not null,
  token_sha256 text not null unique,
  paired_at text not null,
  revoked_at text,
  last_seen_at text,
  lineage text,
  former_lineage text,
  settled text,
  copied integer not null default 0,
  created integer,
  waiting integer,
  on_hub integer,
  set_aside integer,
  erased integer,
  free_bytes integer,
  skew_s real,
  version text,
  salvages integer
) strict;
create table pairing_codes (
  code text primary key,
  opened_at text not null,
  closes_at text not null,
  tries integer not null default 0
) strict;
create table pairing_challenges (
  n integer primary key autoincrement,
  hub_nonce text not null unique,
  kiosk_nonce text not null
) strict;

create table staff (
  id integer primary key,
  name text not null,
  name_key text not null unique,
  password_hash text not null,
  added_at text not null
) strict;
create table sessions (
  token_sha256 text primary key,
  staff_id integer not null references staff (id),
  started_at text not null,
  seen_at text not null
) strict;
create table tries (key text primary key, failures integer not null, until_at text not null) strict;
create table audit (
  n integer primary key autoincrement,
  at text not null,
  staff text not null,
  move text not null,
  subject text not null,
  detail text not null
) strict;
create index audit_by_subject on audit (subject, n);
"""

ACTIVITIES = """
create table activity_revisions (
  slug text not null,
  revision integer not null,
  body text not null,
  saved_at text not null,
  primary key (slug, revision)
) strict;
create table activities (
  slug text primary key,
  revision integer not null,
  starts_at text not null,
  ends_at text not null,
  withdrawn integer not null,
  changed integer not null
) strict;
create index activities_by_change on activities (changed);
create table activity_desks (slug text primary key, owners text not null, door text) strict;
create index activity_desks_by_door on activity_desks (door) where door is not null;

create table sign_ups (
  id text primary key,
  activity text not null,
  kiosk text not null,
  code text not null,
  language text not null,
  made_at text not null,
  received_at text not null,
  state text not null,
  persons integer not null,
  ages text not null,
  turn integer not null,
  seated integer not null,
  leased integer not null,
  split integer not null,
  tell text not null,
  told_at text,
  flagged integer not null,
  revision integer not null
) strict;
create unique index sign_ups_by_turn on sign_ups (activity, turn);
create index sign_ups_by_code on sign_ups (activity, code);
create index sign_ups_by_revision on sign_ups (revision) where revision > 0;
create index sign_ups_waiting on sign_ups (activity, turn) where state = 'waiting';
create table sign_up_details (
  sign_up text not null,
  name text not null,
  value text not null,
  delete_at text not null,
  primary key (sign_up, name)
) strict;
create index sign_up_details_by_end on sign_up_details (delete_at);

create table leases (
  activity text not null,
  kiosk text not null,
  granted integer not null,
  returned integer not null,
  arrived integer not null,
  promised integer not null,
  freed integer not null,
  recalled integer not null,
  heard_at text not null,
  primary key (activity, kiosk)
) strict;
create index leases_by_kiosk on leases (kiosk);

create table door_keys (kiosk text primary key, key text not null) strict;
create table door_ticks (
  activity text not null,
  date text not null,
  code text not null,
  persons integer not null,
  seq integer not null,
  kiosk text not null,
  primary key (activity, date, code)
) strict;
create table door_tallies (
  activity text not null,
  date text not null,
  band text not null,
  n integer not null,
  primary key (activity, date, band)
) strict;

insert into counters (name, n) values ('turn', 0);
"""


@migrations()
def first_tables(db: Database) -> None:
    """Everything the first whole visit needs."""
    _run(db, TABLES)


@migrations()
def activities(db: Database) -> None:
    """Activities, who comes to them, and the seats that are out on kiosks."""
    _run(db, ACTIVITIES)


@migrations()
def mail_tries(db: Database) -> None:
    """Letters that could not be sent."""
    _run(
        db,
        """
        create table mail_tries (
          sign_up text primary key,
          tell text not null,
          tries integer not null,
          tried_at text not null,
          reason text not null
        ) strict
        """,
    )


@migrations()
def times_of_one_shape(db: Database) -> None:
    """Times that a file gave in another shape."""
    odd_times.mend(db)


@migrations()
def what_is_coming(db: Database) -> None:
    """What is not over is found by its end, its seats are counted from an index, and so are those to be told."""
    _run(
        db,
        """
        alter table activities add column retired integer not null default 0;
        create index activities_by_end on activities (ends_at) where withdrawn = 0;
        create index activities_by_retirement on activities (retired, ends_at);
        create index sign_ups_by_seats on sign_ups (activity, state, seated);
        create index sign_ups_to_tell on sign_ups (activity) where tell <> ''
        """,
    )


@migrations()
def books_of_kiosks(db: Database) -> None:
    """How many submissions of each kiosk are here and were erased is kept, not counted: every request asks for it."""
    _run(
        db,
        """
        create table kiosk_books (kiosk text primary key, stored integer not null, erased integer not null) strict;
        insert into kiosk_books (kiosk, stored, erased)
          select kiosk, sum(stored), sum(erased) from (
            select kiosk, n as stored, 0 as erased from tally
            union all select kiosk, 0, 1 from tombstones where kiosk <> '')
          group by kiosk;
        create index tally_empty on tally (n) where n = 0
        """,
    )


@migrations()
def walked_by_index(db: Database) -> None:
    """No request walks a table that grows for ever: what each asks for is found in an index."""
    _run(
        db,
        """
        drop index activities_by_end;
        create index activities_by_end on activities (ends_at, slug);
        create index prompts_by_change on prompts (changed);
        create index tally_by_prompt on tally (prompt);
        create index submissions_of_kiosk on submissions (kiosk, position);
        create index notices_on_board on notices (published_at, id) where withdrawn = 0
        """,
    )


@migrations()
def named_codes(db: Database) -> None:
    """A pairing code knows what staff call the kiosk it is for."""
    _run(db, "alter table pairing_codes add column name text not null default ''")


@migrations()
def codes_anywhere(db: Database) -> None:
    """A receipt code is looked up in all activities: staff may have moved who has it."""
    _run(
        db,
        """
        drop index sign_ups_by_code;
        create index sign_ups_by_code on sign_ups (code, activity)
        """,
    )


@migrations()
def days_told(db: Database) -> None:
    """Each personal answer knows how many days it may be kept, as whoever gave it was told."""
    _run(
        db,
        """
        alter table sign_up_details add column days integer not null default 0;
        update sign_up_details set days = coalesce((
          select max(0, cast(round(julianday(sign_up_details.delete_at) - julianday(a.ends_at)) as integer))
          from sign_ups s join activities a on a.slug = s.activity where s.id = sign_up_details.sign_up), 0)
        """,
    )


@migrations()
def sign_ups_of_a_kiosk(db: Database) -> None:
    """What came from one kiosk is found without walking all that ever came."""
    _run(db, "create index sign_ups_by_kiosk on sign_ups (kiosk, received_at, activity)")


@migrations()
def codes_with_their_key(db: Database) -> None:
    """A pairing code has one nonce and one key for all who ask; what was open in between is opened anew."""
    _run(
        db,
        """
        drop table pairing_challenges;
        delete from pairing_codes;
        alter table pairing_codes add column nonce text not null default '';
        alter table pairing_codes add column key text not null default ''
        """,
    )


@migrations()
def door_keys_wait(db: Database) -> None:
    """A key of a door waits for staff. Those that came before were compared by nobody, so they wait too."""
    _run(
        db,
        """
        alter table door_keys rename to door_keys_before;
        create table door_keys (kiosk text primary key, accepted text, pending text, refused text) strict;
        insert into door_keys (kiosk, pending) select kiosk, key from door_keys_before;
        drop table door_keys_before
        """,
    )


@migrations()
def hashes_of_what_is_kept(db: Database) -> None:
    """An opened answer is kept with a hash, so that damage to the disk is found; older ones go on without."""
    _run(db, "alter table submissions add column kept_hash text not null default ''")


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            db.execute(statement)
