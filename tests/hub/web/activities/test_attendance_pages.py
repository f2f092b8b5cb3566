"""At the door: ticks, the counter, and the date that is on."""

import pytest
from fastapi.testclient import TestClient

from hub.model import Attendance
from hub.services.activities import door
from tests.hub.web.happenings import SLUG, hold, write_in
from tests.hub.web.library import Library

DOOR = f"/activity/{SLUG}/door"


def noted(library: Library, date: str) -> Attendance:
    return door.attendance(library.store, SLUG)[date]


def test_who_is_expected_is_listed_with_needs_and_never_with_a_contact(library: Library, staff: TestClient) -> None:
    hold(library, seats=2)
    write_in(library, "Ola", "Per", fields={"food": "nøtter"})
    write_in(library, "Nils")

    page = staff.get(DOOR).text

    expected, waiting = page.split("They wait for a seat")
    assert "Ola, Per" in expected
    assert "nøtter" in expected
    assert "Nils" in waiting
    assert ["1 sign-up</span>" in part for part in (expected, waiting)] == [True, True]
    assert "of 2 persons expected" in page
    assert "kari@example.org" not in page


def test_ticks_and_heads_are_counted(library: Library, staff: TestClient) -> None:
    date = hold(library).starts_at
    one = write_in(library, "Ola", "Per")

    answer = staff.post(f"{DOOR}/tick", data={"date": date, "code": one.code, "came": "2"})
    for step in ("1", "1", "-1"):
        staff.post(f"{DOOR}/count", data={"date": date, "band": "any", "step": step})
    staff.post(f"{DOOR}/tick", data={"date": date, "code": one.code, "came": "1"})

    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"#code-{one.code}")
    assert noted(library, date) == Attendance({one.code: 1}, {"any": 1})
    assert "<b>2</b>" in staff.get(DOOR).text


def test_history_shows_who_noted_and_not_each_tick(library: Library, staff: TestClient) -> None:
    date = hold(library).starts_at
    for _ in range(3):
        staff.post(f"{DOOR}/count", data={"date": date, "band": "any", "step": "1"})

    page = staff.get(f"/activity/{SLUG}").text

    assert page.count("Who came was noted") == 1
    assert [line.move for line in library.store.history.about(f"activity {SLUG}")][-3:] == ["note-who-came"] * 3


def test_drop_in_is_counted_by_age_without_a_name(library: Library, staff: TestClient) -> None:
    date = hold(library, seats=None).starts_at

    page = staff.get(DOOR).text
    staff.post(f"{DOOR}/count", data={"date": date, "band": "child", "step": "1"})

    assert all(f'name="band" value="{band}"' in page for band in ("adult", "youth", "child", "toddler", "any"))
    assert "Expected" not in page
    assert noted(library, date).tally == {"child": 1}


def test_counter_never_goes_below_nobody(library: Library, staff: TestClient) -> None:
    date = hold(library).starts_at

    staff.post(f"{DOOR}/count", data={"date": date, "band": "any", "step": "-1"})

    assert noted(library, date).tally.get("any", 0) == 0


def test_each_date_of_a_series_has_its_own_list(library: Library, staff: TestClient) -> None:
    first, second = (date.starts_at for date in hold(library, dates=2, in_days=-1).dates)
    one = write_in(library, "Ola")

    staff.post(f"{DOOR}/tick", data={"date": first, "code": one.code, "came": "1"})

    assert f'<option value="{second}" selected>' in staff.get(DOOR).text
    assert f'<option value="{first}" selected>' in staff.get(DOOR, params={"date": first}).text
    assert (noted(library, first).ticks, noted(library, second).ticks) == ({one.code: 1}, {})


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("tick", {"code": "K7QM", "came": "x"}),
        ("tick", {"code": "K7QM", "came": "1", "date": "2020-01-01T00:00:00.000Z"}),
        ("tick", {"code": "nothing", "came": "1"}),
        ("count", {"band": "cat", "step": "1"}),
    ],
)
def test_what_makes_no_sense_is_refused(library: Library, staff: TestClient, act: str, typed: dict[str, str]) -> None:
    date = hold(library).starts_at

    assert staff.post(f"{DOOR}/{act}", data={"date": date} | typed).status_code == 422
    assert noted(library, date) == Attendance({}, {})
