"""The tables, step by step. A step that was released is never changed; the next one changes it.

`tests/hub/store/test_store_upgrade.py` holds what each step makes of an old database; a new step gets a line there.
"""

from sqlite_utils import Database, Migrations

from hub.store.sqlite import bindings, odd_times
from hub.store.sqlite.tables import ACTIVITIES, TABLES

migrations = Migrations("hub")


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


@migrations()
def slips(db: Database) -> None:
    """What visitors took along: the receipt code, the two words, and what both open. An erased one keeps no code."""
    _run(
        db,
        """
        alter table submissions add column code text;
        alter table submissions add column pair integer;
        alter table submissions add column root blob;
        create index submissions_by_code on submissions (code) where code is not null;
        create index submissions_by_pair on submissions (pair) where pair is not null;
        create index submissions_unasked on submissions (kiosk, position)
          where state = 'set_aside' and reason in ('unknown-prompt', 'unknown-activity');
        alter table sign_ups add column pair integer not null default 0;
        alter table sign_ups add column root blob not null default x'';
        create index sign_ups_by_pair on sign_ups (pair) where root <> x'';
        alter table tombstones add column finder text;
        alter table tombstones add column pair integer
        """,
    )


@migrations()
def words_of_what_was_forgotten(db: Database) -> None:
    """What kiosks were told of sign-ups is kept in rows, so that a part of it costs the same however much came before.

    While some are asked just now, or awaited, all kiosks tell everything again.
    """
    _run(
        db,
        """
        create table recalled (
          code text primary key, changed integer not null, pair integer not null, root blob not null,
          state text not null, activity text, persons integer not null, seated integer not null, turn integer not null,
          kiosk text not null
        ) strict, without rowid;
        create index recalled_in_order on recalled (changed, code);
        update settings set value = '' where name = 'recount_known';
        update settings set value = (select json_group_object(id, '') from kiosks where revoked_at is null)
        where name = 'recount_asked' and exists (
          select 1 from settings where name in ('recount_asked', 'recount_awaited') and value <> '')
        """,
    )


@migrations()
def people_alone(db: Database) -> None:
    """Who signed up is found without walking what only changes told of: any kiosk can make many of those."""
    _run(
        db,
        """
        drop index sign_ups_waiting;
        drop index sign_ups_by_seats;
        create index sign_ups_waiting on sign_ups (activity, turn)
          where state = 'waiting' and (received_at <> '' or root <> x'');
        create index sign_ups_by_seats on sign_ups (activity, state, seated) where (received_at <> '' or root <> x'');
        create index sign_ups_here on sign_ups (activity, turn) where (received_at <> '' or root <> x'')
        """,
    )


@migrations()
def set_aside_together(db: Database) -> None:
    """What was set aside with one act can be put back with one."""
    _run(
        db,
        """
        alter table submissions add column together integer not null default 0;
        create index submissions_together on submissions (kiosk, position) where together = 1
        """,
    )


@migrations()
def who_asked(db: Database) -> None:
    """What only changes told of is known by the kiosk that sent them."""
    _run(
        db,
        """
        alter table sign_ups add column asked_by text not null default '';
        create index sign_ups_unknown on sign_ups (asked_by) where received_at = '' and root = x''
        """,
    )


@migrations()
def said_after(db: Database) -> None:
    """What was said after another is listed and counted with it, so lists go by entries; see store.sql.voices."""
    _run(
        db,
        """
        alter table submissions add column after_id text;
        alter table submissions add column entry text not null default '';
        update submissions set entry = state;
        drop index submissions_by_state;
        create index submissions_by_entry on submissions (entry, position);
        create index submissions_unopened on submissions (position) where reason = 'cannot-unseal';
        create index submissions_after on submissions (after_id) where after_id is not null
        """,
    )


@migrations()
def parts_by_first(db: Database) -> None:
    """Who names one submission ten thousand times makes nobody look through them: those taken are found alone."""
    _run(
        db,
        """
        drop index submissions_after;
        create index submissions_after on submissions (after_id, entry) where after_id is not null
        """,
    )


@migrations()
def roles(db: Database) -> None:
    """Who could sign in could do everything, and still may, until somebody says otherwise."""
    _run(
        db,
        """
        alter table staff add column roles text not null default '';
        alter table staff add column language text not null default '';
        alter table staff add column shut_at text;
        alter table staff add column second text not null default '';
        alter table staff add column second_step integer not null default 0;
        update staff set roles = 'activity-owner admin facilitator reviewer safeguarding';
        alter table sessions add column second integer not null default 0;
        alter table sessions add column agent text not null default '';
        create index sessions_by_staff on sessions (staff_id);
        create table recovery_codes (
          staff_id integer not null,
          code_sha256 text not null,
          primary key (staff_id, code_sha256)
        ) strict;
        create table invitations (
          staff_id integer primary key,
          code_sha256 text not null unique,
          closes_at text not null
        ) strict
        """,
    )


@migrations()
def bound_history(db: Database) -> None:
    """Each line of the history is bound to the one before; those that are here are bound as they stand."""
    _run(
        db,
        """
        alter table audit add column bound text not null default '';
        create index audit_by_staff on audit (staff, n);
        create index audit_by_move on audit (move, n)
        """,
    )
    bindings.bind(db)


@migrations()
def worries(db: Database) -> None:
    """What was handed over as a worry, by whom and when, and until when it is held beyond its date."""
    _run(
        db,
        """
        create table worries (
          id text primary key,
          marked_by text not null,
          marked_at text not null,
          held_until text,
          reason text not null default ''
        ) strict
        """,
    )


@migrations()
def places_of_kiosks(db: Database) -> None:
    """Where a kiosk stands, for colleagues who look for it."""
    _run(
        db,
        """
        alter table kiosks add column place text not null default '';
        alter table pairing_codes add column place text not null default ''
        """,
    )


@migrations()
def holds_by_end(db: Database) -> None:
    """Those who safeguard are told each day which holds end soon."""
    _run(db, "create index worries_held on worries (held_until) where held_until is not null")


@migrations()
def pictures(db: Database) -> None:
    """The library's logo."""
    _run(db, "create table pictures (mark text primary key, png blob not null) strict, without rowid")


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            db.execute(statement)
