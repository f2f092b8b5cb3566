"""The leaflet to print: which dates, in whose words, and that what people wrote stays text."""

from dataclasses import replace
from typing import Any

import pytest
import segno
from fonticon_mdi7 import MDI7
from icalendar import Calendar

from hub.services.activities import codes, leaflet
from hub.services.activities.dates import each_week
from hub.services.house import pictures
from hub.services.house.settings import KnownLogo, Settings
from shared.activity import Activity, ActivityText, Occasion
from shared.languages import LANGUAGES
from shared.look import Look
from tests.builders import an_activity
from tests.fakes import NOON
from tests.logos import a_logo
from tests.seating import an_evening, on

HOLMLIA = Settings("Holmlia", "nb")
FEED = "https://library.example/feeds/activities.ics"
WEEKLY = Occasion("2026-11-04T17:00:00.000Z", "2026-11-04T19:00:00.000Z")


def told(*shown: Activity, language: str = "en") -> list[dict[str, Any]]:
    """Return what the leaflet says of these."""
    found: list[dict[str, Any]] = leaflet.content(shown, HOLMLIA, language=language, now=NOON)["activities"]
    return found


def test_next_date_comes_first_and_what_is_over_is_left_out() -> None:
    series = an_evening("cafe", dates=each_week(WEEKLY, 12, "Europe/Oslo"))

    soup, cafe = told(series, an_activity(dates=[Occasion("2026-11-23T23:00:00.000Z", "2026-11-24T23:00:00.000Z")]))

    assert [soup["dates"], soup["also"]] == [[{"day": "Tuesday, 24 November", "time": "all day"}], []]
    assert cafe["dates"] == [{"day": "Wednesday, 25 November", "time": "18:00–20:00"}]
    assert (cafe["also"][0], cafe["also"][-1], len(cafe["also"])) == ("2 Dec", "and 1 more", 8)


def test_dates_at_different_times_are_all_told_in_full() -> None:
    late = Occasion("2027-01-09T21:00:00.000Z", "2027-01-10T00:30:00.000Z")

    (soup,) = told(an_activity(dates=[*on(3), late]), language="nb")

    assert soup["dates"] == [
        {"day": "Torsdag 3. desember", "time": "18:00–20:00"},
        {"day": "Lørdag 9. januar 2027", "time": "22:00–01:30"},
    ]


@pytest.mark.parametrize(
    ("over", "fact"),
    [
        ({"seats": None}, "Drop in"),
        ({"seats": None, "cancelled": True}, "Cancelled"),
        ({}, "Sign up"),
        ({"closes_at": "2026-11-23T23:00:00.000Z"}, "Sign up to and including 23 November 2026"),
        ({"closes_at": "2026-11-23T17:30:00.000Z"}, "Sign up before 23 November 2026 18:30"),
    ],
)
def test_leaflet_says_how_to_take_part(over: dict[str, Any], fact: str) -> None:
    (soup,) = told(an_activity(**over))

    assert soup["facts"] == [fact]


def test_words_are_told_in_the_nearest_language() -> None:
    texts = {"nb": ActivityText("Suppe", "Kom.\n\nSpis.", "50 kr"), "en": ActivityText("Soup")}

    (soup,) = told(an_activity(texts=texts, place="Kjelleren", seats=None), language="da")

    assert (soup["title"], soup["description"], soup["where"]) == ("Suppe", ["Kom.", "Spis."], ["Kjelleren"])
    assert soup["facts"][0] == "50 kr"


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaflet_is_a_tagged_pdf_whatever_people_wrote(language: str) -> None:
    odd = '#panic() *fet* $x$ ]}{[ \\ " // æøå ŋ 🪑 \u202e\u0000' + "uendeligord" * 30
    text = ActivityText(odd[:60], f'{odd}\n= {odd}\n#import "/etc/passwd"', odd[:120])
    shown = [an_activity(texts={"nb": text}, place=odd[:120], host=odd[:120])] * 12

    made = leaflet.pdf(shown, Settings("Øya bibliotek", "nb"), language=language, now=NOON)

    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li>".encode() in made


@pytest.mark.parametrize("feed", ["", FEED])
def test_leaflet_has_the_logo_with_the_name_for_who_hears_it(feed: str) -> None:
    made = pictures.made(a_logo())
    library = replace(HOLMLIA, logo=KnownLogo("a" * 32, made.across, made.down, made.ground))

    plain = leaflet.pdf([], library, language="nb", now=NOON, feed=feed)
    with_logo = leaflet.pdf([], library, language="nb", now=NOON, feed=feed, logo=made.png)

    assert b"/Subtype/Image" not in plain.replace(b" ", b"")
    assert b"/Subtype/Image" in with_logo.replace(b" ", b"")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in with_logo, "a tagged file is refused when a picture has no words"


def test_same_leaflet_is_the_same_file() -> None:
    def made() -> bytes:
        return leaflet.pdf([], HOLMLIA, language="nb", now=NOON)

    assert made() == made()
    assert len(made()) < 100_000


