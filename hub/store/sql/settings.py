"""What the library has set."""

from collections.abc import Mapping

from hub.store.sql.engine import Engine


class SqlSettings:
    """What the library has set, by name."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self) -> dict[str, str]:
        """Return the library's settings that were ever saved."""
        return {row["name"]: row["value"] for row in self._engine.all("select name, value from settings")}

    def save(self, settings: Mapping[str, str]) -> None:
        """Keep these settings."""
        self._engine.many(
            "insert into settings (name, value) values (:name, :value) "
            "on conflict (name) do update set value = excluded.value",
            [{"name": name, "value": value} for name, value in settings.items()],
        )
