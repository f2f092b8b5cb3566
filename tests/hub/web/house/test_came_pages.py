"""The page of what came from a kiosk that is shut out, as a browser without JavaScript has it."""

import re
from dataclasses import replace
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect

from hub.bus import INBOX, NEWS
from hub.model import State, Tell
from hub.services.activities import sign_ups
from hub.services.house import kiosks
from hub.services.review import inbox, review
from tests.hub.web.conftest import serving
from tests.hub.web.happenings import SLUG, hold, kari, sign_up_at_kiosk
from tests.hub.web.library import CHILDREN, ENTRANCE, Library
from tests.hub.web.looking import sign_in
from tests.hub_builders import By

CAME = f"/kiosks/{ENTRANCE}/came"


@pytest.fixture
def robbed(library: Library) -> Library:
    """Two ideas from before a theft, four and three sign-ups from after it; then the kiosk is shut out."""
    for words in ("et piano", "en benk"):
        library.give("ideas", {"text": words})
    library.clock.go(hours=5)
    for n in range(4):
        library.give("ideas", {"text": f"kjøp nå {n}"})
    soup = hold(library)
    for n in range(3):
        sign_up_at_kiosk(library, soup, f"Falsk {n}")
    kiosks.revoke(library.store, ENTRANCE, **by(library))
    return library


def by(library: Library) -> By:
    known = library.store.people.find("Kari Bibliotekar")
    if known is None:
        library.add_staff()
    return {"by": kari(library), "now": library.clock()}


def theft(library: Library) -> str:
    """What staff type as the moment of the theft."""
    return library.clock().astimezone(ZoneInfo("Europe/Oslo")).strftime("%Y-%m-%dT%H:00")


@pytest.fixture
def page(robbed: Library, client: TestClient) -> TestClient:
    """A browser in which Kari is signed in."""
    client.cookies.set("samskap-8080", robbed.begin_session(), domain="127.0.0.1")
    return client


def said(staff: TestClient, path: str = CAME, **query: str) -> str:
    answer = staff.get(path, params=query)
    assert answer.status_code == 200
    return unescape(answer.text)


def done(staff: TestClient, act: str, **form: str) -> str:
    answer = staff.post(f"{CAME}/{act}", data=form, follow_redirects=True)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_page_is_reached_from_the_list_and_says_all_that_nobody_has_looked_at(page: TestClient) -> None:
    assert f'href="{CAME}"' in said(page, "/kiosks")

    text = said(page)

    assert "<strong>6 answers</strong>" in text
    assert "Set 6 answers aside" in text
    assert ("et piano" in text, "kjøp nå 3" in text) == (True, True)
    assert re.search(r"3 sign-ups for Demokratisuppe \([^)]+, Kafeen\)", text)
    assert "Cancel 3 sign-ups" in text


def test_late_word_is_shown_as_it_is_counted_before_and_after_it_is_set_aside_alone(
    library: Library, client: TestClient
) -> None:
    first = library.give("visit", {"rating": 2, "reasons": [], "comment": ""})
    review.keep(library.store, first, **by(library))
    library.clock.go(hours=5)
    library.give("visit", {"after": first, "reasons": [], "comment": "for lite lys"})
    kiosks.revoke(library.store, ENTRANCE, **by(library))
    client.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")

    shown = said(client, since=theft(library))
    after = done(client, "aside", since=theft(library))
    leads = re.search(r'href="(/inbox[^"]*pile[^"]*)"', after)
    assert leads
    listed = unescape(client.get(leads[1]).text)

    assert "Set 1 answer aside" in shown
    assert "for lite lys" in shown
    assert "1 answer of this kiosk was set aside so" in after
    assert listed.count('class="gist"') == 1
    assert "for lite lys" in listed
    assert "Set aside together" in listed


def test_moment_is_chosen_and_shown_before_it_is_acted_on(robbed: Library, page: TestClient) -> None:
    shown = said(page, since=theft(robbed))
    after = done(page, "aside", since=theft(robbed))

    assert "Set 4 answers aside" in shown
    assert ("et piano" in shown, "kjøp nå 0" in shown) == (False, True)
    assert f'<input type="hidden" name="since" value="{theft(robbed)}">' in shown
    assert "They are set aside." in after
    assert "None from that time." in after
    assert inbox.counts(robbed.store)[State.NEW] == 2
    assert "Answers set aside together: 4" in said(page, "/kiosks")
    assert INBOX in robbed.bus.said[-2:]


