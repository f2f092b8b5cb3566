"""A plugin of pytest that tells another process how the tests go: ``pytest -p tools.telling --tell-to 7``.

A line of JSON on that descriptor for each test, once it is torn down: ``test``, ``seconds`` of all its phases,
``failed``, ``passed``. A skipped one has not passed, so it has failed. The last line has ``cpu_s``: the seconds of
processor that the process used, and those it has waited for.
"""

import json
import os
from collections.abc import Iterator

import pytest


class Telling:
    """What is known of the test that runs now, until it is told."""

    def __init__(self, descriptor: int) -> None:
        self._to = os.fdopen(descriptor, "w", encoding="utf-8")
        self._begin()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a phase of the test; tell of it after the last."""
        self._seconds += report.duration
        self._failed |= report.failed
        self._passed |= report.when == "call" and report.passed
        if report.when == "teardown":
            passed = self._passed and not self._failed
            self._tell(test=report.nodeid, seconds=self._seconds, failed=not passed, passed=passed)
            self._begin()

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self) -> Iterator[None]:
        """Tell what it cost, after everything else is cleared away."""
        yield
        times = os.times()
        self._tell(cpu_s=times.user + times.system + times.children_user + times.children_system)
        self._to.close()

    def _begin(self) -> None:
        self._seconds, self._failed, self._passed = 0.0, False, False

    def _tell(self, **what: object) -> None:
        self._to.write(json.dumps(what) + "\n")
        self._to.flush()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Ask for the descriptor to tell to."""
    parser.addoption("--tell-to", type=int, help="the descriptor that hears of each test")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to tell, if somebody hears."""
    if (descriptor := config.getoption("--tell-to")) is not None:
        config.pluginmanager.register(Telling(descriptor))
