"""What the portable statements ask of whatever runs them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from hub.store.sql.words import Words

Values = Mapping[str, Any]


class Row(Protocol):
    """What was found, by the names of its columns."""

    def keys(self) -> Iterable[str]:
        """Return the names."""

    def __getitem__(self, name: str, /) -> Any: ...


class Engine(Protocol):
    """Runs SQL with named parameters, ``:name``. Raises StoreBusy, DiskFull, StoreBroken, StoreError."""

    @property
    def words(self) -> Words:
        """How it says what engines say each in its own way."""

    def atomic(self) -> AbstractContextManager[None]:
        """Run what follows in this thread as one transaction; a nested one can fail alone."""

    def all(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """Return the rows of a question."""

    def one(self, sql: str, values: Values | None = None) -> Row | None:
        """Return the first row of a question, or None."""

    def run(self, sql: str, values: Values | None = None) -> int:
        """Change something; return how many rows."""

    def many(self, sql: str, rows: Iterable[Values] | Iterable[Sequence[Any]]) -> None:
        """Do the same change for many rows, with parameters by name, or by place, ``?``."""


def json_list(items: Iterable[str | int]) -> str:
    """Return values as the one parameter of ``Words.texts`` or ``numbers``: one statement serves any number."""
    return json.dumps(list(items))
