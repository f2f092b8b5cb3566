"""The staff pages in a real browser: by keyboard alone, with and without scripts, live, and under hostile words."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hub.bus import KIOSKS
from hub.model import State
from hub.services.house import pairing
from hub.services.review import board, inbox
from shared.languages import LANGUAGES
from tests.hub.web.library import NAME, PASSWORD, Library
from tests.hub.web.looking import WIDE, Watched, sign_in
from tests.hub_builders import KARI

pytestmark = pytest.mark.browser


def tab_to(page: Page, name: str, *, most: int = 80) -> None:
    """Press Tab until what is focused is called ``name``, each stop being one that can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        label, seen = page.evaluate(
            """() => {
              const at = document.activeElement;
              const label = at.labels?.[0]?.textContent ?? at.textContent;
              return [label.trim(), getComputedStyle(at).outlineStyle !== "none"];
            }"""
        )
        assert seen, f"the focus on {label!r} cannot be seen"
        if name in label:
            return
    raise AssertionError(f"Tab never came to {name!r}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_keyboard_alone_signs_in_finds_publishes_and_answers(
    browser: Browser, library: Library, base: str, scripts: bool
) -> None:
    wanted = library.give("ideas", {"text": "En suppe på torsdager"})
    library.give("ideas", {"text": "En filmkveld"})
    context = browser.new_context(locale="en", viewport=WIDE, java_script_enabled=scripts)
    page = context.new_page()
    keys = page.keyboard

    page.goto(base)
    expect(page.get_by_label("Name")).to_be_focused()
    keys.type(NAME)
    tab_to(page, "Password")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/today")
    page.goto(f"{base}/inbox")
    tab_to(page, "Search")
    keys.type("suppe")
    keys.press("Enter")
    page.wait_for_url("**words=suppe**")
    tab_to(page, "En suppe på torsdager")
    keys.press("Enter")
    page.wait_for_url(f"**/inbox/{wanted}**")
    tab_to(page, "Show on the board")
    keys.press("Enter")
    page.wait_for_url("**/publish**")
    tab_to(page, "Our answer")
    keys.type("We try it in May.")
    tab_to(page, "Show on the board")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="It is on the board now.")).to_be_visible()

    (notice,) = board.notices(library.store)
    assert (notice.text, notice.replies) == ("En suppe på torsdager", {"en": "We try it in May."})

    page.goto(f"{base}/inbox/{wanted}?state=published")
    tab_to(page, "Answer or change")
    keys.press("Enter")
    page.wait_for_url("**/answer**")
    tab_to(page, "English")
    keys.press("ArrowRight")
    tab_to(page, "Our answer")
    keys.type("Vi prøver i mai.")
    tab_to(page, "Send the answer")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The answer is on its way.")).to_be_visible()

    assert inbox.read(library.store, wanted).replies == {"en": "We try it in May.", "nb": "Vi prøver i mai."}
    context.close()


def signed_in(context: BrowserContext, base: str) -> Page:
    """Return a page at the inbox."""
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.locator("#name").fill(NAME)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")
    page.goto(f"{base}/inbox")
    return page


def test_keys_act_where_they_are_shown_and_never_in_a_field(browser: Browser, library: Library, base: str) -> None:
    first, second, third = (library.give("ideas", {"text": text}) for text in ("en", "to", "tre"))
    context = browser.new_context(locale="nb", viewport=WIDE)
    page = signed_in(context, base)

    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/inbox/{third}")
    assert [one.text_content() for one in page.locator(".acts kbd").all()] == ["P", "B", "X", "S"]
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/inbox/{second}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/inbox/{third}")
    page.keyboard.press("b")
    page.wait_for_url(f"**/inbox/{second}?done=keep**")
    page.keyboard.press("x")
    page.wait_for_url(f"**/inbox/{first}?done=set_aside**")
    page.keyboard.press("s")
    page.wait_for_url(f"**/inbox/{first}/answer**")
    expect(page.locator("#reply-nb")).to_be_focused()
    page.keyboard.type("pbxs/k")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/inbox/{first}")
    page.keyboard.press("p")
    page.wait_for_url(f"**/inbox/{first}/publish**")
    page.goto(f"{base}/inbox/{first}")
    page.keyboard.press("/")
    page.keyboard.type("kxp")

    expect(page.locator("#words")).to_have_value("kxp")
    states = [inbox.read(library.store, one).state for one in (third, second, first)]
    assert states == [State.KEPT, State.SET_ASIDE, State.NEW]
    page.goto(f"{base}/inbox/{first}")
    page.locator('button[name="keys"]').click()
    page.keyboard.press("x")
    expect(page.locator(".acts kbd").first).to_be_hidden()
    assert inbox.read(library.store, first).state is State.NEW
    context.close()


