PRAGMA journal_mode=wal;
BEGIN TRANSACTION;
CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT);
CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name ON _sqlite_migrations (migration_set, name);
INSERT INTO _sqlite_migrations VALUES(1,'hub','first_tables','2026-11-22 12:00:00+00:00');
CREATE TABLE submissions (
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
CREATE INDEX submissions_by_state on submissions (state, position);
CREATE INDEX submissions_by_prompt on submissions (prompt, position);
CREATE INDEX submissions_by_kiosk on submissions (kiosk, seq);
CREATE INDEX submissions_by_arrival on submissions (received_at);
CREATE INDEX submissions_by_end on submissions (delete_at);
CREATE INDEX submissions_by_revision on submissions (revision) where revision > 0;
CREATE VIRTUAL TABLE submission_words
  using fts5 (words, tokenize = "unicode61 remove_diacritics 0", prefix = "2 3 4 5");
CREATE TABLE tally (
  state text not null,
  kind text not null,
  prompt text not null,
  language text not null,
  kiosk text not null,
  n integer not null,
  primary key (state, kind, prompt, language, kiosk)
) strict;
CREATE TABLE tombstones (
  id text primary key,
  kiosk text not null,
  erased_at text not null,
  told integer not null,
  changed integer not null
) strict;
CREATE INDEX tombstones_by_kiosk on tombstones (kiosk, changed);
CREATE INDEX tombstones_by_change on tombstones (changed) where told = 1;
CREATE TABLE counters (name text primary key, n integer not null) strict;
CREATE TABLE settings (name text primary key, value text not null) strict;
CREATE TABLE prompt_revisions (
  id text not null,
  revision integer not null,
  content_hash text not null,
  body text not null,
  saved_at text not null,
  primary key (id, revision)
) strict;
CREATE INDEX prompt_revisions_by_content on prompt_revisions (id, content_hash);
CREATE TABLE prompts (
  id text primary key,
  revision integer not null,
  place integer not null,
  withdrawn integer not null,
  changed integer not null
) strict;
CREATE TABLE notices (
  id text primary key,
  submission_id text not null unique,
  published_at text not null,
  body text not null,
  withdrawn integer not null,
  changed integer not null
) strict;
CREATE INDEX notices_by_change on notices (changed);
CREATE TABLE kiosks (
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
CREATE TABLE pairing_codes (
  code text primary key,
  opened_at text not null,
  closes_at text not null,
  tries integer not null default 0
) strict;
CREATE TABLE pairing_challenges (
  n integer primary key autoincrement,
  hub_nonce text not null unique,
  kiosk_nonce text not null
) strict;
CREATE TABLE staff (
  id integer primary key,
  name text not null,
  name_key text not null unique,
  password_hash text not null,
  added_at text not null
) strict;
CREATE TABLE sessions (
  token_sha256 text primary key,
  staff_id integer not null references staff (id),
  started_at text not null,
  seen_at text not null
) strict;
CREATE TABLE tries (key text primary key, failures integer not null, until_at text not null) strict;
CREATE TABLE audit (
  n integer primary key autoincrement,
  at text not null,
  staff text not null,
  move text not null,
  subject text not null,
  detail text not null
) strict;
CREATE INDEX audit_by_subject on audit (subject, n);
INSERT INTO submissions VALUES(1,'01900000-0000-7000-8000-000000000000','idea','idea',2,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1',1,'2026-11-22T12:00:00.000Z','nb',NULL,'','f0ca3a0f86446c03ee274107a2e1a87e4234abbb5eb3f9baa9fe6fe96db3b8a5',X'7B2274657874223A2274616E6B652030222C226361726473223A5B5D7D','new',NULL,'tanke 0','2026-11-22T12:00:00.000Z',NULL,'2027-11-22T12:00:00.000Z',NULL,'{}',NULL,0);
INSERT INTO submissions VALUES(2,'01900000-0000-7000-8000-000000000001','idea','idea',2,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1',2,'2026-11-22T12:00:00.000Z','nb',NULL,'','1e52f236f61e6568c707d930dfbcb308e48f823b094995f196e9efe1f61a3445',X'7B2274657874223A2274616E6B652031222C226361726473223A5B5D7D','kept',NULL,'tanke 1','2026-11-22T12:00:00.000Z',60.0,'2027-11-22T12:00:00.000Z',NULL,'{}',NULL,5);
INSERT INTO submissions VALUES(3,'01900000-0000-7000-8000-000000000002','idea','idea',2,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1',3,'2026-11-22T12:00:00.000Z','nb',NULL,'','e61964c6be777ca8cff48c211b81491cd46bc25b04434f5cb2cd1efd251ee0de',X'7B2274657874223A2274616E6B652032222C226361726473223A5B5D7D','published',NULL,'tanke 2','2026-11-22T12:00:00.000Z',60.0,'2027-11-22T12:00:00.000Z','heard','{"nb": "Ja"}','n1',6);
INSERT INTO submissions VALUES(4,'01900000-0000-7000-8000-000000000003','idea','idea',2,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1',4,'2026-11-22T12:00:00.000Z','nb',NULL,'oayPEmi0/RWB8nb3QQxG+UvweanVqtynJvo/NW/9IGhV78V4afwQq1lHAAx4ZLDKGq9JoA9dXryS5CkhNOuAVacCQYnhjAR0vHRNHFpkIsVTXmGUoPV9QLKBvz4FSfb/1Er/BQ==','e3dfcb178011e2b58c625bf542d4e7e0cd5e02093b6dfc23c630341cda558687',NULL,'set_aside','cannot-unseal','','2026-11-22T12:00:00.000Z',60.0,'2027-11-22T12:00:00.000Z',NULL,'{}',NULL,0);
INSERT INTO submissions VALUES(5,'01900000-0000-7000-8000-000000000004','idea','roof',2,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k2',5,'2026-11-22T12:00:00.000Z','nb',NULL,'','2d5f05c216cf08fdc150bba891a18d0642968d3f66a28a76817a80565f58d8bb',X'7B2274657874223A2274616E6B652034222C226361726473223A5B5D7D','set_aside','unknown-prompt','tanke 4','2026-11-22T12:00:00.000Z',60.0,'2027-11-22T12:00:00.000Z',NULL,'{}',NULL,0);
INSERT INTO submission_words(rowid, words) VALUES(1,'tanke 0');
INSERT INTO submission_words(rowid, words) VALUES(2,'tanke 1');
INSERT INTO submission_words(rowid, words) VALUES(3,'tanke 2');
INSERT INTO submission_words(rowid, words) VALUES(5,'tanke 4');
INSERT INTO tally VALUES('new','idea','idea','nb','k1',1);
INSERT INTO tally VALUES('kept','idea','idea','nb','k1',1);
INSERT INTO tally VALUES('published','idea','idea','nb','k1',1);
INSERT INTO tally VALUES('set_aside','idea','idea','nb','k1',1);
INSERT INTO tally VALUES('set_aside','idea','roof','nb','k2',1);
INSERT INTO tombstones VALUES('01900000-0000-7000-8000-000000000005','k1','2026-11-22T12:00:00.000Z',1,7);
INSERT INTO tombstones VALUES('01900000-0000-7000-8000-000000000006','','2026-11-22T12:00:00.000Z',0,8);
INSERT INTO counters VALUES('position',5);
INSERT INTO counters VALUES('revision',8);
INSERT INTO settings VALUES('library','Holmlia');
INSERT INTO settings VALUES('default_language','nb');
INSERT INTO prompt_revisions VALUES('idea',1,'f3330e48f59c68794da427536ded2ac2a32414334969217364037484f4b867a0','{"id": "idea", "kind": "idea", "revision": 1, "texts": {"en": {"title": "A idea", "question": "What would you like?", "subtitle": "", "help": "First words."}}, "settings": {"cards": true}, "opens_at": null, "closes_at": null, "order": 0, "keep_days": 365}','2026-11-22T12:00:00.000Z');
INSERT INTO prompt_revisions VALUES('idea',2,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','{"id": "idea", "kind": "idea", "revision": 2, "texts": {"en": {"title": "A idea", "question": "What would you like?", "subtitle": "", "help": ""}}, "settings": {"cards": true}, "opens_at": null, "closes_at": null, "order": 0, "keep_days": 365}','2026-11-22T12:00:00.000Z');
INSERT INTO prompt_revisions VALUES('poll',1,'28d3519d7a301d67805ef019224f10590beb13e8a4533e9f87a5e335419424e7','{"id": "poll", "kind": "poll", "revision": 1, "texts": {"en": {"title": "A poll", "question": "What would you like?", "subtitle": "", "help": ""}}, "settings": {"options": [{"id": "early", "label": {"en": "early"}}, {"id": "late", "label": {"en": "late"}}, {"id": "never", "label": {"en": "never"}}], "max_choices": 2}, "opens_at": null, "closes_at": "20271129T170000Z", "order": 0, "keep_days": 365}','2026-11-22T12:00:00.000Z');
INSERT INTO prompts VALUES('idea',2,1,0,3);
INSERT INTO prompts VALUES('poll',1,2,1,4);
INSERT INTO notices VALUES('n1','01900000-0000-7000-8000-000000000002','2026-11-22T12:00:00.000Z','{"id": "n1", "status": "heard", "kind": "idea", "prompt": "idea", "language": "nb", "text": "tanke 2", "cards": [], "drawing": null, "replies": {}, "published_at": "2026-11-22T12:00:00.000Z"}',0,6);
INSERT INTO kiosks VALUES('k1','Hallen','1111111111111111111111111111111111111111111111111111111111111111','2026-11-22T12:00:00.000Z',NULL,'2026-11-22T12:00:00.000Z','lineage 1',NULL,NULL,0,6,0,4,0,1,9000000000,0.5,'0.1.0',0);
INSERT INTO kiosks VALUES('k2','Barna','2222222222222222222222222222222222222222222222222222222222222222','2026-11-22T12:00:00.000Z','2026-11-22T12:00:00.000Z',NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO pairing_codes VALUES('0123456789AB','2026-11-22T12:00:00.000Z','2026-11-22T12:10:00.000Z',1);
INSERT INTO pairing_challenges VALUES(1,'hub nonce','kiosk nonce');
INSERT INTO staff VALUES(1,'Kari','kari','a hash','2026-11-22T12:00:00.000Z');
INSERT INTO sessions VALUES('3333333333333333333333333333333333333333333333333333333333333333',1,'2026-11-22T12:00:00.000Z','2026-11-22T12:00:00.000Z');
INSERT INTO tries VALUES('kari',2,'2026-11-22T12:00:00.000Z');
INSERT INTO audit VALUES(1,'2026-11-22T12:00:00.000Z','Kari','publish','01900000-0000-7000-8000-000000000002','heard');
COMMIT;
