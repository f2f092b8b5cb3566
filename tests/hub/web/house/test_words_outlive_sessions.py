"""Nobody is signed out in the middle of a sentence, and whoever is signed out all the same loses no word."""

import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from hub.model import Staff
from hub.services.house import people, staff
from hub.services.review import inbox, review
from tests.desks import at_desk
from tests.hub.web.library import NAME, PASSWORD, Library
from tests.hub.web.looking import WIDE, Watched, faults_in_every_light, sign_in
from tests.telephone import give_telephone, telephone_that_read

pytestmark = pytest.mark.browser

WORDS, NEW = "Vi prøver i mai.\nKom gjerne!", "sju blåe sauer syng"


@pytest.fixture
def given(library: Library) -> str:
    """What a visitor said."""
    return library.give("ideas", {"text": "En suppe på torsdager"})


def person(library: Library, name: str = NAME) -> Staff:
    found = library.store.people.find(name)
    assert found is not None
    return found.staff


def opened(browser: Browser, *, scripts: bool = True) -> BrowserContext:
    return browser.new_context(
        locale="en", viewport=WIDE, reduced_motion="reduce", java_script_enabled=scripts, ignore_https_errors=True
    )


def write(page: Page, base: str, given: str) -> None:
    page.goto(f"{base}/inbox/{given}/answer")
    page.locator('[name="reply-en"]').fill(WORDS)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send the answer").click()


def fill_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def replies(library: Library, given: str) -> dict[str, str]:
    return dict(inbox.read(library.store, given).replies)


def pass_idle(library: Library) -> None:
    library.clock.go(minutes=31)


def pass_whole_day(library: Library) -> None:
    for _ in range(40):
        library.clock.go(minutes=20)
        for one in staff.sessions(library.store, person(library), library.clock()):
            library.store.sessions.touch(one.token_sha256, now=one.seen_at)
    library.clock.go(minutes=1)


def change_password(library: Library) -> None:
    staff.change_password(library.store, person(library), old=PASSWORD, new=NEW, now=library.clock())


ENDINGS: dict[str, tuple[Callable[[Library], None], str]] = {
    "nobody was there": (pass_idle, PASSWORD),
    "twelve hours are over": (pass_whole_day, PASSWORD),
    "the password was changed elsewhere": (change_password, NEW),
}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_words_are_kept_over_the_sign_in_whyever_the_session_ended(
    browser: Browser, library: Library, base: str, given: str, ending: str, scripts: bool
) -> None:
    page, (end, password) = opened(browser, scripts=scripts).new_page(), ENDINGS[ending]
    sign_in(page, base)
    write(page, base, given)
    end(library)

    send(page)
    expect(page.get_by_text("You were signed out.")).to_be_visible()
    if scripts:  # axe is one
        assert faults_in_every_light(page) == {}
    fill_in(page, password)
    page.get_by_role("button", name="Send it now").click()

    page.wait_for_url("**done=**")
    assert replies(library, given) == {"en": WORDS}
    page.context.close()


def test_who_writes_is_not_signed_out_though_nothing_is_sent(
    browser: Browser, library: Library, base: str, given: str
) -> None:
    page = opened(browser).new_page()
    page.clock.install()
    sign_in(page, base)
    write(page, base, given)

    for _ in range(5):
        page.locator('[name="reply-en"]').press("End")
        page.keyboard.type(" ")
        with page.expect_response("**/here") as answered:
            page.clock.fast_forward(61_000)
        assert answered.value.status == 204
        library.clock.go(minutes=25)
    send(page)

    page.wait_for_url("**done=**")
    assert replies(library, given)["en"].split() == WORDS.split()
    page.context.close()


def test_page_that_is_only_open_keeps_nobody_signed_in(
    browser: Browser, library: Library, base: str, given: str
) -> None:
    page = opened(browser).new_page()
    page.clock.install()
    sign_in(page, base)
    page.goto(f"{base}/inbox/{given}/answer")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.clock.fast_forward(20 * 61_000)
    library.clock.go(minutes=31)

    assert not any(url.endswith("/here") for url in asked)
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.context.close()


def test_page_that_is_steered_says_so_as_long_as_it_is_in_sight(
    browser: Browser, library: Library, base: str, given: str
) -> None:
    page = opened(browser).new_page()
    page.clock.install()
    sign_in(page, base)
    page.route(
        "**/board",
        lambda route: route.fulfill(
            response=(got := route.fetch()), body=got.text().replace("<h1", "<h1 data-here", 1)
        ),
    )
    page.goto(f"{base}/board")

    for _ in range(3):
        with page.expect_response("**/here"):
            page.clock.fast_forward(61_000)
        library.clock.go(minutes=25)

    page.goto(f"{base}/inbox")
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    page.context.close()


