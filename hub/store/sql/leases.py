"""The seats that are out on kiosks."""

from collections.abc import Sequence
from dataclasses import asdict

from hub.model import LeaseAccount
from hub.store.sql.engine import Engine, Row, json_list

_COLUMNS = (
    "activity", "kiosk", "granted", "returned", "arrived", "promised", "freed", "recalled", "heard_at",
)  # fmt: skip
_SAVE = (
    f"insert into leases ({', '.join(_COLUMNS)}) values ({', '.join(f':{name}' for name in _COLUMNS)}) "
    "on conflict (activity, kiosk) do update set "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[2:])
)  # fmt: skip


class SqlLeases:
    """The seats that are out on kiosks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._words = engine.words

    def read(self, activity: str, kiosk: str) -> LeaseAccount:
        """Return the account; an empty one where there is none."""
        row = self._engine.one(
            "select * from leases where activity = :activity and kiosk = :kiosk",
            {"activity": activity, "kiosk": kiosk},
        )
        return _account(row) if row else LeaseAccount(activity, kiosk)

    def of(self, activity: str) -> list[LeaseAccount]:
        """Return the accounts of an activity."""
        rows = self._engine.all("select * from leases where activity = :slug order by kiosk", {"slug": activity})
        return [_account(row) for row in rows]

    def coming(self, now: str) -> list[LeaseAccount]:
        """Return the accounts of all activities that are listed and not over."""
        rows = self._engine.all(
            f"select l.* from activities a {self._words.then_join} leases l on l.activity = a.slug "
            "where a.withdrawn = 0 and a.ends_at > :now order by l.activity, l.kiosk",
            {"now": now},
        )
        return [_account(row) for row in rows]

    def of_kiosk(self, kiosk: str, activities: Sequence[str]) -> list[LeaseAccount]:
        """Return a kiosk's accounts of these activities, empty ones too; none for an activity that is not known."""
        rows = self._engine.all(
            "select a.slug, l.* from activities a left join leases l on l.activity = a.slug and l.kiosk = :kiosk "
            f"where a.slug in (select value from {self._words.texts('activities')} as asked) order by a.slug",
            {"kiosk": kiosk, "activities": json_list(activities)},
        )
        return [_account(row) if row["kiosk"] else LeaseAccount(row["slug"], kiosk) for row in rows]

    def save(self, *accounts: LeaseAccount) -> None:
        """Write accounts."""
        self._engine.many(_SAVE, [{**asdict(one), "recalled": int(one.recalled)} for one in accounts])


def _account(row: Row) -> LeaseAccount:
    return LeaseAccount(**{**{name: row[name] for name in _COLUMNS}, "recalled": bool(row["recalled"])})
