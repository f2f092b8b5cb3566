"""Submissions by id: insert-or-compare, staff's decisions, erasing. Search and the roll-up are kept in step here."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.lists import Pile, Unread
from hub.model import Arrival, State, StoredSubmission
from hub.store.sql.engine import Engine, Row, json_list
from hub.store.sql.voices import FIELDS, LYING, PART, VOICE, WALKED, Voices, fields
from hub.store.sql.words import Words
from shared.errors import CannotUnseal, UnknownActivity, UnknownPrompt
from shared.slip import Slip
from shared.submission import Submission

PAGE = 500
"""Rows read at a time when all are read, so that 100,000 of them need no memory."""

_SLIP = ("code", "pair", "root")
_COLUMNS = (
    "position", "id", "kind", "prompt", "prompt_revision", "prompt_hash", "kiosk", "seq", "made_at", "language",
    "session", "sealed", "sha256", "payload", "state", "reason", "gist", "received_at", "age_s", "delete_at",
    "kept_hash", *_SLIP, "after_id", "entry",
)  # fmt: skip
# By place, not by name: a dict for each row would make the insert a fifth slower.
_INSERT = f"insert into submissions ({', '.join(_COLUMNS)}) values ({', '.join('?' * len(_COLUMNS))})"
_ADD_WORDS = "insert into submission_words (rowid, words) values (?, ?)"
_TALLY = """
insert into tally (state, kind, prompt, language, kiosk, n) values (:entry, :kind, :prompt, :language, :kiosk, :n)
on conflict (state, kind, prompt, language, kiosk) do update set n = tally.n + excluded.n
"""
_BOOKS = """
insert into kiosk_books (kiosk, stored, erased) values (:kiosk, :stored, :erased)
on conflict (kiosk) do update set stored = kiosk_books.stored + excluded.stored,
erased = kiosk_books.erased + excluded.erased
"""
_WALKED = {True: WALKED[Pile.UNREAD], False: WALKED[Pile.TOGETHER]}
"""The index by which what is to be set aside is found, and what is to come back."""


class SqlSubmissions:
    """Every submission by its id, and the ids of those that were erased."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._words = engine.words
        self._voices = Voices(engine, self._count)
        self._unasked = _unasked(engine.words)
        self._ends = engine.words.days_after("received_at", "days")

    def known(self, ids: Sequence[str]) -> dict[str, str | None]:
        """Return the SHA-256 of each of these that ever came, by id; None for one that was erased."""
        rows = self._engine.all(
            f"with asked as (select value as id from {self._words.texts('ids')} as given) "
            "select id, sha256 from submissions where id in (select id from asked) "
            "union all select id, null from tombstones where id in (select id from asked)",
            {"ids": json_list(ids)},
        )
        return {row["id"]: row["sha256"] for row in rows}

    def add(self, arrivals: Sequence[Arrival]) -> None:
        """Keep these, all or none. Raises StoreError when one of them cannot be kept."""
        with self._engine.atomic():
            counted = self._engine.one(
                "update counters set n = n + :more where name = 'position' returning n", {"more": len(arrivals)}
            )
            assert counted is not None
            first = counted["n"] - len(arrivals) + 1
            self._engine.many(_INSERT, [_to_row(arrival, position) for position, arrival in enumerate(arrivals, first)])
            words = [(position, arrival.words) for position, arrival in enumerate(arrivals, first) if arrival.words]
            self._engine.many(_ADD_WORDS, words)
            self._count(Counter(map(_counted, arrivals)))
            self._booked(Counter(arrival.submission.kiosk for arrival in arrivals))
            ids = [arrival.submission.id for arrival in arrivals]
            self._voices.join(ids, [arrival.submission.id for arrival in arrivals if arrival.after])

    def read(self, id: str) -> StoredSubmission | None:
        """Return one, or None."""
        row = self._engine.one("select * from submissions where id = :id", {"id": id})
        return from_row(row) if row else None

    def these(self, ids: Sequence[str]) -> list[StoredSubmission]:
        """Return those of these that are here, in no order."""
        rows = self._engine.all(
            f"select * from submissions where id in (select value from {self._words.texts('ids')} as given)",
            {"ids": json_list(ids)},
        )
        return [from_row(row) for row in rows]

    def after(self, ids: Sequence[str]) -> list[StoredSubmission]:
        """Return what was said after these and is listed with them, in the order it came."""
        rows = self._engine.all(
            f"select * from submissions where after_id in (select value from {self._words.texts('ids')} as given) "
            f"and entry = '{PART}' order by position",
            {"ids": json_list(ids)},
        )
        return [from_row(row) for row in rows]

    def every(self) -> Iterator[StoredSubmission]:
        """Return all in the order they came, a few at a time."""
        yield from self._pages("select * from submissions where position > :after order by position limit :size")

    def unasked(self, kiosk: str, limit: int) -> list[StoredSubmission]:
        """Return what a kiosk brought for what was not known here then, and is now; the oldest first."""
        rows = self._engine.all(
            f"select * from submissions s{self._words.walked_by('submissions_unasked')} "
            f"where kiosk = :kiosk and state = 'set_aside' and {self._unasked} order by position limit :limit",
            {"kiosk": kiosk, "limit": limit},
        )
        return [from_row(row) for row in rows]

    def unopened(self) -> Iterator[StoredSubmission]:
        """Return those whose seal could not be opened."""
        yield from self._pages(
            f"select * from submissions where reason = '{CannotUnseal.code}' and state = 'set_aside' "
            "and position > :after order by position limit :size",
        )

    def reopen(self, arrival: Arrival) -> None:
        """Take this in place of the same submission, whose seal could not be opened before."""
        with self._engine.atomic():
            before = self._engine.one("select * from submissions where id = :id", {"id": arrival.submission.id})
            if before is None:
                return
            self._engine.run(
                "update submissions set sealed = '', payload = :payload, state = :state, reason = :reason, "
                "gist = :gist, delete_at = :delete_at, kept_hash = :kept_hash, code = :code, pair = :pair, "
                "root = :root, after_id = :after, entry = :state where position = :position",
                {
                    **dict(zip(_SLIP, _slip(arrival), strict=True)),
                    "payload": arrival.payload,
                    "state": arrival.state.value,
                    "reason": arrival.reason,
                    "gist": arrival.gist,
                    "delete_at": arrival.delete_at,
                    "kept_hash": hash_kept(before["id"], before["sha256"], arrival.payload),
                    "position": before["position"],
                    "after": arrival.after,
                },
            )
            if arrival.words:
                self._engine.many(_ADD_WORDS, [(before["position"], arrival.words)])
            self._count({fields(before): -1})
            self._count({_counted(arrival): 1})
            self._voices.join([before["id"]], [before["id"]])

    def move(
        self, id: str, *, state: State, status: str | None, replies: Mapping[str, str], notice_id: str | None,
        revision: int,
    ) -> None:  # fmt: skip
        """Write what staff decided."""
        with self._engine.atomic():
            before = self._engine.one("select * from submissions where id = :id", {"id": id})
            if before is None:
                return
            self._engine.run(
                "update submissions set state = :state, status = :status, replies = :replies, "
                "notice_id = :notice_id, revision = :revision, together = 0 where id = :id",
                {
                    "id": id,
                    "state": state.value,
                    "status": status,
                    "replies": json.dumps(dict(replies), ensure_ascii=False),
                    "notice_id": notice_id,
                    "revision": revision,
                },
            )
            self._voices.renew([_first(before)])

    def move_together(self, kiosk: str, *, aside: bool, since: str, after: int, limit: int) -> list[tuple[int, str]]:
        """Set aside what a kiosk brought since then and nobody has looked at, or make that new again, the oldest first.

        At most so many of those after a position; return the position and id of each. Kiosks hear nothing of it.
        """
        was, becomes = (State.NEW, State.SET_ASIDE) if aside else (State.SET_ASIDE, State.NEW)
        values = {"kiosk": kiosk, "was": was.value, "since": since, "after": after, "limit": limit}
        with self._engine.atomic():
            rows = self._engine.all(
                f"select position, id, after_id, entry from submissions{self._words.walked_by(_WALKED[aside])} "
                f"where kiosk = :kiosk and position > :after and state = :was and together = {int(not aside)} "
                "and received_at >= :since order by position limit :limit",
                values,
            )
            self._engine.run(
                "update submissions set state = :state, together = :together "
                f"where position in (select value from {self._words.numbers('these')} as these)",
                {
                    "state": becomes.value,
                    "together": int(aside),
                    "these": json_list([row["position"] for row in rows]),
                },
            )
            self._voices.renew(list(dict.fromkeys(map(_first, rows))))
        return [(row["position"], row["id"]) for row in rows]

    def unread(self, kiosk: str, *, since: str) -> Unread:
        """Return how much a kiosk brought since then that nobody has looked at."""
        row = self._engine.one(
            f"select count(distinct {VOICE}) as n, min(received_at) as first_at, max(received_at) as last_at "
            f"from submissions s{self._words.walked_by(_WALKED[True])} "
            f"where kiosk = :kiosk and {LYING[Pile.UNREAD]} and received_at >= :since",
            {"kiosk": kiosk, "since": since},
        )
        assert row is not None
        return Unread(**dict(row))

    def put_together(self) -> dict[str, int]:
        """Count what is set aside together with others of its kiosk, by kiosk."""
        rows = self._engine.all(
            f"select k.id as kiosk, count(distinct {VOICE}) as n from kiosks k "
            f"{self._words.then_join} submissions s{self._words.walked_by(_WALKED[False])} on s.kiosk = k.id "
            f"where {LYING[Pile.TOGETHER]} group by k.id"
        )
        return {row["kiosk"]: row["n"] for row in rows}

    def shorten(self, prompt: str, days: int) -> None:
        """Delete the answers to a prompt so many days after they were received, where that is sooner."""
        self._engine.run(
            f"update submissions set delete_at = {self._ends} where prompt = :prompt and delete_at > {self._ends}",
            {"prompt": prompt, "days": days},
        )

    def remove(self, ids: Sequence[str], *, now: str) -> None:
        """Delete these and everything made of them, and remember the ids; ids that never came are remembered too."""
        with self._engine.atomic():
            for one in ids:
                self._remove(one, now)

    def erased(self) -> list[tuple[str, str]]:
        """Return the id of each that was erased, and when."""
        rows = self._engine.all("select id, erased_at from tombstones order by changed, id")
        return [(row["id"], row["erased_at"]) for row in rows]

    def due(self, now: str, limit: int) -> list[str]:
        """Return ids whose time is over, at most ``limit``."""
        rows = self._engine.all(
            "select id from submissions where delete_at <= :now "
            "and id not in (select id from worries where held_until > :now) order by delete_at limit :limit",
            {"now": now, "limit": limit},
        )
        return [row["id"] for row in rows]

    def forget_empty(self) -> None:
        """Forget what the roll-up counts none of: it names kiosks, and prompts, that may be gone."""
        self._engine.run("delete from tally where n = 0")

    def _remove(self, id: str, now: str) -> None:
        run = self._engine.run
        row = self._engine.one("select * from submissions where id = :id", {"id": id})
        if row is not None:
            run("delete from submissions where id = :id", {"id": id})
            run("delete from worries where id = :id", {"id": id})
            run("delete from submission_words where rowid = :position", {"position": row["position"]})
            if row["entry"] != PART:
                self._count({fields(row): -1})
                self._voices.part(id)
            # The next full comparison of ids must run again, so that the kiosk hears of this one.
            run("update kiosks set settled = null where id = :kiosk", {"kiosk": row["kiosk"]})
        run("delete from sign_up_details where sign_up = :id", {"id": id})
        changed = self._engine.one("update counters set n = n + 1 where name = 'revision' returning n")
        assert changed is not None
        run(
            "update notices set withdrawn = 1, body = '', changed = :changed where submission_id = :id",
            {"changed": changed["n"], "id": id},
        )
        if row is not None and row["entry"] == PART:
            self._voices.leave(_first(row), changed["n"])
        buried = run(
            "insert into tombstones (id, kiosk, erased_at, told, changed, finder, pair) "
            "values (:id, :kiosk, :now, :told, :changed, :finder, :pair) on conflict (id) do nothing",
            {
                "id": id,
                "kiosk": row["kiosk"] if row else "",
                "now": now,
                "told": int(row is not None and row["revision"] > 0 and row["state"] != State.FILED),
                "changed": changed["n"],
                "finder": Slip(row["code"], row["pair"], row["root"]).finder if row and row["root"] else None,
                "pair": row["pair"] if row else None,
            },
        )
        if row is not None:
            run(_BOOKS, {"kiosk": row["kiosk"], "stored": -1, "erased": buried})

    def _pages(self, sql: str, **values: Any) -> Iterator[StoredSubmission]:
        after = 0
        while rows := self._engine.all(sql, {**values, "after": after, "size": PAGE}):
            yield from map(from_row, rows)
            after = rows[-1]["position"]

    def _count(self, counts: Mapping[tuple[str, ...], int]) -> None:
        self._engine.many(_TALLY, [dict(zip(FIELDS, values, strict=True), n=n) for values, n in counts.items() if n])

    def _booked(self, stored: Mapping[str, int]) -> None:
        self._engine.many(_BOOKS, [{"kiosk": one, "stored": n, "erased": 0} for one, n in stored.items()])


