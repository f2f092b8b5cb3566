"""The page that goes with what a library takes out: what is in it, what is not, and what each column means."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from hub.services.house.settings import Settings
from hub.services.reports.gathered_tables import ALL
from shared.languages import N_, Translate, translator
from shared.submission import utc

_NAMES: Final = {"drawings": "drawings", "deleted_on": "deleted_on", "state": "state", "worry": "worry"}
"""What is called the same in every language."""
_WHAT: Final = N_("All that {library} has gathered with Samskap, as it was at {when} (UTC).")
_NOTES: Final = (
    N_("Each table is there twice: as CSV, for any program for tables, and as JSON, one line a row, which is exact."),
    N_("The files are UTF-8. In CSV commas part the columns. A program for tables asks for both when it opens a file."),
    N_("Where a text in CSV could be taken for a formula, ' stands before it. JSON has the text as it was typed."),
    N_("Drawings are SVG, in the folder {drawings}. Any browser shows them."),
    N_("What people wrote may tell who they are. Keep this where others do not find it, and delete it after use."),
    N_("What the hub deletes later is still in this file. The column {deleted_on} says when its time is over."),
    N_("Not in it: who signed up for activities, and how to reach them."),
)
_WITHOUT_WORRIES: Final = N_("Not in it either: what was handed over as a worry.")
_WITH_WORRIES: Final = N_("Somebody who safeguards made it: answers whose {state} is {worry} are for nobody else.")


def read_me(library: Settings, *, language: str, now: datetime, worries: bool) -> str:
    """Return it in a language; ``worries``: whether they are in it."""
    return "\n".join(_lines(library, translator(language), now, worries))


def _lines(library: Settings, tr: Translate, now: datetime, worries: bool) -> Iterator[str]:
    yield tr(_WHAT).format(library=library.name, when=utc(now)[:16].replace("T", " "))
    yield ""
    for note in (*_NOTES, _WITH_WORRIES if worries else _WITHOUT_WORRIES):
        yield f"- {tr(note).format_map(_NAMES)}"
    for table in ALL:
        yield ""
        yield f"{table.name}.csv, {table.name}.jsonl: {tr(table.row)}"
        for field in table.fields:
            words = ", ".join(f"{word} = {tr(meaning)}" for word, meaning in field.words.items())
            yield f"  {field.name}: {tr(field.meaning)}{' (' if words else ''}{words}{')' if words else ''}"
    yield ""
