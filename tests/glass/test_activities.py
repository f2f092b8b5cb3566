"""What's on, signing up, and what one does later with the code: by touch, without any network."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shared.errors import UnknownActivity
from shared.notice import ReceiptState, SignUpState
from shared.slip import pair_words
from shared.submission import utc
from tests.builders import a_news, a_receipt
from tests.fakes import NOON
from tests.glass.activities import a_kiosk_with_activities, just_over, starter_activities, tell_activities
from tests.glass.kiosks import a_kiosk
from tests.glass.test_visit import saved

if TYPE_CHECKING:
    from tests.glass.driver import Driver


@pytest.fixture
def whats_on(tmp_path: Path) -> Iterator["Driver"]:
    """A kiosk that knows of the starter activities, at what's on."""
    from tests.glass.driver import Driver

    with Driver.of(a_kiosk_with_activities(tmp_path / "kiosk")) as glass:
        for name in ("language-nb", "whats-on"):
            glass.tap(name)
        yield glass


def cards(glass: "Driver") -> list[str]:
    """The activities on this page, in the order they are read."""
    found = [widget for widget in glass.widgets() if getattr(widget, "test_id", "").startswith("activity-")]
    return [card.test_id.removeprefix("activity-") for card in sorted(found, key=lambda card: (-card.y, card.x))]


def read(glass: "Driver", slug: str) -> None:
    """Open an activity, also when it is on another page."""
    while f"activity-{slug}" not in glass.ids():
        glass.tap("next-page")
    glass.tap(f"activity-{slug}")


def has(glass: "Driver", words: str, many: str | None = None, **of: Any) -> bool:
    """Tell whether a message is shown; one that is another for ``many`` fits the number ``n``."""
    told = glass.app.tr(words) if many is None else glass.app.tr.ngettext(words, many, of["n"])
    return any(told.format(**of) in shown for shown in glass.words())


def go_through(glass: "Driver", name: str = "Kari") -> None:
    """From the numbers of a sign-up to its review, with one name and nothing that need not be said."""
    glass.tap("main")
    glass.type(name)
    while glass.screen == "AskScreen":
        glass.tap("main")


def test_the_next_activity_comes_first_and_seats_are_told(whats_on: "Driver") -> None:
    assert cards(whats_on)[:2] == ["democracy-soup", "idea-meeting"]
    assert has(whats_on, "Full: waiting list")
    assert has(whats_on, "{n} seat left", "{n} seats left", n=44)
    assert has(whats_on, "Drop in: just come")
    assert any(has(whats_on, "{n} seat left", "{n} seats left", n=n) for n in (1, 2))


def test_today_and_this_week_show_what_falls_in_them(whats_on: "Driver") -> None:
    whats_on.tap("today")
    assert cards(whats_on) == ["democracy-soup"]

    whats_on.tap("week")

    assert set(cards(whats_on)) == {"democracy-soup", "idea-meeting", "talk-cafe", "baby-cafe"}


def test_numbers_that_are_old_say_since_when_they_are_known(whats_on: "Driver") -> None:
    assert not has(whats_on, "as of {time}", time="13:00")

    whats_on.app.kiosk.clock.pass_s(3600)
    whats_on.app.visit.refresh()
    whats_on.frames(2)

    assert has(whats_on, "as of {time}", time="13:00")


def test_an_activity_is_read_with_place_dates_and_price(whats_on: "Driver") -> None:
    read(whats_on, "baby-cafe")

    assert has(whats_on, "Storsalen på Holmlia")
    assert has(whats_on, "{n} date. You sign up for all.", "{n} dates. You sign up for all.", n=8)
    assert has(whats_on, "Free of charge")
    assert "sign-up" in whats_on.ids()


def test_nobody_signs_up_for_what_is_drop_in(whats_on: "Driver") -> None:
    read(whats_on, "talk-cafe")

    assert "sign-up" not in whats_on.ids()
    assert has(whats_on, "{n} date. Come when you like.", "{n} dates. Come when you like.", n=12)