def test_answers_are_put_back_with_one_press(robbed: Library, page: TestClient) -> None:
    aside = done(page, "aside")
    after = done(page, "back")

    assert "6 answers of this kiosk were set aside so" in aside
    assert "They are in the inbox again." in after
    assert inbox.counts(robbed.store)[State.NEW] == 6
    assert "Put back in the inbox together: 6" in said(page, "/kiosks")


def test_answers_of_a_kiosk_that_was_let_in_again_can_still_be_put_back(robbed: Library, page: TestClient) -> None:
    done(page, "aside")
    robbed.store.kiosks.pair(ENTRANCE, "Inngang", "c" * 64, now="2026-11-22T12:00:00.000Z")

    assert "6 answers are set aside together" in said(page, "/kiosks")
    assert "Set 6 answers aside" not in said(page)
    after = done(page, "back")

    assert "They are in the inbox again." in after
    assert inbox.counts(robbed.store)[State.NEW] == 6
    assert page.get(CAME).status_code == 404


@pytest.mark.parametrize(("box", "called"), [({}, []), ({"tell": "yes"}, [Tell.CANCELLED] * 3)])
def test_sign_ups_are_cancelled_and_people_are_told_only_where_the_box_is_ticked(
    robbed: Library, page: TestClient, box: dict[str, str], called: list[Tell]
) -> None:
    after = done(page, "cancel", **box)

    assert "The sign-ups are cancelled. Whoever waited has moved up." in after
    assert [one.tell for one in sign_ups.to_tell(robbed.store, SLUG)] == called
    assert "Sign-ups cancelled together: 3" in said(page, "/kiosks")
    assert robbed.bus.said[-1] == NEWS


@pytest.mark.parametrize("act", ["aside", "cancel"])
@pytest.mark.parametrize("since", ["yesterday", "2026-13-40T99:99", "9" * 30])
def test_moment_that_is_none_changes_nothing(robbed: Library, page: TestClient, act: str, since: str) -> None:
    before = inbox.counts(robbed.store)

    assert page.post(f"{CAME}/{act}", data={"since": since}).status_code == 422
    assert page.get(CAME, params={"since": since}).status_code == 422
    assert inbox.counts(robbed.store) == before
    assert [one.sign_up.state for one in sign_ups.listed(robbed.store, SLUG) if not one.sign_up.active] == []


def test_kiosk_that_is_not_shut_out_is_not_cleared_up(page: TestClient) -> None:
    other = f"/kiosks/{CHILDREN}/came"

    assert page.get(other).status_code == 404
    assert [page.post(f"{other}/{act}").status_code for act in ("aside", "cancel")] == [409, 409]
    assert page.post("/kiosks/nobody/came/back").status_code == 404


def test_moment_from_which_it_lied_is_offered(robbed: Library, page: TestClient) -> None:
    line = robbed.store.history.about(f"kiosk {ENTRANCE}")[-1]
    robbed.store.history.write(replace(line, move="copied", staff="kiosk"))

    link = re.search(r'href="([^"]*since=[^"]+)">From [^<]* on it said', said(page))

    assert link is not None
    assert page.get(link[1]).status_code == 200


@pytest.mark.browser
def test_all_of_it_is_done_with_the_keyboard(robbed: Library, browser: Browser) -> None:
    with serving(robbed) as base:
        context = browser.new_context(locale="en", java_script_enabled=False)
        tab = context.new_page()
        sign_in(tab, base)
        tab.goto(f"{base}/kiosks")
        tab.get_by_role("link", name="Clear up what came from it (Inngang)").press("Enter")
        tab.get_by_role("button", name="Set 6 answers aside").press("Enter")
        expect(tab.get_by_role("status")).to_contain_text("They are set aside.")
        tab.get_by_role("button", name="Put back in the inbox").press("Enter")
        expect(tab.get_by_role("status")).to_contain_text("They are in the inbox again.")
        tab.get_by_role("checkbox", name="Some of them may be people").press("Space")
        tab.get_by_role("button", name="Cancel 3 sign-ups").press("Enter")
        expect(tab.get_by_role("status")).to_contain_text("The sign-ups are cancelled.")
        context.close()
    assert len(sign_ups.to_tell(robbed.store, SLUG)) == 3
