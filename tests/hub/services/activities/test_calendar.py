"""Calendars: ours come back without loss, every calendar reads them right, and others are taken as they are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, vText

from hub.services.activities import calendar, templates
from hub.services.activities.dates import each_week
from shared.activity import MAX_DATES, Activity, ActivityText, AskedField, Occasion, activity_from_json, check_activity
from shared.errors import InvalidActivity
from tests.builders import an_activity
from tests.fakes import NOON
from tests.seating import an_evening, on

BEFORE_WINTER_TIME = Occasion("2026-10-21T16:00:00.000Z", "2026-10-21T18:00:00.000Z")


def ical(*shown: Activity) -> bytes:
    """Return the calendar of these."""
    return calendar.to_ical(shown, library="Holmlia", now=NOON)


def events(data: bytes) -> list[Any]:
    """Return the events of a calendar, as another program reads them."""
    return list(Calendar.from_ical(data).walk("VEVENT"))


def foreign(*lines: str) -> bytes:
    """Return a calendar of one event as other programs write it."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:e1", *lines,
                        "END:VEVENT", "END:VCALENDAR", ""]).encode()  # fmt: skip


def taken(data: bytes, **how: Any) -> list[Activity]:
    """Return the activities of a calendar."""
    return calendar.from_ical(data, **how).activities


def starts(activity: Activity) -> list[str]:
    """Return when the dates begin, to the minute."""
    return [date.starts_at[:16] for date in activity.dates]


def everything() -> Activity:
    """An activity with every field filled."""
    return an_activity(
        texts={
            "nb": ActivityText("Suppe; på øya, «ja» \\ nei", "Linje\nskift, og: mer;\\n" + "ø🪑" * 200, "50 kr; til"),
            "da": ActivityText("Suppe", "", ""),
        },
        dates=[*on(1), *on(3), Occasion("2026-12-09T17:00:00.000Z", "2026-12-09T21:30:00.250Z")],
        zone="Europe/Copenhagen", place="Kjelleren,  2. etasje ", card="cooking", host="Frivilligsentralen",
        opens_at="2026-11-01T08:00:00.000Z", closes_at="2026-11-30T17:00:00.000Z", minimum=4, audience="families",
        waiting_list=False, fields=[AskedField("contact", 3, {"nb": "Så vi når deg"})], most_persons=5, series="høst",
        tags={"of": "biblioteket", "for": "alle"}, exit_kiosks=["k1"], listed=False, revision=7,
    )  # fmt: skip


@pytest.mark.parametrize("template", templates.listed(), ids=lambda template: str(template.id))
def test_every_template_comes_back_without_loss(template: templates.Template) -> None:
    made = templates.activity(template, slug=template.id, first_day=datetime(2026, 10, 20).date())

    assert taken(ical(made)) == [made]


def test_activity_with_everything_comes_back_without_loss() -> None:
    called_off = an_evening("tea", 2, seats=None, cancelled=True)

    told = replace(everything(), exit_kiosks=[])  # the only thing that is the library's own business
    assert taken(ical(everything(), called_off)) == [told, called_off]


def test_lines_are_as_the_standard_wants_them() -> None:
    data = ical(everything())

    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert not [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line]
    assert [line for line in lines if line.startswith((b"VERSION", b"PRODID", b"METHOD"))] == [
        b"VERSION:2.0", b"PRODID:-//Samskap//Samskap//EN", b"METHOD:PUBLISH",
    ]  # fmt: skip
    read = Calendar.from_ical(data)
    assert [component.errors for component in read.walk() if component.errors] == []
    assert read.get_missing_tzids() == set()


