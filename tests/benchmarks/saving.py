"""A saved submission on the kiosk against one seal and one raw sqlite3 commit of the same row with the same pragmas."""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from kiosk.config import KioskConfig
from kiosk.store import HubPairing, KioskStore
from shared.kinds import kind_of
from shared.languages import DEFAULT_LANGUAGE
from shared.prompt import Prompt, PromptText
from shared.seal import new_unseal_key
from shared.submission import new_submission_id
from tests.benchmarks.figures import Figure, rounds, seconds

SAVES, ROUNDS = 300, 7
PROMPT = Prompt("ideas", "idea", 1, {"nb": PromptText("Gi en idé", "Hva skal skje her?")}, {"cards": True})
ANSWER = {
    "text": "En kveld der vi reparerer sykler sammen, og noen lager suppe til alle som kommer innom.",
    "cards": [],
}


def measure() -> list[Figure]:
    """Save some hundreds one by one, in turn with the raw way."""
    key = new_unseal_key().public
    with tempfile.TemporaryDirectory() as folder:
        config = KioskConfig(Path(folder, "kiosk"))
        store = KioskStore.open(config.data)
        store.keep_pairing(HubPairing("k", "Kiosk", "h", "Hub", "t", key.hex, "", "0" * 64, "127.0.0.1:1"))
        raw = _raw_connection(Path(folder, "raw.db"), config.data / "kiosk.db")
        row: tuple[Any, ...] = ()

        def save() -> None:
            kind = kind_of(PROMPT.kind)
            for _ in range(SAVES):
                payload = kind.pack(kind.check(ANSWER, PROMPT.settings))
                store.save(new_submission_id(), PROMPT, DEFAULT_LANGUAGE, payload)

        def commit() -> None:
            payload = kind_of(PROMPT.kind).pack(ANSWER)
            for _ in range(SAVES):
                one = new_submission_id()
                key.seal(payload, submission_id=one, kind=PROMPT.kind)
                raw.execute("BEGIN IMMEDIATE")
                raw.execute(insert, (None, one, *row[2:]))
                raw.execute("COMMIT")

        save()
        source = sqlite3.connect(config.data / "kiosk.db")
        found = source.execute("SELECT * FROM submissions LIMIT 1").fetchone()
        source.close()
        row = (None, *found[1:])  # the number is SQLite's to give
        insert = f"INSERT INTO submissions VALUES ({', '.join('?' * len(row))})"

        saved, committed = rounds(ROUNDS, lambda: seconds(save), lambda: seconds(commit))
        store.close()
        raw.close()
    each = (
        f"{1000 * saved / SAVES:.2f} ms a saved submission, {1000 * committed / SAVES:.2f} ms a seal and a raw commit"
    )
    return [Figure("a submission saved on the kiosk", saved / committed, 1.5, each)]


def _raw_connection(path: Path, like: Path) -> sqlite3.Connection:
    """Open an empty database with the same tables, indexes and pragmas."""
    source = sqlite3.connect(like)
    schema = [sql for (sql,) in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    source.close()
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON"):
        raw.execute(f"PRAGMA {pragma}")
    for sql in schema:
        raw.execute(sql)
    return raw
