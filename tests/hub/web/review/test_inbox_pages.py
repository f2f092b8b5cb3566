"""The inbox: choosing, searching, paging, and hearing of what is new."""

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from hub.services.activities import sign_ups
from hub.services.house import kiosks, prompts
from hub.services.review import review
from shared.activity import sign_up_prompt
from shared.slip import pair_words
from tests.builders import ANSWERS, a_prompt, a_slip
from tests.hub.web.happenings import hold
from tests.hub.web.library import CHILDREN, ENTRANCE, Library
from tests.hub_builders import KARI
from tests.sign_up_builders import publish

FEEDBACK = {"rating": 2, "reasons": [], "comment": "kaldt ved døra"}


def gists(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'<bdi class="gist">(.*?)</bdi>', page, re.DOTALL)]


def addresses(page: str, rel: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'href="([^"]*)" rel="{rel}"', page)]


@pytest.fixture
def three(library: Library, staff: TestClient) -> TestClient:
    """A soup idea at the entrance, a cold door in the children's room, and a Swedish film; the newest last."""
    library.give("ideas", {"text": "en suppe på torsdager"})
    library.give("visit", FEEDBACK, kiosk=CHILDREN)
    library.give("ideas", {"text": "en filmkväll"}, language="sv", kiosk=CHILDREN)
    return staff


def test_inbox_shows_what_is_new_newest_first(three: TestClient) -> None:
    film, cold, soup = gists(three.get("/inbox").text)

    assert (film, soup) == ("en filmkväll", "en suppe på torsdager")
    assert cold.endswith("· kaldt ved døra")


def test_row_says_what_was_said_then_what_was_asked_then_when_and_where(library: Library, three: TestClient) -> None:
    page = re.sub(r"<[^>]+>|\s+", " ", three.get("/inbox").text)

    question = prompts.read(library.store, "ideas").text("en").question
    first = page.index("en suppe")
    told = [page.index(part, first) for part in ("en suppe", question, "just now", "Inngang")]
    assert told == sorted(told)


def test_face_that_was_given_is_drawn_in_its_row(three: TestClient) -> None:
    (row,) = re.findall(r'<li class="new"><a class="kind-feedback".*?</li>', three.get("/inbox").text, re.DOTALL)

    assert '<svg class="face"' in row
    assert 'class="mark"' not in row


def test_row_of_a_drawing_says_its_question_once(library: Library, staff: TestClient) -> None:
    library.give("dream-library", ANSWERS["drawing"])
    question = prompts.read(library.store, "dream-library").text("en").question

    page = staff.get("/inbox").text

    assert gists(page) == [question]
    assert 'class="asked"' not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=feedback", ["kaldt"]),
        ("prompt=ideas", ["film", "suppe"]),
        ("language=sv", ["film"]),
        (f"kiosk={ENTRANCE}", ["suppe"]),
        (f"kiosk={CHILDREN}&kind=idea", ["film"]),
        ("state=all&words=SUPPE", ["suppe"]),
        ("state=all&words=film+kväll", []),
        ("state=all&words=filmkv", ["film"]),
        ("state=kept", []),
        ("since=2001-01-01&until=2001-12-31", []),
        ("since=2001-01-01", ["film", "kaldt", "suppe"]),
        ("state=nonsense&kind=nonsense&since=nonsense&before=nonsense&language=tlh", ["film", "kaldt", "suppe"]),
        ("state=all&words=%22+OR+*+NEAR(+-+'%3B--", []),
    ],
)
def test_inbox_shows_what_is_chosen(three: TestClient, query: str, expected: list[str]) -> None:
    answer = three.get(f"/inbox?{query}")

    assert answer.status_code == 200
    shown = gists(answer.text)
    assert len(shown) == len(expected)
    assert all(word in text for word, text in zip(expected, shown, strict=True))


