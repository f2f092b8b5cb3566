"""Two real browsers at one answer: each sees the other come, and whoever is second loses no word."""

from contextlib import AbstractContextManager, ExitStack
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.bus import HERE
from hub.model import Role, State
from hub.services.review import inbox, review
from tests.hub.web.library import NAME, Library
from tests.hub.web.looking import PHONE
from tests.hub_builders import By

pytestmark = pytest.mark.browser


def opened(browser: Browser, library: Library, base: str, name: str) -> Page:
    """A browser of its own in which somebody is signed in."""
    context = browser.new_context(locale="en")
    port = base.rpartition(":")[2]
    context.add_cookies([{"name": f"samskap-{port}", "value": library.begin_session(name), "url": base}])
    return context.new_page()


def test_each_sees_the_other_come_and_the_second_keeps_what_was_written(
    browser: Browser, library: Library, base: str
) -> None:
    given = library.give("ideas", {"text": "en sklie"})
    library.add_staff("Ola", Role.REVIEWER)
    kari, ola = (opened(browser, library, base, name) for name in (NAME, "Ola"))
    with kari.expect_response("**/live*"):  # from now on it hears of what happens
        kari.goto(f"{base}/inbox/{given}")
    expect(kari.locator("#also")).to_be_empty()

    ola.goto(f"{base}/inbox/{given}/answer")
    expect(kari.locator("#also")).to_contain_text("Ola is writing here")
    expect(ola.locator("#also")).to_contain_text(f"{NAME} has this open too")

    kari.goto(f"{base}/inbox/{given}/answer")
    kari.locator("[name=reply-en]").fill("Kari's long answer")
    ola.locator("[name=reply-en]").fill("Ola's answer")
    ola.get_by_role("button", name="Send the answer").dblclick()  # and has sent it once
    ola.wait_for_url(lambda url: "done=answer" in url)
    expect(kari.locator("#decided")).to_contain_text("A colleague has decided about this meanwhile: Answered · Ola.")
    expect(kari.locator("[name=reply-en]")).to_have_value("Kari's long answer")
    kari.set_viewport_size(PHONE)
    kari.get_by_role("button", name="Send the answer").click()

    expect(kari.get_by_role("alert")).to_contain_text("Ola was quicker: Answered")
    expect(kari.get_by_role("alert")).to_be_focused()
    expect(kari.get_by_role("alert")).to_be_in_viewport(ratio=1)
    expect(kari.locator("[name=reply-en]")).to_have_value("Kari's long answer")
    kari.get_by_role("button", name="Send the answer").click()
    kari.wait_for_url(lambda url: "done=answer" in url)
    assert [line.staff for line in library.store.history.about(given)] == ["Ola", NAME]
    for page in (kari, ola):
        page.context.close()


class AtWork:
    """Somebody who clears an inbox up by keys, and what the hub answered."""

    def __init__(self, browser: Browser, library: Library, base: str, name: str, keys: str, far_end: str) -> None:
        self.far_end, self.name, self._keys, self._page = (
            far_end,
            name,
            cycle(keys),
            opened(browser, library, base, name),
        )
        self.answers: list[tuple[str, int]] = []
        self._page.on("response", lambda said: self.answers.append((said.request.method, said.status)))
        self._page.goto(f"{base}/inbox")

    @property
    def is_done(self) -> bool:
        """Whether nothing new is left."""
        return self._page.get_by_role("heading", name="All is read").count() > 0

    def comes(self) -> AbstractContextManager[object]:
        """Wait at the end for the page that what is pressed leads to."""
        return self._page.expect_navigation(wait_until="domcontentloaded")

    def press(self) -> None:
        """Decide about what is open where it is new, or go to the first of the list.

        Whoever was second goes to the far end, where nobody is yet; later to the list.
        """
        if self._page.locator('.acts [data-keys~="k"]').count():
            self._page.keyboard.press(next(self._keys))
        elif self._page.get_by_role("link", name="Read the first").count():
            self._page.keyboard.press("ArrowRight")
        else:
            self._page.evaluate("path => location.assign(path)", self.far_end)
            self.far_end = "/inbox"

    def made(self) -> int:
        """How many moves the hub has taken."""
        return self.answers.count(("POST", 303))

    def leave(self) -> None:
        """Close the browser."""
        self._page.context.close()