def test_event_shows_title_place_status_and_version() -> None:
    (event, _) = events(ical(replace(everything(), cancelled=True)))

    assert (event["SUMMARY"], event["SUMMARY"].params["LANGUAGE"]) == ("Suppe; på øya, «ja» \\ nei", "nb")
    assert event["LOCATION"] == "Kjelleren,  2. etasje "
    assert str(event["DESCRIPTION"]).endswith("\n\n50 kr; til")
    assert (event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CANCELLED", 6, "a1@samskap")


def test_weekly_series_keeps_its_time_across_a_change_of_the_clock() -> None:
    weekly = each_week(BEFORE_WINTER_TIME, 3, "Europe/Oslo")

    data = ical(an_activity(dates=weekly))

    (event,) = events(data)
    assert event["DTSTART"].to_ical() == b"20261021T180000"
    assert event["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=3"
    (zone,) = Calendar.from_ical(data).timezones
    autumn, spring = (datetime(2026, 10, day, 18, tzinfo=zone.to_tz()).utcoffset() for day in (21, 28))
    assert (autumn, spring) == (timedelta(hours=2), timedelta(hours=1))


def test_chosen_dates_are_named_and_a_longer_one_is_an_exception() -> None:
    whole, longer = events(ical(everything()))

    assert [one.dt.astimezone(UTC).isoformat() for one in whole["RDATE"].dts] == [
        "2026-12-03T17:00:00+00:00", "2026-12-09T17:00:00+00:00",
    ]  # fmt: skip
    assert longer["UID"] == whole["UID"]
    assert longer["RECURRENCE-ID"].dt == longer["DTSTART"].dt
    assert longer["DTEND"].dt - longer["DTSTART"].dt == timedelta(hours=4, minutes=30)


def test_what_another_program_changed_counts() -> None:
    data = ical(everything(), an_evening("tea", 2))
    shown = Calendar.from_ical(data)
    event: Any = shown.walk("VEVENT")[0]
    event["SUMMARY"] = vText("Gulrotsuppe", params={"LANGUAGE": "nb"})
    event["LOCATION"] = "Taket"
    moved = event["DTSTART"].dt - timedelta(hours=1)
    del event["DTSTART"]
    event.add("dtstart", moved)

    soup, tea = taken(shown.to_ical())

    assert (soup.texts["nb"].title, soup.place) == ("Gulrotsuppe", "Taket")
    assert soup.texts["nb"].description == everything().texts["nb"].description
    assert starts(soup)[0] == "2026-12-01T16:00"
    assert (soup.fields, soup.seats) == (everything().fields, 20)
    assert tea == an_evening("tea", 2)


def test_event_of_another_calendar_is_a_drop_in() -> None:
    data = foreign(
        "SUMMARY:Babykafé på Øya", "LOCATION:Barneavdelingen", "DESCRIPTION:Kom\\, syng",
        "DTSTART;TZID=Europe/Stockholm:20261201T110000", "DTEND;TZID=Europe/Stockholm:20261201T123000",
    )  # fmt: skip

    (cafe,) = taken(data)

    assert cafe.texts == {"nb": ActivityText("Babykafé på Øya", "Kom, syng")}
    assert cafe.dates == [Occasion("2026-12-01T10:00:00.000Z", "2026-12-01T11:30:00.000Z")]
    assert (cafe.place, cafe.zone, cafe.seats, cafe.fields) == ("Barneavdelingen", "Europe/Stockholm", None, [])
    assert cafe.slug.startswith("babykafe-pa-oya-")
    check_activity(cafe)
    assert taken(data) == [cafe]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["DTSTART:20261201T110000Z"], ("2026-12-01T11:00", "2026-12-01T12:00")),
        (["DTSTART:20261201T110000"], ("2026-12-01T10:00", "2026-12-01T11:00")),
        (["DTSTART:20261201T110000Z", "DURATION:PT3H"], ("2026-12-01T11:00", "2026-12-01T14:00")),
        (["DTSTART;VALUE=DATE:20261201"], ("2026-11-30T23:00", "2026-12-01T23:00")),
        (["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"], ("2026-11-30T23:00", "2026-12-02T23:00")),
        (["DTSTART;TZID=W. Europe Standard Time:20261201T110000"], ("2026-12-01T10:00", "2026-12-01T11:00")),
    ],
)
def test_times_are_read_however_they_are_written(lines: list[str], found: tuple[str, str]) -> None:
    (one,) = taken(foreign("SUMMARY:Te", *lines))

    assert (one.dates[0].starts_at[:16], one.dates[0].ends_at[:16]) == found


