"""Run every test: what can stand beside each other at once, and all of it even when something fails.

python -m tools.run_tests [PART ...]    exit 1 when any part failed; the last line counts what passed and failed

Three lanes for two cores, for tests also wait: for processes, browsers and networks. Whichever lane is free takes the
next part. While they run, a line tells every so often how far they are; a failure is told at once. What a part printed
is shown when it failed.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Thread

from tools.parts_of_tests import PARTS, Part

LANES = 3
EVERY_S = 20.0
SLOWEST = 12
ROOM_BYTES = 4 * 10**9
"""What the files of all tests need at most, and to spare."""
SUMMARY = ("FAILED ", "ERROR ", "SKIPPED ", "XFAIL ", "XPASS ")


@dataclass
class Run:
    """One part, and what is known of it so far."""

    part: Part
    began: bool = False
    code: int | None = None
    passed: int = 0
    failed: int = 0
    cpu_s: float = 0.0
    files: Counter[str] = field(default_factory=Counter)
    printed: list[str] = field(default_factory=list)

    @property
    def broken(self) -> int:
        """How many failed; a part that ended badly has at least one."""
        return max(self.failed, 1 if self.code else 0)

    @property
    def goes(self) -> bool:
        """Tell whether it runs now."""
        return self.began and self.code is None

    @property
    def closing(self) -> str:
        """What pytest said last, and what it cost."""
        said = next((line.strip().strip("= ") for line in reversed(self.printed) if line.strip()), "said nothing")
        code = f" (exit code {self.code})" if self.code else ""
        return f"{said}, {self.cpu_s:.0f} s of processor{code}"

    def hear(self, line: str) -> None:
        """Take one line of `tools.telling`."""
        told = json.loads(line)
        if "cpu_s" in told:
            self.cpu_s = told["cpu_s"]
            return
        self.files[told["test"].partition("::")[0]] += told["seconds"]
        self.passed += told["passed"]
        self.failed += told["failed"]
        if told["failed"]:
            say(f"{self.part.name} | FAILED {told['test']}")


class Queue:
    """Hands out the parts in their order, but none that finds peers while another such runs."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.runs = [Run(part) for part in parts]
        self._changed = Condition()

    def take(self) -> Run | None:
        """Return the next part, once there is one that may run; None when all have begun."""
        with self._changed:
            while waiting := [run for run in self.runs if not run.began]:
                finding = any(run.goes and run.part.find_peers for run in self.runs)
                for run in waiting:
                    if not (finding and run.part.find_peers):
                        run.began = True
                        return run
                self._changed.wait()
            return None

    def end(self, run: Run, code: int) -> None:
        """Write down how a part has ended."""
        with self._changed:
            run.code = code
            self._changed.notify_all()


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def place_for_files() -> str | None:
    """Return a folder in memory, where there is one with room: thousands of small libraries wait for no disk there."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM_BYTES else None


def run_part(run: Run, folder: str) -> int:
    """Run pytest for a part, with its files in a folder, and hear of each test; return its exit code."""
    hearing, telling = os.pipe()
    command = [sys.executable, "-m", "pytest", "-p", "tools.telling", "--tell-to", str(telling), *run.part.arguments]
    with subprocess.Popen(
        command, pass_fds=[telling], env={**os.environ, "TMPDIR": folder}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        os.close(telling)
        assert process.stdout
        reading = Thread(target=run.printed.extend, args=(process.stdout,))
        reading.start()
        with os.fdopen(hearing, encoding="utf-8") as lines:
            for line in lines:
                run.hear(line)
        reading.join()
    return process.returncode


def progress(runs: Sequence[Run], seconds: float) -> str:
    """Say how far they are."""
    passed, failed = sum(run.passed for run in runs), sum(run.failed for run in runs)
    ended = sum(run.code is not None for run in runs)
    now = ", ".join(f"{run.part.name} ({run.passed + run.failed})" for run in runs if run.goes)
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02} | {passed} passed, {failed} failed, {ended} of {len(runs)} parts; now {now}"


def report(runs: Sequence[Run]) -> None:
    """Print the slowest files, what did not pass, and how each part ended."""
    files = sum((run.files for run in runs), Counter[str]())
    for file, seconds in files.most_common(SLOWEST):
        say(f"{seconds:6.1f} s | {file}")
    for run in runs:
        for line in run.printed:
            if line.startswith(SUMMARY):
                say(line.rstrip())
    width = max(len(run.part.name) for run in runs)
    for run in runs:
        say(f"{run.part.name:<{width}} | {run.closing}")


def run_all(parts: Sequence[Part], *, lanes: int = LANES, every_s: float = EVERY_S) -> int:
    """Run the parts, as many at once as there are lanes; return 1 when any failed."""
    queue, began = Queue(parts), time.monotonic()

    def work(folder: str) -> None:
        while run := queue.take():
            code = 1
            try:
                code = run_part(run, folder)
            finally:
                queue.end(run, code)
            for line in run.printed if code else ():
                say(f"{run.part.name} | {line.rstrip()}")

    with (
        TemporaryDirectory(prefix="samskap-tests-", dir=place_for_files()) as folder,
        ThreadPoolExecutor(lanes) as pool,
    ):
        Path(folder).chmod(0o711)  # as in /tmp, who is not root reaches a folder of its own in it: see test_owner
        working = [pool.submit(work, folder) for _ in range(lanes)]
        while wait(working, timeout=every_s).not_done:
            say(progress(queue.runs, time.monotonic() - began))
        for one in working:
            one.result()
    report(queue.runs)
    failed = sum(run.broken for run in queue.runs)
    say(f"tests: {sum(run.passed for run in queue.runs)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    by_name = {part.name: part for part in PARTS}
    if unknown := set(sys.argv[1:]) - set(by_name):
        sys.exit(f"no part {', '.join(unknown)}; there are: {', '.join(by_name)}")
    sys.exit(run_all([by_name[name] for name in sys.argv[1:] or by_name]))
