"""Which tests run together, in one process: the parts of `make test`.

Each part is a process of its own: the glass draws on a mock, the end-to-end tests draw for real, and Kivy has one way
to draw in each process. Whatever no other part names is in ``rest``, so that a new folder is never forgotten.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Part:
    """Arguments for one run of pytest. Parts that ``find_peers`` over the network never run beside each other."""

    name: str
    arguments: tuple[str, ...]
    find_peers: bool = False


PEERS = (
    "tests/attacks/test_rogue_hub.py",
    "tests/faults/test_connected.py",
    "tests/hub/chores/test_announcing.py",
    "tests/hub/test_process_advert.py",
    "tests/hub/test_staff_desk.py",
    "tests/shared/test_discovery.py",
)
"""What is found by others, or finds them: beside each other such tests would meet the hubs of each other."""


def whole(name: str, *folders: str) -> Part:
    """Take whole folders, without what finds peers."""
    peers = (f"--ignore={file}" for file in PEERS if file.startswith(folders))
    return Part(name, (*folders, *peers))


def in_turn(name: str, folder: str, count: int, *, without: Collection[str] = ()) -> list[Part]:
    """Deal the files of a folder out to so many parts, but none that is in ``without`` or lies in a folder there."""
    found = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("test_*.py"))
    files = [file for file in found if not any(file == one or file.startswith(f"{one}/") for one in without)]
    return [Part(f"{name} {number + 1}", tuple(files[number::count])) for number in range(count)]


SCREENS = {"activity screens": "tests/glass/test_activity_layout.py", "screens": "tests/glass/test_layout.py"}
"""Each of these files takes as long as a whole part."""
NAMED = (
    Part("end to end", ("tests/end_to_end",), find_peers=True),
    Part("peers", PEERS, find_peers=True),
    *(Part(name, (file,)) for name, file in SCREENS.items()),
    *in_turn("glass", "tests/glass", 4, without=SCREENS.values()),
    *in_turn("pages", "tests/hub/web", 3),
    whole("services", "tests/hub/services", "tests/hub/kinds"),
    whole("attacks", "tests/attacks"),
    *in_turn("hub", "tests/hub", 2, without=("tests/hub/web", "tests/hub/services", "tests/hub/kinds", *PEERS)),
    whole("faults", "tests/faults"),
    whole("journeys", "tests/journeys", "tests/scenarios"),
    whole("contracts", "tests/contracts"),
    whole("kiosk", "tests/kiosk"),
    whole("shared", "tests/shared"),
)
REST = Part("rest", tuple(f"--ignore={path}" for part in NAMED for path in part.arguments if not path.startswith("--")))

PARTS = (*NAMED, REST)
"""Longest first, so that at the end no core waits for the other."""