def test_what_is_new_is_told_while_one_looks(browser: Browser, library: Library, base: str) -> None:
    context = browser.new_context(locale="en", viewport=WIDE)
    page = context.new_page()
    sign_in(page, base)
    news = page.locator("[data-live] a")
    expect(news).to_be_hidden()

    library.give("ideas", {"text": "En suppe"})
    expect(news).to_have_text(re.compile("^.?1 new.?$"))
    library.give("ideas", {"text": "En film"})
    expect(news).to_have_text(re.compile("^.?2 new.?$"))
    news.click()

    expect(page.locator(".rows .gist")).to_have_text(["En film", "En suppe"])
    expect(news).to_be_hidden()
    context.close()


def test_live_stream_ends_with_the_session(browser: Browser, library: Library, base: str) -> None:
    context = browser.new_context(locale="en", viewport=WIDE)
    page = context.new_page()
    sign_in(page, base)

    library.clock.go(minutes=31)
    with page.expect_event("requestfinished", lambda request: "/live" in request.url):
        library.give("ideas", {"text": "En suppe"})

    expect(page.locator("[data-live] a")).to_be_hidden()
    context.close()


def test_page_with_the_code_goes_on_when_a_kiosk_was_paired(browser: Browser, library: Library, base: str) -> None:
    context = browser.new_context(locale="en", viewport=WIDE)
    page = context.new_page()
    sign_in(page, base)
    # Each page follows the news before the next is opened: one that is left sooner may never have followed.
    assert library.bus.followed.acquire(timeout=30)
    page.goto(f"{base}/kiosks")
    assert library.bus.followed.acquire(timeout=30)
    page.get_by_role("button", name="Add kiosk").click()
    page.get_by_label("What is the kiosk called?").fill("Bokbussen")
    page.get_by_role("button", name="Make a pairing code").click()
    expect(page.locator(".code")).to_be_visible()
    expect(page.get_by_text(re.compile("^Time left: (10 min 0|9 min 5[0-9]) s$"))).to_be_visible()

    assert library.bus.followed.acquire(timeout=30)
    with page.expect_response("**/kiosks?done=paired"):
        library.hub.bus.publish(KIOSKS)

    expect(page.get_by_role("status").filter(has_text="A kiosk was paired.")).to_be_visible()
    context.close()


def test_time_left_of_a_code_is_told_only_where_it_is_counted(browser: Browser, library: Library, base: str) -> None:
    pairing.open_code(library.store, by=KARI, now=library.clock())
    context = browser.new_context(locale="en", viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, base)

    page.goto(f"{base}/kiosks/add")

    expect(page.locator(".code")).to_be_visible()
    expect(page.get_by_text("Time left:")).to_be_hidden()
    context.close()


def test_hostile_words_do_nothing_in_a_browser(browser: Browser, library: Library, base: str) -> None:
    words = (
        '<script>alert(1)</script><img src=x onerror="alert(2)"><svg onload=alert(3)>{{7*7}}\n<a href="javascript:x">'
    )
    given = library.give("ideas", {"text": words})
    context = browser.new_context(locale="en", viewport=WIDE)
    watched, page = Watched(context), context.new_page()
    sign_in(page, base)

    for path in ("/inbox", f"/inbox/{given}", f"/inbox/{given}/publish"):
        page.goto(base + path)
    page.get_by_role("button", name="Show on the board").click()
    page.goto(f"{base}/inbox/{given}?state=published")
    shown = page.locator(".said").inner_text()
    page.goto(f"{base}/board")

    assert shown == words
    assert page.locator("h3").inner_text() == words
    assert watched.complaints == []
    assert [url for url in watched.visited if not url.startswith(base + "/")] == []
    context.close()


FULL = """() => {
  for (const link of document.querySelectorAll(".side li a")) {
    link.querySelector(".count")?.remove();
    link.insertAdjacentHTML("beforeend", '<span class="count alarm">9876</span>');
  }
}"""
CUT = """() => {
  const side = document.querySelector(".side"), edge = side.getBoundingClientRect().right + 0.5;
  const out = [...side.querySelectorAll("li a, .count")].filter(
    (one) => one.getBoundingClientRect().right > edge || one.scrollWidth > one.clientWidth + 1);
  return side.scrollWidth > side.clientWidth ? ["the side"] : out.map((one) => one.textContent.trim());
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_the_pages_and_their_counts_fit_in_every_window(
    browser: Browser, library: Library, base: str, language: str
) -> None:
    context = browser.new_context(locale=language, viewport=WIDE)
    page = signed_in(context, base)

    page.evaluate(FULL)
    cut = {}
    for width in (320, 480, 768, 991, 992, 1024, 1200, 1279, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        if found := page.evaluate(CUT):
            cut[width] = found

    assert cut == {}
    context.close()
