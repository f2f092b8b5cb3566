"""Pictures that the library gave."""

from hub.store.sql.engine import Engine


class SqlPictures:
    """The library's logo, by its mark."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, mark: str) -> bytes | None:
        """Return the picture with this mark, or None."""
        row = self._engine.one("select png from pictures where mark = :mark", {"mark": mark})
        return bytes(row["png"]) if row else None

    def keep(self, mark: str, png: bytes) -> None:
        """Keep this picture, and no other."""
        with self._engine.atomic():
            self.drop()
            self._engine.run("insert into pictures (mark, png) values (:mark, :png)", {"mark": mark, "png": png})

    def drop(self) -> None:
        """Keep none."""
        self._engine.run("delete from pictures")
