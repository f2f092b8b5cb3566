"""Reading one submission and deciding: every move through the page, and hostile words shown as they were typed."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from hub.bus import NEWS
from hub.model import State
from hub.services.review import board, inbox, review
from hub.web.review.acts import SHOWN
from shared.kinds.base import Answer
from shared.submission import new_submission_id
from tests.hub.web.library import ENTRANCE, NAME, Library
from tests.hub_builders import a_submission, an_arrival

STROKES = [
    {"colour": "#f4b728", "width": 12, "points": [[0.1, 0.1], [0.5, 0.9]]},
    {"colour": "#1e2b33", "width": 40, "points": [[0.5, 0.5]]},
]
ANSWERS: dict[str, Answer] = {
    "ideas": {"text": "en sklie\nmellom bøkene", "cards": ["play"]},
    "visit": {"rating": 1, "reasons": ["sound"], "comment": "for  høyt"},
    "opening-hours": {"choices": ["evenings"]},
    "dream-library": {"strokes": STROKES},
}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}} ${7*7} {% raw %}",
    "\u202egnirts desrever\u202c og \u2066isolert",
    "a\u0300\u0301\u0302\u0303" * 50,
    "👩‍👩‍👧‍👦 مرحبا \u200b\u200d",
    "=HYPERLINK(1)\t\n\n  innrykk  ",
    "\n først en tom linje",
    "Donaudampfschiffahrtsgesellschaft" * 50,
    "x" * 2_000,
]


def said(page: str) -> str:
    found = re.search(r'<bdi class="said[^"]*"[^>]*>(.*?)</bdi>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


@pytest.mark.parametrize("age_s", [1e15, 4.6e18, 1e300, -1e300])
def test_age_that_cannot_be_is_not_shown(library: Library, staff: TestClient, age_s: float) -> None:
    kept = an_arrival(a_submission(kiosk=ENTRANCE), age_s=age_s)
    library.store.submissions.add([kept])

    page = staff.get(f"/inbox/{kept.submission.id}")

    assert page.status_code == 200
    assert "Waited on the kiosk" not in page.text


def test_publishing_with_nothing_typed_asks_again(staff: TestClient, library: Library) -> None:
    given = library.give("ideas", {"text": "en sklie"})

    answer = staff.post(f"/inbox/{given}/publish")

    assert answer.status_code == 422
    assert 'id="status-wrong"' in answer.text


@pytest.mark.parametrize("kind", ["signup", "change", "attendance", "exit"])
@pytest.mark.parametrize("activity", [r'"\ud800"', '"\\u0000"', "7", '["soup"]', '"../x"'])
def test_what_belongs_to_no_activity_can_be_read_and_erased(
    library: Library, staff: TestClient, kind: str, activity: str
) -> None:
    odd = library.send(kind, f'{{"activity":{activity},"date":"\\ud800","persons":[7]}}'.encode())

    assert staff.get(f"/inbox/{odd}").status_code == 200
    assert f"/inbox/{odd}" in staff.get("/inbox?state=set_aside").text
    assert staff.post(f"/inbox/{odd}/erase").headers["location"] == "/inbox?done=erase"
    assert staff.get(f"/inbox/{odd}").status_code == 410


@pytest.mark.parametrize("prompt", ANSWERS)
def test_every_kind_is_shown_whole(library: Library, staff: TestClient, prompt: str) -> None:
    page = unescape(staff.get(f"/inbox/{library.give(prompt, ANSWERS[prompt])}").text)

    seen = {
        "ideas": ["en sklie\nmellom bøkene", "<bdi>Play</bdi></li>"],
        "visit": ["for  høyt", "Very bad", '<circle cx="50" cy="50"', "Noise and quiet"],
        "opening-hours": ["In the evening"],
        "dream-library": ['<polyline points="1000,750 5000,6750" stroke="#f4b728" stroke-width="120"/>', "<circle"],
    }
    assert [word for word in seen[prompt] if word not in page] == []
    assert [word for word in ("Inngang", "Norsk bokmål", "4 seconds") if word not in page] == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_they_were_typed(library: Library, staff: TestClient, words: str) -> None:
    given = library.give("ideas", {"text": words})

    pages = [staff.get(f"/inbox/{given}{path}").text for path in ("", "/publish", "/answer")]
    staff.post(f"/inbox/{given}/publish", data={"status": "heard", "text": words.replace("\n", "\r\n")})

    assert [said(page) for page in pages] == [words] * 3
    (notice,) = board.notices(library.store)
    assert notice.text == words, "untouched words stay as they were typed"
    for page in (*pages, staff.get("/inbox?state=all").text, staff.get("/board").text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49" not in re.sub(r"[^ ]*\d{3,}[^ ]*", "", said(pages[0]))


@pytest.mark.parametrize("name", ["<b>Kari</b>", '"><script>alert(1)</script>'])
def test_hostile_names_are_shown_as_they_were_typed(library: Library, staff: TestClient, name: str) -> None:
    library.call("entrance")
    assert staff.post("/kiosks/entrance/name", data={"name": name}).status_code == 303
    assert staff.post("/settings", data={"library": name, "default_language": "nb"}).status_code == 303
    library.give("ideas", {"text": "noe"})

    for path in ("/inbox", "/kiosks", "/settings", "/settings/phrase", "/board"):
        page = staff.get(path).text
        assert name not in page
        assert name in unescape(page)


def test_publishing_puts_it_on_the_board_tells_the_kiosks_and_goes_on(library: Library, staff: TestClient) -> None:
    older = library.give("ideas", {"text": "en eldre"})
    given = library.give("ideas", {"text": "en suppe, sier Per"})
    library.bus.said.clear()

    answer = staff.post(
        f"/inbox/{given}/publish",
        data={"status": "trying", "text": "en suppe", "reply-nb": "Vi prøver i mai.", "reply-sv": "Vi provar."},
    )

    (notice,) = board.notices(library.store)
    assert (notice.text, notice.status) == ("en suppe", "trying")
    assert notice.replies == {"nb": "Vi prøver i mai.", "sv": "Vi provar."}
    assert library.bus.said == [NEWS]
    assert answer.headers["location"] == f"/inbox/{older}?done=publish&was={given}"
    shown = staff.get(answer.headers["location"]).text
    assert "It is on the board now." in shown
    assert f'action="/inbox/{given}/reopen?stand=' in shown, "one press undoes it"


@pytest.mark.parametrize(("path", "state"), [("keep", State.KEPT), ("set-aside", State.SET_ASIDE)])
def test_quick_moves_go_on_to_the_next_and_can_be_undone(
    library: Library, staff: TestClient, path: str, state: State
) -> None:
    first, second = (library.give("ideas", {"text": text}) for text in ("en", "to"))

    after_last = staff.post(f"/inbox/{first}/{path}").headers["location"]
    moved = inbox.read(library.store, first).state
    staff.post(f"/inbox/{first}/reopen")
    after_all = [staff.post(f"/inbox/{one}/{path}").headers["location"] for one in (second, first)]

    assert moved is state
    move = path.replace("-", "_")
    assert after_last == f"/inbox/{second}?done={move}&was={first}", "at the end of the list, the one above"
    assert after_all == [f"/inbox/{first}?done={move}&was={second}", f"/inbox?done={move}&was={first}"]


def test_moves_keep_the_chosen_view(library: Library, staff: TestClient) -> None:
    sv, nb, sv_too = (
        library.give("ideas", {"text": text}, language=language)
        for text, language in (("ett", "sv"), ("en", "nb"), ("två", "sv"))
    )

    answer = staff.post(f"/inbox/{sv_too}/keep?language=sv")

    assert answer.headers["location"].startswith(f"/inbox/{sv}?language=sv&done=keep")
    assert inbox.read(library.store, nb).state is State.NEW


def test_answer_reaches_a_published_notice_with_its_new_status(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})
    staff.post(f"/inbox/{given}/publish", data={"status": "heard", "text": "en suppe"})

    form = staff.get(f"/inbox/{given}/answer").text
    answer = staff.post(f"/inbox/{given}/answer", data={"status": "done", "reply-en": "Every Thursday."})

    assert 'value="heard" checked' in form
    assert answer.headers["location"] == f"/inbox/{given}?done=answer&was={given}"
    (notice,) = board.notices(library.store)
    assert (notice.status, notice.replies) == ("done", {"en": "Every Thursday."})
    assert "Every Thursday." in staff.get(f"/inbox/{given}").text


def test_answer_without_words_is_asked_for_again(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})

    answer = staff.post(f"/inbox/{given}/answer", data={"reply-nb": "   "})

    assert answer.status_code == 422
    assert 'id="replies-wrong"' in answer.text


def test_publishing_without_a_status_keeps_what_was_typed(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})

    answer = staff.post(f"/inbox/{given}/publish", data={"text": "kortere", "reply-da": "Måske <i>snart</i>"})

    assert answer.status_code == 422
    assert 'id="status-wrong"' in answer.text
    assert ">\nkortere</textarea>" in answer.text
    assert ">\nMåske &lt;i&gt;snart&lt;/i&gt;</textarea>" in answer.text
    assert board.notices(library.store) == []


def test_a_reply_too_long_is_marked_and_kept(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})
    long = "ja " * 1_000

    answer = staff.post(f"/inbox/{given}/publish", data={"status": "no", "text": "en suppe", "reply-nb": long})

    assert answer.status_code == 422
    assert long.strip() in answer.text


def test_words_taken_away_whole_are_not_published_after_all(library: Library, staff: TestClient) -> None:
    bare = library.give("ideas", {"text": "Per Hansen, tlf. 12 34 56 78"})
    pictured = library.give("ideas", {"text": "Per Hansen", "cards": ["music"]})

    refused = staff.post(f"/inbox/{bare}/publish", data={"status": "heard", "text": " "})
    taken = staff.post(f"/inbox/{pictured}/publish", data={"status": "heard", "text": ""})

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert 'id="text-wrong"' in refused.text
    assert [(notice.text, notice.cards) for notice in board.notices(library.store)] == [("", ["music"])]


@pytest.mark.parametrize("was", ["../kiosks/entrance/revoke?x=", "//evil.test", "x", '"><b>', ""])
def test_undo_leads_nowhere_but_to_a_submission(library: Library, staff: TestClient, was: str) -> None:
    page = staff.get("/inbox", params={"done": "keep", "was": was}).text

    assert "Kept." in page
    assert "/reopen" not in page


def test_erasing_asks_once_more_and_is_for_good(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "navn og nummer"})

    asked = staff.get(f"/inbox/{given}/erase").text
    assert "Erase for good?" in asked
    assert inbox.read(library.store, given).state is State.NEW

    answer = staff.post(f"/inbox/{given}/erase")

    assert answer.headers["location"] == "/inbox?done=erase"
    assert "navn og nummer" not in staff.get("/inbox?state=all").text
    assert staff.get(f"/inbox/{given}").status_code == 410
    assert "Undo" not in staff.get(answer.headers["location"]).text


def test_move_that_somebody_else_made_first_is_refused_on_the_page(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})
    staff.post(f"/inbox/{given}/set-aside")

    late = [staff.post(f"/inbox/{given}/{path}", data={"status": "heard"}) for path in ("keep", "publish", "answer")]
    asked = staff.get(f"/inbox/{given}/publish")

    assert [answer.status_code for answer in (*late, asked)] == [409] * 4
    assert "Someone else may have changed it" in asked.text
    assert inbox.read(library.store, given).state is State.SET_ASIDE


def test_buttons_offer_every_move_that_review_allows(library: Library, staff: TestClient) -> None:
    for state, shown in SHOWN.items():
        allowed = {move for move, states in review.ALLOWED.items() if state in states} - {"erase", "worry"}
        assert {move for move, *_ in shown} == allowed


def test_what_could_not_be_opened_says_why(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "hemmelig"}, spoil=True)

    page = unescape(staff.get(f"/inbox/{given}?state=set_aside").text)

    assert "The recovery words may open it." in page
    assert "/publish" not in page
    assert staff.get(f"/inbox/{given}/drawing.svg").status_code == 404


def test_history_names_every_move_and_who_made_it(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})
    staff.post(f"/inbox/{given}/keep")
    staff.post(f"/inbox/{given}/reopen")

    log = staff.get(f"/inbox/{given}").text.split('<ol class="log">')[1].split("</ol>")[0]

    assert re.findall(r"<li><span>(.*?)</span>", log) == ["Received", "Kept", "Reopened"]
    assert log.count(f"<bdi>{NAME}</bdi>") == 2


@pytest.mark.parametrize("guessed", ["1", "%00", "..%2f..%2fetc", "'; drop table submissions", "x" * 300])
def test_guessed_ids_find_nothing(library: Library, staff: TestClient, guessed: str) -> None:
    library.give("ideas", {"text": "en suppe"})

    found = [
        staff.get(f"/inbox/{one}{path}").status_code
        for one in (guessed, new_submission_id())
        for path in ("", "/answer")
    ]
    written = [staff.post(f"/inbox/{one}/erase").status_code for one in (guessed, new_submission_id())]

    assert {*found, *written} == {404}


def test_drawing_is_served_alone_as_a_picture(library: Library, staff: TestClient) -> None:
    answer = staff.get(f"/inbox/{library.give('dream-library', ANSWERS['dream-library'])}/drawing.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert answer.headers["cache-control"] == "no-store", "an erased drawing must not stay in a browser"


def test_no_without_a_because_is_asked_for_and_what_was_typed_stays(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})

    answer = staff.post(f"/inbox/{given}/publish", data={"status": "no", "text": "en kortere suppe"})

    assert answer.status_code == 422
    assert 'id="replies-wrong"' in answer.text
    assert "en kortere suppe</textarea>" in answer.text
    assert board.notices(library.store) == []


def test_answered_item_leaves_what_is_new_and_the_next_one_opens(library: Library, staff: TestClient) -> None:
    earlier, given = (library.give("ideas", {"text": text}) for text in ("en suppe", "en film"))

    answer = staff.post(f"/inbox/{given}/answer", data={"reply-nb": "Takk!"})

    assert answer.headers["location"] == f"/inbox/{earlier}?done=answer&was={given}"
    assert "en film" not in staff.get("/inbox").text
    assert "en film" in staff.get("/inbox?state=kept").text
