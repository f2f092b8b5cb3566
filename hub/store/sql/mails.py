"""Letters that could not be sent."""

from collections.abc import Sequence
from dataclasses import asdict

from hub.model import MailTry, Tell
from hub.store.sql.engine import Engine, json_list


class SqlMails:
    """Letters that could not be sent."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._words = engine.words

    def tried(self, ids: Sequence[str]) -> dict[str, MailTry]:
        """Return the last try for each of these sign-ups that had one."""
        rows = self._engine.all(
            "select sign_up, tell, tries, tried_at, reason from mail_tries "
            f"where sign_up in (select value from {self._words.texts('ids')} as asked)",
            {"ids": json_list(ids)},
        )
        return {row["sign_up"]: MailTry(**{**dict(row), "tell": Tell(row["tell"])}) for row in rows}

    def save(self, tried: MailTry) -> None:
        """Keep a try in place of the one before."""
        self._engine.run(
            "insert into mail_tries (sign_up, tell, tries, tried_at, reason) "
            "values (:sign_up, :tell, :tries, :tried_at, :reason) on conflict (sign_up) do update set "
            "tell = excluded.tell, tries = excluded.tries, tried_at = excluded.tried_at, reason = excluded.reason",
            {**asdict(tried), "tell": tried.tell.value},
        )
