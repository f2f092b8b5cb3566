"""Real processes, killed where it hurts: what was thanked is on the hub, once, and the books balance."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.processes import HubProcess, environment, pair, run, serving, succeed

LINES = 3_000


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> Iterator[HubProcess]:
    with serving(tmp_path / "hub", discovery=False) as hub:
        yield hub


@pytest.fixture(name="kiosk")
def _kiosk(tmp_path: Path, hub: HubProcess) -> Path:
    """The folder of a paired kiosk that has heard the news."""
    kiosk = tmp_path / "kiosk"
    pair(kiosk, hub)
    succeed("kiosk", "sync", "--data", str(kiosk))
    return kiosk


def a_file(folder: Path, *texts: str) -> Path:
    """Ideas and comments in turn, one of these texts each."""
    path = folder / "lines.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            idea: dict[str, Any] = {"prompt": "ideas", "answer": {"text": text, "cards": []}}
            comment = {"prompt": "visit", "answer": {"rating": 3, "reasons": [], "comment": text}}
            file.write(json.dumps({"language": "nb", **(comment if number % 2 else idea)}, ensure_ascii=False) + "\n")
    return path


def ids(lines: list[str]) -> list[str]:
    return [json.loads(line)["id"] for line in lines]


def books(kiosk: Path) -> dict[str, Any]:
    """The books of a kiosk; they balance."""
    found = json.loads(succeed("kiosk", "status", "--data", str(kiosk), "--json"))
    assert found["created"] == found["on_hub"] + found["waiting"] + found["set_aside"] + found["erased"]
    return dict(found)


def start(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "kiosk", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment())


def when_it_has_some(hub: HubProcess, least: int) -> None:
    """Return once the hub's database holds so many."""
    with closing(sqlite3.connect(f"file:{hub.data / 'hub.db'}?mode=ro", uri=True)) as database:
        while database.execute("SELECT count(*) FROM submissions").fetchone()[0] < least:
            pass


def test_every_id_fill_printed_before_it_was_killed_reaches_the_hub(
    tmp_path: Path, hub: HubProcess, kiosk: Path
) -> None:
    source, printed = a_file(tmp_path, *(f"tanke {n}" for n in range(LINES))), []

    for stop in (1, 40, 300):
        with start("fill", "--without-codes", str(source), "--data", str(kiosk)) as filling:
            assert filling.stdout
            printed += list(islice(filling.stdout, stop))
            filling.kill()
            printed += [line for line in filling.stdout if line.endswith("\n")]
    succeed("kiosk", "sync", "--data", str(kiosk))

    stored = [row["id"] for row in hub.submissions()]
    assert set(ids(printed)) <= set(stored)
    assert len(stored) == len(set(stored)) == books(kiosk)["on_hub"]
    assert len(stored) - len(printed) in range(4)  # saved, and killed before the print


def test_hub_and_kiosk_killed_in_the_middle_of_a_sync_end_with_every_id_once(
    tmp_path: Path, hub: HubProcess, kiosk: Path
) -> None:
    source = a_file(tmp_path, *(f"tanke {n}" for n in range(LINES)))
    thanked = ids(succeed("kiosk", "fill", "--without-codes", str(source), "--data", str(kiosk)).splitlines())

    with start("sync", "--data", str(kiosk)) as syncing:
        when_it_has_some(hub, 500)
        hub.kill()
    hub_gone = syncing.returncode
    between = books(kiosk)
    hub.start()
    with start("sync", "--data", str(kiosk)) as syncing:
        when_it_has_some(hub, 1_500)
        syncing.kill()
    succeed("kiosk", "sync", "--data", str(kiosk))

    after = books(kiosk)
    assert hub_gone == 3
    assert between["waiting"] > 0
    assert (after["created"], after["on_hub"], after["waiting"]) == (LINES, LINES, 0)
    assert [row["id"] for row in hub.submissions()] == thanked


def test_folder_holds_none_of_the_words_a_visitor_sent(tmp_path: Path, hub: HubProcess, kiosk: Path) -> None:
    words = [f"hemmelighet{number:02}æøå" for number in range(50)]
    succeed("kiosk", "fill", str(a_file(tmp_path, *words)), "--data", str(kiosk))

    after_send = found_in(kiosk, words)
    succeed("kiosk", "sync", "--data", str(kiosk))
    after_sync = found_in(kiosk, words)

    assert (after_send, after_sync) == ([], [])
    assert {row["answer"].get("text") or row["answer"]["comment"] for row in hub.submissions()} == set(words)


def found_in(folder: Path, words: list[str]) -> list[str]:
    """The words that stand in the raw bytes of any file, in any of three encodings."""
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [word for word in words for form in ("utf-8", "utf-16-le", "latin-1") if word.encode(form) in raw]


def test_sync_without_a_hub_ends_with_3_and_loses_nothing(tmp_path: Path, hub: HubProcess, kiosk: Path) -> None:
    succeed("kiosk", "fill", str(a_file(tmp_path, "en tanke")), "--data", str(kiosk))
    hub.kill()

    ended = run("kiosk", "sync", "--data", str(kiosk)).returncode

    assert ended == 3
    assert books(kiosk)["waiting"] == 1
