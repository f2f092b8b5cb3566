"""10,000 submissions from kiosk to hub, durable on both sides, against opening the same seals and inserting the same
rows with the same indexes by raw sqlite3, 500 a transaction."""

import json
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from hub.keys import open_keys
from kiosk.bootstrap import build
from kiosk.config import KioskConfig
from kiosk.filling import Thanked, fill
from kiosk.hub_link import HubLink
from kiosk.store import KioskStore
from kiosk.sync import sync_once
from shared.clock import Clock
from tests.benchmarks.figures import Figure, rounds, seconds
from tests.builders import quick_root
from tests.processes import HubProcess, pair, serving, succeed

COUNT, BATCH, ROUNDS = 10_000, 500, 5
TABLES = ("submissions", "submission_words", "tally")


def measure() -> list[Figure]:
    """Fill a kiosk once, then sync copies of it with copies of its hub, in turn with the raw way."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _prepare(root)
        baseline = _Baseline(root)
        synced, raw = rounds(ROUNDS, lambda: _sync(root), baseline.run)
        fsyncs = _fsyncs_per_thousand(root)
    how = (
        f"{COUNT / synced:,.0f} a second over TLS, {COUNT / raw:,.0f} a second unsealed and inserted raw; "
        f"time from the first delivery to the last mark on the kiosk"
    )
    figures = [Figure("10,000 submissions from kiosk to hub", raw / synced, 0.6, how, at_least=True)]
    if fsyncs is not None:
        how = "fsync and fdatasync calls of the hub, counted by strace while it took in 10,000"
        figures.append(Figure("disk flushes on the hub per 1,000 submissions", fsyncs, 5, how, unit="calls"))
    return figures


def _prepare(root: Path) -> None:
    with serving(root / "hub", discovery=False) as hub:
        pair(root / "kiosk", hub)
        succeed("kiosk", "sync", "--data", str(root / "kiosk"))
    words = ("suppe", "verksted", "sykkel", "lekser", "stille", "krok", "bok", "kveld", "språk", "musikk", "hage")
    lines = [
        {"prompt": "ideas", "language": "nb", "answer": {"text": " ".join(words[i % 11 :] + words[: n % 11]) + f" {n}"}}
        for n in range(COUNT)
        for i in (n // 11,)
    ]
    source = root / "lines.jsonl"
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    # Through visits, each with a slip of its own, but not at the cost of one: this measures the way, not the making.
    with closing(build(KioskConfig(root / "kiosk"), stretch=quick_root)) as kiosk:
        given = list(fill(kiosk.visit, source.read_bytes().splitlines()))
    assert all(isinstance(one, Thanked) for one in given)


def _copies(root: Path) -> tuple[HubProcess, Path]:
    for name in ("hub", "kiosk"):
        shutil.rmtree(root / f"{name}-copy", ignore_errors=True)
        shutil.copytree(root / name, root / f"{name}-copy")
    return HubProcess(root / "hub-copy", discovery=False), root / "kiosk-copy"


def _sync(root: Path, *, before: tuple[str, ...] = ()) -> float:
    hub, folder = _copies(root)
    kiosk = build(KioskConfig(folder))
    with hub, closing(kiosk.store):
        hub.start(before=before)
        took = seconds(lambda: _round(kiosk.store, hub.sync_address))
        assert kiosk.store.status().on_hub == COUNT
        hub.stop()
    return took


def _round(store: KioskStore, address: str) -> None:
    pairing = store.pairing()
    assert pairing
    link = HubLink(pairing, [address])
    sync_once(store, link, Clock())
    link.close()


class _Baseline:
    """The same work without a kiosk, a wire or a hub: unseal each, insert what the hub inserted."""

    def __init__(self, root: Path) -> None:
        _sync(root)
        self._root = root
        self._key = open_keys(root / "hub-copy").unseal_key.keys[0]
        kiosk = sqlite3.connect(root / "kiosk-copy" / "kiosk.db")
        self._seals = kiosk.execute("SELECT id, kind, sealed FROM submissions ORDER BY seq").fetchall()
        kiosk.close()
        hub = sqlite3.connect(next((root / "hub-copy").glob("*.db")))
        self._schema = [
            sql
            for name, sql in hub.execute("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
            if name in TABLES
        ]
        self._rows = hub.execute("SELECT * FROM submissions ORDER BY position").fetchall()
        self._words = hub.execute("SELECT rowid, words FROM submission_words ORDER BY rowid").fetchall()
        self._tally = hub.execute("SELECT * FROM tally").fetchall()
        hub.close()
        assert len(self._rows) == len(self._words) == len(self._seals) == COUNT

    def run(self) -> float:
        """Return how many seconds it takes."""
        path = self._root / "raw.db"
        path.unlink(missing_ok=True)
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        for sql in self._schema:
            raw.execute(sql)
        taken = seconds(lambda: self._insert(raw))
        raw.close()
        return taken

    def _insert(self, raw: sqlite3.Connection) -> None:
        from base64 import b64decode

        marks = ", ".join("?" * len(self._rows[0]))
        for start in range(0, COUNT, BATCH):
            end = start + BATCH
            for one, kind, sealed in self._seals[start:end]:
                self._key.unseal(b64decode(sealed), submission_id=one, kind=kind)
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(f"INSERT INTO submissions VALUES ({marks})", self._rows[start:end])
            raw.executemany("INSERT INTO submission_words (rowid, words) VALUES (?, ?)", self._words[start:end])
            raw.executemany("INSERT OR REPLACE INTO tally VALUES (?, ?, ?, ?, ?, ?)", self._tally)
            raw.execute("COMMIT")


def _fsyncs_per_thousand(root: Path) -> float | None:
    """Count the hub's flushes, where strace is at hand."""
    if shutil.which("strace") is None:
        return None
    trace = root / "trace"
    _sync(root, before=("strace", "-D", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)))
    return 1000 * len(re.findall(r"f(?:data)?sync\(", trace.read_text())) / COUNT
