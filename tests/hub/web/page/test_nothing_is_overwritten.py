"""Whoever comes second overwrites nothing: every route that changes is walked, and a new one must be classed here."""

import html
import re
from datetime import date
from typing import NamedTuple

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from hub.model import AuditLine, Role
from hub.services.activities import activities
from hub.services.backups import standing
from hub.services.changing import stand
from hub.services.house import logo, people
from hub.services.review import review, worries
from hub.web.page.access import StaffRoute, Stands
from shared.submission import utc
from tests.hub.web.happenings import hold, kari, write_in
from tests.hub.web.library import ENTRANCE, Library
from tests.hub.web.page.test_forms_of_two import fields
from tests.hub.web.page.test_gate import walked
from tests.hub_builders import By
from tests.logos import a_logo

ALIKE = {
    "/inbox/{id}/worry": "what not all may read is handed over from wherever it is by now, and can be handed back",
    "/activity/{slug}/add": "somebody more is written in",
    "/activity/{slug}/sign-ups/{id}/wrote": "it looks",
    "/activity/{slug}/tell": "it looks",
    "/activity/{slug}/tell/{id}": "it says what was told, and is refused where that is something else by now",
    "/activity/{slug}/door/tick": "who stands at the door says how many came; kiosks at the door do, without a network",
    "/activity/{slug}/door/count": "one more, or one fewer, than there are",
    "/activities/import": "it takes what is new, and shows what it would change",
    "/activities/import/change": "it says what was looked at, and is refused where that is something else by now",
    "/activity/{slug}/seats/{kiosk}/recall": "it says which of the two it shall be",
    "/activity/{slug}/take-on": "one more who looks after it",
    "/activity/{slug}/owners": "one more who looks after it",
    "/activities/recount": "a kiosk that is not waited for cannot be waited for less",
    "/activities/new": "one more; no two have one name",
    "/language": "of one browser",
    "/keys": "of one browser",
    "/me/language": "one's own",
    "/me/password": "one's own, and the old one is asked for",
    "/me/second": "one's own, and the password is asked for",
    "/me/second/codes": "one's own, and the password is asked for",
    "/me/second/remove": "one's own, and the password is asked for",
    "/me/sessions/end": "what is over cannot end again",
    "/me/sessions/end-others": "what is over cannot end again",
    "/welcome": "a code is good once",
    "/set-up": "it is done once",
    "/second": "one's own sign-in",
    "/sign-in": "one's own sign-in",
    "/sign-out": "what is over cannot end again",
    "/here": "it changes nothing",
    "/reading": "it changes nothing",
    "/settings/phrase": "it looks",
    "/prompts/new": "one more; no two have one name",
    "/people/invite": "one more; no two have one name",
    "/people/{id}/shut-out": "whoever must be out is out at once, whatever a colleague has done meanwhile",
    "/first-day/{step}/skip": "what is done stays done",
    "/first-day/{step}/done": "what is done stays done",
    "/background/{name}/begin": "work that goes on does not begin again",
    "/background/{name}/cancel": "what has ended cannot be cancelled",
    "/background/{name}/drop": "it deletes the file of whoever asks alone, which they make again when they like",
    "/backup/begin": "work that goes on does not begin again",
    "/backup/cancel": "what has ended cannot be cancelled",
    "/kiosks/looked-through": "it says what somebody has seen",
    "/kiosks/clock": "it says what somebody has seen",
    "/kiosks/{id}/door-key": "it says about which key, and is refused about another",
    "/kiosks/{id}/revoke": "what may be in the wrong hands is out at once, whatever a colleague has done meanwhile",
    "/kiosks/{id}/came/aside": "it moves what nobody has looked at by now, and no more",
    "/kiosks/{id}/came/back": "it moves what nobody has looked at since, and no more",
    "/kiosks/{id}/came/cancel": "who is cancelled by now is passed by",
}
"""What overwrites nothing whoever comes second, and why."""

HOSTILE = (
    "x", "-", "0", "1-00000000", "999999999999999-abcdef12", "9999999999999999-", "-1-", "1-abc' or 1=1 --", "٣-",
    "1" * 5_000, "1-\x00", "\ud800".encode(errors="surrogatepass").decode(errors="replace"),
)  # fmt: skip


class Sent(NamedTuple):
    """A form of a route: where it is sent, and with what."""

    path: str
    data: dict[str, str]
    files: dict[str, bytes] | None = None


