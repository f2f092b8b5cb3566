"""Activities taken from a calendar file: a short one while somebody waits, a long one in the background."""

import base64
import queue
import re
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from hub.bus import NEWS
from hub.jobs.taking_in import TAKE_IN, Brought
from hub.jobs.work import Portions
from hub.model import OwnHand
from hub.services.activities import activities, calendar
from hub.services.activities.calendar_import import Taken
from hub.web.page import wording
from shared.errors import NotACalendar, WorkBusy
from tests.hub.web.happenings import SLUG, an_activity, hold, write_in
from tests.hub.web.house.test_work_pages import wait
from tests.hub.web.library import ENTRANCE, NAME, Library, open_library
from tests.hub_builders import OLA

FOREIGN = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//Else//EN
BEGIN:VEVENT
UID:1@elsewhere.example
DTSTAMP:20260101T000000Z
DTSTART:20990105T170000Z
DTEND:20990105T180000Z
SUMMARY:Strikkekafé <b>
LOCATION:Biblioteket
END:VEVENT
BEGIN:VEVENT
UID:2@elsewhere.example
DTSTAMP:20260101T000000Z
DTSTART:20200105T170000Z
DTEND:20200105T180000Z
SUMMARY:For lenge siden
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


def take(client: TestClient, content: bytes) -> Response:
    return client.post("/activities/import", files={"calendar": ("library.ics", content, "text/calendar")})


def test_activities_of_another_hub_come_in_whole(library: Library, staff: TestClient, tmp_path: Path) -> None:
    with open_library(tmp_path / "other") as other:
        sent = hold(other, dates=3, tags={"of": "Naboer"})
        exported = calendar.to_ical([sent], library="Andre", now=other.clock())
    library.bus.said.clear()

    page = take(staff, exported)

    assert "1 new, 0 changed, 0 as before" in page.text
    assert activities.read(library.store, SLUG) == sent
    assert library.bus.said == [NEWS]


def test_events_of_another_calendar_become_drop_in_and_what_is_over_is_left(
    library: Library, staff: TestClient
) -> None:
    page = take(staff, FOREIGN).text

    (taken,) = activities.listed(library.store)
    assert (taken.seats, taken.place) == (None, "Biblioteket")
    assert "Strikkekafé &lt;b&gt;" in page
    assert "1 activity that is over already" in page


def test_everything_left_out_of_a_calendar_is_said_with_its_reason(library: Library, staff: TestClient) -> None:
    odd = [b"END:VEVENT", b"BEGIN:VEVENT", b"UID:3", b"SUMMARY:Legetime", b"CLASS:PRIVATE", b"DTSTART:20990105T170000Z",
           b"END:VEVENT", b"BEGIN:VEVENT", b"UID:4", b"SUMMARY:Morgenkaffe", b"DTSTART:20990105T083000Z",
           b"RDATE;VALUE=TIME:083000", b"END:VEVENT", b"Sendt fra min iPhone", b"BEGIN:VEVENT", b"UID:5"]  # fmt: skip

    page = take(staff, FOREIGN.replace(b"END:VEVENT", b"\r\n".join(odd), 1)).text

    assert "It is private in that calendar." in page
    assert "Legetime" not in page
    assert "One of its dates cannot be read (RDATE 08:30:00)." in page
    assert "This line could not be read: Sendt fra min iPhone" in page
    assert [one.texts["nb"].title for one in activities.listed(library.store)] == ["Morgenkaffe", "Strikkekafé <b>"]


def test_activity_whose_short_name_is_another_s_is_left_and_says_why(library: Library, staff: TestClient) -> None:
    here = hold(library)
    other = replace(an_activity(library), id="somebody else's")

    page = take(staff, calendar.to_ical([other], library="Andre", now=library.clock())).text

    assert "Another activity has this short name" in page
    assert activities.listed(library.store) == [here]


@pytest.mark.parametrize("content", [b"", b"hei", b"\xff\xfe\x00", b"BEGIN:VCALENDAR"])
def test_what_is_no_calendar_is_refused_with_words(library: Library, staff: TestClient, content: bytes) -> None:
    answer = take(staff, content)

    assert answer.status_code == 422
    assert 'id="calendar-wrong"' in answer.text
    assert activities.listed(library.store) == []


def test_form_without_a_file_is_refused_with_words(staff: TestClient) -> None:
    assert 'id="calendar-wrong"' in staff.post("/activities/import").text


def test_file_of_somebody_who_is_not_signed_in_is_not_read(library: Library, client: TestClient) -> None:
    library.add_staff()

    answer = take(client, FOREIGN)

    assert answer.status_code == 401
    assert activities.listed(library.store) == []


def test_own_calendar_taken_in_again_leaves_the_kiosks_of_the_way_out(library: Library, staff: TestClient) -> None:
    hold(library, exit_kiosks=[ENTRANCE])
    file = staff.get(f"/activities/{SLUG}.ics").content.replace(b"SUMMARY;LANGUAGE=nb:", b"SUMMARY;LANGUAGE=nb:Ny ")

    agree(staff, take(staff, file).text)

    assert activities.read(library.store, SLUG).exit_kiosks == [ENTRANCE]
    assert activities.read(library.store, SLUG).revision == 2


