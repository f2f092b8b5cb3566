"""What `make test` does with its parts: all of them, at once seen, with one closing line."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools.parts_of_tests import PARTS, PEERS, REST, ROOT, Part
from tools.run_tests import Queue, Run, report, run_all

PASSES = "def test_one(): pass\n"
FAILS = "def test_other(): raise ValueError('wrong')\n"


def part(folder: Path, name: str, text: str, *, find_peers: bool = False) -> Part:
    """Write a folder with one test file; return how pytest is to be called for it."""
    own = folder / name
    own.mkdir()
    (own / "pytest.ini").write_text("[pytest]\naddopts = -ra -p no:cacheprovider\n", "utf-8")
    (own / f"test_{name}.py").write_text(text, "utf-8")
    return Part(name, (f"--rootdir={own}", "-c", str(own / "pytest.ini"), str(own)), find_peers)


def test_every_part_runs_after_a_failure_and_the_last_line_counts_all(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    one, two = part(tmp_path, "one", FAILS), part(tmp_path, "two", PASSES)
    three = part(tmp_path, "three", PASSES + "def test_more(): pass\n")

    code = run_all([one, two, three])

    lines = capfd.readouterr().out.splitlines()
    assert code == 1
    assert lines[-1] == "tests: 3 passed, 1 failed"
    assert [line[:20] for line in lines[-4:-1]] == [
        "one   | 1 failed in ",
        "two   | 1 passed in ",
        "three | 2 passed in ",
    ]
    assert "test_one.py::test_other" in lines[-5]
    assert "one | FAILED test_one.py::test_other" in lines
    assert any(line.endswith("ValueError: wrong") for line in lines)


def test_parts_that_pass_end_well_and_show_nothing_of_what_they_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_all([part(tmp_path, "one", PASSES)]) == 0

    lines = capfd.readouterr().out.splitlines()
    assert lines[-1] == "tests: 1 passed, 0 failed"
    assert lines[0].endswith(" s | test_one.py")
    assert lines[1:-2] == []


def test_test_that_did_not_run_is_a_failure_and_its_reason_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    left_out = "import unittest\ndef test_later(): raise unittest.SkipTest('no harbour')\n"

    assert run_all([part(tmp_path, "one", PASSES + left_out)]) == 1

    lines = capfd.readouterr().out.splitlines()
    assert lines[-1] == "tests: 1 passed, 1 failed"
    assert "one | FAILED test_one.py::test_later" in lines
    assert any(line.startswith("SKIPPED ") and line.endswith(": no harbour") for line in lines)


def test_part_that_breaks_off_is_no_success(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    breaks = part(tmp_path, "breaks", "import os\ndef test_breaks(): os._exit(7)\n")

    assert run_all([breaks]) == 1

    *_, told, counted = capfd.readouterr().out.splitlines()
    assert "(exit code 7)" in told
    assert counted == "tests: 0 passed, 1 failed"


def test_test_that_fails_only_when_it_clears_up_is_one_failure(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fixture = "import pytest\n@pytest.fixture\ndef chair():\n    yield\n    raise ValueError\n"

    assert run_all([part(tmp_path, "one", f"{fixture}def test_one(chair): pass\n")]) == 1

    assert capfd.readouterr().out.splitlines()[-1] == "tests: 0 passed, 1 failed"


def test_progress_is_seen_before_a_part_ends(tmp_path: Path) -> None:
    first = part(tmp_path, "first", PASSES)
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    (tmp_path / "first" / "test_second.py").write_text(f"def test_waits(): open({str(gate)!r}).read()\n", "utf-8")
    asked = f"from tools.run_tests import run_all, Part; run_all([{first!r}], every_s=0.1)"

    with subprocess.Popen([sys.executable, "-c", asked], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        seen = next(line for line in process.stdout if "now first (1)" in line)
        gate.write_text("go on", "utf-8")
        rest = process.stdout.read()

    assert seen.rstrip().endswith("| 1 passed, 0 failed, 0 of 1 parts; now first (1)")
    assert rest.splitlines()[-1] == "tests: 2 passed, 0 failed"


def test_slowest_files_of_all_parts_come_first(capfd: pytest.CaptureFixture[str]) -> None:
    runs = [Run(Part("one", ())), Run(Part("two", ()))]
    for run, test, seconds in [(0, "a.py::x", 1.0), (0, "b.py::x", 1.5), (1, "c.py::x", 2.0), (0, "a.py::y", 3.0)]:
        runs[run].hear(json.dumps({"test": test, "seconds": seconds, "passed": True, "failed": False}))

    report(runs)

    assert [line.split() for line in capfd.readouterr().out.splitlines()[:3]] == [
        ["4.0", "s", "|", "a.py"],
        ["2.0", "s", "|", "c.py"],
        ["1.5", "s", "|", "b.py"],
    ]


def test_parts_that_find_peers_never_run_beside_each_other() -> None:
    queue = Queue([Part("one", (), True), Part("two", (), True), Part("three", ())])

    first, second = queue.take(), queue.take()
    assert first
    assert second
    queue.end(first, 0)
    third = queue.take()

    assert third
    assert [run.part.name for run in (first, second, third)] == ["one", "three", "two"]
    assert queue.take() is None


def test_every_file_of_tests_belongs_to_one_part() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    owners = {file: [part.name for part in PARTS if takes(part, file)] for file in files}

    assert {file: names for file, names in owners.items() if len(names) != 1} == {}
    assert [path for path in REST.arguments if not (ROOT / path.removeprefix("--ignore=")).exists()] == []


def takes(part: Part, file: str) -> bool:
    """Tell whether a part runs a file; one that names nothing runs everything."""
    ignored = [argument.removeprefix("--ignore=") for argument in part.arguments if argument.startswith("--")]
    named = [argument for argument in part.arguments if not argument.startswith("--")] or ["tests"]
    return under(file, named) and not under(file, ignored)


def under(file: str, paths: Sequence[str]) -> bool:
    """Tell whether a file is one of these or lies in one of them."""
    return any(file == path or file.startswith(f"{path}/") for path in paths)


def test_whatever_announces_itself_or_listens_for_it_is_among_those_that_find_peers() -> None:
    loud = re.compile(
        r"\bannounce\(|\bAnnouncer\(|ZeroconfFinder\(\)|\b(serving|HubProcess)\(tmp_path(?!.*(=False|eth77))"
    )
    meets = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("tests/**/test_*.py")
        if loud.search(path.read_text("utf-8")) and path != Path(__file__) and path.parent.name != "end_to_end"
    }

    assert meets == set(PEERS)
