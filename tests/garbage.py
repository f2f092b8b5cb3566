"""When Python looks for garbage in tests that show a window: after some tests, and hardly ever in one.

A screen is made of tens of thousands of things, and all of them stay as long as it is shown. With the pace of Python
itself, three fifths of the processor of `tests/glass/test_activities.py` went into looking for garbage among them; with
a look after each test, half of it.

A ``conftest.py`` that imports the hook from here does so.
"""

import gc
from itertools import count

EVERY = 8
"""After so many tests: their glasses take some 30 MB each meanwhile, and are laid out anew with every window."""

gc.set_threshold(100_000, 10, 3)
_ended = count()


def pytest_runtest_logfinish() -> None:
    """Let go of whole glasses whose tests have ended; what is there after the first one stays."""
    if next(_ended) % EVERY == 0:
        gc.collect()
        if not gc.get_freeze_count():
            gc.freeze()
