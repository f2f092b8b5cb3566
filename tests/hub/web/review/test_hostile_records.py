"""Hostile names in records that are set aside, in every list and on every page where staff meet them."""

import json
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from hub.lists import InboxFilter
from hub.model import State
from tests.hub.web.happenings import SLUG, hold, sign_up_at_kiosk
from tests.hub.web.library import Library

NAMES = {
    "html": '<img src=x onerror=alert(1)>"><script>alert(2)</script>',
    "turned": "\u202e\u2067drib snellebmag",
    "long": "Å" * 10_000,
    "lines": "Kari\nOla\r\n\u2028Per\t\x0bx",
}
LOOSE = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
"""What turns the direction of all that follows it, up to the end of its own ``bdi`` or field."""


class Turned(HTMLParser):
    """Collects the text of a page that turns what stands around it."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag in ("bdi", "textarea", "title")

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in ("bdi", "textarea", "title")

    def handle_data(self, data: str) -> None:
        if not self._inside and LOOSE & set(data):
            self.found.append(data)


def send_odd(library: Library, name: str) -> None:
    """Let a kiosk bring what no kiosk makes, with this name wherever there is a place for one."""
    for kind, answer in {
        "idea": {"text": name, "cards": [name]},
        "feedback": {"rating": name, "reasons": [name], "comment": name},
        "poll": {"choices": [name]},
        "signup": {"activity": name, "persons": [{"name": name, "age": name}], "contact": name},
        "change": {"activity": name, "code": name, "persons": 1},
        "attendance": {"activity": name, "date": name, "ticks": {name: 1}, "tally": {name: 1}},
        "drawing": {"strokes": [name]},
    }.items():
        library.send(kind, json.dumps(answer).encode())
    for payload in (name.encode(), json.dumps(name).encode()):
        library.send("idea", payload)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_in_what_is_set_aside_stay_names_wherever_they_are_listed(
    library: Library, staff: TestClient, name: str
) -> None:
    line = " ".join(name.split())[:60]
    sign_up_at_kiosk(library, hold(library), line)
    library.give("visit", {"rating": 1, "reasons": [], "comment": line})
    send_odd(library, name)
    ids = [row.id for row in library.store.inbox.page(InboxFilter(), size=50)]
    lists = ["/inbox?state=all", "/inbox?state=set_aside", "/kiosks", "/board", f"/activity/{SLUG}"]

    pages = {at: staff.get(at) for at in [*lists, *(f"/inbox/{one}?state=all" for one in ids)]}

    assert library.store.inbox.states()[State.SET_ASIDE] == 9
    assert {answer.status_code for answer in pages.values()} == {200}
    for at, answer in pages.items():
        assert "<img src=x" not in answer.text, at
        assert "<script>alert" not in answer.text, at
        turned = Turned()
        turned.feed(answer.text)
        assert turned.found == [], at
    assert len(pages["/inbox?state=all"].text) < 100_000, "a list is no place for ten thousand letters"
