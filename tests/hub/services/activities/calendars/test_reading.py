"""What other programs write in calendars: each date right, and nothing left out without its reason."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from hub.services.activities import calendar
from hub.services.activities.calendars import events
from shared.activity import MAX_DATES
from shared.errors import InvalidActivity
from tests.hub.services.activities.calendars.files import FOUR, NOW, begins, europe, event, file, instead, read, reasons


def test_date_moved_to_the_slot_of_another_moved_one_is_right_in_any_order() -> None:
    whole = event("DTSTART;TZID=Europe/Oslo:20370106T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4")
    onto = instead("20370113T180000", "20370120T180000", "20370120T190000")
    away = instead("20370120T180000", "20370122T180000", "20370122T190000")

    for order in permutations([whole, onto, away]):
        found = read(*order)

        assert begins(found) == ["2037-01-06 18:00", "2037-01-20 18:00", "2037-01-22 18:00", "2037-01-27 18:00"]
        assert found.left == []


def test_dates_pushed_a_week_are_looked_up_among_the_series_own() -> None:
    pushes = [("20270112", "20270119"), ("20270119", "20270126"), ("20270126", "20270202")]
    pushed = [instead(f"{day}T180000", f"{to}T180000", f"{to}T190000") for day, to in pushes]

    found = read(event(*FOUR, "RRULE:FREQ=WEEKLY;COUNT=4"), *pushed)

    assert begins(found) == ["2027-01-05 18:00", "2027-01-19 18:00", "2027-01-26 18:00", "2027-02-02 18:00"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (["RRULE:FREQ=WEEKLY;UNTIL=20270126"], [5, 12, 19, 26]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20270126T170000Z"], [5, 12, 19, 26]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20270126T180000"], [5, 12, 19, 26]),
        (["RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;VALUE=DATE:20270112", "EXDATE:20270119"], [5, 26]),
        (["RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20270112T170000Z"], [5, 19, 26]),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=2"], [5, 7, 12, 14]),
        (["RDATE;TZID=Europe/Oslo:20270107T180000,20270109T180000"], [5, 7, 9]),
        (["RDATE;TZID=Europe/Oslo:20270105T180000,20270109T180000"], [5, 9]),
    ],
)
def test_rules_and_named_dates_are_read_as_they_were_meant(rule: list[str], days: list[int]) -> None:
    found = read(event(*FOUR, *rule))

    assert begins(found) == [f"2027-01-{day:02} 18:00" for day in days]
    assert found.left == []


def test_period_lasts_as_long_as_it_says() -> None:
    (activity,) = read(
        event(*FOUR, "RDATE;VALUE=PERIOD:20270108T170000Z/PT3H,20270109T170000Z/20270109T190000Z")
    ).activities

    assert [(one.starts_at[5:16], one.ends_at[5:16]) for one in activity.dates] == [
        ("01-05T17:00", "01-05T18:30"), ("01-08T17:00", "01-08T20:00"), ("01-09T17:00", "01-09T19:00"),
    ]  # fmt: skip


def test_this_and_all_that_follow_move_together() -> None:
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Oslo:20270119T180000",
                  "DTSTART;TZID=Europe/Oslo:20270120T190000", "DTEND;TZID=Europe/Oslo:20270120T210000")  # fmt: skip

    found = read(event(*FOUR, "RRULE:FREQ=WEEKLY;COUNT=4"), later)

    assert begins(found) == ["2027-01-05 18:00", "2027-01-12 18:00", "2027-01-20 19:00", "2027-01-27 19:00"]
    assert found.activities[0].dates[3].ends_at == "2027-01-27T20:00:00.000Z"


@pytest.mark.parametrize(
    "named", ["RECURRENCE-ID:20270112T170000Z", "RECURRENCE-ID;TZID=GMT Standard Time:20270112T170000",
              "RECURRENCE-ID;VALUE=DATE:20270112", "RECURRENCE-ID:20270112T180000"]
)  # fmt: skip
def test_exception_is_found_in_whatever_zone_its_date_is_named(named: str) -> None:
    found = read(event(*FOUR, "RRULE:FREQ=WEEKLY;COUNT=3"),
                 event(named, "DTSTART:20270113T100000Z", "DTEND:20270113T110000Z"))  # fmt: skip

    assert begins(found) == ["2027-01-05 18:00", "2027-01-13 11:00", "2027-01-19 18:00"]


def test_cancelled_date_is_gone_and_a_series_without_any_other_is_called_off() -> None:
    one = event("RECURRENCE-ID;TZID=Europe/Oslo:20270105T180000", "STATUS:CANCELLED")
    other = instead("20270112T180000", "20270112T180000", "20270112T193000", "STATUS:CANCELLED")
    whole = event(*FOUR, "RRULE:FREQ=WEEKLY;COUNT=2")

    assert begins(read(whole, one)) == ["2027-01-12 18:00"]
    (none_left,) = read(whole, one, other).activities
    assert none_left.cancelled


def test_exception_without_its_series_stands_for_itself() -> None:
    zone = "TZID=Europe/Copenhagen"
    found = read(event(f"RECURRENCE-ID;{zone}:20370106T180000", f"DTSTART;{zone}:20370107T180000",
                       f"DTEND;{zone}:20370107T190000"))  # fmt: skip

    assert begins(found, "Europe/Copenhagen") == ["2037-01-07 18:00"]
    assert (found.activities[0].zone, found.left) == ("Europe/Copenhagen", [])


def test_of_one_uid_twice_the_highest_sequence_counts_in_either_order() -> None:
    new = event(*FOUR, "SEQUENCE:2", title="Ny tid")
    old = event("DTSTART:20270104T170000Z", "SEQUENCE:0", title="Gammel tid")

    for order in ((new, old), (old, new)):
        found = read(*order)

        assert [one.texts["nb"].title for one in found.activities] == ["Ny tid"]
        assert found.left == []


def test_of_one_uid_twice_without_a_version_the_other_is_said() -> None:
    found = read(event(*FOUR, title="En"), event("DTSTART:20270104T170000Z", title="To"))

    assert [one.texts["nb"].title for one in found.activities] == ["To"]
    assert [one.partition(" has")[0] for one in reasons(found)] == ["En: Another event in the file"]


def test_event_in_the_last_hour_of_all_stops_nothing_in_a_zone_of_the_whole_calendar() -> None:
    found = read(event("DTSTART:99991231T235959Z"), event(*FOUR, uid="2"), head=("X-WR-TIMEZONE:Europe/Stockholm",))

    assert (len(found.activities), len(found.left)) == (1, 1)


def test_version_that_cannot_be_read_is_no_version() -> None:
    found = read(event(*FOUR), event(*FOUR, "DTSTAMP:20269901T000000Z", title="Nyere"))

    assert [one.texts["nb"].title for one in found.activities] == ["Nyere"]
    assert len(found.left) == 1


def test_event_that_ends_as_it_begins_lasts_an_hour_or_a_day() -> None:
    found = read(event("DTSTART;TZID=Europe/Stockholm:20370106T180000", "DTEND;TZID=Europe/Stockholm:20370106T180000"),
                 event("DTSTART;VALUE=DATE:20370206", "DTEND;VALUE=DATE:20370206", uid="day"))  # fmt: skip

    assert [(one.dates[0].starts_at[:16], one.dates[0].ends_at[:16]) for one in found.activities] == [
        ("2037-01-06T17:00", "2037-01-06T18:00"), ("2037-02-05T23:00", "2037-02-06T23:00"),
    ]  # fmt: skip
    assert found.left == []


def test_private_events_are_left_out_without_their_words() -> None:
    found = read(event(*FOUR, "CLASS:PRIVATE", title="Medarbeidersamtale"),
                 event(*FOUR, "CLASS:CONFIDENTIAL", uid="2", title="Legetime"))  # fmt: skip

    assert found.activities == []
    assert [one.partition(" in")[0] for one in reasons(found)] == ["A private event: It is private"] * 2


def test_private_date_of_a_public_series_is_left_out() -> None:
    found = read(event(*FOUR, "RRULE:FREQ=WEEKLY;COUNT=2"),
                 instead("20270112T180000", "20270113T180000", "20270113T190000", "CLASS:PRIVATE"))  # fmt: skip

    assert begins(found) == ["2027-01-05 18:00"]
    assert len(found.left) == 1


def test_broken_alarm_is_nothing_to_us() -> None:
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER;VALUE=DATE-TIME:not a time", "END:VALARM"]

    found = read(event(*FOUR, *alarm), event(*FOUR, uid="2"))

    assert (len(found.activities), found.left) == (2, [])


@pytest.mark.parametrize("stray", ["Sendt fra min iPhone", "X-WITHOUT-A-VALUE", '"'])
def test_stray_line_costs_itself_alone_wherever_it_stands(stray: str) -> None:
    for found in (
        read(event(*FOUR), [stray]),
        read(event(*FOUR, stray)),
        calendar.from_ical(file(event(*FOUR)) + stray.encode(), since=NOW),
        calendar.from_ical(stray.encode() + b"\r\n" + file(event(*FOUR)), since=NOW),
    ):
        assert begins(found) == ["2027-01-05 18:00"]
        assert reasons(found) == [f": This line could not be read: {stray}"]


def test_time_zone_with_two_names_is_read_and_the_second_is_said() -> None:
    zone = ["BEGIN:VTIMEZONE", "TZID:Europe/Oslo", "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
            "DTSTART:20261025T010000", "END:STANDARD", "TZID:UTC", "BEGIN:STANDARD", "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0000", "DTSTART:20260101T000000", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip

    found = read(zone, event(*FOUR))

    assert begins(found) == ["2027-01-05 18:00"]
    assert reasons(found) == [": This line could not be read: TZID:UTC"]


def test_parameter_that_stands_twice_costs_its_line_alone() -> None:
    found = read(event(*FOUR, "LOCATION;LANGUAGE=nb;LANGUAGE=nn:Kjelleren"), event(*FOUR, uid="2"))

    assert len(found.activities) == 2


@pytest.mark.parametrize("name", ["Vest-Europa (normaltid)", "(UTC+01:00) Amsterdam, Bern", "Customized Time Zone"])
def test_zone_that_only_the_file_knows_is_the_one_whose_clocks_show_the_same(name: str) -> None:
    quoted = f'"{name}"' if ":" in name or "," in name else name
    lines = (f"DTSTART;TZID={quoted}:20260602T100000", f"DTEND;TZID={quoted}:20260602T103000")

    found = read(europe(name), event(*lines, "RRULE:FREQ=WEEKLY"))

    assert begins(found)[:2] == ["2026-12-01 10:00", "2026-12-08 10:00"]
    assert begins(found)[25] == "2027-05-25 10:00"
    assert (found.activities[0].zone, found.left) == ("Europe/Oslo", [])


def test_two_files_may_mean_two_zones_by_one_name() -> None:
    here = read(europe("Vår sone"), event("DTSTART;TZID=Vår sone:20270105T180000"))
    lines = [line.replace("+0200", "+0300").replace("+0100", "+0200") for line in europe("Vår sone")]
    there = read(lines, event("DTSTART;TZID=Vår sone:20270105T180000"))

    assert [one.activities[0].dates[0].starts_at[11:16] for one in (here, there)] == ["17:00", "16:00"]
    assert there.activities[0].zone == "Europe/Helsinki"


def test_zone_nobody_knows_is_said() -> None:
    found = read(event("DTSTART;TZID=Mars/Olympus:20270105T180000"))

    assert begins(found) == ["2027-01-05 18:00"]
    assert reasons(found) == [": The time zone Mars/Olympus is not known here. "
                              "Its times are read in the library's own time zone."]  # fmt: skip


def test_zone_with_the_name_of_its_maker_before_it_is_known() -> None:
    found = read(event("DTSTART;TZID=/citadel.org/20210210_1/Europe/Stockholm:20270105T180000"))

    assert (found.activities[0].zone, found.left) == ("Europe/Stockholm", [])


def test_zone_of_the_whole_calendar_is_where_its_rules_are_followed() -> None:
    found = read(event("DTSTART:20270301T170000Z", "RRULE:FREQ=MONTHLY;COUNT=2"), head=("X-WR-TIMEZONE:Europe/Oslo",))

    assert begins(found) == ["2027-03-01 18:00", "2027-04-01 18:00"]


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_are_read_in_whatever_way_they_are_written(letters: str) -> None:
    data = file(event(*FOUR, "LOCATION:Ås – «bøker»", title="Høstfest")).decode().encode(letters)

    (activity,) = calendar.from_ical(data, since=NOW).activities

    assert (activity.texts["nb"].title, activity.place) == ("Høstfest", "Ås – «bøker»")


def test_letter_that_was_folded_in_two_is_whole_again() -> None:
    data = file(event(*FOUR, title="Høstfest")).replace("ø".encode(), "ø".encode()[:1] + b"\r\n " + "ø".encode()[1:])

    assert calendar.from_ical(data, since=NOW).activities[0].texts["nb"].title == "Høstfest"


def test_line_in_no_letters_is_said_and_never_shown_as_signs() -> None:
    data = file(event(*FOUR, "LOCATION:Kjelleren")).replace(b"Kjelleren", b"\x81\x8d\x8f")

    found = calendar.from_ical(data, since=NOW)

    assert (found.activities[0].place, len(found.left)) == ("", 1)
    assert "�" not in reasons(found)[0]


def test_file_that_was_cut_off_gives_what_is_whole() -> None:
    whole = file(event(*FOUR), event(*FOUR, uid="2", title="Babysang"))

    found = calendar.from_ical(whole[: whole.rindex(b"END:VEVENT")], since=NOW)

    assert begins(found) == ["2027-01-05 18:00"]
    assert [one.partition(":")[0] for one in reasons(found)] == ["Babysang"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("<p>Kom &amp\\; prat!</p><ul><li>Kaffe</li><li>Kake</li></ul>", "Kom & prat!\n\n– Kaffe\n– Kake"),
        ('En<br>to<br/>tre <a href="https://x.example/">her</a>&nbsp\\;', "En\nto\ntre her (https://x.example/)"),
        ("<style>p {}</style><b>Gratis</b> for <i>alle</i>", "Gratis for alle"),
        ("Kom &amp\\; prat", "Kom & prat"),
        ("3 < 4 og 5 > 4 & <3", "3 < 4 og 5 > 4 & <3"),
        ("Linje\\nskift", "Linje\nskift"),
    ],
)
def test_html_becomes_plain_words(written: str, read_as: str) -> None:
    (activity,) = read(event(*FOUR, f"DESCRIPTION:{written}")).activities

    assert activity.texts["nb"].description == read_as


def test_endless_rules_give_the_coming_dates_and_no_more() -> None:
    found = read(event("DTSTART;TZID=Europe/Oslo:19990105T180000", "RRULE:FREQ=WEEKLY"),
                 event("DTSTART;TZID=Europe/Oslo:19990105T180000", "RRULE:FREQ=YEARLY", uid="2"))  # fmt: skip

    weekly, yearly = found.activities
    assert (len(weekly.dates), weekly.dates[0].starts_at) == (MAX_DATES, "2026-12-01T17:00:00.000Z")
    assert [one.starts_at[:4] for one in yearly.dates] == ["2027", "2028", "2029", "2030", "2031"]


def test_event_that_ends_before_it_begins_is_left_out_with_that_reason() -> None:
    found = read(event(FOUR[0], "DTEND;TZID=Europe/Oslo:20270105T080000"))

    assert (found.activities, reasons(found)) == ([], ["Språkkafé: It ends before it begins."])


def test_dates_that_lie_in_each_other_are_left_out_with_that_reason() -> None:
    found = read(event(FOUR[0], "DURATION:P8D", "RRULE:FREQ=WEEKLY;COUNT=2"))

    assert found.activities == []
    assert reasons(found)[0].startswith("Språkkafé: Two dates lie in each other")


def test_what_is_over_is_said_apart() -> None:
    found = read(event("DTSTART:20200105T170000Z"), event(*FOUR, uid="2"))

    assert [one.says for one in found.left] == [events.OVER]


@pytest.mark.parametrize("data", [b"", b"BEGIN:VCALENDAR", b"\xff\xfe\x00", b"\xff\xfeh\x00"])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidActivity):
        calendar.from_ical(data)


def test_series_is_on_the_clock_on_the_wall_when_the_clock_is_changed() -> None:
    found = read(event("DTSTART;TZID=Europe/Oslo:20270307T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=5"))

    assert [one[-5:] for one in begins(found)] == ["18:00"] * 5
    lasts = {
        datetime.fromisoformat(one.ends_at) - datetime.fromisoformat(one.starts_at) for one in found.activities[0].dates
    }
    assert lasts == {timedelta(hours=2)}