@pytest.fixture
def by(library: Library, staff: TestClient) -> By:
    """Kari, just now."""
    return By(by=kari(library), now=library.clock())


@pytest.fixture
def forms(library: Library, staff: TestClient, by: By, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sent]:
    """A form of each route that changes what was seen; each can be sent with success, one after the other."""
    new = iter([library.give("ideas", {"text": f"nummer {n}"}) for n in range(10)])
    kept, *worried = (next(new) for _ in range(5))
    review.keep(library.store, kept, **by)
    for one in worried:
        worries.mark(library.store, one, **by)
    worries.hold(library.store, worried[1], until=date(2027, 1, 5), reason="sak", **by)
    hold(library, seats=3)
    seated, family, *waiting = (write_in(library, *names) for names in (["A", "B"], ["C", "D"], ["E"], ["F", "G"]))
    for slug in ("edited", "off", "gone", "film"):
        hold(library, slug)
    logo.choose(library.store, a_logo((0, 0, 0)), **by)
    person = people.invite(library.store, "Per", roles=[Role.REVIEWER], **by).staff.id
    stick = tmp_path_factory.mktemp("stick")
    standing.choose(library.store, stick, **by)
    up = "/activity/suppe/sign-ups/{}/{}".format
    answer = {"reply-nb": "Takk", "status": "heard", "text": "kort", "until": "2027-01-05", "reason": "sak"}
    inbox = ("publish", "answer", "erase", "keep", "set-aside")
    return {
        **{f"/inbox/{{id}}/{move}": Sent(f"/inbox/{next(new)}/{move}", answer) for move in inbox},
        "/inbox/{id}/reopen": Sent(f"/inbox/{kept}/reopen", {}),
        **{
            f"/inbox/{{id}}/{move}": Sent(f"/inbox/{one}/{move}", answer)
            for one, move in zip(worried, ("hold", "end-hold", "calm", "erase-worry"), strict=True)
        },
        "/activity/{slug}/sign-ups/{id}/seat": Sent(up(waiting[0].id, "seat"), {"reason": "syk"}),
        "/activity/{slug}/sign-ups/{id}/resize": Sent(up(family.id, "resize"), {"persons": "1"}),
        "/activity/{slug}/sign-ups/{id}/move": Sent(up(waiting[1].id, "move"), {"to": "film"}),
        "/activity/{slug}/sign-ups/{id}/cancel": Sent(up(seated.id, "cancel"), {}),
        "/activity/{slug}/sign-ups/{id}/erase": Sent(up(family.id, "erase"), {}),
        "/activity/{slug}/edit": Sent("/activity/edited/edit", fields(staff.get("/activity/edited/edit").text)),
        "/activity/{slug}/call-off": Sent("/activity/off/call-off", {"reason": "syk"}),
        "/activity/{slug}/withdraw": Sent("/activity/gone/withdraw", {}),
        "/activity/{slug}/door-kiosk": Sent("/activity/film/door-kiosk", {"kiosk": ENTRANCE}),
        "/activity/{slug}/seats/{kiosk}/free": Sent(f"/activity/film/seats/{ENTRANCE}/free", {"reason": "stille"}),
        "/prompts/order": Sent("/prompts/order", {"id": "ideas", "to": "down"}),
        "/prompts/{id}": Sent("/prompts/ideas", fields(staff.get("/prompts/ideas").text)),
        "/prompts/{id}/withdraw": Sent("/prompts/visit/withdraw", {}),
        "/people/{id}/roles": Sent(f"/people/{person}/roles", {"role": "admin"}),
        "/people/{id}/code": Sent(f"/people/{person}/code", {}),
        "/backup": Sent("/backup", {"folder": str(stick)}),
        "/backup/none": Sent("/backup/none", {}),
        "/settings": Sent("/settings", {"library": "Lund", "default_language": "nb", "zone": "Europe/Oslo"}),
        "/settings/logo": Sent("/settings/logo", {}, {"logo": a_logo()}),
        "/settings/logo/remove": Sent("/settings/logo/remove", {}),
        "/kiosks/{id}/name": Sent(f"/kiosks/{ENTRANCE}/name", {"name": "Bokbussen"}),
        "/kiosks/{id}/place": Sent(f"/kiosks/{ENTRANCE}/place", {"place": "Ved disken"}),
        "/kiosks/add": Sent("/kiosks/add", {"name": "Kafeen"}),
        "/first-day/questions": Sent("/first-day/questions", {"question": "ideas"}),
    }


