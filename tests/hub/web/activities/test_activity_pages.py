"""One activity: who comes, seats out on kiosks, who looks after it, and the kiosk at its door."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hub.model import Role
from hub.services.activities import activities, seats, sign_ups
from shared.activity import Occasion, exit_prompt
from shared.submission import utc
from tests.hub.web.happenings import SLUG, an_activity, hold, kari, sign_up_at_kiosk, write_in
from tests.hub.web.library import CHILDREN, ENTRANCE, Library
from tests.hub_builders import KARI


def lend(library: Library, kiosk: str = ENTRANCE) -> int:
    """Let a kiosk call, so that it holds seats; return how many."""
    library.call(kiosk)
    return library.store.leases.read(SLUG, kiosk).outstanding


def test_page_shows_who_has_a_seat_and_who_waits_in_their_order(library: Library, staff: TestClient) -> None:
    hold(library, seats=2)
    write_in(library, "Ola", "Per")
    write_in(library, "Nils", "Anne")
    write_in(library, "Eva")

    page = staff.get(f"/activity/{SLUG}").text

    have, wait = page.split("They wait")[0], page.split("They wait")[1]
    assert "Ola, Per" in have
    assert wait.index("Nils, Anne") < wait.index("Eva")
    assert "2 of 2 seats taken" in page
    assert "1 sign-up</span>" in have
    assert "2 sign-ups</span>" in wait
    assert "kari@example.org" not in page


def test_sign_up_at_a_kiosk_stands_in_the_list_and_not_in_the_inbox(library: Library, staff: TestClient) -> None:
    given = sign_up_at_kiosk(library, hold(library), "Ola", "Per")

    page = staff.get(f"/activity/{SLUG}/sign-ups/{given}").text

    assert "Ola, Per" in page
    assert "Inngang" in page
    assert "Ola, Per" in staff.get(f"/activity/{SLUG}").text
    assert given not in staff.get("/inbox?state=all").text


def test_what_is_said_on_the_way_out_is_read_in_the_inbox(library: Library, staff: TestClient) -> None:
    activity = hold(library, in_days=0)
    said = {"learned": "yes", "met": "no", "next_topic": "Skogen"}
    given = library.give(exit_prompt(activity, activity.dates[0]), said)

    page = staff.get(f"/inbox/{given}").text

    assert "Demokratisuppe" in page.split("<h1")[1].split("</h1>")[0]
    assert ["On the way out" in page, "Skogen" in page, "Learned something" in page] == [True] * 3
    assert given in staff.get("/inbox?kind=exit").text


def test_names_are_shown_as_they_were_written(library: Library, staff: TestClient) -> None:
    hold(library)
    write_in(library, "<script>alert(1)</script>")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in staff.get(f"/activity/{SLUG}").text


def test_seats_a_kiosk_holds_are_shown_called_back_and_lent_again(library: Library, staff: TestClient) -> None:
    hold(library)
    held = lend(library)

    page = staff.get(f"/activity/{SLUG}").text
    staff.post(f"/activity/{SLUG}/seats/{ENTRANCE}/recall")
    recalled = library.store.leases.read(SLUG, ENTRANCE).recalled
    called_back = staff.get(f"/activity/{SLUG}").text
    staff.post(f"/activity/{SLUG}/seats/{ENTRANCE}/recall", data={"again": "1"})

    assert held > 0
    assert f"{held} seats held by kiosks" in page
    assert "Inngang" in page
    assert recalled
    assert "Let it have seats again" in called_back
    assert not library.store.leases.read(SLUG, ENTRANCE).recalled


def test_kiosk_that_is_shut_out_is_not_called_back_but_its_seats_are_freed(library: Library, staff: TestClient) -> None:
    hold(library)
    lend(library)
    library.store.kiosks.revoke(ENTRANCE, now=utc(library.clock()))

    page = staff.get(f"/activity/{SLUG}").text

    assert "Call back" not in page
    assert "free its seats" in page


def test_seats_of_a_silent_kiosk_are_freed_only_with_a_reason(library: Library, staff: TestClient) -> None:
    activity = hold(library)
    held = lend(library)

    refused = staff.post(f"/activity/{SLUG}/seats/{ENTRANCE}/free", data={"reason": "  "})
    still = seats.overview(library.store, activity).leased
    answer = staff.post(f"/activity/{SLUG}/seats/{ENTRANCE}/free", data={"reason": "Mistet på bussen"})

    assert refused.status_code == 422
    assert f'id="free-{ENTRANCE}-wrong"' in refused.text
    assert still == {ENTRANCE: held}
    assert answer.headers["location"] == f"/activity/{SLUG}?done=freed"
    assert seats.overview(library.store, activity).leased == {}
    assert "Mistet på bussen" in staff.get(f"/activity/{SLUG}").text


def test_somebody_takes_an_activity_on_and_lets_a_colleague_in(library: Library, staff: TestClient) -> None:
    hold(library)
    colleague = library.store.people.add("Astrid", "x", roles={Role.OWNER}, now="2026-01-01T00:00:00.000Z")
    before = staff.get(f"/activity/{SLUG}").text

    staff.post(f"/activity/{SLUG}/take-on")
    after = staff.get(f"/activity/{SLUG}").text
    staff.post(f"/activity/{SLUG}/owners", data={"person": str(colleague.id)})

    assert "I look after it" in before
    assert "I look after it" not in after
    assert activities.care(library.store, SLUG).owners == (kari(library).id, colleague.id)
    assert staff.post(f"/activity/{SLUG}/owners", data={"person": "99"}).status_code == 404


def test_kiosk_at_the_door_is_chosen_and_taken_away(library: Library, staff: TestClient) -> None:
    hold(library)

    staff.post(f"/activity/{SLUG}/door-kiosk", data={"kiosk": CHILDREN})
    chosen = activities.care(library.store, SLUG).door
    staff.post(f"/activity/{SLUG}/door-kiosk", data={"kiosk": ""})

    assert (chosen, activities.care(library.store, SLUG).door) == (CHILDREN, None)
    assert staff.post(f"/activity/{SLUG}/door-kiosk", data={"kiosk": "nothing"}).status_code == 404


def test_extra_chairs_are_spoken_of(library: Library, staff: TestClient) -> None:
    hold(library, seats=4)
    lend(library)
    freed = seats.free_silent(library.store, SLUG, ENTRANCE, reason="stille", by=KARI, now=library.clock())
    write_in(library, "a", "b", "c", "d")

    page = staff.get(f"/activity/{SLUG}").text

    assert freed > 0
    assert "4 of 4 seats taken" in page


@pytest.mark.parametrize("words", ["cancel", "drop in"])
def test_nobody_is_written_into_what_takes_nobody(library: Library, staff: TestClient, words: str) -> None:
    hold(library, **({"cancelled": True} if words == "cancel" else {"seats": None}))

    assert "Write somebody in" not in staff.get(f"/activity/{SLUG}").text


def test_page_says_why_seats_are_free_while_somebody_waits(library: Library, staff: TestClient) -> None:
    hold(library, seats=6)
    for family in ("ABCD", "EFGH"):
        write_in(library, *family)

    page = staff.get(f"/activity/{SLUG}").text

    assert "2 seats are free and stay free: whoever is first in the line needs 4, all at once." in page


def test_party_larger_than_all_seats_stands_apart_from_those_who_wait(library: Library, staff: TestClient) -> None:
    activity = hold(library, seats=4, most_persons=4)
    write_in(library, "Per")
    write_in(library, *"ABCD")
    activities.offer(library.store, replace(activity, seats=3, most_persons=3), by=KARI, now=library.clock())

    page = staff.get(f"/activity/{SLUG}").text

    assert "They wait" not in page
    assert "A, B, C, D" in page.split("They are more than there are seats")[1]


def test_staff_form_takes_no_party_larger_than_all_seats(library: Library, staff: TestClient) -> None:
    hold(library, seats=2)
    named = {f"person-{n}-{part}": value for n in range(3) for part, value in (("name", f"P{n}"), ("age", "adult"))}

    page = staff.post(f"/activity/{SLUG}/add", data={**named, "contact": "kari@example.org"})

    assert "From 1 to 2 persons." in page.text
    assert library.store.sign_ups.of(SLUG) == []


def test_page_says_a_deadline_at_midnight_as_paper_and_kiosks_do(library: Library, staff: TestClient) -> None:
    dates = [Occasion("2099-04-20T15:00:00.000Z", "2099-04-20T17:00:00.000Z")]
    dated = replace(an_activity(library), dates=dates, closes_at="2099-04-14T22:00:00.000Z")
    activities.save(library.store, dated, by=KARI, now=library.clock())

    assert "to and including 14 April 2099" in staff.get(f"/activity/{SLUG}").text


def test_sign_ups_of_one_kiosk_are_listed_alone_until_everybody_is_asked_for(
    library: Library, staff: TestClient
) -> None:
    soup = hold(library)
    sign_up_at_kiosk(library, soup, "Ola")
    sign_up_at_kiosk(library, soup, "Per", kiosk=CHILDREN)

    everybody, some = (staff.get(f"/activity/{SLUG}{more}").text for more in ("", f"?kiosk={ENTRANCE}"))

    assert ["Ola" in everybody, "Per" in everybody, "Show everybody" in everybody] == [True, True, False]
    assert ["Ola" in some, "Per" in some, "Show everybody" in some] == [True, False, True]
    assert "Only what came from Inngang is listed here." in some


@pytest.mark.parametrize(("seat_count", "says"), [(2, "Bring chairs"), (1, "Was promised a seat")])
def test_promise_that_was_not_covered_is_named_for_what_it_means(
    library: Library, staff: TestClient, seat_count: int, says: str
) -> None:
    hold(library, seats=seat_count)
    write_in(library, "Eva")
    one = write_in(library, "Ola")
    library.store.sign_ups.save(replace(one, flagged=True))

    pages = staff.get(f"/activity/{SLUG}").text, staff.get(f"/activity/{SLUG}/sign-ups/{one.id}").text

    assert [words in pages[0] for words in ("Bring chairs", "Was promised a seat")] == [
        says == "Bring chairs", says != "Bring chairs"
    ]  # fmt: skip
    assert ("They are honoured" in pages[1]) == (says == "Bring chairs")


@pytest.mark.parametrize(
    ("in_days", "over", "expected"),
    [(0, {}, True), (7, {}, False), (-7, {"dates": 2}, True), (0, {"cancelled": True}, False)],
    ids=["now", "in a week", "the second date now", "called off"],
)
def test_what_is_on_today_says_so(
    library: Library, staff: TestClient, in_days: float, over: dict[str, Any], expected: bool
) -> None:
    dated = an_activity(library, in_days=in_days, **over)
    activities.save(library.store, dated, by=KARI, now=library.clock() - timedelta(days=9))

    pages = staff.get(f"/activity/{SLUG}").text, staff.get("/activities").text

    assert ['class="chip today"' in page for page in pages] == [expected] * 2


def test_more_is_folded_unless_something_is_wrong_in_it(library: Library, staff: TestClient) -> None:
    hold(library)
    lend(library)

    folded = staff.get(f"/activity/{SLUG}").text
    refused = staff.post(f"/activity/{SLUG}/seats/{ENTRANCE}/free", data={"reason": ""}).text

    assert '<details class="card more" id="more"><summary>' in folded
    assert '<details class="card more" id="more" open><summary>' in refused


@pytest.mark.parametrize("told", [False, True], ids=["somebody to tell", "everybody told"])
def test_cancelled_activity_offers_first_what_is_to_be_done_next(
    library: Library, staff: TestClient, told: bool
) -> None:
    hold(library)
    one = write_in(library, "Ola")
    activities.cancel(library.store, SLUG, by=kari(library), now=library.clock(), reason="syk")
    if told:
        sign_ups.mark_told(library.store, one.id, by=kari(library), now=library.clock())

    page = staff.get(f"/activity/{SLUG}").text

    main = re.findall(r'<a class="button main" href="([^"]*)"', page)
    assert main == [f"/activities/new?copy={SLUG}" if told else f"/activity/{SLUG}/tell"]
    assert f'href="/activity/{SLUG}/door' not in page
    assert page.count(f'href="/activity/{SLUG}/tell"') == (0 if told else 1)
    assert "seats free" not in page


def test_page_of_what_is_called_off_or_over_does_not_wait_for_anybody(library: Library, staff: TestClient) -> None:
    for slug, names in {"nobody": [], "somebody": ["Ola"]}.items():
        hold(library, slug, minimum=4)
        for name in names:
            write_in(library, name, slug=slug)
        activities.cancel(library.store, slug, by=kari(library), now=library.clock(), reason="syk")
        activities.take_on(library.store, slug, staff=kari(library), now=library.clock())
    hold(library, "over", in_days=-2)
    activities.take_on(library.store, "over", staff=kari(library), now=library.clock())

    nobody, somebody, over = (staff.get(f"/activity/{slug}").text for slug in ("nobody", "somebody", "over"))

    assert "It is cancelled. Nobody had signed up." in nobody
    assert "It is cancelled, so nobody comes." in somebody
    assert "Nobody had a seat." in over
    for page in (nobody, somebody, over):
        assert "Nobody yet." not in page
        assert "must come for it to take place" not in page
