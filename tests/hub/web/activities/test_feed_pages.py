"""Calendars without a password, the leaflet to print, and activities taken from a calendar file."""

import base64
import json
import re
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from icalendar import Calendar

from hub.bus import NEWS
from hub.services.activities import activities, calendar
from hub.web.page.templating import icon
from hub.web.staff_app import create_staff_app
from shared.activity import ActivityText, activity_from_json
from shared.languages import LANGUAGES
from tests.hub.web.conftest import BASE
from tests.hub.web.happenings import SLUG, an_activity, hold, write_in
from tests.hub.web.library import ENTRANCE, Library, open_library
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


def test_feeds_tell_of_the_year_behind_and_of_all_that_comes(library: Library, client: TestClient) -> None:
    for slug, days in (("long-ago", -367), ("last-year", -360), ("next-year", 400)):
        hold(library, slug, in_days=days)

    told = json.loads(client.get("/feeds/activities.json").text)

    assert "long-ago" not in json.dumps(told)
    assert all(slug in json.dumps(told) for slug in ("last-year", "next-year"))
    codes = [client.get(f"/feeds/activities/{slug}.ics").status_code for slug in ("long-ago", "last-year", "next-year")]
    assert codes == [404, 200, 200]


def test_feeds_need_no_password_and_show_what_is_listed_but_nobody_who_comes(
    library: Library, client: TestClient
) -> None:
    shown = hold(library)
    hold(library, "hidden", listed=False, texts={"nb": ActivityText("Bare for noen")})
    write_in(library, "Hemmelige Ola")

    feeds = [client.get(f"/feeds/activities{end}") for end in (".ics", f"/{SLUG}.ics", ".json")]

    assert [feed.status_code for feed in feeds] == [200] * 3
    assert [feed.headers["content-type"].partition(";")[0] for feed in feeds] == [
        "text/calendar",
        "text/calendar",
        "application/json",
    ]
    said = "".join(feed.text for feed in feeds)
    assert all(words not in said for words in ("Bare for noen", "Hemmelige", "kari@example.org"))
    assert calendar.from_ical(feeds[0].content).activities == [shown]
    (listed,) = json.loads(feeds[2].text)["activities"]
    assert activity_from_json({name: value for name, value in listed.items() if name != "starts_at"}) == shown
    assert client.get("/feeds/activities/hidden.ics").status_code == 404
    assert client.get("/feeds/activities/nothing.ics").status_code == 404


def test_feeds_may_be_kept_for_a_while_but_pages_may_not(library: Library, staff: TestClient) -> None:
    hold(library)

    assert staff.get("/feeds/activities.ics").headers["cache-control"] == "public, max-age=300"
    assert staff.get(f"/activities/{SLUG}.ics").headers["cache-control"] == "no-store"


def test_staff_get_one_activity_as_a_file_also_when_it_is_on_no_list(
    library: Library, client: TestClient, staff: TestClient
) -> None:
    hidden = hold(library, listed=False)

    answer = staff.get(f"/activities/{SLUG}.ics")
    client.cookies.clear()

    assert answer.headers["content-disposition"] == f'attachment; filename="{SLUG}.ics"'
    assert calendar.from_ical(answer.content).activities == [hidden]
    assert client.get(f"/activities/{SLUG}.ics").status_code == 303


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaflet_is_printed_in_each_language(library: Library, staff: TestClient, language: str) -> None:
    hold(library)

    answer = staff.get(f"/activities/leaflet-{language}.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert f"/activities/leaflet-{language}.pdf" in staff.get("/activities/leaflet").text


def test_what_brings_a_calendar_in_looks_unlike_what_takes_one_out(staff: TestClient) -> None:
    page = staff.get("/activities/leaflet").text

    pictures = [
        re.search(rf'<span class="icon"[^>]*>(.)</span>{says}', page) for says in ("Save the calendar", "Choose a")
    ]
    assert [found and found[1] for found in pictures] == [
        icon(name).striptags() for name in ("download", "file_outline")
    ]


def test_leaflet_in_no_language_is_not_found(staff: TestClient) -> None:
    assert staff.get("/activities/leaflet-xx.pdf").status_code == 404


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


def test_addresses_offered_are_those_that_others_can_reach(library: Library, staff: TestClient) -> None:
    here = staff.get("/activities/leaflet").text
    config = replace(library.hub.config, staff_names=("localhost:9000", "bibliotek.example"))
    client = TestClient(create_staff_app(replace(library.hub, config=config)), BASE, cookies=dict(staff.cookies))
    named = client.get("/activities/leaflet").text
    printed = client.get("/activities/leaflet-en.pdf").content

    assert "127.0.0.1" not in here
    assert "There is no address yet that others can reach" in here
    assert "https://bibliotek.example/feeds/activities.ics" in named
    assert "localhost:9000" not in named
    assert b"https://bibliotek.example/feeds/activities.ics" in printed
    assert b"/feeds/activities.ics" not in staff.get("/activities/leaflet-en.pdf").content


def test_library_that_others_do_not_reach_is_told_in_words_and_by_no_name_of_a_setting(staff: TestClient) -> None:
    page = staff.get("/activities/leaflet").text

    assert "Whoever installed Samskap can give them one." in page
    assert "staff_names" not in page


def test_no_feed_tells_which_kiosks_ask_on_the_way_out(library: Library, client: TestClient) -> None:
    hold(library, exit_kiosks=[ENTRANCE])

    ics, told = client.get("/feeds/activities.ics").text, client.get("/feeds/activities.json").text
    (content,) = (event["X-SAMSKAP-ACTIVITY"] for event in Calendar.from_ical(ics).walk("VEVENT"))

    assert "exit_kiosks" not in told
    assert "exit_kiosks" not in base64.b64decode(content.to_ical()).decode()


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