def test_a_family_gets_seats_from_the_lease_offline(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")
    for name in ("more-adult", "more-child"):
        whats_on.tap(name)
    whats_on.tap("main")
    whats_on.type("Kari")
    whats_on.tap("next-name")
    whats_on.type("Ola")
    for _ in range(2):  # past the third, who stays without a name
        whats_on.tap("main")
    whats_on.type("kari_b@example.org")
    while whats_on.screen == "AskScreen":
        whats_on.tap("main")
    assert has(whats_on, "Kari, Ola")

    whats_on.tap("send")

    (answer,) = saved(whats_on)
    ages = [person["age"] for person in answer["persons"]]
    assert (ages, answer["contact"]) == (["adult", "adult", "child"], "kari_b@example.org")
    assert has(whats_on, "You have {n} seat!", many="You have {n} seats!", n=3)
    code = whats_on.app.visit.view.slip.code
    assert f"{code[:4]} {code[4:]}" in whats_on.words()
    assert " · ".join(pair_words(whats_on.app.visit.view.slip.pair, "nb")) in whats_on.words()


def test_beyond_the_lease_it_is_said_honestly_that_nothing_is_sure(whats_on: "Driver") -> None:
    read(whats_on, "democracy-soup")
    assert has(whats_on, "Join the list")
    whats_on.tap("sign-up")
    go_through(whats_on)
    whats_on.tap("send")

    assert has(whats_on, "Your sign-up is saved.")
    assert has(whats_on, "It is not sure yet that you get a seat. Look here with your code.")
    assert not has(whats_on, "You have a seat!")


def test_names_are_asked_when_next_is_touched_without_one(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")
    whats_on.tap("main")
    assert "name" in whats_on.ids()

    whats_on.tap("main")

    assert has(whats_on, "Write at least one name. A nickname is fine.")
    whats_on.type("K")
    assert not has(whats_on, "Write at least one name. A nickname is fine.")


def test_next_leads_from_name_to_name_before_it_leads_on(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")
    for name in ("more-adult", "more-child", "main"):
        whats_on.tap(name)

    for name in ("Kari", "Ola", "Per"):
        assert "name" in whats_on.ids()
        whats_on.type(name)
        whats_on.tap("main")

    assert "name" not in whats_on.ids()
    persons = whats_on.app.visit.view.draft["persons"]
    assert [person["name"] for person in persons] == ["Kari", "Ola", "Per"]


def test_party_that_seats_were_taken_from_is_told_where_it_says_how_many_come(whats_on: "Driver") -> None:
    meeting, *others = starter_activities()
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")
    for name in ("more-adult", "more-adult", "main"):
        whats_on.tap(name)
    fewer = replace(meeting, seats=2, most_persons=2, minimum=None, revision=2)
    tell_activities(whats_on.app.kiosk, [fewer, *others])
    for _ in range(3):
        whats_on.type("K")
        whats_on.tap("main")

    assert has(whats_on, "There are not seats for so many. Let fewer come, or talk to the staff.")
    whats_on.tap("less-adult")
    assert not has(whats_on, "There are not seats for so many. Let fewer come, or talk to the staff.")
    whats_on.tap("more-adult")
    assert has(whats_on, "One sign-up is for up to {n}.", n=2)


def test_contact_of_a_grown_up_must_look_like_one(whats_on: "Driver") -> None:
    read(whats_on, "children-workshop")
    whats_on.tap("sign-up")
    whats_on.tap("main")
    whats_on.type("Ola")
    whats_on.tap("main")
    whats_on.type("a")
    whats_on.tap("main")
    assert has(whats_on, "Write the phone number or e-mail of a grown-up.")

    whats_on.type(" 12345")
    whats_on.tap("main")

    assert not has(whats_on, "Write the phone number or e-mail of a grown-up.")
    assert "contact" not in whats_on.ids()


def test_nobody_at_all_cannot_be_signed_up_and_no_more_than_are_allowed(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")
    whats_on.tap("less-adult")
    whats_on.tap("main")
    assert has(whats_on, "Choose how many are coming.")

    for _ in range(5):
        whats_on.tap("more-adult")

    assert has(whats_on, "One sign-up is for up to {n}.", n=4)
    whats_on.tap("names")
    assert not has(whats_on, "One sign-up is for up to {n}.", n=4)
    assert len(whats_on.app.visit.view.draft["persons"]) == 4


def test_a_child_is_signed_up_by_a_grown_up_whom_one_can_reach(whats_on: "Driver") -> None:
    read(whats_on, "children-workshop")
    whats_on.tap("sign-up")
    assert whats_on.find("count-child").text == "1"
    whats_on.tap("main")
    whats_on.type("Ada")
    whats_on.tap("main")
    whats_on.tap("main")
    assert has(whats_on, "Write the phone number or e-mail of a grown-up.")

    whats_on.type("99 99 99 99")
    while whats_on.screen == "AskScreen":
        whats_on.tap("main")
    whats_on.tap("send")

    assert saved(whats_on)[0]["contact"] == "99 99 99 99"
    assert has(whats_on, "You have a seat!")


def test_each_thing_asked_tells_why_and_until_when_it_is_kept(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")

    (workshop,) = (one for one in starter_activities() if one.slug == "idea-meeting")
    (name,) = (asked for asked in workshop.fields if asked.name == "name")
    assert has(whats_on, name.reasons["nb"])
    assert has(whats_on, "Deleted on {date}.", date="7. desember")


def test_back_leads_through_the_parts_of_a_question(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")
    whats_on.tap("main")
    whats_on.tap("back")
    assert "more-adult" in whats_on.ids()

    whats_on.tap("back")

    assert whats_on.screen == "ReadActivityScreen"
    whats_on.tap("back")
    assert whats_on.screen == "WhatsOnScreen"


def test_a_sign_up_that_closed_meanwhile_says_so(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.app.kiosk.clock.pass_s(30 * 24 * 3600)

    whats_on.tap("sign-up")

    assert has(whats_on, UnknownActivity.says)


def test_a_cancelled_activity_is_shown_as_such(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    kiosk = a_kiosk(tmp_path / "kiosk")
    tell_activities(kiosk, [replace(starter_activities()[0], cancelled=True)])
    with Driver.of(kiosk) as glass:
        for name in ("language-nb", "whats-on", "activity-idea-meeting"):
            glass.tap(name)

        assert has(glass, "Cancelled")
        assert "sign-up" not in glass.ids()


def signed_up(glass: "Driver", adults: int = 2) -> str:
    """Sign up for the idea meeting, go to the look-up, and return the code."""
    read(glass, "idea-meeting")
    glass.tap("sign-up")
    for _ in range(adults - 1):
        glass.tap("more-adult")
    go_through(glass)
    glass.tap("send")
    code: str = glass.app.visit.view.slip.code
    for name in ("back", "whats-on", "have-code"):
        glass.tap(name)
    return code


def test_with_the_code_fewer_come_and_then_nobody(whats_on: "Driver") -> None:
    code = signed_up(whats_on, 3)
    whats_on.type(code)
    whats_on.tap("main")
    assert has(whats_on, "You have {n} seat.", "You have {n} seats.", n=3)

    whats_on.tap("change-sign-up")
    assert whats_on.find("send").disabled
    whats_on.tap("less-persons")
    whats_on.tap("send")
    assert has(whats_on, "{n} of you is still signed up.", "{n} of you are still signed up.", n=2)

    for name in ("back", "whats-on", "have-code"):
        whats_on.tap(name)
    whats_on.type(code)
    for name in ("main", "change-sign-up", "nobody", "send"):
        whats_on.tap(name)

    assert has(whats_on, "You are no longer signed up.")
    assert [answer.get("persons") for answer in saved(whats_on)][1:] == [2, 0]


SOME_WAIT = ("{n} of you has a seat. The others wait.", "{n} of you have a seat. The others wait.")


@pytest.mark.parametrize(
    ("state", "seated", "words", "of"),
    [
        (SignUpState.CONFIRMED, 2, ("You have {n} seat.", "You have {n} seats."), {"n": 2}),
        (SignUpState.TOLD, 2, ("You have {n} seat.", "You have {n} seats."), {"n": 2}),
        (SignUpState.WAITING, 0, ("You are waiting. Your place in the line: {place}",), {"place": 1}),
        (SignUpState.WAITING, 1, SOME_WAIT, {"n": 1}),
        (SignUpState.CANCELLED, 0, ("You are no longer signed up.",), {}),
        (SignUpState.FULL, 0, ("Too few seats were free. You did not get a seat.",), {}),
    ],
)
def test_every_state_of_a_sign_up_is_told_in_words(
    whats_on: "Driver", state: SignUpState, seated: int, words: tuple[str, ...], of: dict[str, Any]
) -> None:
    told = ReceiptState("K7QM2XHT", state, activity="idea-meeting", persons=2, seated=seated, order=7)
    whats_on.app.kiosk.store.take_receipt(a_receipt(news=a_news(cursor=3, receipts=[told])))
    whats_on.tap("have-code")
    whats_on.type("K7QM2XHT")
    whats_on.tap("main")

    assert has(whats_on, *words, **of)
    assert ("change-sign-up" in whats_on.ids()) == (state in ("confirmed", "told", "waiting"))


def test_the_exit_questions_take_a_touch_each_and_are_tied_to_their_activity(tmp_path: Path) -> None:
    from tests.glass.driver import Driver

    soup = next(just_over(one) for one in starter_activities() if one.slug == "democracy-soup")
    kiosk = a_kiosk(tmp_path / "kiosk")
    tell_activities(kiosk, [soup])
    with Driver.of(kiosk) as glass:
        for name in ("language-nb", "prompt-exit-democracy-soup", "said-yes", "said-no", "said-unsure"):
            glass.tap(name)
        first = glass.app.visit.view.submission_id
        glass.tap("more")
        glass.type("Mer suppe")
        glass.tap("send")

        tie = {"activity": "democracy-soup", "date": utc(NOON - timedelta(hours=2))}
        given = {"learned": "yes", "met": "no", "first_time": "unsure", "next_topic": ""}
        assert saved(glass) == [{**tie, **given}, {**tie, "after": first, "next_topic": "Mer suppe"}]


def test_the_contact_is_shown_no_larger_than_small_words(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")
    whats_on.tap("main")
    whats_on.type("Kari")
    whats_on.tap("main")
    whats_on.type("kari@example.org")
    while whats_on.screen == "AskScreen":
        whats_on.tap("main")

    (shown,) = (widget for widget in whats_on.widgets() if getattr(widget, "text", "") == "kari@example.org")
    assert shown.font_size <= whats_on.app.sizes.small


def test_nothing_of_a_sign_up_stays_on_the_screen_for_the_next(whats_on: "Driver") -> None:
    read(whats_on, "idea-meeting")
    whats_on.tap("sign-up")
    whats_on.tap("main")
    whats_on.type("Kari")
    whats_on.tap("main")
    whats_on.type("kari@example.org")
    form = whats_on.page.form

    whats_on.app.visit.finish()
    whats_on.frames(2)

    assert form.lines["contact"].field.text == ""
    assert whats_on.screen == "AttractScreen"