def agree(staff: TestClient, page: str) -> Response:
    """Say yes to what a page would change."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return staff.post("/activities/import/change", data=hidden)


def test_file_that_would_change_an_activity_changes_it_only_after_a_yes(library: Library, staff: TestClient) -> None:
    here = hold(library, seats=10)
    write_in(library, "Kari")
    meant = replace(here, seats=1_000, cancelled=True, place="Kjelleren")
    file = calendar.to_ical([meant], library="Her", now=library.clock() + timedelta(days=1))
    library.bus.said.clear()

    page = take(staff, file)

    assert "1 activity is here already and would change" in page.text
    assert "Seats: <bdi>10</bdi> → <b><bdi>1000</bdi></b>" in page.text
    assert "Kjelleren" in page.text
    assert "It is called off" in page.text
    assert "1 sign-up would be cancelled." in page.text
    assert "older" not in page.text
    assert activities.read(library.store, SLUG) == here
    assert library.bus.said == []

    done = agree(staff, page.text)

    assert "0 new, 1 changed, 0 as before" in done.text
    after = activities.read(library.store, SLUG)
    assert (after.seats, after.cancelled, after.revision) == (1_000, True, here.revision + 1)
    assert library.bus.said == [NEWS]


def test_yes_counts_for_what_was_looked_at_alone(library: Library, staff: TestClient) -> None:
    here = hold(library, seats=10)
    file = calendar.to_ical([replace(here, seats=20)], library="Her", now=library.clock() + timedelta(days=1))
    page = take(staff, file).text
    changed = activities.save(library.store, replace(here, seats=12), by=OLA, now=library.clock())

    again = agree(staff, page)

    assert again.status_code == 409
    assert "Something has changed here meanwhile. Please look once more." in again.text
    assert "Seats: <bdi>12</bdi> → <b><bdi>20</bdi></b>" in again.text
    assert activities.read(library.store, SLUG) == changed
    agree(staff, again.text)
    assert activities.read(library.store, SLUG).seats == 20


def test_old_file_says_that_it_is_old(library: Library, staff: TestClient) -> None:
    here = hold(library, seats=10)
    file = staff.get(f"/activities/{SLUG}.ics").content
    activities.save(library.store, replace(here, seats=12), by=OLA, now=library.clock())

    assert "The file is older than what stands here." in take(staff, file).text


@pytest.mark.parametrize("file", ["", "!", "eJw", base64.urlsafe_b64encode(zlib.compress(b"hei")).decode()])
def test_yes_to_no_file_is_refused_with_words(library: Library, staff: TestClient, file: str) -> None:
    answer = staff.post("/activities/import/change", data={"file": file, "agreed": "x"})

    assert answer.status_code == 422
    assert 'id="calendar-wrong"' in answer.text


def long(content: bytes) -> bytes:
    """Return a file so long that nobody waits for it."""
    return content.replace(
        b"VERSION:2.0\r\n", b"VERSION:2.0\r\n" + b"X-NOTE:somebody's program writes much\r\n" * 3_000
    )


def test_long_file_is_taken_in_the_background_and_what_came_waits_for_who_comes_back(
    library: Library, staff: TestClient
) -> None:
    answer = take(staff, long(FOREIGN))
    wait(TAKE_IN)

    assert (answer.status_code, answer.headers["location"]) == (303, "/background")
    said = staff.get("/background").text
    assert "1 new, 0 changed, 0 as before" in said
    assert "/activities/import/came" in said
    came = staff.get("/activities/import/came").text
    assert "Strikkekafé &lt;b&gt;" in came
    assert "1 activity that is over already" in came
    assert len(activities.listed(library.store)) == 1


def test_long_file_changes_what_is_here_only_after_a_yes_too(library: Library, staff: TestClient) -> None:
    here = hold(library, seats=10)
    file = calendar.to_ical([replace(here, seats=20)], library="Her", now=library.clock() + timedelta(days=1))
    take(staff, long(file))
    wait(TAKE_IN)
    assert "1 waits for your yes" in staff.get("/background").text
    came = staff.get("/activities/import/came").text
    changed = activities.save(library.store, replace(here, seats=12), by=OLA, now=library.clock())

    agree(staff, came)
    wait(TAKE_IN)

    again = staff.get("/activities/import/came").text
    assert "Something has changed here meanwhile. Please look once more." in again
    assert activities.read(library.store, SLUG) == changed
    agree(staff, again)
    wait(TAKE_IN)
    assert activities.read(library.store, SLUG).seats == 20
    assert "0 new, 1 changed, 0 as before" in staff.get("/background").text


def test_long_file_that_is_no_calendar_is_told_and_leaves_no_trouble(library: Library, staff: TestClient) -> None:
    take(staff, b"hei\r\n" * 30_000)
    wait(TAKE_IN)

    assert wording.says(NotACalendar) in staff.get("/background").text
    assert library.hub.fences.troubles() == []
    assert 'id="calendar-wrong"' in staff.get("/activities/import/came").text


def test_second_long_file_is_refused_with_words_while_one_is_taken(library: Library, staff: TestClient) -> None:
    given: queue.Queue[int] = queue.Queue()

    def portions() -> Portions:
        try:
            yield 100, 300
            given.get()
            yield 200, 300
        except GeneratorExit:
            return Brought(Taken(new=[an_activity(library)]))
        return None

    library.hub.work.start(TAKE_IN, portions, by=OwnHand(NAME), now=library.clock())
    assert staff.get("/activities/import/came").headers["location"] == "/background"

    refused = take(staff, long(FOREIGN))

    assert refused.status_code == 409
    assert wording.says(WorkBusy) in refused.text
    staff.post("/background/take-in/cancel")
    given.put(1)
    wait(TAKE_IN)
    said = staff.get("/background").text
    assert f"{NAME} cancelled it" in said
    assert "1 new, 0 changed, 0 as before" in said
    assert "/activities/import/came" in said


def test_what_takes_a_file_is_begun_where_the_file_is_chosen(staff: TestClient) -> None:
    assert staff.post("/background/take-in/begin").headers["location"] == "/activities/import"
    assert staff.get("/activities/import/came").headers["location"] == "/background"