ODD = [
    "\0",
    "٣",
    "9" * 40,
    "-1",
    "'",
    '"',
    "*",
    "NEAR(a b",
    "\ud7ff\uffff",
    "x" * 5_000,
    "0001-01-01",
    "9999-12-31",
    "%",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_choices_are_no_crash(three: TestClient, odd: str) -> None:
    names = (
        "state",
        "prompt",
        "kind",
        "language",
        "kiosk",
        "since",
        "until",
        "words",
        "before",
        "after",
        "done",
        "was",
    )

    answers = [three.get("/inbox", params={name: odd}) for name in names]

    assert [answer.status_code for answer in answers] == [200] * len(names)


def test_choices_stand_in_every_address_of_the_page(three: TestClient) -> None:
    page = unescape(three.get("/inbox?kind=idea&words=en&state=all").text)

    rows = re.findall(r'class="kind-idea" href="/inbox/[0-9a-f-]+(\?[^"]*)"', page)
    assert rows == ["?state=all&kind=idea&words=en"] * 2
    assert 'href="/inbox?state=kept&kind=idea&words=en"' in page
    assert 'class="chip line" href="/inbox?state=all&words=en"' in page, "without the kind"


def test_long_inbox_comes_in_pages_that_lead_to_each_other(library: Library, staff: TestClient) -> None:
    for n in range(120):
        library.give("ideas", {"text": f"nummer {n:03}"})

    first = staff.get("/inbox").text
    second = staff.get(addresses(first, "next")[0]).text
    third = staff.get(addresses(second, "next")[0]).text
    back = staff.get(addresses(third, "prev")[0]).text

    assert gists(first) + gists(second) + gists(third) == [f"nummer {n:03}" for n in reversed(range(120))]
    assert (addresses(first, "prev"), addresses(third, "next")) == ([], [])
    assert gists(back) == gists(second)


def test_list_beside_a_submission_begins_with_it_when_it_is_far_down(library: Library, staff: TestClient) -> None:
    ids = [library.give("ideas", {"text": f"nummer {n:03}"}) for n in range(60)]

    page = staff.get(f"/inbox/{ids[3]}").text

    assert gists(page) == [f"nummer {n:03}" for n in (3, 2, 1, 0)]
    assert re.search(rf'href="/inbox/{ids[3]}" aria-current="page"', page)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "Nothing has come yet"),
        ("state=kept", "Nothing has come yet"),
    ],
)
def test_empty_inbox_says_what_to_do_next(staff: TestClient, query: str, says: str) -> None:
    assert says in staff.get(f"/inbox?{query}").text


def test_read_inbox_says_so(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})
    staff.post(f"/inbox/{given}/keep")

    assert "All is read" in staff.get("/inbox").text
    assert "Nothing fits" in staff.get("/inbox?state=all&words=hage").text
    assert "Nothing here" in staff.get("/inbox?state=set_aside").text


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("kept", "What you have read and keep is listed here."),
        ("published", "What you show on the board is listed here."),
        ("set_aside", "What you set aside is listed here."),
    ],
)
def test_empty_list_says_what_will_stand_in_it(library: Library, staff: TestClient, state: str, says: str) -> None:
    library.give("ideas", {"text": "en suppe"})

    assert f">{says}</p>" in staff.get(f"/inbox?state={state}").text


def test_inbox_follows_from_the_newest_it_shows(library: Library, staff: TestClient) -> None:
    library.give("ideas", {"text": "en suppe"})
    library.give("ideas", {"text": "to supper"})

    assert 'data-live="/live?since=2"' in staff.get("/inbox").text


@pytest.mark.parametrize(
    ("language", "line"), [("sv", "Dåligt · Böcker"), ("nb", "Dårlig · Bøker"), ("en", "Bad · Books")]
)
def test_faces_votes_and_reasons_are_listed_in_the_language_of_the_reader(
    library: Library, staff: TestClient, language: str, line: str
) -> None:
    label = {"nb": "Bøker", "sv": "Böcker", "en": "Books"}
    asked = a_prompt("feedback", id="asked", settings={"reasons": [{"id": "books", "label": label}]})
    prompts.save(library.store, asked, by=KARI, now=library.clock())
    vote = a_prompt("poll", id="vote", settings={"options": [{"id": "b", "label": label}, {"id": "c", "label": label}]})
    prompts.save(library.store, vote, by=KARI, now=library.clock())
    library.give("asked", {"rating": 2, "reasons": ["books"]})
    library.give("vote", {"choices": ["b"]})
    staff.cookies.set("samskap-language", language, domain="127.0.0.1")

    assert gists(staff.get("/inbox").text) == [label[language], line]


def by_code(page: str) -> list[str]:
    """The addresses that stand under the heading of what a code or two words lead to."""
    found = re.search(r'<section class="of-slip".*?</section>', page, re.DOTALL)
    return re.findall(r'<a [^>]*href="([^"?]*)', found[0]) if found else []


@pytest.mark.parametrize("state", ["new", "kept", "all"])
@pytest.mark.parametrize("typed", ["{code}", "{small}", "{nb}", "{sv}"])
def test_answer_is_found_by_the_code_or_the_two_words_somebody_brings(
    library: Library, three: TestClient, typed: str, state: str
) -> None:
    given = library.give("ideas", {"text": "et piano"})
    slip = a_slip(given)
    words = {language: " ".join(pair_words(slip.pair, language)) for language in ("nb", "sv")}
    said = typed.format(code=slip.code, small=f"{slip.code[:4]}-{slip.code[4:]}".lower(), **words)

    page = three.get("/inbox", params={"state": state, "words": said}).text

    assert by_code(page) == [f"/inbox/{given}"]
    assert "et piano" in gists(page)
    assert "Nothing fits" not in page


