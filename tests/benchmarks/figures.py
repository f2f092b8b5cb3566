"""What a benchmark gives: a ratio against a baseline measured in the same run, and whether it meets its goal."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure. ``value`` is a ratio unless ``unit`` says otherwise; ``goal`` is its bound.

    ``at_least`` tells on which side of the goal is good. ``how`` says what was measured against what, with the
    absolute medians of this run.
    """

    name: str
    value: float
    goal: float | None
    how: str
    at_least: bool = False
    unit: str = "x"

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None when there is none."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def row(self) -> str:
        """Return the figure as a row of a Markdown table."""
        sign = "≥" if self.at_least else "≤"
        goal = "–" if self.goal is None else f"{sign} {self.goal:g} {self.unit}"
        verdict = {True: "yes", False: "**no**", None: "–"}[self.met]
        return f"| {self.name} | {self.value:.3g} {self.unit} | {goal} | {verdict} | {self.how} |"


def seconds(*work: Callable[[], object]) -> float:
    """Return how many seconds some work took, one thing after the other."""
    start = time.perf_counter()
    for one in work:
        one()
    return time.perf_counter() - start


def rounds(count: int, *contestants: Callable[[], float]) -> list[float]:
    """Run the contestants in turn ``count`` times and return the median seconds of each.

    In turn, so that what else the machine does falls on all of them.
    """
    times: list[list[float]] = [[] for _ in contestants]
    for _ in range(count):
        for contestant, measured in zip(contestants, times, strict=True):
            measured.append(contestant())
    return [statistics.median(measured) for measured in times]
