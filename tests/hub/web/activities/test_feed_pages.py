"""Calendars without a password, and the leaflet to print."""

import base64
import json
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from hub.services.activities import calendar
from hub.web.page.templating import icon
from hub.web.staff_app import create_staff_app
from shared.activity import ActivityText, activity_from_json
from shared.languages import LANGUAGES
from tests.hub.web.conftest import BASE
from tests.hub.web.happenings import SLUG, hold, write_in
from tests.hub.web.library import ENTRANCE, Library


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
