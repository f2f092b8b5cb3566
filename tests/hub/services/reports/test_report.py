"""The report: true numbers of just these days, nobody in them, and words of visitors only from the board."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from hub.model import Role, Staff
from hub.services.activities import activities
from hub.services.house import prompts, settings
from hub.services.reports import report
from hub.services.reports.report import Period, Tally
from hub.services.review import review, worries
from shared.activity import ActivityText
from shared.errors import NotAllowed
from shared.languages import LANGUAGES
from shared.notice import Status
from shared.submission import utc
from tests.hub.web.happenings import SLUG, hold
from tests.hub.web.library import Library
from tests.hub_builders import KARI

TODAY = Period(date(2026, 11, 22), date(2026, 11, 22))
LATER = Period(date(2026, 11, 22), date(2026, 12, 31))
ODD = '#link("https://x.example")[se] *fet* $x$ \\ "å" привіт 🙂'


def ideas(library: Library, n: int, **how: Any) -> list[str]:
    return [library.give("ideas", {"text": f"hemmelig {i}", "cards": []}, **how) for i in range(n)]


def content(library: Library, period: Period = TODAY, language: str = "en") -> dict[str, Any]:
    """Return what is printed, counted as the report counts."""
    since, until = period.moments("Europe/Oslo")
    tally = Tally()
    for stored in library.store.submissions.every():
        if since <= stored.received_at < until and report.counts(stored):
            tally.count(stored)
    found = settings.read(library.store)
    return report.content(library.store, found, period, tally, language=language, now=library.clock())


def made(library: Library, period: Period = LATER, language: str = "en", by: Staff = KARI) -> bytes:
    portions = report.portions(
        library.store, settings.read(library.store), period, language=language, by=by, now=library.clock()
    )
    while True:
        try:
            next(portions)
        except StopIteration as end:
            pdf: bytes = end.value
            return pdf


def figures(found: dict[str, Any]) -> list[str]:
    return [one["n"] for one in found["figures"]]


def test_answers_are_counted_by_question_and_language_and_few_are_told_together(library: Library) -> None:
    ideas(library, 12)
    ideas(library, 6, language="sv")
    ideas(library, 2, language="da")
    first = prompts.read(library.store, "opening-hours").settings["options"][0]["id"]
    for _ in range(3):
        library.give("opening-hours", {"choices": [first]})

    found = content(library)

    assert figures(found) == ["23", "0", "0"]
    assert [(row["names"], row["n"]) for row in found["languages"]] == [
        (["Norsk bokmål"], "15"),
        (["Svenska", "Dansk"], "8"),
    ]
    told = {tuple(row["names"]): row["n"] for row in found["kinds"]}
    assert told[("Ideas", "Polls")] == "23"
    assert {"0"} == set(told.values()) - {"23"}
    assert "3" not in told.values()


def test_worries_what_was_set_aside_and_other_days_are_not_counted(library: Library) -> None:
    kept, worry, aside = ideas(library, 7), *ideas(library, 2)
    worries.mark(library.store, worry, by=KARI, now=library.clock())
    review.set_aside(library.store, aside, by=KARI, now=library.clock())
    library.clock.go(days=1)
    ideas(library, 9)

    assert figures(content(library))[0] == str(len(kept))
    assert figures(content(library, LATER))[0] == str(len(kept) + 9)


def test_day_begins_and_ends_at_midnight_of_the_library(library: Library) -> None:
    since, until = TODAY.moments("Europe/Oslo")
    assert (since, until) == ("2026-11-21T23:00:00.000Z", "2026-11-22T23:00:00.000Z")
    assert library.clock().isoformat() < until


def test_words_of_visitors_stand_in_it_only_from_the_board(library: Library) -> None:
    first, *_ = ideas(library, 6)
    review.publish(
        library.store, first, by=KARI, now=library.clock(), status=Status.DONE, replies={"nb": "Ja"}, text="Mer suppe"
    )

    found = content(library, language="nb")

    assert [(one["text"], one["reply"], one["status"]) for one in found["board"]] == [(["Mer suppe"], "Ja", "Ferdig")]
    assert figures(found) == ["6", "1", "færre enn 5"]
    assert "hemmelig" not in json.dumps(found)


def test_who_came_is_told_by_activity_and_few_are_not(library: Library) -> None:
    soup = hold(library, dates=2, in_days=1)
    hold(library, "few", in_days=2, seats=None)
    hold(library, "off", in_days=3)
    hold(library, "next-year", in_days=90)
    activities.cancel(library.store, "off", by=KARI, now=library.clock(), reason="syk")
    few = activities.read(library.store, "few")
    for slug, at, heads in ((SLUG, soup.dates[0], 9), (SLUG, soup.dates[1], 8), ("few", few.dates[0], 4)):
        library.store.doors.note(slug, at.starts_at, kiosk="", seq=None, ticks={}, tally={"adult": heads})

    found = content(library, LATER)

    assert [(one["seats"], one["came"]) for one in found["activities"]] == [
        ("10", "17"),
        ("Drop in", "fewer than 5"),
        ("10", "Cancelled"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_is_printed_in_each_language_and_odd_words_stay_words(library: Library, language: str) -> None:
    hold(library, texts={"nb": ActivityText(ODD[:60])})
    for n, given in enumerate(ideas(library, 6)):
        review.publish(
            library.store,
            given,
            by=KARI,
            now=library.clock(),
            status=list(Status)[n % 4],
            replies={"nb": ODD},
            text=ODD,
        )
    drawing = {"strokes": [{"colour": "#1a1a1a", "width": 12, "points": [[0.1, 0.2], [0.5, 0.5]]}]}
    drawn = library.give("dream-library", drawing)
    review.publish(library.store, drawn, by=KARI, now=library.clock(), status=Status.HEARD, replies={})

    assert made(library, language=language).startswith(b"%PDF-")
    assert content(library, language=language)["board"][0]["drawing"].startswith("<svg")


def test_library_in_which_nothing_was_has_a_report_too(library: Library) -> None:
    assert made(library).startswith(b"%PDF-")


def test_many_things_on_the_board_do_not_make_a_book(library: Library) -> None:
    for given in ideas(library, report.MOST_ON_BOARD + 3):
        review.publish(library.store, given, by=KARI, now=library.clock(), status=Status.DONE, replies={})

    found = content(library)
    assert (len(found["board"]), found["more"]) == (report.MOST_ON_BOARD, "and 3 more")


def test_who_is_shut_out_makes_none(library: Library) -> None:
    out = Staff(3, "Per", frozenset(Role), shut_at=utc(library.clock() - timedelta(days=1)))
    with pytest.raises(NotAllowed):
        made(library, by=out)
