"""When Python looks for garbage in tests that show a window: after each test, and hardly ever in one.

A screen is made of tens of thousands of things, and all of them stay as long as it is shown. With the pace of Python
itself, three fifths of the processor of `tests/glass/test_activities.py` went into looking for garbage among them.

A ``conftest.py`` that imports the hook from here does so.
"""

import gc

gc.set_threshold(100_000, 10, 3)


def pytest_runtest_logfinish() -> None:
    """Let go of a whole glass once its test has ended; what is there after the first one stays."""
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()
