"""Run every test: what can stand beside each other at once, and all of it even when something fails.

python -m tools.run_tests    exit 1 when any part failed; the last line counts what passed and failed in all parts

Two lanes beside each other, for two cores, about equally long; in each lane one part after the other. Whatever finds
its peers over the network is in one lane, so that no test meets a hub of another. Each part is a process of its own:
the glass draws on a mock, the end-to-end tests draw for real, and Kivy has one way to draw in each process.
"""

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

NO_NETWORK = ["tests/hub/services", "tests/hub/kinds", "tests/journeys", "tests/scenarios"]
LANES = (
    {"glass": ["tests/glass"]},
    {
        "rest": [f"--ignore={folder}" for folder in ("tests/glass", *NO_NETWORK)],
        "services": NO_NETWORK,
        "end_to_end": ["tests/end_to_end"],
    },
)


@dataclass
class Part:
    """What one run of pytest said."""

    name: str
    code: int = 0
    closing: str = "said nothing"
    failed: list[str] = field(default_factory=list)

    def count(self, *words: str) -> int:
        """Return how many tests its closing line says passed, failed, ..."""
        return sum(int(n) for n, word in re.findall(r"(\d+) (\w+)", self.closing) if word in words)


def run_part(name: str, arguments: Sequence[str], *, width: int = 0) -> Part:
    """Run pytest with these arguments and pass on each line at once, under the part's name."""
    part = Part(name)
    command = [sys.executable, "-u", "-m", "pytest", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "errors": "replace"}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout
        for line in process.stdout:
            sys.stdout.write(f"{name:<{width}} | {line}")
            sys.stdout.flush()
            if line.strip():
                part.closing = line.strip().strip("= ")
            if line.startswith(("FAILED ", "ERROR ")):
                part.failed.append(line.rstrip())
    part.code = process.returncode
    return part


def run_all(*lanes: Mapping[str, Sequence[str]]) -> int:
    """Run the lanes at once, the parts of each after each other; close with what failed and how each part ended."""
    width = max(len(name) for lane in lanes for name in lane)

    def run_lane(lane: Mapping[str, Sequence[str]]) -> list[Part]:
        return [run_part(name, arguments, width=width) for name, arguments in lane.items()]

    with ThreadPoolExecutor(len(lanes)) as pool:
        parts = [part for lane in pool.map(run_lane, lanes) for part in lane]
    sys.stdout.writelines(f"{line}\n" for part in parts for line in part.failed)
    for part in parts:
        broken = f" (exit code {part.code})" if part.code else ""
        sys.stdout.write(f"{part.name:<{width}} | {part.closing}{broken}\n")
    passed = sum(part.count("passed") for part in parts)
    failed = sum(max(part.count("failed", "error", "errors"), 1 if part.code else 0) for part in parts)
    sys.stdout.write(f"tests: {passed} passed, {failed} failed\n")
    sys.stdout.flush()
    return 1 if any(part.code for part in parts) else 0


if __name__ == "__main__":
    sys.exit(run_all(*LANES))