def test_rule_is_followed_on_the_clock_on_the_wall_with_what_was_changed_about_it() -> None:
    data = foreign(
        "SUMMARY:Te", "DTSTART;TZID=Europe/Oslo:20261014T180000", "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;UNTIL=20261111T170000Z", "EXDATE;TZID=Europe/Oslo:20261021T180000",
        "RDATE;TZID=Europe/Oslo:20261113T100000", "END:VEVENT", "BEGIN:VEVENT", "UID:e1", "SUMMARY:Te",
        "RECURRENCE-ID;TZID=Europe/Oslo:20261104T180000", "DTSTART;TZID=Europe/Oslo:20261105T190000", "DURATION:PT2H",
    )  # fmt: skip

    (one,) = taken(data)

    assert starts(one) == [
        "2026-10-14T16:00", "2026-10-28T17:00", "2026-11-05T18:00", "2026-11-11T17:00", "2026-11-13T09:00",
    ]  # fmt: skip
    assert one.dates[2].ends_at[:16] == "2026-11-05T20:00"
    check_activity(one)


def test_rule_without_end_gives_the_next_dates() -> None:
    data = foreign("SUMMARY:Te", "DTSTART:20190101T180000Z", "RRULE:FREQ=WEEKLY")

    (one,) = taken(data, since=NOON)

    assert len(one.dates) == MAX_DATES
    assert starts(one)[0] == "2026-11-24T18:00"
    assert all(before.ends_at < after.starts_at for before, after in pairwise(one.dates))


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=NEVER", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "X=1"])
def test_rule_nobody_can_follow_leaves_the_first_date(rule: str) -> None:
    (one,) = taken(foreign("SUMMARY:Te", "DTSTART:20261201T180000Z", f"RRULE:{rule}"))

    assert starts(one) == ["2026-12-01T18:00"]


def test_long_words_are_cut_and_called_off_events_are_cancelled() -> None:
    (one,) = taken(
        foreign(f"SUMMARY:{'ord ' * 40}", f"DESCRIPTION:{'x' * 5_000}", "DTSTART:20261201T180000Z", "STATUS:CANCELLED")
    )

    check_activity(one)
    assert one.cancelled
    assert one.texts["nb"].title.endswith("ord…")


def test_event_without_a_date_is_passed_over() -> None:
    assert taken(foreign("SUMMARY:Te")) == []


@pytest.mark.parametrize("data", [b"", b"hei", b"BEGIN:VCALENDAR", b"\xff\xfe\x00", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidActivity):
        calendar.from_ical(data)


@given(
    st.lists(
        st.sampled_from([
            "DTSTART:20261201T180000Z", "DTSTART:nei", "DTSTART;TZID=Mars/Olympus:20261201T180000", "DTEND:20251201",
            "DTSTART;VALUE=DATE:00010101", "DTEND:99991231T235959Z", "DURATION:-P9999999D", "RRULE:FREQ=DAILY;COUNT=3",
            "RRULE:FREQ=DAILY;UNTIL=x", "EXDATE:20261201T180000Z", "RDATE;VALUE=PERIOD:20261202T180000Z/PT1H",
            "RDATE:99991231T235959Z", "RECURRENCE-ID:20261201T180000Z", "SUMMARY:Te", "SUMMARY;LANGUAGE=:", "UID:",
            "X-SAMSKAP-ACTIVITY:bm8=", "X-SAMSKAP-ACTIVITY;ENCODING=BASE64;VALUE=BINARY:e30=", "STATUS:",
            "DTSTART;TZID=America/New_York:99991231T235959", "LOCATION:" + "y" * 300, ":", "DESCRIPTION",
            "\u0000:\u2028",
        ]),
        max_size=7,
    )
)  # fmt: skip
@example(["DTSTART:20261201T180000Z", "RRULE:FREQ=DAILY;COUNT=3", "UID:", "UID:"])
@example(["DTSTART:20261201T180000Z", "RDATE;VALUE=PERIOD:20261202T180000Z/PT1H", "UID:"])
def test_no_event_breaks_the_reading(lines: list[str]) -> None:
    try:
        found = taken(foreign(*lines), since=NOON)
    except InvalidActivity:
        return
    for one in found:
        assert 1 <= len(one.dates) <= MAX_DATES


def test_json_is_what_add_activity_reads_without_kiosks() -> None:
    (told,) = calendar.as_json([everything()])["activities"]

    assert activity_from_json({**told, "exit_kiosks": ["k1"]}) == everything()
    assert "exit_kiosks" not in told
    assert told["starts_at"] == everything().starts_at
