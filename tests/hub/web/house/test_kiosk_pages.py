"""Kiosks: how they are, letting one in, shutting one out."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hub.bus import TRIED
from hub.chores.chores import chores
from hub.model import LeaseAccount
from hub.services.house import kiosks, pairing
from hub.services.restoring import recount
from hub.services.sync import unknown_codes
from hub.web.house import kiosk_health
from hub.web.house.kiosk_health import troubles
from hub.web.page.times import dated
from hub.web.staff_app import create_staff_app
from hub.web.sync.sync_app import create_sync_app
from shared.errors import BadName
from shared.protocol import PREFIX
from shared.submission import new_submission_id, utc
from tests.builders import receipt_code
from tests.hub.web.happenings import SLUG, hold, sign_up_at_kiosk
from tests.hub.web.library import CHILDREN, ENTRANCE, Library, open_library
from tests.hub_builders import KARI, a_health


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ({}, None),
        ({"copied": True}, kiosk_health.COPIED),
        ({"created": 9}, kiosk_health.UNBALANCED),
        ({"stored": 1}, kiosk_health.HUB_DIFFERS),
        ({"stored": 1, "erased_here": 2}, None),
        ({"set_aside": 2, "created": 6}, kiosk_health.SET_ASIDE),
        ({"free_bytes": 999_999_999}, kiosk_health.LOW),
        ({"last_seen_at": "2026-11-19T12:00:00.000Z"}, kiosk_health.SILENT),
        ({"skew_s": -301.0}, kiosk_health.SKEWED),
        ({"skew_s": 299.0}, None),
        ({"salvages": 1}, kiosk_health.SALVAGED),
        ({"copied": True, "revoked_at": "2026-11-22T11:00:00.000Z"}, None),
        ({"copied": True, "last_seen_at": None}, None),
    ],
)
def test_trouble_of_a_kiosk_is_named(library: Library, said: dict[str, Any], trouble: object) -> None:
    read = library.store.kiosks.read(ENTRANCE)
    assert read is not None
    well: dict[str, Any] = {
        "last_seen_at": "2026-11-22T11:59:00.000Z", "created": 4, "waiting": 1, "on_hub": 3, "set_aside": 0,
        "erased": 0, "free_bytes": 5 * 10**9, "skew_s": 1.0, "salvages": 0, "stored": 3,
    }  # fmt: skip
    library.clock.at = library.clock.at.replace(year=2026, month=11, day=22, hour=12)

    found = troubles(replace(read, **well | said), now=library.clock())

    assert found == ([trouble] if trouble else [])


def test_kiosk_is_not_blamed_for_a_clock_while_the_hub_doubts_its_own(library: Library, staff: TestClient) -> None:
    library.hub.time.confirm(by=KARI)
    right = library.clock.at
    library.clock.set_to(right + timedelta(days=1_100))
    library.call(ENTRANCE)
    library.store.kiosks.heard(
        ENTRANCE, a_health(sent_at=utc(right)), skew_s=1_100 * 86_400.0, now=utc(library.hub.now())
    )

    while_doubted = staff.get("/kiosks").text
    staff.post("/kiosks/clock")
    afterwards = staff.get("/kiosks").text

    assert kiosk_health.DIFFERS.says in unescape(while_doubted)
    assert kiosk_health.SKEWED.says not in while_doubted
    assert "behind" not in while_doubted
    assert kiosk_health.SKEWED.says in afterwards


def test_kiosks_show_their_books_and_their_troubles(library: Library, staff: TestClient) -> None:
    library.give("ideas", {"text": "en suppe"})
    library.call(CHILDREN, waiting=3, created=3, free_bytes=600_000_000)

    page = staff.get("/kiosks").text

    assert "1 made = 1 on the hub + 0 waiting + 0 set aside + 0 erased" in page
    assert "3 made = 0 on the hub + 3 waiting + 0 set aside + 0 erased" in page
    assert page.count("They balance.") == 2
    assert "Little disk space left on the tablet." in page
    assert re.search(r'<span class="count alarm"><span class="unseen">[^<]*</span>1</span>', page)


def test_kiosk_that_sends_many_codes_nobody_knows_is_named_with_how_many(library: Library, staff: TestClient) -> None:
    hold(library)
    library.call(ENTRANCE)
    alarm = '<span class="count alarm">'

    def guess(count: int) -> str:
        with library.store.atomic():
            for _ in range(count):
                code = receipt_code(new_submission_id())
                recount.stand_in(library.store, SLUG, code, persons=0, asked_by=ENTRANCE)
        return unescape(staff.get("/kiosks").text)

    one, before, many = guess(1), guess(unknown_codes.MANY - 2), guess(1)

    says = kiosk_health.GUESSING.says.format(n=unknown_codes.MANY)
    assert [(says in page, alarm in page) for page in (one, before, many)] == [
        (False, False),
        (False, False),
        (True, True),
    ]
    staff.post(f"/kiosks/{ENTRANCE}/revoke")
    assert library.store.sign_ups.unknown_codes() == {}


def test_pairing_code_is_shown_large_with_its_time_left(library: Library, staff: TestClient) -> None:
    before = staff.get("/kiosks/add").text

    answer = staff.post("/kiosks/add", data={"name": "Bokbussen"})
    library.clock.go(minutes=4)
    page = staff.get(answer.headers["location"]).text
    code = pairing.current(library.store, library.clock())

    assert "No code is open" in before
    assert code is not None
    assert f'<p class="code" translate="no">{code.code}</p>' in page
    assert 'data-seconds="360"' in page
    assert "6 minutes" in page
    library.clock.go(minutes=7)
    assert code.code not in staff.get("/kiosks/add").text


def test_page_of_the_code_says_that_somebody_tries_with_a_wrong_one(library: Library, staff: TestClient) -> None:
    staff.post("/kiosks/add", data={"name": "Bokbussen"})
    before = staff.get("/kiosks/add").text
    asked = {"kiosk_nonce": "ab" * 32, "hub_nonce": "cd" * 32, "kiosk_id": "k", "kiosk_name": "Ny", "proof": "0" * 64}
    stranger = TestClient(create_sync_app(library.hub))
    for _ in range(3):
        assert stranger.post(f"{PREFIX}/pairing/proof", json=asked).status_code == 403

    page = unescape(staff.get("/kiosks/add").text)

    assert "wrong code" not in before
    assert "3 tries with a wrong code. Was it not you?" in page
    assert library.bus.said.count(TRIED) == 1


def test_looking_at_the_code_does_not_change_it(library: Library, staff: TestClient) -> None:
    staff.post("/kiosks/add", data={"name": "Bokbussen"})

    codes = [re.search(r'translate="no">([^<]+)<', staff.get("/kiosks/add").text) for _ in range(2)]

    opened = pairing.current(library.store, library.clock())
    assert opened is not None
    assert [found and found[1] for found in codes] == [opened.code] * 2


def test_kiosk_is_shut_out_at_once(library: Library, staff: TestClient) -> None:
    answer = staff.post(f"/kiosks/{ENTRANCE}/revoke")

    out = library.store.kiosks.read(ENTRANCE)
    assert out is not None
    assert out.revoked_at is not None
    assert "shut out" in staff.get(answer.headers["location"]).text


@pytest.mark.parametrize(("name", "status"), [("Bokbussen", 303), ("", 422), ("x" * 81, 422), ("a\nb", 422)])
def test_kiosk_gets_a_name_fit_for_a_list(library: Library, staff: TestClient, name: str, status: int) -> None:
    answer = staff.post(f"/kiosks/{ENTRANCE}/name", data={"name": name})

    assert answer.status_code == status
    assert (name in [kiosk.name for kiosk in kiosks.listed(library.store)]) is (status == 303)


def test_unknown_kiosk_is_not_found(staff: TestClient) -> None:
    assert staff.post("/kiosks/nobody/revoke").status_code == 404
    assert staff.post("/kiosks/nobody/name", data={"name": "x"}).status_code == 404
    assert staff.post("/kiosks/nobody/place", data={"place": "x"}).status_code == 404


def test_hub_without_kiosks_says_how_to_begin(library: Library, staff: TestClient) -> None:
    for kiosk in (ENTRANCE, CHILDREN):
        staff.post(f"/kiosks/{kiosk}/revoke")

    page = staff.get("/kiosks").text

    assert "No kiosk yet" in page
    assert page.count('action="/kiosks/add"') == 1


def test_clock_that_leaps_is_told_on_the_page_and_believed_at_a_word_of_staff(
    library: Library, staff: TestClient
) -> None:
    library.hub.time.confirm(by=KARI)
    assert "Is the clock of this computer right?" not in staff.get("/kiosks").text
    library.clock.set_to(library.clock.at + timedelta(days=1_100))

    page = staff.get("/kiosks").text
    assert "Is the clock of this computer right?" in page
    assert f"It says {dated(utc(library.clock.at), 'Europe/Oslo', 'en')}." in page
    assert 'class="count alarm"' in staff.get("/board").text
    done = staff.post("/kiosks/clock", follow_redirects=True).text

    assert "The clock of this computer is taken as right." in done
    assert "Is the clock of this computer right?" not in done
    assert library.hub.now() == library.clock.at


def test_clock_that_cannot_be_right_is_not_believed_whoever_says_so(library: Library, staff: TestClient) -> None:
    library.hub.time.confirm(by=KARI)
    library.clock.set_to(datetime(1970, 1, 2, tzinfo=UTC))

    refused = staff.post("/kiosks/clock")

    assert refused.status_code == 422
    assert "The clock of this computer cannot be right. Set it first." in refused.text
    assert library.hub.time.certain() is None


def test_new_hub_asks_about_its_clock_without_an_alarm(library: Library, staff: TestClient) -> None:
    page = staff.get("/kiosks").text

    assert "This hub is new, and nothing has agreed with it yet." in page
    assert 'class="count alarm"' not in page


LOOK_AT_TABLETS = "Look at the clocks of the tablets below. Is one of them wrong, set it, or shut the tablet out."


def test_new_hub_that_nothing_agreed_with_for_days_calls_staff_and_says_what_to_do(
    library: Library, staff: TestClient
) -> None:
    library.hub.time.look()
    slow = a_health(sent_at=utc(library.clock.at - timedelta(minutes=11)))
    library.store.kiosks.heard(ENTRANCE, slow, skew_s=-660.0, now=utc(library.hub.now()))
    assert LOOK_AT_TABLETS not in staff.get("/kiosks").text
    library.clock.pass_s(3 * 86_400)
    staff.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")

    page = staff.get("/kiosks").text

    assert "This hub is new, and nothing has agreed with it yet." in page
    assert LOOK_AT_TABLETS in page
    assert kiosk_health.UNCLEAR.says in unescape(page)
    assert "11 minutes behind" in page
    assert 'class="count alarm"' in page


def test_clock_that_no_tablet_agreed_with_for_long_is_told_on_the_page(library: Library, staff: TestClient) -> None:
    library.hub.time.confirm(by=KARI)
    for night in range(10):
        library.clock.set_to(library.clock.at + timedelta(hours=14))
        library.clock.boot = f"boot {night}"
        library.hub.time.look()
    staff.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")

    page = staff.get("/kiosks").text

    assert "for a long time no tablet has agreed with its clock." in page
    assert LOOK_AT_TABLETS in page
    assert 'class="count alarm"' in page


def test_shutting_out_asks_once_more_on_a_page_that_needs_no_script(library: Library, staff: TestClient) -> None:
    library.call(ENTRANCE, waiting=2)
    listed = staff.get("/kiosks").text

    asked = staff.get(f"/kiosks/{ENTRANCE}/revoke").text
    still_in = library.store.kiosks.read(ENTRANCE)
    staff.post(f"/kiosks/{ENTRANCE}/revoke")

    assert f'action="/kiosks/{ENTRANCE}/revoke"' not in listed
    assert f'href="/kiosks/{ENTRANCE}/revoke"' in listed
    assert "Shut Inngang out?" in asked
    assert "2 answers waited on it" in asked
    assert still_in is not None
    assert still_in.revoked_at is None
    assert [line.move for line in library.store.history.about(f"kiosk {ENTRANCE}")] == ["revoke"]
    assert staff.get(f"/kiosks/{ENTRANCE}/revoke").status_code == 404


def test_adding_a_kiosk_asks_what_it_is_called_and_keeps_the_name_with_the_code(
    library: Library, staff: TestClient
) -> None:
    asked = staff.get("/kiosks/add").text
    staff.post("/kiosks/add", data={"name": " Bokbussen "})
    shown = staff.get("/kiosks/add").text
    refused = [staff.post("/kiosks/add", data=given) for given in ({"name": "x" * 81}, {"name": " "}, {})]

    assert "What is the kiosk called?" in asked
    assert "It will be called Bokbussen here." in shown
    code = pairing.current(library.store, library.clock())
    assert code is not None
    assert code.name == "Bokbussen"
    assert {one.status_code for one in refused} == {422}
    assert all('id="name-wrong"' in one.text and BadName.says in one.text for one in refused)


def test_new_hub_does_not_speak_of_a_code_that_nobody_made(tmp_path: Path) -> None:
    with open_library(tmp_path / "new") as new:
        new.add_staff()
        client = TestClient(create_staff_app(new.hub), "http://127.0.0.1:8080", headers={"accept-language": "en"})
        client.cookies.set("samskap-8080", new.begin_session(), domain="127.0.0.1")
        before = client.get("/kiosks/add").text
        pairing.open_code(new.store, by=KARI, now=new.clock())
        new.clock.go(minutes=11)
        after = client.get("/kiosks/add").text

    assert ["No code is open" in page for page in (before, after)] == [False, True]


def test_mended_databases_are_told_only_where_there_were_some(library: Library, staff: TestClient) -> None:
    library.call(CHILDREN, salvages=0)
    well = staff.get("/kiosks").text
    library.call(CHILDREN, salvages=2)

    assert ("Database put right" in well, "Database put right" in staff.get("/kiosks").text) == (False, True)


def test_shutting_out_says_what_came_from_the_kiosk_and_what_it_holds(library: Library, staff: TestClient) -> None:
    for words in ("en suppe", "en sklie"):
        library.give("ideas", {"text": words})
    library.give("ideas", {"text": "en båt"}, kiosk=CHILDREN)
    soup = hold(library)
    sign_up_at_kiosk(library, soup, "Kari")
    library.store.leases.save(LeaseAccount(SLUG, ENTRANCE, granted=4, returned=1))

    staff.post(f"/activity/{SLUG}/door-kiosk", data={"kiosk": ENTRANCE})

    asked = staff.get(f"/kiosks/{ENTRANCE}/revoke").text
    after = staff.get(staff.post(f"/kiosks/{ENTRANCE}/revoke").headers["location"]).text
    link = re.search(r'href="(/inbox\?[^"]+since=[^"]+)"', after)

    assert link is not None
    listed = staff.get(unescape(link[1])).text
    which = f"Demokratisuppe ({dated(soup.starts_at, soup.zone, 'en')}, Kafeen)"
    for page in (asked, after):
        assert "2 answers came from it" in page
        assert f'<a href="/activity/{SLUG}?kiosk={ENTRANCE}#seated-head">1 sign-up for {which}</a>' in page
        assert f'<a href="/activity/{SLUG}#leases-head">It holds 3 seats for {which}</a>' in page
        assert f"The list of names for {which} may be on it</a>" in page
    assert ("en suppe" in listed, "en sklie" in listed, "en båt" in listed) == (True, True, False)


def test_kiosk_shut_out_long_ago_is_one_line(library: Library, staff: TestClient) -> None:
    staff.post(f"/kiosks/{ENTRANCE}/revoke")
    before = staff.get("/kiosks").text

    library.clock.go(days=7)
    staff.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")
    page = staff.get("/kiosks").text

    assert ("in the wrong hands" in before, "in the wrong hands" in page) == (True, False)


@pytest.mark.parametrize("out", [False, True])
def test_number_of_answers_is_that_of_the_list_it_leads_to_and_the_others_are_told_beside_it(
    library: Library, staff: TestClient, out: bool
) -> None:
    library.give("ideas", {"text": "en suppe"})
    for name in ("Kari", "Ola"):
        sign_up_at_kiosk(library, hold(library, SLUG), name)
    if out:
        staff.post(f"/kiosks/{ENTRANCE}/revoke")

    page = staff.get("/kiosks").text
    link = re.search(rf'href="(/inbox\?state=all&amp;kiosk={ENTRANCE})">([^<]*)</a>', page)

    assert link is not None
    assert link[2] == "1 answer"
    assert "1 found" in staff.get(unescape(link[1])).text
    assert "2 more for activities" in page


def test_every_chore_has_a_fence_that_staff_read(library: Library, staff: TestClient) -> None:
    for chore in chores(library.hub, 8443):
        chore.fence.note(RuntimeError("Kari sin suppe"))

    page = staff.get("/kiosks").text

    assert "What has reached its date could not be deleted" in page
    assert page.count('tell them this code: <code translate="no">RuntimeError</code>') == page.count("RuntimeError") > 0
    assert "suppe" not in page
    assert '<span class="count alarm">' in page
