"""What `make test` does with its parts: all of them, at once seen, with one closing line."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools.run_tests import LANES, run_all, run_part

PASSES = "def test_one(): pass\n"
FAILS = "def test_other(): raise ValueError('wrong')\n"


def part(folder: Path, name: str, text: str) -> Sequence[str]:
    """Write a folder with one test file; return how pytest is to be called for it."""
    own = folder / name
    own.mkdir()
    (own / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n", "utf-8")
    (own / f"test_{name}.py").write_text(text, "utf-8")
    return [f"--rootdir={own}", "-c", str(own / "pytest.ini"), str(own)]


def test_every_part_runs_after_a_failure_and_the_last_line_counts_all(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = {"one": part(tmp_path, "one", FAILS), "two": part(tmp_path, "two", PASSES)}

    code = run_all(first, {"three": part(tmp_path, "three", PASSES + "def test_more(): pass\n")})

    lines = capfd.readouterr().out.splitlines()
    assert code == 1
    assert lines[-1] == "tests: 3 passed, 1 failed"
    assert [line[:20] for line in lines[-4:-1]] == [
        "one   | 1 failed in ",
        "two   | 1 passed in ",
        "three | 2 passed in ",
    ]
    assert "test_one.py::test_other" in lines[-5]


def test_parts_that_pass_end_well(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_all({"one": part(tmp_path, "one", PASSES)}) == 0

    assert capfd.readouterr().out.splitlines()[-1] == "tests: 1 passed, 0 failed"


def test_part_that_breaks_off_is_no_success(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    breaks = part(tmp_path, "breaks", "import os\ndef test_breaks(): os._exit(7)\n")

    assert run_part("breaks", breaks).code == 7
    assert run_all({"breaks": breaks}) == 1

    *_, told, counted = capfd.readouterr().out.splitlines()
    assert "(exit code 7)" in told
    assert counted == "tests: 0 passed, 1 failed"


def test_progress_is_seen_before_a_part_ends(tmp_path: Path) -> None:
    arguments = part(tmp_path, "first", PASSES)
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    (tmp_path / "first" / "test_second.py").write_text(f"def test_waits(): open({str(gate)!r}).read()\n", "utf-8")
    asked = f"from tools.run_tests import run_all; run_all({{'part': {list(arguments)!r}}})"

    with subprocess.Popen([sys.executable, "-c", asked], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        seen = next(line for line in process.stdout if "test_first.py" in line)
        gate.write_text("go on", "utf-8")
        rest = process.stdout.read()

    assert seen.startswith("part | ")
    assert rest.splitlines()[-1] == "tests: 2 passed, 0 failed"


def test_every_folder_of_tests_belongs_to_one_part() -> None:
    named = [one for lane in LANES for arguments in lane.values() for one in arguments if not one.startswith("-")]
    ignored = [one.removeprefix("--ignore=") for one in LANES[1]["rest"]]

    assert len(named) == len(set(named))
    assert sorted([*ignored, "tests/end_to_end"]) == sorted(named)
    assert all(Path(one).is_dir() for one in named)
