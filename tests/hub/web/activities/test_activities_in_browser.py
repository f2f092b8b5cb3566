"""Activities in a real browser: by keyboard alone, with and without scripts, and under hostile words."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from hub.services.activities import activities, door, sign_ups
from hub.services.house import settings
from shared.notice import SignUpState
from tests.hub.web.happenings import SLUG, hold, kari, write_in
from tests.hub.web.library import ENTRANCE, Library
from tests.hub.web.looking import NARROW, WIDE, Watched, sign_in
from tests.hub.web.test_in_browser import tab_to

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_keyboard_alone_plans_a_series_writes_in_and_tells(
    browser: Browser, library: Library, base: str, scripts: bool
) -> None:
    day = library.clock() + timedelta(days=8)
    context = browser.new_context(locale="en", viewport=WIDE, java_script_enabled=scripts)
    page = context.new_page()
    keys = page.keyboard
    sign_in(page, base)
    page.goto(f"{base}/activities/new")

    tab_to(page, "Something else")
    keys.press("Enter")
    page.wait_for_url("**template=empty")
    tab_to(page, "Title")
    keys.type("Strikkekafé")
    page.get_by_label("Day", exact=True).fill(day.date().isoformat())
    page.get_by_label("Begins", exact=True).fill("17:00")
    page.get_by_label("Ends", exact=True).fill("19:00")
    page.get_by_label("Weekly, how many times more?").fill("1")
    tab_to(page, "Repeat")
    keys.press("Enter")
    expect(page.get_by_label("Day", exact=True)).to_have_count(2)
    page.get_by_label("Seats", exact=True).fill("1")
    page.get_by_label("Most persons in one sign-up").fill("1")
    tab_to(page, "Save and show on the kiosks", most=200)
    keys.press("Enter")
    page.wait_for_url("**/activity/strikkekafe?done=made")

    for name in ("Ola", "Nils"):
        page.goto(f"{base}/activity/strikkekafe/add")
        expect(page.get_by_label("Name 1")).to_be_focused()
        keys.type(name)
        tab_to(page, "One way to reach them")
        keys.type(f"{name}@example.org")
        keys.press("Enter")
        page.wait_for_url("**done=added")
    page.goto(f"{base}/activity/strikkekafe")
    tab_to(page, "Ola")
    keys.press("Enter")
    page.wait_for_url("**/sign-ups/**")
    tab_to(page, "Cancel the sign-up")
    keys.press("Enter")
    tab_to(page, "Cancel the sign-up")
    keys.press("Enter")
    page.wait_for_url("**done=cancelled")
    page.goto(f"{base}/activity/strikkekafe/tell")
    tab_to(page, "Show how to reach them")
    keys.press("Enter")
    expect(page.locator(".reach")).to_have_text(["Ola@example.org", "Nils@example.org"])
    tab_to(page, "Told (Nils)")
    keys.press("Enter")
    expect(page.locator(".reach")).to_have_text(["Ola@example.org"])

    (made,) = activities.listed(library.store)
    states = [one.sign_up.state for one in sign_ups.listed(library.store, made.slug)]
    assert len(made.dates) == 2
    assert states == [SignUpState.CANCELLED, SignUpState.TOLD]
    context.close()


def test_who_comes_is_ticked_on_a_telephone(browser: Browser, library: Library, base: str) -> None:
    date = hold(library, in_days=0).starts_at
    family = write_in(library, "Ola", "Amina", "Yusuf")
    context = browser.new_context(locale="en", viewport=NARROW, has_touch=True, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, base)
    page.goto(f"{base}/activity/{SLUG}/door")

    page.get_by_role("button", name="All 3").tap()
    expect(page.locator(".came")).to_contain_text("3 here of 3 persons expected")
    page.get_by_role("button", name=re.compile("One fewer.*Ola")).tap()
    page.get_by_role("button", name=re.compile("One more.*Somebody")).tap()
    expect(page.locator(".came")).to_contain_text("3 here")

    noted = door.attendance(library.store, SLUG)[date]
    assert (noted.ticks, noted.tally) == ({family.guest: 2}, {"any": 1})
    sizes = [box for button in page.locator(".ticks button").all() if (box := button.bounding_box())]
    assert all(min(box["width"], box["height"]) >= 44 for box in sizes)
    context.close()


def test_fields_that_are_not_asked_are_out_of_the_way(browser: Browser, library: Library, base: str) -> None:
    context = browser.new_context(locale="en", viewport=WIDE)
    page = context.new_page()
    sign_in(page, base)
    page.goto(f"{base}/activities/new?template=empty")

    expect(page.locator("#keep-food")).to_be_hidden()
    page.get_by_role("checkbox", name="Food they cannot eat").check()
    expect(page.locator("#keep-food")).to_be_visible()
    page.get_by_role("radio", name="They drop in: nobody signs up").check()
    expect(page.get_by_label("Seats", exact=True)).to_be_hidden()
    context.close()


def test_hostile_words_of_a_sign_up_do_nothing(browser: Browser, library: Library, base: str) -> None:
    words = "<script>alert(1)</script><img src=x>"
    hold(library, place=words, host=words)
    activities.take_on(library.store, SLUG, staff=kari(library), now=library.clock())
    one = write_in(library, words, contact=words, fields={"food": words})
    sign_ups.cancel(library.store, one.id, by=kari(library), now=library.clock())
    context = browser.new_context(locale="en", viewport=WIDE)
    watched, page = Watched(context), context.new_page()
    sign_in(page, base)

    for path in ("/activities", f"/activity/{SLUG}", f"/activity/{SLUG}/edit", f"/activity/{SLUG}/door"):
        page.goto(base + path)
    page.goto(f"{base}/activity/{SLUG}/tell")
    page.get_by_role("button", name="Show how to reach them").click()
    expect(page.locator(".reach")).to_have_text(words)
    page.goto(f"{base}/activity/{SLUG}/sign-ups/{one.id}")
    page.get_by_role("button", name="Show contact and answers").click()
    expect(page.locator("h1")).to_have_text(words)

    assert watched.complaints == []
    assert [url for url in watched.visited if not url.startswith(base + "/")] == []
    context.close()


@pytest.mark.parametrize(
    "window", [{"width": 390, "height": 844}, {"width": 1280, "height": 800}], ids=["phone", "desk"]
)
def test_who_comes_is_seen_without_scrolling_and_the_machinery_is_folded(
    browser: Browser, library: Library, base: str, window: ViewportSize
) -> None:
    library.pair_kiosks()
    hold(library, in_days=0, minimum=2)
    for names in (("Ola", "Amina"), ("Per",)):
        write_in(library, *names)
    library.call(ENTRANCE)
    context = browser.new_context(locale="en", viewport=window)
    page = context.new_page()
    sign_in(page, base)

    page.goto(f"{base}/activity/{SLUG}")

    expect(page.get_by_text("Today", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("3 of 10 seats taken")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Ola, Amina")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Seats held by kiosks")).to_be_hidden()
    page.get_by_role("heading", name="More", exact=True).click()
    expect(page.get_by_role("heading", name="Seats held by kiosks")).to_be_visible()
    context.close()


def test_printed_list_has_the_names_and_no_machinery(browser: Browser, library: Library, base: str) -> None:
    hold(library)
    write_in(library, "Ola", "Amina")
    gone = write_in(library, "Berit")
    sign_ups.cancel(library.store, gone.id, by=kari(library), now=library.clock())
    context = browser.new_context(locale="en", viewport=WIDE)
    page = context.new_page()
    sign_in(page, base)
    page.goto(f"{base}/activity/{SLUG}")
    expect(page.get_by_role("button", name="Print the list")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.get_by_text("Ola, Amina")).to_be_visible()
    expect(page.get_by_text(re.compile(f"{settings.read(library.store).name} · as it was .*20"))).to_be_visible()
    for name in ("Print the list", "At the door", "Who looks after it", "More", "They do not come"):
        expect(page.get_by_text(name, exact=True)).to_be_hidden()
    context.close()


def test_printed_list_of_the_door_has_boxes_to_tick_and_lines_to_count_on(
    browser: Browser, library: Library, base: str
) -> None:
    hold(library, dates=2)
    write_in(library, "Ola", "Amina")
    context = browser.new_context(locale="en", viewport=WIDE)
    page = context.new_page()
    sign_in(page, base)
    page.goto(f"{base}/activity/{SLUG}/door")

    page.emulate_media(media="print")

    expect(page.locator(".expected .boxes i").first).to_be_visible()
    assert page.locator(".band output").first.evaluate("one => getComputedStyle(one).color") == "rgba(0, 0, 0, 0)"
    for gone in (".came", "#date", ".expected .ticks"):
        expect(page.locator(gone).first).to_be_hidden()
    context.close()


def test_box_to_tick_stands_beside_the_longest_name_on_paper(browser: Browser, library: Library, base: str) -> None:
    hold(library)
    write_in(library, "x" * 60)
    context = browser.new_context(locale="en", viewport={"width": 680, "height": 1000})
    page = context.new_page()
    sign_in(page, base)
    page.goto(f"{base}/activity/{SLUG}")

    page.emulate_media(media="print")

    name, row = (page.locator(one).first.bounding_box() for one in (".sign-up b", ".sign-up > .row"))
    assert name is not None
    assert row is not None
    assert name["y"] - row["y"] < 2
    assert name["x"] - row["x"] > 10
    context.close()
