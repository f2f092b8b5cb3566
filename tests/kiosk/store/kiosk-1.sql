PRAGMA page_size=4096;
PRAGMA application_id=1396788563;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO "facts" VALUES('cursor',9);
INSERT INTO "facts" VALUES('default_language','nb');
INSERT INTO "facts" VALUES('last_sync_at','2026-11-22T12:00:00.000Z');
INSERT INTO "facts" VALUES('library','Holmlia');
INSERT INTO "facts" VALUES('lineage','lineage 1');
INSERT INTO "facts" VALUES('skew_s',0.0);
CREATE TABLE notices (id TEXT PRIMARY KEY, published_at TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "notices" VALUES('n1','2026-11-22T12:00:00.000Z','{"id":"n1","status":"heard","kind":"idea","prompt":"idea","language":"nb","text":"flere krakker","cards":[],"drawing":null,"replies":{},"published_at":"2026-11-22T12:00:00.000Z"}');
CREATE TABLE prompts (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "prompts" VALUES('drawing','{"id":"drawing","kind":"drawing","revision":1,"texts":{"en":{"title":"A drawing","question":"What would you like?","subtitle":"","help":""}},"settings":{},"opens_at":null,"closes_at":null,"order":0,"keep_days":365}');
INSERT INTO "prompts" VALUES('feedback','{"id":"feedback","kind":"feedback","revision":1,"texts":{"en":{"title":"A feedback","question":"What would you like?","subtitle":"","help":""}},"settings":{"reasons":[{"id":"books","label":{"en":"The books"}},{"id":"staff","label":{"en":"Staff"}}]},"opens_at":null,"closes_at":null,"order":0,"keep_days":365}');
INSERT INTO "prompts" VALUES('idea','{"id":"idea","kind":"idea","revision":1,"texts":{"en":{"title":"A idea","question":"What would you like?","subtitle":"","help":""}},"settings":{"cards":true},"opens_at":null,"closes_at":null,"order":0,"keep_days":365}');
INSERT INTO "prompts" VALUES('poll','{"id":"poll","kind":"poll","revision":1,"texts":{"en":{"title":"A poll","question":"What would you like?","subtitle":"","help":""}},"settings":{"options":[{"id":"early","label":{"en":"early"}},{"id":"late","label":{"en":"late"}},{"id":"never","label":{"en":"never"}}],"max_choices":2},"opens_at":null,"closes_at":null,"order":0,"keep_days":365}');
CREATE TABLE receipts (code TEXT PRIMARY KEY, pair INTEGER NOT NULL, state TEXT NOT NULL, replies TEXT NOT NULL)
    WITHOUT ROWID;
INSERT INTO "receipts" VALUES('ABCDEFGH',21208,'published','{"nb":"Ja"}');
CREATE TABLE standing (
    state TEXT NOT NULL,
    seq INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    delivered_at TEXT,
    PRIMARY KEY (state, seq)
) WITHOUT ROWID;
INSERT INTO "standing" VALUES('delivered',1,0,NULL,'2026-11-22T12:00:00.000Z');
INSERT INTO "standing" VALUES('delivered',2,0,NULL,'2026-11-22T12:00:00.000Z');
INSERT INTO "standing" VALUES('erased',3,0,NULL,NULL);
INSERT INTO "standing" VALUES('waiting',4,1,'bad-message',NULL);
INSERT INTO "standing" VALUES('waiting',5,0,NULL,NULL);
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
INSERT INTO "submissions" VALUES(1,'01900000-0000-7000-8000-000000000000','idea','idea',1,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1','2026-11-22T12:00:00.000Z','nb',NULL,'d1f02df7aad74e72a79a11f0c8ba4d53c9f831a7b99594ece1cb65ed54bdaf2e','first boot',1000.0,'BNjuepDPdfEip2sHTkmKa1zRDfXWx1QBuvLOoup1HFdXWs5dxzeqCJCp8uuKt0d+8gUhXA+TmZ/6VcEd6Z86o9mKiUK5pUrs9AL5nng=');
INSERT INTO "submissions" VALUES(2,'01900000-0000-7000-8000-000000000001','idea','idea',1,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1','2026-11-22T12:00:00.000Z','nb',NULL,'61eb90ba06424247558f7a72c9f3d4a0075bb8f721d0a84af04d9a524cb9a8cc','first boot',1000.0,'2+WA0Fz5dHfib5RxJIP7jrTfLQGzwEyQKKyWUAAXjFm5MMyqBg2JAblM7dA7BB6t1jdYjQbEQWks9f2eKDyGU78YbbLuGuiC6Yhn5ew=');
INSERT INTO "submissions" VALUES(3,'01900000-0000-7000-8000-000000000002','idea','idea',1,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1','2026-11-22T12:00:00.000Z','nb',NULL,'150e1f71509b3f6b871e8428fe3cdd8c67596cea61a984fbd4f166d81b89d937','first boot',1000.0,NULL);
INSERT INTO "submissions" VALUES(4,'01900000-0000-7000-8000-000000000003','idea','idea',1,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1','2026-11-22T12:00:00.000Z','nb',NULL,'88bfff318f8a1ab3f5563f2eba438b12ead0ab8351e07dfa448b1b5182d987e2','first boot',1000.0,'A5J4i13xW57WfwsRJ+3l60GHov/UeWk/fxOrbtw9cyX0lGbpfMkTr9ZSVYb9J3WK68trHp95q7H9fraWS4C7WxogBx4o0mwHlO5617k=');
INSERT INTO "submissions" VALUES(5,'01900000-0000-7000-8000-000000000004','idea','idea',1,'f74dd093c0653ca6b6e2182f7c53491b83ca7f3e1b173f22bdd3407add2b5c56','k1','2026-11-22T12:00:00.000Z','nb',NULL,'21b6c779fefa51bfa89a9c511c5408698e49ab80d662693db9df370d57c099bf','first boot',1000.0,'F8ELH2uWdCJ0IgZZeAguPmTRgcxAC4L7zNZbqe6wWW0+a3zt1jxpZl7JSGGJ40DctM1vzOqBkbnKBJi6tEYkPAOopehBy7q+ulksiqk=');
CREATE INDEX receipts_by_pair ON receipts (pair);
COMMIT;
