"""Ten thousand answers through the real commands: each on the hub once, every character as it was typed."""

import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from tests.processes import HubProcess, environment, pair, run, serving, succeed

LINES = 10_000
AWKWARD = (
    "Ærlig talt: flere øyer å være på. Ääkköset, Žluťoučký kůň, ŊŧĐš",
    "👩‍👩‍👧‍👦🏳️‍🌈 flere familier 👍🏽",
    "مكتبة فيها شاي وكتب بالعربية",
    "zero\u200bwidth\u200djoin\ufeff and \u202eright to left\u202c",
    "e\u0301 and é are not the same here, nor ﬁ and fi, nor Å and Å",
    "Z̷̢͍̈́a̵̧͝l̶͔̈g̶̣͝o " + "a" + "\u0301" * 200,
    "w" * 1_999,
    "line one\nline two\r\n\ttabbed\u2028separated\u0085next",
    "  spaces around  ",
    '"quotes" \\ back \\u0041 </script> {{7*7}} %s =1+1 [ref=x]markup[/ref]',
    "nul \x00 inside",
)


def mixed_lines(count: int, seed: int = 20261122) -> list[dict[str, Any]]:
    """Lines for ``fill``: all kinds and languages, awkward texts among them."""
    chance = random.Random(seed)
    lines = []
    for number in range(count):
        language = chance.choice(("nb", "nn", "sv", "da", "en"))
        text = f"{chance.choice(AWKWARD)} #{number}"[:2_000]
        prompt, answer = chance.choice(
            (
                ("ideas", {"text": text, "cards": []}),
                ("ideas", {"text": text, "cards": []}),
                ("visit", {"rating": chance.randint(1, 5), "reasons": [], "comment": text}),
                ("dream-library", {"strokes": strokes(chance)}),
            )
        )
        lines.append({"prompt": prompt, "language": language, "answer": answer})
    return lines


def strokes(chance: random.Random) -> list[dict[str, Any]]:
    """A small drawing with coordinates of four decimals."""
    points = [[round(chance.random(), 4), round(chance.random(), 4)] for _ in range(12)]
    return [{"colour": "#b23a20", "width": chance.choice((4, 8, 16)), "points": points}]


def write_lines(path: Path, lines: list[dict[str, Any]]) -> Path:
    """Write lines as ``fill`` reads them."""
    path.write_bytes(b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines))
    return path


def thanked(printed: str) -> list[str]:
    """The ids that ``fill`` printed."""
    return [json.loads(line)["id"] for line in printed.split("\n") if line]


def test_ten_thousand_mixed_answers_arrive_once_each_exactly_as_typed(tmp_path: Path) -> None:
    lines = mixed_lines(LINES)
    with serving(tmp_path / "hub") as hub:
        kiosk = tmp_path / "kiosk"
        pair(kiosk, hub)
        succeed("kiosk", "sync", "--data", str(kiosk))

        source = write_lines(tmp_path / "lines.jsonl", lines)
        ids = thanked(succeed("kiosk", "fill", "--without-codes", str(source), "--data", str(kiosk)))
        syncing = start_sync(kiosk)
        kill_when_it_has_some(hub, syncing)
        hub.start()
        succeed("kiosk", "sync", "--data", str(kiosk))

        stored = hub.submissions()
        assert sorted(row["id"] for row in stored) == sorted(ids)
        assert len(ids) == LINES
        answers = {row["id"]: (row["prompt"], row["language"], row["answer"]) for row in stored}
        typed = [(line["prompt"], line["language"], line["answer"]) for line in lines]
        assert [answers[one] for one in ids] == typed
        books = json.loads(succeed("kiosk", "status", "--data", str(kiosk), "--json"))
        assert (books["created"], books["on_hub"], books["waiting"], books["set_aside"]) == (LINES, LINES, 0, 0)


def test_everything_fill_printed_before_it_was_killed_reaches_the_hub(tmp_path: Path) -> None:
    with serving(tmp_path / "hub", discovery=False) as hub:
        kiosk = tmp_path / "kiosk"
        pair(kiosk, hub)
        succeed("kiosk", "sync", "--data", str(kiosk))
        source = write_lines(tmp_path / "lines.jsonl", mixed_lines(2_000, seed=7))

        command = [sys.executable, "-m", "kiosk", "fill", "--without-codes", str(source), "--data", str(kiosk)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as filling:
            assert filling.stdout
            first = list(islice(filling.stdout, 700))
            filling.kill()
            printed = thanked("".join([*first, *filling.stdout]).rpartition("\n")[0])
        succeed("kiosk", "sync", "--data", str(kiosk))

        stored = [row["id"] for row in hub.submissions()]
        assert set(printed) <= set(stored)
        assert len(stored) == len(set(stored))
        assert 700 <= len(printed) < 2_000


def test_a_sync_without_a_hub_ends_with_3_and_keeps_everything(tmp_path: Path) -> None:
    kiosk = tmp_path / "kiosk"
    with serving(tmp_path / "hub", discovery=False) as hub:
        pair(kiosk, hub)
        succeed("kiosk", "sync", "--data", str(kiosk))
    lines = write_lines(tmp_path / "lines.jsonl", mixed_lines(5))
    succeed("kiosk", "fill", str(lines), "--data", str(kiosk))

    done = run("kiosk", "sync", "--data", str(kiosk))

    books = json.loads(succeed("kiosk", "status", "--data", str(kiosk), "--json"))
    assert done.returncode == 3
    assert (books["created"], books["waiting"], books["on_hub"]) == (5, 5, 0)


def start_sync(kiosk: Path) -> "subprocess.Popen[str]":
    """Start a sync and do not wait for it."""
    command = [sys.executable, "-m", "kiosk", "sync", "--data", str(kiosk)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, env=environment())


def kill_when_it_has_some(hub: HubProcess, syncing: "subprocess.Popen[str]") -> None:
    """Pull the hub's plug in the middle of a sync: when it has something, and not yet everything."""
    with closing(sqlite3.connect(f"file:{hub.data / 'hub.db'}?mode=ro", uri=True)) as looking:
        while looking.execute("SELECT count(*) FROM submissions").fetchone() == (0,):
            assert syncing.poll() is None, "the sync ended before the hub had anything"
    hub.kill()
    syncing.wait(timeout=120)
    assert 0 < len(hub.submissions()) < LINES
