"""What a library takes out: everything it may, nothing it may not, and nothing half."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from hub.model import Right, Role, Staff, State
from hub.services.house import settings
from hub.services.reports import gathering
from hub.services.reports.gathered_tables import ALL
from hub.services.review import review, worries
from shared.errors import NotAllowed
from shared.languages import LANGUAGES
from shared.notice import Status
from tests.hub.web.happenings import SLUG, hold, sign_up_at_kiosk, write_in
from tests.hub.web.library import Library
from tests.hub_builders import KARI

REVIEWER = Staff(7, "Ola", frozenset({Role.REVIEWER}))
SAFEGUARDING = Staff(8, "Siv", frozenset({Role.SAFEGUARDING}))
STROKE = {"colour": "#1a1a1a", "width": 12, "points": [[0.1, 0.2], [0.5, 0.5]]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def gathered(library: Library, folder: Path, by: Staff = REVIEWER, language: str = "en") -> dict[str, bytes]:
    """Return what is in the file, by name."""
    portions = gathering.portions(
        library.store, folder, settings.read(library.store), language=language, by=by, now=library.clock()
    )
    for _ in portions:
        pass
    with ZipFile(folder / gathering.FILE) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def rows(found: dict[str, bytes], table: str) -> list[dict[str, Any]]:
    """Return the rows of a table, and see that the CSV has as many, in the columns that are told."""
    told = [json.loads(line) for line in found[f"{table}.jsonl"].decode().splitlines()]
    in_csv = list(csv.DictReader(io.StringIO(found[f"{table}.csv"].decode("utf-8-sig"), newline="")))
    columns = [field.name for one in ALL if one.name == table for field in one.fields]
    assert [list(row) for row in in_csv] == [columns] * len(told)
    return told


def test_answers_questions_board_and_activities_are_in_it(library: Library, folder: Path) -> None:
    idea = library.give("ideas", {"text": "=mer suppe på tirsdag", "cards": []})
    drawing = library.give("dream-library", {"strokes": [STROKE]})
    review.publish(library.store, idea, by=KARI, now=library.clock(), status=Status.DONE, replies={"nb": "Ja!"})
    hold(library, dates=2)
    write_in(library, "Ola")

    found = gathered(library, folder)

    first, second = rows(found, "answers")
    assert (first["id"], first["text"], first["state"], first["status"], first["reply"]) == (
        idea, "=mer suppe på tirsdag", "published", "done", "Ja!",
    )  # fmt: skip
    assert (first["kiosk"], first["language"], first["answer_as_given"]) == (
        "Inngang", "nb", {"text": "=mer suppe på tirsdag", "cards": []},
    )  # fmt: skip
    assert b"'=mer suppe" in found["answers.csv"]
    assert (second["drawing"], second["kind"]) == (f"drawings/{drawing}.svg", "drawing")
    assert found[second["drawing"]].startswith(b"<svg")
    assert [(one["id"], one["text"]) for one in rows(found, "board")] == [(idea, "=mer suppe på tirsdag")]
    assert {"ideas", "dream-library"} <= {one["question"] for one in rows(found, "questions")}
    assert [(one["activity"], one["signed_up"]) for one in rows(found, "activities")] == [(SLUG, 1)] * 2


def test_nobody_who_signed_up_and_no_slip_is_in_it(library: Library, folder: Path) -> None:
    activity = hold(library)
    write_in(library, "Hemmelige Ola")
    sign_up_at_kiosk(library, activity, "Hemmelige Kari")
    library.send("signup", json.dumps({"names": ["Hemmelige Per"], "contact": "hemmelig@example.org"}).encode())
    library.give("ideas", {"text": "mer suppe", "cards": []})
    codes = [stored.slip.code for stored in library.store.submissions.every() if stored.slip]

    found = gathered(library, folder, SAFEGUARDING)

    everything = b"".join(found.values()).lower()
    assert len(rows(found, "answers")) == 1
    assert codes
    assert [word for word in ("hemmelig", *codes) if word.lower().encode() in everything] == []


def test_worries_are_in_it_for_those_alone_who_may_read_them(library: Library, folder: Path) -> None:
    library.add_staff("Siv", Role.SAFEGUARDING)
    worry = library.give("ideas", {"text": "hemmelig og vondt", "cards": []})
    library.give("ideas", {"text": "mer suppe", "cards": []})
    worries.mark(library.store, worry, by=KARI, now=library.clock())

    without = gathered(library, folder)
    (folder / gathering.FILE).unlink()
    whole = gathered(library, folder, SAFEGUARDING)

    assert b"hemmelig" not in b"".join(without.values())
    assert [one["state"] for one in rows(whole, "answers")] == [State.WORRY.value, State.NEW.value]
    assert b"for nobody else" in whole["README.txt"]
    assert b"for nobody else" not in without["README.txt"]


def test_what_cannot_be_read_has_a_row_too(library: Library, folder: Path) -> None:
    spoilt = library.give("ideas", {"text": "x", "cards": []}, spoil=True)
    odd = library.send("idea", b'{"text": 7, "cards": "x"}')
    unknown = library.send("riddle", b"{}")

    told = rows(gathered(library, folder), "answers")

    assert [(one["id"], one["state"]) for one in told] == [(one, "set_aside") for one in (spoilt, odd, unknown)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_that_goes_with_it_says_what_every_column_is(library: Library, folder: Path, language: str) -> None:
    said = gathered(library, folder, language=language)["README.txt"].decode()

    assert "Lund bibliotek" in said
    assert all(f"  {field.name}: " in said for table in ALL for field in table.fields)
    assert "{" not in said


def test_who_may_not_read_takes_nothing_out(library: Library, folder: Path) -> None:
    admin = Staff(9, "Ada", frozenset({Role.ADMIN}))
    assert not admin.may(Right.READ)
    with pytest.raises(NotAllowed):
        gathered(library, folder, admin)
    assert list(folder.glob("*.zip")) == []


def test_file_is_made_under_a_clock_that_stands_still(library: Library, folder: Path) -> None:
    library.clock.go(days=-365 * 56)

    assert "README.txt" in gathered(library, folder)