@pytest.mark.parametrize("said", ["日本 مرحبا", "नमस्ते 😀", "ባህል", "\u0a01", "a\u0489 ꜙ"])
def test_leaflet_never_shows_boxes(said: str) -> None:
    made = leaflet.pdf([an_activity(host=said)], HOLMLIA, language="nb", now=NOON)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in made, "only a tagged file is refused when a letter has no font"


@pytest.mark.parametrize(("said", "shown"), [("𞊐𞊑 Kafé ÆØÅ 𞊒", "Kafé ÆØÅ"), ("𞊐𞊑", "…"), ("Kaꟑfé", "Kafé")])
def test_script_without_a_font_is_left_out_and_the_rest_is_printed(said: str, shown: str) -> None:
    def made(host: str) -> bytes:
        return leaflet.pdf([an_activity(host=host)], HOLMLIA, language="nb", now=NOON)

    assert made(said) == made(shown)


def test_leaflet_shows_the_picture_card_of_an_activity() -> None:
    soup, plain, gone = told(an_activity(card="food"), an_activity(card=""), an_activity(card="no-such-card"))

    assert f"mdi7.{chr(soup['icon'])}" == MDI7.silverware_fork_knife
    assert {plain["icon"], gone["icon"]} == {ord(MDI7.calendar_heart.removeprefix("mdi7."))}


def test_code_puts_the_next_date_into_a_calendar_without_a_network() -> None:
    series = an_evening("cafe", dates=each_week(WEEKLY, 12, "Europe/Oslo"), place="Kafeen, 2. etasje")
    title = series.text("nb").title

    (shown,) = told(series, language="nb")

    said = codes.event(series, series.dates[3], "nb")
    (event,) = Calendar.from_ical(said).walk("VEVENT")
    assert said.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n")
    assert {name: str(event[name]) for name in ("SUMMARY", "LOCATION")} == {
        "SUMMARY": title, "LOCATION": "Kafeen, 2. etasje",
    }  # fmt: skip
    assert (event["DTSTART"].to_ical(), event["DTEND"].to_ical()) == (b"20261125T170000Z", b"20261125T190000Z")
    assert shown["code"] == {
        "drawn": codes.drawn(said), "day": "25. nov.", "says": f"QR-kode som legger {title} i kalenderen din",
    }  # fmt: skip


def test_code_of_whole_days_says_days() -> None:
    days = an_activity(dates=[Occasion("2026-11-23T23:00:00.000Z", "2026-11-25T23:00:00.000Z")])

    said = codes.event(days, days.dates[0], "en")

    assert ("DTSTART;VALUE=DATE:20261124\r\n" in said, "DTEND;VALUE=DATE:20261126\r\n" in said) == (True, True)


def test_code_has_its_lines_whole_however_long_they_are() -> None:
    long = an_activity(place="Storsalen, " * 10)

    said = codes.event(long, long.dates[0], "en")

    assert "\r\n " not in said
    assert len(codes.drawn(said)) > len(codes.drawn("short"))


def test_code_is_drawn_with_white_around_it() -> None:
    drawn = codes.drawn(FEED)

    side = segno.make_qr(FEED, error="m").symbol_size(border=4)[0]
    assert drawn.startswith("<svg")
    assert f'width="{side}" height="{side}"' in drawn
    assert f'fill="#fff" d="M0 0h{side}v{side}h-{side}z"' in drawn


def test_what_is_cancelled_goes_into_no_calendar() -> None:
    (soup,) = told(an_activity(cancelled=True))

    assert (soup["code"], soup["cancelled"]) == (None, True)


@pytest.mark.parametrize(
    ("over", "notes"),
    [
        ({}, ["Sign up on a tablet", "Point the camera"]),
        ({"seats": None}, ["Point the camera"]),
        ({"cancelled": True}, []),
    ],
)
def test_leaflet_says_only_what_can_be_done(over: dict[str, Any], notes: list[str]) -> None:
    said = leaflet.content([an_activity(**over)], HOLMLIA, language="en", now=NOON)["notes"]

    assert [note["says"].startswith(begins) for note, begins in zip(said, notes, strict=True)] == [True] * len(notes)


def test_code_of_the_whole_calendar_stands_only_where_others_reach_it() -> None:
    def shown(feed: str) -> Any:
        return leaflet.content([], HOLMLIA, language="en", now=NOON, feed=feed)["feed"]

    assert shown("") is None
    assert shown(FEED) == {"address": FEED, "says": "Everything in your calendar", "code": codes.drawn(FEED)}


def test_leaflet_with_everything_on_it_is_tagged_and_names_its_pictures() -> None:
    made = leaflet.pdf([an_activity()], HOLMLIA, language="en", now=NOON, feed=FEED)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert made.count(b"/Alt") == 2, "the code of the calendar and that of the activity; icons only please"


def test_leaflet_begins_in_the_library_s_colour_with_words_that_can_be_read_on_it() -> None:
    blue = Settings("Holmlia", "nb", look=Look("#00aaff"))

    assert leaflet.content([], HOLMLIA, language="nb", now=NOON)["look"] is None
    assert leaflet.content([], blue, language="nb", now=NOON)["look"] == ["#00aaff", "#10181d"]
    assert leaflet.pdf([], blue, language="nb", now=NOON) != leaflet.pdf([], HOLMLIA, language="nb", now=NOON)
