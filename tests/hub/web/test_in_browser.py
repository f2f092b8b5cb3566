"""The staff pages in a real browser: for eyes, keyboards, narrow windows, and without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hub.model import State
from hub.services import board, inbox, pairing, review
from hub.web.bus import KIOSKS
from shared.notice import Status
from tests.hub.web.conftest import CHROMIUM, QUIET, serving
from tests.hub.web.library import CHILDREN, NAME, PASSWORD, Library, open_library
from tests.hub.web.test_drawing_svg import a_drawing

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 320, "height": 640}
LONG = "menneskerettighetsorganisasjonsmedlemmer " * 40


class Furnished(Library):
    """A library with something on every page."""

    ids: dict[str, str]
    base: str


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """A library in use, served: read only, for all tests here that only look."""
    with open_library(tmp_path_factory.mktemp("library")) as opened:
        library = Furnished(opened.hub, opened.clock, opened.bus)
        library.pair_kiosks()
        library.add_staff()
        library.ids = {
            "short": library.give("ideas", {"text": "En suppe på torsdager", "cards": ["food", "music"]}),
            "long": library.give("ideas", {"text": LONG[:2_000]}),
            "word": library.give("ideas", {"text": "x" * 2_000}),
            "face": library.give("visit", {"rating": 2, "reasons": ["sound"], "comment": "for høyt"}),
            "poll": library.give("opening-hours", {"choices": ["evenings", "sundays"]}),
            "drawing": library.give("dream-library", {"strokes": a_drawing()}),
            "sealed": library.give("ideas", {"text": "hemmelig"}, spoil=True),
        }
        kari = library.store.people.find(NAME)
        assert kari is not None
        replies = {"nb": "Vi prøver i mai.", "en": "We try it in May."}
        for status in Status:
            text = {"text": f"En idé, {status}", "cards": ["music"]}
            library.ids[status] = library.give("ideas", text)
            told = {"staff": kari[0], "now": library.clock(), "status": status, "replies": replies}
            review.publish(library.store, library.ids[status], **told)
        library.call(CHILDREN, created=9, waiting=3, set_aside=1, salvages=1, free_bytes=10**8)
        pairing.open_code(library.store, library.clock())
        with serving(library) as library.base:
            yield library


PAGES = [
    "/inbox", "/inbox?state=all&words=suppe&kind=idea", "/inbox?state=kept", "/inbox?state=all&words=finnesikke",
    "/inbox/{short}", "/inbox/{long}", "/inbox/{word}", "/inbox/{face}", "/inbox/{poll}", "/inbox/{drawing}",
    "/inbox/{sealed}?state=set_aside", "/inbox/{trying}?state=published", "/inbox/{short}/publish",
    "/inbox/{trying}/answer", "/inbox/{short}/erase", "/board", "/prompts", "/prompts/new",
    "/prompts/new?kind=feedback", "/prompts/ideas", "/prompts/opening-hours", "/kiosks", "/kiosks/add",
    "/settings", "/settings/password", "/settings/phrase", "/nowhere",
]  # fmt: skip


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/sign-in")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/inbox")


@pytest.fixture(scope="module")
def signed_in(browser: Browser, furnished: Furnished) -> Path:
    """Where the cookies of a signed-in browser are kept."""
    context = browser.new_context(locale="en")
    sign_in(context.new_page(), furnished.base)
    kept = furnished.hub.config.data / "cookies.json"
    context.storage_state(path=kept)
    context.close()
    return kept


class Watched:
    """What a browser complained about and where it went."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.visited: list[str] = []
        context.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("dialog", lambda dialog: (self.complaints.append("a dialog"), dialog.dismiss()))
        context.on("request", lambda request: self.visited.append(request.url))


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults(page: Page) -> list[str]:
    """Return what axe finds wrong, all of it, whatever its weight."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def faults_in_every_light(page: Page) -> dict[str, list[str]]:
    """Return what is wrong with a page, wide and narrow, light and dark; nothing for a page without fault."""
    found = {}
    for width, window in {"wide": WIDE, "narrow": NARROW}.items():
        page.set_viewport_size(window)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wider = overflow(page)
            found[f"{width} {scheme}"] = faults(page) + ([f"{wider} pixels too wide"] if wider else [])
    return {where: wrong for where, wrong in found.items() if wrong}


@pytest.mark.parametrize("path", PAGES)
def test_page_is_fit_for_everybody(browser: Browser, furnished: Furnished, signed_in: Path, path: str) -> None:
    # With motion, axe would measure colours in the middle of a fade.
    context = browser.new_context(locale="en", storage_state=signed_in, reduced_motion="reduce")
    watched, page = Watched(context), context.new_page()

    answer = page.goto(furnished.base + path.format(**furnished.ids))
    found = faults_in_every_light(page)

    assert answer is not None
    assert answer.status == (404 if path == "/nowhere" else 200)
    assert found == {}
    assert [said for said in watched.complaints if "404" not in said or path != "/nowhere"] == []
    assert [url for url in watched.visited if not url.startswith(furnished.base + "/")] == []
    context.close()


def test_doors_are_fit_for_everybody(browser: Browser, tmp_path: Path) -> None:
    with open_library(tmp_path) as library, serving(library) as base:
        context = browser.new_context(locale="en", reduced_motion="reduce")
        page = context.new_page()

        page.goto(base)
        page.get_by_label("Your name").fill(NAME)
        for label in ("Password", "The password once more"):
            page.get_by_label(label, exact=True).fill("for kort, men likt")
        assert faults_in_every_light(page) == {}
        library.add_staff()
        page.goto(f"{base}/sign-in")
        page.get_by_label("Name").fill(NAME)
        page.get_by_label("Password").fill("feil")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("The name or the password is not right.")
        assert faults_in_every_light(page) == {}
        context.close()


def test_marked_mistakes_are_fit_for_everybody(browser: Browser, furnished: Furnished, signed_in: Path) -> None:
    context = browser.new_context(locale="en", storage_state=signed_in, reduced_motion="reduce")
    page = context.new_page()

    page.goto(f"{furnished.base}/prompts/new?kind=poll")
    page.get_by_role("group", name="Svenska").get_by_label("Title", exact=True).fill("Bara en rubrik")
    page.get_by_role("button", name="Save and show on the kiosks").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("group", name="Svenska").get_by_label("Title", exact=True)).to_have_value("Bara en rubrik")
    expect(page.get_by_role("group", name="Svenska").get_by_label("Question", exact=True)).to_be_focused()
    assert faults_in_every_light(page) == {}
    context.close()


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


@pytest.fixture
def base(library: Library) -> Iterator[str]:
    library.add_staff()
    with serving(library) as address:
        yield address


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
    page.wait_for_url("**/inbox")
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
    tab_to(page, "English")
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
    tab_to(page, "Norsk bokmål")
    keys.type("Vi prøver i mai.")
    tab_to(page, "Send the answer")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The answer is on its way.")).to_be_visible()

    assert inbox.read(library.store, wanted).replies == {"en": "We try it in May.", "nb": "Vi prøver i mai."}
    context.close()


def test_keys_act_where_they_are_shown_and_never_in_a_field(browser: Browser, library: Library, base: str) -> None:
    first, second, third = (library.give("ideas", {"text": text}) for text in ("en", "to", "tre"))
    context = browser.new_context(locale="nb", viewport=WIDE)
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.locator("#name").fill(NAME)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox")

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
    with page.expect_event("requestfinished", lambda request: "/inbox/live" in request.url):
        library.give("ideas", {"text": "En suppe"})

    expect(page.locator("[data-live] a")).to_be_hidden()
    context.close()


def test_page_with_the_code_goes_on_when_a_kiosk_was_paired(browser: Browser, library: Library, base: str) -> None:
    context = browser.new_context(locale="en", viewport=WIDE)
    page = context.new_page()
    sign_in(page, base)
    page.goto(f"{base}/kiosks")
    page.get_by_role("button", name="Add kiosk").click()
    expect(page.locator(".code")).to_be_visible()
    expect(page.locator("[data-seconds] time")).to_have_text(re.compile("^(10:00|9:5[0-9])$"))

    for _ in ("the inbox", "the kiosks", "the code"):
        assert library.bus.followed.acquire(timeout=30)
    with page.expect_response("**/kiosks?done=paired"):
        library.hub.bus.publish(KIOSKS)

    expect(page.get_by_role("status").filter(has_text="A kiosk was paired.")).to_be_visible()
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


def test_policy_stops_what_would_slip_through(browser: Browser, furnished: Furnished, signed_in: Path) -> None:
    context = browser.new_context(locale="en", storage_state=signed_in)
    page = context.new_page()
    page.goto(f"{furnished.base}/inbox")

    ran = page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          const box = document.createElement("p");
          box.setAttribute("style", "color: red");
          document.body.append(box);
          return [Boolean(window.ran), getComputedStyle(box).color];
        }"""
    )

    assert ran[0] is False
    assert ran[1] != "rgb(255, 0, 0)"
    context.close()


def test_letters_twice_as_large_do_not_cut_anything_off(
    browser: Browser, furnished: Furnished, signed_in: Path
) -> None:
    larger = browser.browser_type.launch(
        executable_path=CHROMIUM, args=[*QUIET, "--blink-settings=defaultFontSize=32,minimumFontSize=32"]
    )
    context = larger.new_context(locale="en", storage_state=signed_in, viewport=WIDE)
    page = context.new_page()

    cut = []
    for path in PAGES:
        page.goto(furnished.base + path.format(**furnished.ids))
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
        if overflow(page):
            cut.append(path)

    larger.close()
    assert cut == []
