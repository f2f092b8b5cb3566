"""Numbers that tell of nobody: what fewer than five people did is told together with what others did."""

from collections.abc import Mapping
from typing import Final, NamedTuple

LEAST: Final = 5
"""Fewer people than this are not told as a number, nor can they be worked out from the others."""


class Counted(NamedTuple):
    """A row: the names of what is told together, and how many that is; None for some, but fewer than LEAST."""

    names: tuple[str, ...]
    n: int | None


def told(n: int) -> int | None:
    """Return a number that may be told; None for some, but fewer than LEAST."""
    return n if n == 0 or n >= LEAST else None


def together(counts: Mapping[str, int]) -> list[Counted]:
    """Return rows, the largest first, whose sum is that of all.

    Those of fewer than LEAST are one row, with as many of the next larger as it takes: a single one could be worked out
    from the sum. Nobody is told of by nought.
    """
    large = sorted((name for name, n in counts.items() if n >= LEAST), key=lambda name: (-counts[name], name))
    small = sorted((name for name, n in counts.items() if 0 < n < LEAST), key=lambda name: (-counts[name], name))
    while small and large and sum(counts[name] for name in small) < LEAST:
        small.insert(0, large.pop())
    rows = [Counted((name,), counts[name]) for name in large]
    if small:
        rows.append(Counted(tuple(small), told(sum(counts[name] for name in small))))
    return rows + [Counted((name,), 0) for name, n in counts.items() if n == 0]