def test_two_people_clear_one_inbox_up_by_keys_and_history_tells_who_did_what(
    browser: Browser, library: Library, base: str
) -> None:
    given = [library.give("ideas", {"text": f"nummer {n}"}) for n in range(40)]
    library.add_staff("Ola", Role.REVIEWER)
    far_end = f"/inbox/{given[0]}"
    two = [AtWork(browser, library, base, name, keys, far_end) for name, keys in ((NAME, "kx"), ("Ola", "kkx"))]

    while busy := [one for one in two if not one.is_done]:
        with ExitStack() as both:
            for one in busy:
                both.enter_context(one.comes())
            for one in busy:  # before either is answered
                one.press()

    assert {status for one in two for _, status in one.answers} <= {200, 303, 409}, "nobody met an error page"
    assert sum(one.answers.count(("POST", 409)) for one in two) > 0, "both began with the same"
    assert inbox.counts(library.store).get(State.NEW, 0) == 0
    about = [library.store.history.about(one) for one in given]
    assert [len(lines) for lines in about] == [1] * len(given), "each was decided once, and never over a colleague"
    for one in two:
        assert sum(lines[0].staff == one.name for lines in about) == one.made() > 0
        one.leave()


def test_what_a_colleague_decides_is_told_in_the_list_and_moves_nothing(
    browser: Browser, library: Library, base: str
) -> None:
    given = [library.give("ideas", {"text": f"nummer {n} " * 30}) for n in range(12)]
    by = By(by=library.add_staff("Ola", Role.REVIEWER), now=library.clock())
    kari = opened(browser, library, base, NAME)
    with kari.expect_response("**/live*"):
        kari.goto(f"{base}/inbox/{given[2]}")
    library.bus.followed.acquire(timeout=20)
    row = kari.locator(f'.rows a[href*="{given[2]}"]')
    before = row.bounding_box()

    for one in given[-3:]:
        review.keep(library.store, one, **by)

    expect(kari.locator("[data-decided] a")).to_have_text("3 decided by now")
    expect(kari.locator(f'.rows a[href*="{given[-1]}"]')).to_contain_text("Kept · Ola")
    expect(kari.locator("#decided")).to_be_hidden()
    after = row.bounding_box()
    assert before is not None
    assert after is not None
    assert (before["x"], before["height"]) == (after["x"], after["height"])
    assert 0 <= after["y"] <= 720
    kari.locator("[data-decided] a").click()
    expect(kari.locator(".rows a")).to_have_count(9)
    kari.context.close()


def test_two_tabs_of_one_person_do_not_call_each_other(browser: Browser, library: Library, base: str) -> None:
    given = [library.give("ideas", {"text": f"nummer {n}"}) for n in range(3)]
    library.add_staff("Ola", Role.REVIEWER)
    kari, ola = (opened(browser, library, base, name) for name in (NAME, "Ola"))
    tabs = [kari, kari.context.new_page()]
    for tab, one in zip(tabs, given, strict=False):
        with tab.expect_response("**/live*"):
            tab.goto(f"{base}/inbox/{one}")

    for one, hear in ((given[0], (0,)), (given[1], (0, 1)), (given[2], (1,))):  # she comes, and goes on
        with ExitStack() as looks:
            for n in hear:
                looks.enter_context(tabs[n].expect_response(f"**/inbox/{given[n]}"))
            ola.goto(f"{base}/inbox/{one}")

    # Each time somebody opened something it was said, and not again because a tab looked who is there.
    assert library.bus.said.count(HERE) == len(tabs) + 3
    for page in (kari, ola):
        page.context.close()