def _first(row: Row) -> str:
    """Return the id of the submission whose entry this one stands in."""
    return str(row["after_id"] if row["entry"] == PART else row["id"])


def _counted(arrival: Arrival) -> tuple[str, ...]:
    """Return the values of FIELDS, in that order."""
    submission = arrival.submission
    return str(arrival.state), submission.kind, submission.prompt, submission.language, submission.kiosk


def hash_kept(id: str, sha256: str, payload: bytes | None) -> str:
    """Return the hash an opened answer is kept with, "" where there is none: damage to a disk is found by it."""
    return "" if payload is None else hashlib.sha256(f"{id} {sha256} ".encode() + payload).hexdigest()


def _unasked(words: Words) -> str:
    """Return that what one was refused for is known here now.

    By the rule of services.house.prompts.asked, without opening anything: what still cannot be read costs nothing.
    """
    return f"""
    reason in ('{UnknownPrompt.code}', '{UnknownActivity.code}') and (
    case when s.reason = '{UnknownActivity.code}'
    then {words.text_in("s.payload", "activity")} in (select slug from activities)
    else exists (select 1 from prompt_revisions r where r.id = s.prompt and r.content_hash = s.prompt_hash)
      or exists (select 1 from prompts p where p.id = s.prompt and p.revision < s.prompt_revision) end)
    """


