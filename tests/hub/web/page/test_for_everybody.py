"""Staff pages for everybody: axe finds nothing, wide and narrow, light and dark, and nothing leaves the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hub.services.activities import activities, sign_ups
from hub.services.house import kiosks, pairing
from hub.services.restoring import recount
from hub.services.review import review, worries
from shared.activity import ActivityText
from shared.notice import Status
from shared.submission import utc
from tests.browser import launched
from tests.hub.web.conftest import serving
from tests.hub.web.happenings import hold, kari, sign_up_at_kiosk, write_in
from tests.hub.web.library import CHILDREN, ENTRANCE, NAME, Library, open_library
from tests.hub.web.looking import PHONE, WIDE, Watched, faults_in_every_light, overflow, sign_in
from tests.hub.web.test_drawing_svg import a_drawing
from tests.hub_builders import KARI
from tests.telephone import give_telephone

pytestmark = pytest.mark.browser

LONG = "menneskerettighetsorganisasjonsmedlemmer " * 40


class Furnished(Library):
    """A library with something on every page."""

    ids: dict[str, str]
    base: str


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """A library in use, served: read only, for all tests here that only look."""
    with open_furnished(tmp_path_factory.mktemp("library")) as library:
        yield library


@contextmanager
def open_furnished(folder: Path) -> Iterator[Furnished]:
    """A library in use, served as long as the context."""
    with open_library(folder) as opened:
        library = Furnished(opened.hub, opened.clock, opened.bus)
        library.pair_kiosks()
        give_telephone(library.hub, library.add_staff())
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
            by, now = kari.staff, library.clock()
            review.publish(library.store, library.ids[status], by=by, now=now, status=status, replies=replies)
        library.call(CHILDREN, created=9, waiting=3, set_aside=1, salvages=1, free_bytes=10**8)
        pairing.open_code(library.store, by=KARI, now=library.clock())
        furnish_with_activities(library)
        furnish_with_a_theft(library)
        furnish_with_worries(library)
        with serving(library) as library.base:
            yield library


def furnish_with_a_theft(library: Furnished) -> None:
    """Shut out a kiosk that gave answers and signed up; some of its answers are set aside already."""
    library.store.kiosks.pair(
        "taken", "menneskerettighetsorganisasjonens nettbrett", "t" * 64, now=utc(library.clock())
    )
    library.give("ideas", {"text": "x" * 200}, kiosk="taken")
    kiosks.revoke(library.store, "taken", by=kari(library), now=library.clock())
    review.set_aside_together(library.store, "taken", since="", by=kari(library), now=library.clock())
    library.give("ideas", {"text": LONG[:900]}, kiosk="taken")
    sign_up_at_kiosk(
        library, hold(library, "wanted", texts={"nb": ActivityText("Matlagingskurs")}), "Falsk", kiosk="taken"
    )


def furnish_with_worries(library: Furnished) -> None:
    """Hand over two answers as worries, and hold one of them for three days more."""
    by, now = kari(library), library.clock()
    for name in ("worry", "held"):
        library.ids[name] = library.give("visit", {"rating": 1, "reasons": ["sound"], "comment": LONG[:900]})
        worries.mark(library.store, library.ids[name], by=by, now=now)
    until = now.date() + timedelta(days=3)
    worries.hold(library.store, library.ids["held"], until=until, reason=LONG[:200], by=by, now=now)


def furnish_with_activities(library: Furnished) -> None:
    """Hold an activity that is full, one that is cancelled, a series to drop in to, and one with seats on kiosks."""
    hold(library, "full", seats=3, minimum=2, place="Kafeen")
    activities.take_on(library.store, "full", staff=kari(library), now=library.clock())
    library.ids["family"] = write_in(library, "Ola", "Amina " * 9, slug="full", fields={"food": "nøtter"}).id
    library.ids["waits"] = write_in(library, "x" * 60, "Per", slug="full").id
    library.ids["gone"] = write_in(library, "Berit", slug="full").id
    sign_ups.cancel(library.store, library.ids["gone"], by=kari(library), now=library.clock())
    hold(library, "off", texts={"nb": ActivityText("menneskerettighetsorganisasjonsmedlemmer i byen")})
    activities.cancel(library.store, "off", by=kari(library), now=library.clock(), reason="syk")
    hold(library, "series", seats=None, dates=9, listed=False)
    hold(library, "lent", dates=2, texts={"nb": ActivityText("Strikkekafé")})
    library.call(ENTRANCE)


PAGES = [
    "/inbox", "/inbox?state=all&words=suppe&kind=idea", "/inbox?state=kept", "/inbox?state=all&words=finnesikke",
    "/inbox/{short}", "/inbox/{long}", "/inbox/{word}", "/inbox/{face}", "/inbox/{poll}", "/inbox/{drawing}",
    "/inbox/{sealed}?state=set_aside", "/inbox/{trying}?state=published", "/inbox/{short}/publish",
    "/inbox/{trying}/answer", "/inbox/{short}/erase",
    "/inbox?state=worry", "/inbox/{short}/worry", "/inbox/{worry}", "/inbox/{worry}/hold", "/inbox/{worry}/erase-worry",
    "/inbox/{held}", "/inbox/{held}/hold", "/board", "/prompts", "/prompts/new",
    "/prompts/new?kind=feedback", "/prompts/ideas", "/prompts/opening-hours", "/kiosks", "/kiosks/add",
    "/kiosks/entrance/revoke", "/kiosks/taken/came", "/background", "/backup",
    "/settings", "/me", "/me/password", "/me/second", "/me/second/codes", "/me/second/remove", "/settings/phrase",
    "/nowhere", "/people", "/people/1", "/people/invite",
    "/today", "/first-day/questions", "/history", "/guide", "/guide/kiosks", "/guide/people",
    "/guide/all",
    "/activities", "/activities/new", "/activities/new?template=empty", "/activities/new?template=baby-cafe",
    "/activities/leaflet", "/activities/import", "/activity/full", "/activity/off", "/activity/series",
    "/activity/lent", "/activity/lent/edit", "/activity/full/add", "/activity/full/tell", "/activity/lent/tell",
    "/activity/full/sign-ups/{family}", "/activity/full/sign-ups/{waits}", "/activity/full/sign-ups/{gone}",
    "/activity/full/door", "/activity/series/door", "/activity/full/call-off",
]  # fmt: skip


@pytest.fixture(scope="module")
def signed_in(browser: Browser, furnished: Furnished) -> Path:
    """Where the cookies of a signed-in browser are kept."""
    context = browser.new_context(locale="en")
    sign_in(context.new_page(), furnished.base)
    kept = furnished.hub.config.data / "cookies.json"
    context.storage_state(path=kept)
    context.close()
    return kept


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


def test_set_up_and_sign_in_are_fit_for_everybody(browser: Browser, tmp_path: Path) -> None:
    with open_library(tmp_path) as library, serving(library) as base:
        context = browser.new_context(locale="en", reduced_motion="reduce")
        page = context.new_page()

        page.goto(f"{base}/set-up?code={library.hub.set_up_code}")
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
    page.get_by_text("Svenska", exact=True).first.click()
    page.get_by_role("group", name="Svenska").get_by_label("Title", exact=True).fill("Bara en rubrik")
    page.get_by_role("button", name="Save and show on the kiosks").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("group", name="Svenska").get_by_label("Title", exact=True)).to_have_value("Bara en rubrik")
    expect(page.get_by_role("group", name="Svenska").get_by_label("Question", exact=True)).to_be_focused()
    assert faults_in_every_light(page) == {}
    context.close()


def test_marked_mistakes_in_an_activity_are_fit_for_everybody(
    browser: Browser, furnished: Furnished, signed_in: Path
) -> None:
    context = browser.new_context(locale="en", storage_state=signed_in, reduced_motion="reduce")
    page = context.new_page()

    page.goto(f"{furnished.base}/activities/new?template=empty")
    page.get_by_text("Svenska", exact=True).first.click()
    page.get_by_role("group", name="Svenska").get_by_label("What happens there").fill("Bara ord")
    page.get_by_label("Day", exact=True).fill("2027-01-05")
    page.get_by_label("Seats", exact=True).fill("")
    page.get_by_role("button", name="Save and show on the kiosks").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".wrong")).to_have_count(3)
    expect(page.get_by_role("group", name="Svenska").get_by_label("Title", exact=True)).to_be_focused()
    assert faults_in_every_light(page) == {}
    context.close()


def test_contacts_and_a_recount_are_fit_for_everybody(browser: Browser, tmp_path: Path) -> None:
    with open_library(tmp_path) as opened, serving(opened) as base:
        library = Furnished(opened.hub, opened.clock, opened.bus)
        library.ids = {}
        library.pair_kiosks()
        library.add_staff()
        furnish_with_activities(library)
        with library.store.atomic():
            recount.begin(library.store, library.clock())
        context = browser.new_context(locale="en", reduced_motion="reduce")
        page = context.new_page()
        sign_in(page, base)

        page.goto(f"{base}/activities")
        page.locator(".awaited summary").first.click()
        assert faults_in_every_light(page) == {}
        page.goto(f"{base}/activity/full/tell")
        page.get_by_role("button", name="Show how to reach them").click()
        expect(page.locator(".reach").first).to_have_text("kari@example.org")
        assert faults_in_every_light(page) == {}
        page.goto(f"{base}/activity/full/sign-ups/{library.ids['family']}")
        page.get_by_role("button", name="Show contact and answers").click()
        expect(page.get_by_text("nøtter")).to_be_visible()
        assert faults_in_every_light(page) == {}
        context.close()


BROKEN = r"""() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walker.nextNode()); ) {
    if (!text.parentElement.offsetParent || text.parentElement.closest(".unseen, .glass, textarea")) continue;
    for (const { 0: word, index } of text.data.matchAll(/[\p{L}\d]+/gu)) {
      if (word.length > 24) continue;
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map((at) => Math.round(at.top))).size > 1) found.push(word);
    }
  }
  return found;
}"""
"""Words of up to 24 letters that stand in more than one line. The kiosk in small writes as the kiosk does."""


def test_words_as_long_as_they_come_are_whole_on_a_telephone(
    browser: Browser, furnished: Furnished, signed_in: Path
) -> None:
    context = browser.new_context(locale="nb-NO", storage_state=signed_in, viewport=PHONE)
    page = context.new_page()

    broken = {}
    for path in PAGES:
        page.goto(furnished.base + path.format(**furnished.ids))
        broken[path] = page.evaluate(BROKEN)

    context.close()
    assert {path: words for path, words in broken.items() if words} == {}


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
    larger = launched(browser.browser_type, "--blink-settings=defaultFontSize=32,minimumFontSize=32")
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
