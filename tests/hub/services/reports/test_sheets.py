"""Tables as files: no cell is a formula, and every letter survives, or is known to be lost."""

import csv
import json
from pathlib import Path

import pytest

from hub.services.reports.sheets import Field, Sheet, Table, cell

TABLE = Table("things", "One thing a row.", (Field("name", "What it is called"), Field("n", "How many")))


@pytest.mark.parametrize(
    "bait",
    ["=1+1", "+47", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "  =1+1", "\0=1+1", "\xa0=1"],
)
def test_text_that_a_program_could_take_for_a_formula_stays_text(bait: str) -> None:
    assert str(cell(bait)).startswith("'")
    assert str(cell(["a", bait])).startswith("a; ")
    assert str(cell([bait, "a"])).startswith("'")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("å = b", "å = b"), ("", ""), (None, ""), (-3, -3), (True, "true"), (["b", "a"], "b; a"), ("a\0b", "ab")],
)
def test_everything_else_is_shown_as_it_is(value: object, shown: object) -> None:
    assert cell(value) == shown


def test_both_formats_tell_the_same_and_are_for_the_owner_alone(tmp_path: Path) -> None:
    odd = 'sa "hei", \r\n=og \ud83d gikk 🙂'
    with Sheet(tmp_path, TABLE) as sheet:
        sheet.write({"name": odd, "n": 2}, {"more": ["=x"]})
        sheet.write({"name": "=1"})

    raw = sheet.paths[0].read_bytes()
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    told = [json.loads(line) for line in sheet.paths[1].read_text("utf-8").splitlines()]
    whole = odd.replace("\ud83d", "?")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert rows == [["name", "n"], [whole, "2"], ["'=1", ""]]
    assert told == [{"name": whole, "n": 2, "more": ["=x"]}, {"name": "=1", "n": None}]
    assert {path.stat().st_mode & 0o777 for path in sheet.paths} == {0o600}