def test_sign_up_is_found_by_its_code(library: Library, staff: TestClient) -> None:
    publish(library.store)
    slip = a_slip("somebody")
    answer = {"activity": "soup", "persons": [{"name": "Sol", "age": "adult"}], "contact": "", "fields": {}}
    made = sign_ups.add(library.store, "soup", answer, slip=slip, by=KARI, now=library.clock(), language="nb")

    page = staff.get("/inbox", params={"words": slip.code}).text

    assert by_code(page) == [f"/activity/soup/sign-ups/{made.id}"]


def given_to_words(library: Library, n: int, kiosk: str) -> list[str]:
    """Let so many be given at a kiosk to the same two words; return their addresses, newest first."""
    slips = [replace(a_slip(f"{kiosk} {one}"), pair=7) for one in range(n)]
    given = [library.give("ideas", {"text": f"nr. {one}"}, kiosk=kiosk, slip=slip) for one, slip in enumerate(slips)]
    return [f"/inbox/{one}" for one in reversed(given)]


WORDS = {"state": "all", "words": " ".join(pair_words(7, "nb"))}


def follow(staff: TestClient, page: str, words: str) -> str:
    """Follow the link with these words."""
    link = re.search(rf'href="([^"]*)"[^>]*>[^<]*{re.escape(words)}', page)
    assert link is not None, words
    return staff.get(unescape(link[1])).text


def test_all_with_the_same_words_are_reached_a_page_at_a_time_newest_first(library: Library, staff: TestClient) -> None:
    given = given_to_words(library, 45, ENTRANCE)
    soup = hold(library)
    answer = {"persons": [{"name": "Sol", "age": "adult"}], "contact": ""}
    for one in range(22):
        library.give(sign_up_prompt(soup), answer, slip=replace(a_slip(f"s{one}"), pair=7))

    first = staff.get("/inbox", params=WORDS).text
    second = follow(staff, first, "More with this code or these words")
    third = follow(staff, second, "More with this code or these words")

    found = [[one for one in by_code(page) if re.fullmatch("/inbox/.+", one)] for page in (first, second, third)]
    assert found == [given[:20], given[20:40], given[40:]]
    seats = [len([one for one in by_code(page) if "/sign-ups/" in one]) for page in (first, second, third)]
    assert seats == [20, 2, 0]
    assert "More with this code or these words" not in third
    assert by_code(follow(staff, third, "Back to the first")) == by_code(first)


def test_what_a_kiosk_that_is_shut_out_gave_to_the_same_words_hides_nobody_else(
    library: Library, staff: TestClient
) -> None:
    honest, hostile = given_to_words(library, 1, CHILDREN), given_to_words(library, 23, ENTRANCE)
    assert honest[0] not in by_code(staff.get("/inbox", params=WORDS).text)
    kiosks.revoke(library.store, ENTRANCE, by=KARI, now=library.clock())

    page = staff.get("/inbox", params=WORDS).text
    left_out = follow(staff, page, "20+ more from a kiosk that is shut out")

    assert [one for one in by_code(page) if one != "/inbox"] == honest
    assert "· shut out" not in page
    assert [one for one in by_code(left_out) if one != "/inbox"] == hostile[:20]
    assert left_out.count("· shut out") == 20
    more = follow(staff, left_out, "More with this code or these words")
    assert [one for one in by_code(more) if one != "/inbox"] == hostile[20:]


def test_answer_of_a_kiosk_that_is_shut_out_is_found_and_marked_where_nothing_else_fits(
    library: Library, staff: TestClient
) -> None:
    given = given_to_words(library, 1, ENTRANCE)
    kiosks.revoke(library.store, ENTRANCE, by=KARI, now=library.clock())

    page = staff.get("/inbox", params={"words": a_slip(f"{ENTRANCE} 0").code}).text

    assert by_code(page) == given
    assert page.count("· shut out") == 1


@pytest.mark.parametrize("slip", ["x", "1", "1.", "1.2.3", "9999999999999999.1", "-1.2"])
def test_address_with_a_place_in_the_slip_that_is_none_begins_at_the_first(
    library: Library, staff: TestClient, slip: str
) -> None:
    given = given_to_words(library, 1, ENTRANCE)

    assert by_code(staff.get("/inbox", params={**WORDS, "slip": slip}).text) == given


@pytest.mark.parametrize("typed", ["ZZZZZZZZ", "ABCDEFG", "bok ferje", "piano"])
def test_code_of_nobody_leads_to_nothing(three: TestClient, typed: str) -> None:
    assert by_code(three.get("/inbox", params={"state": "all", "words": typed}).text) == []


def test_erased_answer_is_found_by_its_code_no_more(library: Library, three: TestClient) -> None:
    given = library.give("ideas", {"text": "et piano"})
    review.erase(library.store, given, by=KARI, now=library.clock())

    assert by_code(three.get("/inbox", params={"state": "all", "words": a_slip(given).code}).text) == []