def _to_row(arrival: Arrival, position: int) -> tuple[Any, ...]:
    """Return the values of _COLUMNS, in that order."""
    submission = arrival.submission
    return (
        position,
        submission.id,
        submission.kind,
        submission.prompt,
        submission.prompt_revision,
        submission.prompt_hash,
        submission.kiosk,
        submission.seq,
        submission.made_at,
        submission.language,
        submission.session,
        "" if arrival.payload is not None or arrival.state == State.FILED else submission.sealed,
        submission.sha256,
        arrival.payload,
        str(arrival.state),
        arrival.reason,
        arrival.gist,
        arrival.received_at,
        arrival.age_s,
        arrival.delete_at,
        hash_kept(submission.id, submission.sha256, arrival.payload),
        *_slip(arrival),
        arrival.after,
        str(arrival.state),
    )


def _slip(arrival: Arrival) -> tuple[str | None, int | None, bytes | None]:
    """Return the values of _SLIP, in that order."""
    slip = arrival.slip
    return (slip.code, slip.pair, slip.root) if slip else (None, None, None)


def from_row(row: Row) -> StoredSubmission:
    """Return the submission of a row with all columns."""
    return StoredSubmission(
        submission=Submission(
            id=row["id"],
            kind=row["kind"],
            prompt=row["prompt"],
            prompt_revision=row["prompt_revision"],
            prompt_hash=row["prompt_hash"],
            kiosk=row["kiosk"],
            seq=row["seq"],
            made_at=row["made_at"],
            language=row["language"],
            session=row["session"],
            sealed=row["sealed"],
            sha256=row["sha256"],
        ),
        payload=row["payload"],
        state=State(row["state"]),
        reason=row["reason"],
        gist=row["gist"],
        received_at=row["received_at"],
        age_s=row["age_s"],
        delete_at=row["delete_at"],
        status=row["status"],
        replies=json.loads(row["replies"]),
        notice_id=row["notice_id"],
        revision=row["revision"],
        position=row["position"],
        slip=Slip(row["code"], row["pair"], row["root"]) if row["root"] else None,
        after=row["after_id"] if row["entry"] == PART else None,
    )
