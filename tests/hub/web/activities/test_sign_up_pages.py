"""Sign-ups: writing somebody in, what can be done with one, and who must be told."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.bus import NEWS
from hub.model import MailTry, SignUp, Tell
from hub.services.activities import activities, sign_ups
from hub.services.activities.letters import letter
from hub.services.review import inbox
from hub.web.staff_app import create_staff_app
from shared.activity import AskedField, Occasion
from shared.errors import MailRefused
from shared.notice import SignUpState
from shared.submission import utc
from tests.hub.web.conftest import BASE
from tests.hub.web.happenings import SLUG, an_activity, hold, kari, write_in
from tests.hub.web.library import Library, open_library
from tests.hub_builders import KARI

CONTACT = "ingen@example.org"


def address(one: SignUp, act: str = "") -> str:
    return f"/activity/{one.activity}/sign-ups/{one.id}{act}"


def now_is(library: Library, one: SignUp) -> SignUp:
    found = library.store.sign_ups.read(one.id)
    assert found is not None
    return found


def own(library: Library) -> None:
    """Let Kari look after the activity."""
    activities.take_on(library.store, SLUG, staff=kari(library), now=library.clock())


def test_family_is_written_in_as_one(library: Library, staff: TestClient) -> None:
    hold(library)
    library.bus.said.clear()
    typed = {"person-0-name": "Ola", "person-0-age": "adult", "person-1-name": "Nora", "person-1-age": "child"}
    typed |= {"person-2-name": " ", "person-2-age": "adult", "contact": CONTACT, "food": "nøtter", "act": "save"}

    answer = staff.post(f"/activity/{SLUG}/add", data=typed)

    (listed,) = sign_ups.listed(library.store, SLUG)
    assert answer.headers["location"] == address(listed.sign_up, "?done=added")
    assert (listed.sign_up.persons, listed.sign_up.state) == (2, SignUpState.CONFIRMED)
    assert listed.sign_up.ages == {"adult": 1, "child": 1}
    assert sign_ups.names(library.store, SLUG) == {listed.sign_up.id: ["Ola", "Nora"]}
    assert library.bus.said == [NEWS]


def test_form_asks_only_what_the_activity_asks(library: Library, staff: TestClient) -> None:
    hold(library, fields=[AskedField("persons", 14)])

    page = staff.get(f"/activity/{SLUG}/add").text
    staff.post(f"/activity/{SLUG}/add", data={"count-adult": "1", "count-child": "2", "act": "save"})

    assert 'name="contact"' not in page
    assert 'name="person-0-name"' not in page
    (listed,) = sign_ups.listed(library.store, SLUG)
    assert listed.sign_up.ages == {"adult": 1, "child": 2}


def test_row_for_one_more_person_saves_nothing(library: Library, staff: TestClient) -> None:
    hold(library, most_persons=2)
    typed = {"person-0-name": "Ola <3", "person-0-age": "youth", "contact": CONTACT, "act": "add"}

    page = unescape(staff.post(f"/activity/{SLUG}/add", data=typed).text)

    assert 'name="person-1-name"' in page
    assert 'name="person-2-name"' not in page
    assert 'value="Ola <3"' in page
    assert sign_ups.listed(library.store, SLUG) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "persons"),
        ({"person-0-name": "x" * 61, "person-0-age": "adult"}, "persons"),
        ({"person-0-name": "Ola", "person-0-age": "dog"}, "persons"),
        ({"person-0-name": "Ola", "person-0-age": "adult", "contact": "x" * 121}, "contact"),
        ({"person-0-name": "Ola", "person-0-age": "adult", "food": "x" * 301}, "food"),
        ({"person-0-name": "Ola", "person-0-age": "adult", "food": "nøtter", "access": "x" * 301}, "access"),
    ],
)
def test_mistake_in_a_sign_up_is_marked_and_nothing_is_lost(
    library: Library, staff: TestClient, typed: dict[str, str], field: str
) -> None:
    hold(library)

    answer = staff.post(f"/activity/{SLUG}/add", data={"act": "save", "contact": CONTACT} | typed)

    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    assert typed.get("contact", CONTACT) in answer.text
    assert sign_ups.listed(library.store, SLUG) == []


def test_number_of_a_million_persons_is_refused_with_words(library: Library, staff: TestClient) -> None:
    hold(library, fields=[AskedField("persons", 14)])

    answer = staff.post(f"/activity/{SLUG}/add", data={"count-adult": "999999999", "act": "save"})

    assert answer.status_code == 422
    assert 'id="persons-wrong"' in answer.text


def test_contact_is_behind_a_click_for_owners_only_and_each_look_is_noted(library: Library, staff: TestClient) -> None:
    hold(library)
    one = write_in(library, "Ola", contact=CONTACT)

    before = staff.get(address(one)).text
    refused = staff.post(address(one, "/wrote"))
    own(library)
    offered = staff.get(address(one)).text
    shown = staff.post(address(one, "/wrote")).text

    assert "Only those who look after this activity" in before
    assert refused.status_code == 403
    assert CONTACT not in before + refused.text + offered
    assert "Show contact and answers" in offered
    assert CONTACT in shown
    looks = [line for line in inbox.history(library.store, one.id) if line.move == "read-contact"]
    assert [line.staff for line in looks] == [kari(library).name]
    assert "Contact looked at" in shown


def test_cancelled_sign_up_frees_its_seat_and_is_to_be_told(library: Library, staff: TestClient) -> None:
    hold(library, seats=1)
    first, second = write_in(library, "Ola"), write_in(library, "Nils")

    answer = staff.post(address(first, "/cancel"))
    again = staff.post(address(first, "/cancel"))

    assert answer.headers["location"] == address(first, "?done=cancelled")
    assert again.status_code == 422
    assert "That is not possible now" in again.text
    assert [now_is(library, one).state for one in (first, second)] == [SignUpState.CANCELLED, SignUpState.CONFIRMED]
    assert [one.tell for one in sign_ups.to_tell(library.store, SLUG)] == [Tell.CANCELLED, Tell.CONFIRMED]


def test_page_of_a_sign_up_speaks_of_a_sign_up_and_says_that_it_was_signed_off(
    library: Library, staff: TestClient
) -> None:
    hold(library)
    one = write_in(library, "Ola")
    staff.post(address(one, "/cancel"))
    staff.cookies.set("samskap-language", "nb")

    text = staff.get(address(one)).text

    assert "Om påmeldingen</h2>" in text
    assert "<span>Meldt av</span>" in text
    assert ("Om innspillet" in text, "<span>Avlyst</span>" in text) == (False, False)


@pytest.mark.parametrize(("typed", "persons"), [("1", 1), ("2", 2), ("0", 2), ("-1", 2), ("x", 2), ("9999", 2)])
def test_only_fewer_persons_are_taken(library: Library, staff: TestClient, typed: str, persons: int) -> None:
    hold(library)
    one = write_in(library, "Ola", "Per")

    answer = staff.post(address(one, "/resize"), data={"persons": typed})

    assert now_is(library, one).persons == persons
    assert ('id="persons-wrong"' in answer.text) is (persons == 2)


def test_move_to_where_there_is_no_room_is_refused_in_words(library: Library, staff: TestClient) -> None:
    hold(library)
    hold(library, "film", seats=1, waiting_list=False)
    write_in(library, "Nora", slug="film")
    one = write_in(library, "Ola")

    answer = staff.post(address(one, "/move"), data={"to": "film"})

    assert answer.status_code == 422
    assert 'id="to-wrong"' in answer.text
    assert "There is no room for them there." in answer.text
    assert now_is(library, one) == one


def test_who_were_more_than_the_free_seats_are_not_told_that_it_was_full(library: Library, staff: TestClient) -> None:
    hold(library, seats=4, waiting_list=False)
    write_in(library, "Nora", "Nils")
    write_in(library, "Ola", "Per", "Kari")

    page = staff.get(f"/activity/{SLUG}").text

    assert "2 seats free" in page
    assert "Too few seats were free" in page
    assert "It was full" not in page


def test_moved_sign_up_keeps_its_code_and_stands_in_the_other_activity(library: Library, staff: TestClient) -> None:
    hold(library)
    hold(library, "film")
    one = write_in(library, "Ola")

    answer = staff.post(address(one, "/move"), data={"to": "film"})

    moved = now_is(library, one)
    assert answer.headers["location"] == f"/activity/film/sign-ups/{one.id}?done=moved"
    assert (moved.activity, moved.code, moved.tell) == ("film", one.code, Tell.MOVED)
    assert staff.get(answer.headers["location"]).status_code == 200
    assert staff.get(address(one)).status_code == 404
    assert staff.post(address(moved, "/move"), data={"to": "nothing"}).status_code == 404


def test_seat_out_of_turn_needs_a_reason_and_a_free_seat(library: Library, staff: TestClient) -> None:
    hold(library, seats=2)
    write_in(library, "Ola")
    family, late = write_in(library, "Nils", "Anne"), write_in(library, "Eva")

    unreasoned = staff.post(address(late, "/seat"), data={"reason": ""})
    too_many = staff.post(address(family, "/seat"), data={"reason": "Har ventet lenge"})
    answer = staff.post(address(late, "/seat"), data={"reason": "Tolk er bestilt"})

    assert [page.status_code for page in (unreasoned, too_many)] == [422, 422]
    assert all('id="reason-wrong"' in page.text for page in (unreasoned, too_many))
    assert answer.headers["location"] == address(late, "?done=seated")
    assert now_is(library, late).state == SignUpState.CONFIRMED
    assert now_is(library, family).state == SignUpState.WAITING


def test_erased_sign_up_leaves_no_word(library: Library, staff: TestClient) -> None:
    hold(library)
    one = write_in(library, "Hemmelige Ola", contact=CONTACT)

    answer = staff.post(address(one, "/erase"))

    assert answer.headers["location"] == f"/activity/{SLUG}?done=erased"
    assert "Hemmelige" not in staff.get(f"/activity/{SLUG}").text
    assert library.store.sign_ups.details([one.id]) == []


def test_people_to_tell_are_a_list_with_contact_behind_a_click_and_told_with_another(
    library: Library, staff: TestClient
) -> None:
    hold(library, seats=1)
    first, second = write_in(library, "Ola", contact="ola@example.org"), write_in(library, "Nils", contact=CONTACT)
    sign_ups.cancel(library.store, first.id, by=kari(library), now=library.clock())

    assert "2 to tell" in staff.get("/activities").text
    assert "People to tell: </span>2</span>" in staff.get("/inbox").text
    plain = staff.get(f"/activity/{SLUG}/tell").text
    refused = staff.post(f"/activity/{SLUG}/tell")
    own(library)
    shown = staff.post(f"/activity/{SLUG}/tell").text
    kept = staff.post(f"/activity/{SLUG}/tell/{second.id}", data={"shown": "1"})
    answer = staff.post(f"/activity/{SLUG}/tell/{first.id}")
    again = staff.post(f"/activity/{SLUG}/tell/{first.id}")

    assert refused.status_code == 403
    assert CONTACT not in plain + refused.text
    assert "Tell them: you have a seat." in plain
    assert CONTACT in shown
    assert "ola@example.org" in kept.text
    assert CONTACT not in kept.text
    assert [page.headers["location"] for page in (answer, again)] == [
        f"/activity/{SLUG}/tell?done=told",
        f"/activity/{SLUG}/tell",
    ]
    assert now_is(library, second).state == SignUpState.TOLD
    assert sign_ups.to_tell(library.store, SLUG) == []
    assert "Everybody knows" in staff.get(f"/activity/{SLUG}/tell").text


def test_letter_that_could_not_be_sent_says_why(library: Library, staff: TestClient) -> None:
    hold(library)
    one = write_in(library, "Kari")
    sign_ups.cancel(library.store, one.id, by=kari(library), now=library.clock())
    library.store.mails.save(MailTry(one.id, Tell.CANCELLED, 5, utc(library.clock()), MailRefused.code))

    assert "This address takes no mail. Reach them in another way." in unescape(
        staff.get(f"/activity/{SLUG}/tell").text
    )


def test_sign_up_of_another_activity_is_not_found(library: Library, staff: TestClient) -> None:
    hold(library)
    hold(library, "film")
    one = write_in(library, "Ola")

    acts = ["/wrote", "/cancel", "/resize", "/move", "/seat", "/erase"]
    answers = [staff.post(f"/activity/film/sign-ups/{one.id}{act}", data={"reason": "x"}) for act in acts]

    assert [answer.status_code for answer in answers] == [404] * len(acts)
    assert now_is(library, one) == one


@pytest.mark.parametrize("mails", [True, False])
def test_work_list_says_that_the_hub_mails_where_it_does(tmp_path: Path, mails: bool) -> None:
    smtp = {"smtp_host": "mail.example.org", "smtp_sender": "lund@example.org"} if mails else {}
    with open_library(tmp_path, **smtp) as library:
        library.add_staff()
        client = TestClient(create_staff_app(library.hub), BASE, headers={"accept-language": "en"})
        client.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")
        hold(library)
        one = write_in(library, "Ola")
        sign_ups.cancel(library.store, one.id, by=kari(library), now=library.clock())

        page = client.get(f"/activity/{SLUG}/tell").text

    assert ("The hub writes to those" in page) is mails


def test_reason_is_shown_in_the_history_without_names_of_the_house(library: Library, staff: TestClient) -> None:
    hold(library, seats=2)
    write_in(library, "Ola")
    write_in(library, "Nils", "Anne")
    late = write_in(library, "Eva")
    staff.post(address(late, "/seat"), data={"reason": "Tolk er bestilt"})

    page = staff.get(address(late)).text

    assert '<bdi class="soft">Tolk er bestilt</bdi>' in page


def test_day_of_deletion_is_the_one_where_the_library_lives(library: Library, staff: TestClient) -> None:
    late = Occasion("2026-12-01T17:00:00.000Z", "2026-12-01T23:30:00.000Z")  # half past midnight in Oslo
    held = replace(an_activity(library, fields=[AskedField("contact", 14)]), dates=[late], closes_at=None)
    activities.save(library.store, held, by=KARI, now=library.clock())

    assert "Deleted on 16 December 2026." in staff.get(f"/activity/{SLUG}/add").text


def test_who_only_waited_is_told_that_it_is_called_off_and_nothing_of_a_seat(
    library: Library, staff: TestClient
) -> None:
    hold(library, seats=1)
    for name in ("Ola", "Nils"):
        write_in(library, name)
    activities.cancel(library.store, SLUG, by=kari(library), now=library.clock(), reason="storm")

    page = staff.get(f"/activity/{SLUG}/tell").text

    assert page.count("Tell them: the activity is called off.") == 2
    assert letter_words(library) == {"This activity is cancelled. We are sorry."}


def letter_words(library: Library) -> set[str]:
    """What the letters to everybody who must be told begin with."""
    activity = activities.read(library.store, SLUG)
    told = [replace(one, language="en") for one in sign_ups.to_tell(library.store, SLUG)]
    letters = [letter(one, activity, "x@example.org", library="Lund", now=library.clock()) for one in told]
    return {one.text.split("\n")[0] for one in letters}


def test_only_what_was_told_is_noted_as_told(library: Library, staff: TestClient) -> None:
    hold(library)
    one = write_in(library, "Ola")
    sign_ups.cancel(library.store, one.id, by=kari(library), now=library.clock())

    answer = staff.post(f"/activity/{SLUG}/tell/{one.id}", data={"what": "confirmed"})  # as an older page had it

    assert sign_ups.to_tell(library.store, SLUG) != []
    assert "Not noted: what they must be told is something else by now." in staff.get(answer.headers["location"]).text
    assert staff.post(f"/activity/{SLUG}/tell/{one.id}", data={"what": "nonsense"}).status_code == 422
    assert 'name="what" value="cancelled"' in staff.get(f"/activity/{SLUG}/tell").text
    staff.post(f"/activity/{SLUG}/tell/{one.id}", data={"what": "cancelled"})
    assert sign_ups.to_tell(library.store, SLUG) == []


def test_form_about_a_sign_up_that_was_moved_meanwhile_leads_to_where_it_stands(
    library: Library, staff: TestClient
) -> None:
    hold(library)
    hold(library, "film")
    one = write_in(library, "Ola")
    page = staff.get(address(one)).text
    sign_ups.move(library.store, one.id, "film", by=kari(library), now=library.clock())
    sent = re.search(r'action="([^"]*/cancel\?stand=[^"]*)"', page)
    assert sent is not None

    answer = staff.post(sent[1])

    assert answer.headers["location"] == f"/activity/film/sign-ups/{one.id}?done=elsewhere"
    assert "was moved to another activity meanwhile" in staff.get(answer.headers["location"]).text
    assert library.store.sign_ups.of("film")[0].active
