"""A report made in the background: by everybody who works here, of the days they choose."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from hub.jobs.reporting import REPORT
from hub.model import Role
from hub.services.restoring import recount
from tests.hub.web.happenings import hold
from tests.hub.web.house.test_work_pages import wait
from tests.hub.web.library import Library

FILE = "/background/report/file"


@pytest.mark.parametrize("role", Role)
def test_everybody_makes_a_report_of_their_own(library: Library, client: TestClient, role: Role) -> None:
    library.add_staff("Ola", role)
    client.cookies.set("samskap-8080", library.begin_session("Ola"), domain="127.0.0.1")

    client.post("/background/report/begin", data={"since": "2026-03-01", "until": "2026-05-31"})
    wait(REPORT)

    answer = client.get(FILE)
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="samskap-2026-03-01-2026-05-31.pdf"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"%PDF-")
    assert "Ola made a report" in client.get("/background").text


@pytest.mark.parametrize(
    ("since", "until", "named"),
    [
        ("2026-05-31", "2026-03-01", "2026-03-01-2026-05-31"),
        ("", "", "2026-01-01-2026-11-22"),
        ("x", "9999-12-31", "2026-01-01-2026-11-22"),
        ("0001-01-01", "2026-02-30", "2026-01-01-2026-11-22"),
    ],
)
def test_days_are_taken_as_they_are_meant(
    library: Library, staff: TestClient, since: str, until: str, named: str
) -> None:
    assert library.clock().date() == date(2026, 11, 22)
    staff.post("/background/report/begin", data={"since": since, "until": until})
    wait(REPORT)

    assert f"samskap-{named}.pdf" in staff.get(FILE).headers["content-disposition"]


def test_seats_that_are_counted_show_how_many_tablets_were_heard(
    library: Library, staff: TestClient, open_client: Callable[..., TestClient]
) -> None:
    hold(library)
    assert "Seats are being counted" not in staff.get("/background").text
    begun = recount.begin(library.store, library.clock())
    library.store.recalled.keep(replace(begun, awaited=dict(list(begun.awaited.items())[:1])))
    library.add_staff("Ola", Role.REVIEWER)
    reviewer = open_client()
    reviewer.cookies.set("samskap-8080", library.begin_session("Ola"), domain="127.0.0.1")

    page = staff.get("/background").text

    assert "Seats are being counted" in page
    assert "1 of 2" in page
    assert "Seats are being counted" not in reviewer.get("/background").text
