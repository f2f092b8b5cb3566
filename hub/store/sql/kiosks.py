"""Paired kiosks, their books and lineage, and the pairing code of the moment."""

from dataclasses import asdict
from typing import Any

from hub.model import Lineage, OpenCode, PairedKiosk
from hub.store.sql.engine import Engine, Row
from shared.protocol import Health

_KIOSK = """
select k.id, k.name, k.paired_at, k.revoked_at, k.last_seen_at, k.created, k.waiting, k.on_hub, k.set_aside, k.erased,
  k.free_bytes, k.skew_s, k.version, k.salvages, k.copied, k.place,
  coalesce(b.stored, 0) as stored, coalesce(b.erased, 0) as erased_here
from kiosks k left join kiosk_books b on b.kiosk = k.id
"""


class SqlKiosks:
    """Paired kiosks, their books, and the pairing code of the moment."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def every(self) -> list[PairedKiosk]:
        """Return all kiosks ever paired, by name."""
        return [_kiosk(row) for row in self._engine.all(f"{_KIOSK} order by lower(k.name), k.id")]

    def read(self, id: str) -> PairedKiosk | None:
        """Return one, or None."""
        row = self._engine.one(f"{_KIOSK} where k.id = :id", {"id": id})
        return _kiosk(row) if row else None

    def heard_since(self, at: str) -> list[str]:
        """Return the ids of kiosks that were heard after this and are not shut out."""
        rows = self._engine.all(
            "select id from kiosks where revoked_at is null and last_seen_at > :at order by id", {"at": at}
        )
        return [row["id"] for row in rows]

    def by_token(self, token_sha256: str) -> PairedKiosk | None:
        """Return the kiosk with this token, also a revoked one."""
        row = self._engine.one(f"{_KIOSK} where k.token_sha256 = :token", {"token": token_sha256})
        return _kiosk(row) if row else None

    def token_of(self, id: str) -> str:
        """Return the hash of the token of a paired kiosk, also of a revoked one."""
        row = self._engine.one("select token_sha256 from kiosks where id = :id", {"id": id})
        assert row is not None, "only a paired kiosk has a token"
        return str(row["token_sha256"])

    def shut_out(self) -> list[tuple[str, str]]:
        """Return of each kiosk that is shut out the hash of its token, and since when."""
        rows = self._engine.all("select token_sha256, revoked_at from kiosks where revoked_at is not null")
        return [(row["token_sha256"], row["revoked_at"]) for row in rows]

    def pairings(self) -> list[tuple[str, str, str, str]]:
        """Return of each kiosk, also of one that is shut out: the hash of its token, its id, since when, its name."""
        rows = self._engine.all("select token_sha256, id, paired_at, name from kiosks")
        return [(row["token_sha256"], row["id"], row["paired_at"], row["name"]) for row in rows]

    def pair(self, id: str, name: str, token_sha256: str, *, now: str, place: str = "") -> None:
        """Keep a newly paired kiosk, or pair a known one anew: its old token is worthless then.

        Where no ``place`` is said, a known one keeps its own.
        """
        self._engine.run(
            "insert into kiosks (id, name, token_sha256, paired_at, place) values (:id, :name, :token, :now, :place) "
            "on conflict (id) do update set name = excluded.name, token_sha256 = excluded.token_sha256, "
            "paired_at = excluded.paired_at, revoked_at = null, lineage = null, former_lineage = null, "
            "settled = null, copied = 0, "
            "place = case when excluded.place = '' then kiosks.place else excluded.place end",
            {"id": id, "name": name, "token": token_sha256, "now": now, "place": place},
        )

    def rename(self, id: str, name: str) -> None:
        """Give a kiosk another name."""
        self._engine.run("update kiosks set name = :name where id = :id", {"id": id, "name": name})

    def say_where(self, id: str, place: str) -> None:
        """Keep where a kiosk stands; "" where nobody says."""
        self._engine.run("update kiosks set place = :place where id = :id", {"id": id, "place": place})

    def revoke(self, id: str, *, now: str) -> None:
        """Shut a kiosk out."""
        self._engine.run(
            "update kiosks set revoked_at = coalesce(revoked_at, :now) where id = :id", {"id": id, "now": now}
        )

    def heard(self, id: str, health: Health, *, skew_s: float, now: str) -> None:
        """Keep a kiosk's last word about itself."""
        values: dict[str, Any] = {name: getattr(health, name) for name in _HEALTH}
        changes = ", ".join(f"{name} = :{name}" for name in _HEALTH)
        self._engine.run(
            f"update kiosks set {changes}, skew_s = :skew_s, last_seen_at = :now where id = :id",
            {**values, "skew_s": skew_s, "now": now, "id": id},
        )

    def lineage(self, id: str) -> Lineage:
        """Return the kiosk's lineage."""
        row = self._engine.one("select lineage, former_lineage, settled from kiosks where id = :id", {"id": id})
        assert row is not None, "only a paired kiosk has a lineage"
        return Lineage(row["lineage"], row["former_lineage"], row["settled"])

    def save_lineage(self, id: str, lineage: Lineage, *, copied: bool) -> None:
        """Keep the kiosk's lineage; ``copied`` marks it until it is paired anew."""
        self._engine.run(
            "update kiosks set lineage = :current, former_lineage = :former, settled = :settled, "
            "copied = case when copied = 1 then 1 else :copied end where id = :id",
            {
                "current": lineage.current,
                "former": lineage.former,
                "settled": lineage.settled,
                "copied": int(copied),
                "id": id,
            },
        )

    def settle(self, id: str, digest: str) -> None:
        """Remember the digest of retained ids that was found to lack nothing; erasing one of the kiosk's forgets it."""
        self._engine.run("update kiosks set settled = :digest where id = :id", {"id": id, "digest": digest})

    def ids_between(self, id: str, first_seq: int, last_seq: int) -> list[str]:
        """Return the ids of the kiosk's stored submissions in a range of its sequence, both ends inclusive."""
        rows = self._engine.all(
            "select id from submissions where kiosk = :kiosk and seq between :first and :last",
            {"kiosk": id, "first": first_seq, "last": last_seq},
        )
        return [row["id"] for row in rows]

    def erased_between(self, id: str, after: int, until: int) -> list[str]:
        """Return the kiosk's ids erased after one revision and not after the other."""
        rows = self._engine.all(
            "select id from tombstones where kiosk = :kiosk and changed > :after and changed <= :until",
            {"kiosk": id, "after": after, "until": until},
        )
        return [row["id"] for row in rows]

    def open_code(self, code: OpenCode, *, now: str) -> None:
        """Open this pairing code; the one before is closed."""
        with self._engine.atomic():
            self.close_code()
            self._engine.run(
                "insert into pairing_codes (code, opened_at, closes_at, name, nonce, key, place) "
                "values (:code, :now, :closes_at, :name, :nonce, :key, :place)",
                {**asdict(code), "now": now},
            )

    def code(self) -> tuple[OpenCode, int] | None:
        """Return the code that was last opened and not closed, and how many wrong proofs were counted."""
        row = self._engine.one(f"select {', '.join(_CODE)}, tries from pairing_codes")
        return (OpenCode(**{name: row[name] for name in _CODE}), row["tries"]) if row else None

    def count_try(self) -> None:
        """Count a wrong proof against the open code."""
        self._engine.run("update pairing_codes set tries = tries + 1")

    def close_code(self) -> None:
        """Close the open code."""
        self._engine.run("delete from pairing_codes")


_CODE = ("code", "closes_at", "name", "nonce", "key", "place")
_HEALTH = ("created", "waiting", "on_hub", "set_aside", "erased", "free_bytes", "version", "salvages")


def _kiosk(row: Row) -> PairedKiosk:
    return PairedKiosk(**{**dict(row), "copied": bool(row["copied"])})
