"""The tables of the first version, as they were made then; what changed since stands in the migrations."""

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