def changing_routes(app: FastAPI) -> dict[str, Stands | None]:
    """Return what each route that changes something changes only as it was seen."""
    found = walked(app.router.routes)
    return {path: one.stands for path, one in found if isinstance(one, StaffRoute) and "POST" in (one.methods or ())}


def subject(stands: Stands, template: str, sent: Sent) -> str:
    """Return what a form is about, as the history calls it."""
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
    found = re.fullmatch(pattern, sent.path)
    assert found is not None
    return stands.of.format(**found.groupdict())


def refusal(page: str) -> str:
    """Return why the page says that what was sent is refused."""
    return page.partition('role="alert" id="refused"')[2].partition("</p>")[0]


def test_every_route_that_changes_something_is_refused_to_the_second_or_says_why_not(
    app: FastAPI, forms: dict[str, Sent]
) -> None:
    routes = changing_routes(app)

    assert {path for path, stands in routes.items() if stands is None} == set(ALIKE)
    assert {path for path, stands in routes.items() if stands is not None} == set(forms)


def test_whoever_comes_second_changes_nothing_and_reads_who_was_first(
    app: FastAPI, library: Library, staff: TestClient, forms: dict[str, Sent]
) -> None:
    for template, stands in changing_routes(app).items():
        if stands is None:
            continue
        sent, seen = forms[template], stand(library.store)
        move = stands.moves[0] if stands.moves else "save"
        library.store.history.write(AuditLine(utc(library.clock()), "Ola", move, subject(stands, template, sent)))
        lines, revisions = library.store.history.end(), library.store.revisions.newest()

        answer = staff.post(sent.path, params={"stand": seen}, data=sent.data, files=sent.files)

        assert answer.status_code == 409, (template, answer.status_code, answer.headers)
        assert "Ola" in refusal(answer.text), template
        assert (library.store.history.end(), library.store.revisions.newest()) == (lines, revisions), template
        assert f"stand={stand(library.store)}" in html.unescape(answer.text), f"{template}: now it is meant"


def test_whoever_has_seen_how_it_is_now_is_not_refused(
    app: FastAPI, library: Library, staff: TestClient, forms: dict[str, Sent]
) -> None:
    for template, sent in forms.items():
        lines = library.store.history.end()

        answer = staff.post(sent.path, params={"stand": stand(library.store)}, data=sent.data, files=sent.files)

        assert answer.status_code in (200, 303), (template, answer.status_code, answer.text)
        assert library.store.history.end() > lines, template


def test_what_is_no_stand_of_this_history_is_refused_in_words(
    app: FastAPI, library: Library, staff: TestClient, forms: dict[str, Sent]
) -> None:
    keep = forms["/inbox/{id}/keep"]
    lines = library.store.history.end()

    sent = [(keep, hostile) for hostile in HOSTILE] + [(form, "x") for form in forms.values()]
    for form, hostile in sent:
        answer = staff.post(form.path, params={"stand": hostile}, data=form.data, files=form.files)
        assert answer.status_code == 409, (form, hostile, answer.status_code)
        assert "cannot tell what has happened since you opened this page" in refusal(answer.text), (form, hostile)

    assert library.store.history.end() == lines


def test_every_form_says_what_was_seen(library: Library, staff: TestClient, forms: dict[str, Sent]) -> None:
    activities.take_on(library.store, "film", staff=kari(library), now=library.clock())
    library.call(ENTRANCE)
    routes = {path: re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))) for path in forms}
    sent = {form.path for form in forms.values()}
    there, silent = set[str](), set[str]()
    for path in sorted(sent | {one.rpartition("/")[0] for one in sent} | {"/kiosks", "/prompts/visit"}):
        for action in re.findall(r'<form[^>]* method="post" action="([^"]*)"', staff.get(path).text):
            at, _, query = html.unescape(action).partition("?")
            ways = [name for name, way in routes.items() if way.fullmatch(at) and at not in set(routes) | set(ALIKE)]
            ways += [at] * (at in routes)
            there.update(ways)
            if ways and f"stand={stand(library.store)}" not in query.split("&"):
                silent.add(action)

    assert silent == set()
    assert there == set(forms)


def test_whoever_comes_back_to_where_a_form_was_sent_finds_a_page(staff: TestClient, forms: dict[str, Sent]) -> None:
    for template, sent in forms.items():
        answer = staff.get(sent.path)
        led = staff.get(answer.headers["location"]) if answer.status_code == 303 else answer
        assert led.status_code == 200, (template, answer.headers.get("location"))