def test_who_is_shut_out_can_copy_the_words_and_nothing_else(
    browser: Browser, library: Library, base: str, given: str
) -> None:
    page = opened(browser).new_page()
    page.clock.install()
    sign_in(page, base)
    write(page, base, given)
    people.shut_out(library.store, person(library).id, by=library.add_staff("Ola"), now=library.clock())

    page.clock.fast_forward(61_000)
    expect(page.get_by_role("alert")).to_contain_text("You are signed out. What you wrote still stands here")
    expect(page.locator('[name="reply-en"]')).to_have_value(WORDS)
    assert faults_in_every_light(page) == {}
    send(page)
    page.get_by_text("Show what you wrote").click()
    expect(page.locator("details").get_by_text("Kom gjerne!")).to_be_visible()
    fill_in(page)

    expect(page.get_by_role("alert")).to_contain_text("The name or the password is not right.")
    page.get_by_text("Show what you wrote").click()
    expect(page.locator("details").get_by_text("Kom gjerne!")).to_be_visible()
    assert replies(library, given) == {}
    page.context.close()


@pytest.mark.parametrize("has_telephone", [True, False], ids=["telephone", "no telephone yet"])
def test_words_are_kept_over_the_second_factor_too(
    browser: Browser, library: Library, given: str, has_telephone: bool
) -> None:
    kari = library.add_staff()
    telephone = give_telephone(library.hub, kari)[0] if has_telephone else None
    with at_desk(library.hub) as desk:
        context = opened(browser)
        watched, page = Watched(context), context.new_page()
        token = library.begin_session()
        context.add_cookies([{"name": "__Host-samskap", "value": token, "url": desk.url, "secure": True}])
        write(page, desk.url, given)
        pass_idle(library)

        send(page)
        fill_in(page)
        expect(page.get_by_text("What you wrote is still here.")).to_be_visible()
        assert faults_in_every_light(page) == {}
        shows = telephone or telephone_that_read(page.content())
        page.get_by_label("Code", exact=True).fill(shows.shows(library.clock()))
        page.get_by_role("button", name="Go on").click()
        assert faults_in_every_light(page) == {}
        page.get_by_role("button", name="Send it now").click()

        page.wait_for_url("**done=**")
        assert replies(library, given) == {"en": WORDS}
        assert [said for said in watched.complaints if "401" not in said] == []
        context.close()


def test_words_that_were_refused_stay_where_their_writer_is_shut_out(
    browser: Browser, library: Library, base: str, given: str
) -> None:
    page, ola = opened(browser).new_page(), library.add_staff("Ola")
    sign_in(page, base)
    write(page, base, given)
    review.keep(library.store, given, by=ola, now=library.clock())
    send(page)
    expect(page.locator("#refused")).to_be_visible()

    people.shut_out(library.store, person(library).id, by=ola, now=library.clock())

    expect(page.get_by_text("You are signed out. What you wrote still stands here")).to_be_visible()
    expect(page.locator('[name="reply-en"]')).to_have_value(WORDS)
    page.context.close()


def test_page_that_began_to_listen_too_late_ends_as_well(browser: Browser, library: Library, base: str) -> None:
    page = opened(browser).new_page()
    sign_in(page, base)
    shut = threading.Event()

    def first_shut_out(route: Route) -> None:
        if not shut.is_set():
            shut.set()
            people.shut_out(library.store, person(library).id, by=library.add_staff("Ola"), now=library.clock())
        route.continue_()

    page.route("**/live**", first_shut_out)
    page.goto(f"{base}/inbox")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert shut.is_set()
    page.context.close()


@pytest.mark.parametrize("ending", ["password", "shut out"])
def test_open_pages_elsewhere_end_at_once(
    browser: Browser, library: Library, base: str, given: str, ending: str
) -> None:
    there, here = opened(browser).new_page(), opened(browser).new_page()
    sign_in(there, base)
    ola = library.add_staff("Ola")
    with there.expect_request("**/live**"):
        there.goto(f"{base}/inbox")
    library.bus.followed.acquire(timeout=20)

    if ending == "password":
        sign_in(here, base)
        here.goto(f"{base}/me/password")
        here.get_by_label("Your password now").fill(PASSWORD)
        here.get_by_label("New password").fill(NEW)
        here.get_by_label("The password once more").fill(NEW)
        here.get_by_role("button", name="Change password").click()
        here.wait_for_url("**/me?done=password")
    else:
        people.shut_out(library.store, person(library).id, by=ola, now=library.clock())

    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()
    if ending == "password":
        here.goto(f"{base}/inbox")
        expect(here.get_by_role("heading", name="Sign in")).to_have_count(0)
    for page in (there, here):
        page.context.close()
