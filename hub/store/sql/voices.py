"""Submissions that are one voice: what was said after another is an entry of the inbox together with that.

``entry`` is what lists and the roll-up go by: the state of a submission that stands for itself, new as long as anything
said after it is; PART for what was said after one that is here. Who decides what is said together is the hub: kiosks
only claim it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from hub.lists import Pile
from hub.model import State
from hub.store.sql.engine import Engine, Row, json_list
from hub.store.sql.words import Words

PART = "part"
MOST_AFTER = 5
"""So many stand with one; a kiosk that sends more has them stand for themselves, each in sight of staff."""
AT_ONCE = 1_000
FIELDS = ("entry", "kind", "prompt", "language", "kiosk")
"""By what the roll-up counts entries."""
ENTRY = (
    f"case when s.entry = '{PART}' then (select h.entry from submissions h where h.id = s.after_id) else s.entry end"
)
"""Where in review the entry is that a submission ``s`` belongs to."""
VOICE = f"case when s.entry = '{PART}' then s.after_id else s.id end"
"""The entry that a submission ``s`` belongs to: staff count what visitors said, not in how many goes."""
LYING = {Pile.UNREAD: "s.state = 'new'", Pile.TOGETHER: "s.together = 1 and s.state = 'set_aside'"}
"""Which submissions ``s`` lie in each pile."""
WALKED = {Pile.UNREAD: "submissions_of_kiosk", Pile.TOGETHER: "submissions_together"}
"""The index by which each pile of a kiosk is found."""

Count = Callable[[Mapping[tuple[str, ...], int]], None]


class Voices:
    """Keeps entries as they should be, and the roll-up with them; each call is a part of a bigger change."""

    def __init__(self, engine: Engine, count: Count) -> None:
        """``count`` adds to the roll-up, by the values of FIELDS."""
        self._engine, self._words, self._count = engine, engine.words, count

    def join(self, ids: Sequence[str], claiming: Sequence[str]) -> None:
        """Put together what belongs together, where one of it just came; ``claiming`` are those that name another.

        It belongs together where both are valid, of one kiosk and to one question, and the first comes after nothing.
        """
        values = {"ids": json_list(ids), "claiming": json_list(claiming), "most": AT_ONCE}
        joined: Counter[str] = Counter()
        counts: Counter[tuple[str, ...]] = Counter()
        parts: list[tuple[str, str]] = []
        claims = self._engine.all(_claims(self._words), values)
        for row in sorted(claims, key=lambda row: int(row["position"])):
            if row["together"] + joined[row["first"]] < MOST_AFTER:
                joined[row["first"]] += 1
                counts[fields(row)] -= 1
                parts.append((PART, row["id"]))
        if parts:
            self._enter(parts)
            self._count(counts)
            self._worried([*joined])
            self.renew([*joined])

    def _worried(self, firsts: Sequence[str]) -> None:
        """Let what came after something that was handed over as a worry be a part of that worry."""
        values = {"firsts": json_list(firsts)}
        these = f"(select value from {self._words.texts('firsts')} as given)"
        self._engine.run(
            "insert into worries (id, marked_by, marked_at, held_until, reason) "
            "select p.id, w.marked_by, w.marked_at, w.held_until, w.reason from submissions p "
            f"{self._words.then_join} worries w on w.id = p.after_id "
            f"where p.after_id in {these} and p.entry = '{PART}' on conflict (id) do nothing",
            values,
        )
        self._engine.run(
            f"update submissions set state = '{State.WORRY.value}' "
            f"where after_id in {these} and entry = '{PART}' and after_id in (select id from worries)",
            values,
        )

    def part(self, id: str) -> None:
        """Let what was said after this one, which goes, stand for itself."""
        rows = self._engine.all(
            f"select id, state, {', '.join(FIELDS[1:])} from submissions where after_id = :id and entry = '{PART}'",
            {"id": id},
        )
        self._enter([(row["state"], row["id"]) for row in rows])
        self._count(Counter((row["state"], *(row[name] for name in FIELDS[1:])) for row in rows))

    def leave(self, first: str, changed: int) -> None:
        """Take off the board what this one stands there for: some of it was said after it, and is gone.

        ``changed`` is the revision from which kiosks hear of it.
        """
        self._engine.run(
            "update notices set withdrawn = 1, body = '', changed = :changed where submission_id = :first",
            {"changed": changed, "first": first},
        )
        self._engine.run(
            "update submissions set state = 'kept', revision = :changed where id = :first and state = 'published'",
            {"changed": changed, "first": first},
        )
        self.renew([first])

    def renew(self, ids: Sequence[str]) -> None:
        """Bring the entries of these, which stand for themselves, up to what was decided by now."""
        rows = self._engine.all(
            f"select id, state, {', '.join(FIELDS)}, exists (select 1 from submissions p where p.after_id = s.id "
            f"and p.entry = '{PART}' and p.state = '{State.NEW.value}') as unread from submissions s "
            f"where id in (select value from {self._words.texts('ids')} as given) and entry <> '{PART}'",
            {"ids": json_list(ids)},
        )
        counts: Counter[tuple[str, ...]] = Counter()
        changed = []
        for row in rows:
            entry, was = State.NEW.value if row["unread"] else row["state"], fields(row)
            if entry != row["entry"]:
                counts[was] -= 1
                counts[(entry, *was[1:])] += 1
                changed.append((entry, row["id"]))
        self._enter(changed)
        self._count(counts)

    def _enter(self, entries: Sequence[tuple[str, str]]) -> None:
        self._engine.many("update submissions set entry = ? where id = ?", entries)


def fields(row: Row) -> tuple[str, ...]:
    """Return the values of FIELDS, in that order."""
    return tuple(row[name] for name in FIELDS)


def _claims(words: Words) -> str:
    """Return what says rightly that it comes after another, where one of the two just came."""
    return f"""
    with asked as (
      select id from submissions where after_id in (select value from {words.texts("ids")} as arrived)
      union select value from {words.texts("claiming")} as claiming)
    select p.position, p.id, {", ".join(f"p.{name}" for name in FIELDS)}, f.id as first,
      (select count(*) from submissions q where q.after_id = f.id and q.entry = '{PART}') as together
    from asked c {words.then_join} submissions p on p.id = c.id {words.then_join} submissions f on f.id = p.after_id
    where p.entry <> '{PART}' and p.reason is null and p.state <> 'filed'
    and f.after_id is null and f.reason is null and f.state <> 'filed'
    and f.kiosk = p.kiosk and f.prompt = p.prompt and f.prompt_hash = p.prompt_hash and f.kind = p.kind
    limit :most
    """
