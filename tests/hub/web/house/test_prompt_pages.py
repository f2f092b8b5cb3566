"""Questions: making and changing them, with nothing typed ever lost."""

from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from hub.bus import NEWS
from hub.services.house import prompts
from hub.web.house.prompt_form import blank, filled, mistakes, to_prompt
from hub.web.page.forms import slug
from shared.activity import DEFAULT_ZONE
from shared.errors import InvalidPrompt
from shared.prompt import PromptText
from shared.submission import utc
from tests.fakes import NOON
from tests.hub.web.library import Library
from tests.hub_builders import KARI

WORDS = {"title-nb": "Ønsk deg en bok", "question-nb": "Hvilken bok mangler?", "keep_days": "90"}
POLL = {
    "kind": "poll",
    "title-sv": "Rösta",
    "question-sv": "Vilken dag?",
    "keep_days": "30",
    "max_choices": "2",
    "options-0-id": "",
    "options-0-sv": "Måndag",
    "options-1-id": "",
    "options-1-sv": "Måndag ",
    "options-1-nb": "Mandag",
    "options-2-id": "",
    "options-2-sv": "  ",
}


def a_day(library: Library, days: int) -> date:
    """Return a day of the library, so many days from today."""
    return library.clock().astimezone(ZoneInfo(DEFAULT_ZONE)).date() + timedelta(days=days)


def test_new_question_is_asked_at_once_and_the_kiosks_hear_of_it(library: Library, staff: TestClient) -> None:
    library.bus.said.clear()

    answer = staff.post("/prompts/new", data={"kind": "idea", "act": "save", "cards": "on", **WORDS})

    made = prompts.read(library.store, "onsk-deg-en-bok")
    assert answer.headers["location"] == "/prompts?done=saved"
    assert made.texts == {"nb": PromptText("Ønsk deg en bok", "Hvilken bok mangler?")}
    assert (made.settings, made.keep_days, made.opens_at, made.closes_at) == ({"cards": True}, 90, None, None)
    assert prompts.listed(library.store)[-1] == made
    assert library.bus.said == [NEWS]


def test_poll_gets_ids_for_its_choices_and_drops_empty_ones(library: Library, staff: TestClient) -> None:
    staff.post("/prompts/new", data={"act": "save", **POLL})

    assert prompts.read(library.store, "rosta").settings == {
        "options": [
            {"id": "mandag", "label": {"sv": "Måndag"}},
            {"id": "mandag-2", "label": {"nb": "Mandag", "sv": "Måndag"}},
        ],
        "max_choices": 2,
    }


def test_changed_question_is_the_next_revision_and_keeps_the_ids(library: Library, staff: TestClient) -> None:
    before = prompts.read(library.store, "opening-hours")
    form = filled(before)
    typed = form.values | {"title-en": "Vote!", "act": "save-as-it-is"}
    for n, row in enumerate(form.rows):
        typed |= {f"options-{n}-{part}": value for part, value in row.items()}

    answer = staff.post("/prompts/opening-hours", data=typed)

    after = prompts.read(library.store, "opening-hours")
    assert answer.status_code == 303
    assert after.revision == before.revision + 1
    assert after.text("en").title == "Vote!"
    assert after.settings == before.settings


@pytest.mark.parametrize("prompt", ["ideas", "visit", "opening-hours", "dream-library"])
def test_form_of_a_question_gives_the_same_question_back(library: Library, prompt: str) -> None:
    before = prompts.read(library.store, prompt)

    assert to_prompt(filled(before), before.id, before) == before


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title-nb": ""}, "title-nb"),
        ({"question-nb": "  "}, "question-nb"),
        ({"title-nb": "x" * 61}, "title-nb"),
        ({"help-nb": "x" * 241}, "help-nb"),
        ({"title-nb": "", "question-nb": ""}, "texts"),
        ({"keep_days": "0"}, "keep_days"),
        ({"keep_days": "ti"}, "keep_days"),
        ({"opens": "2026-13-01"}, "opens"),
        ({"opens": "2026-12-02", "closes": "2026-12-01"}, "closes"),
    ],
)
def test_mistake_is_marked_by_its_field_and_nothing_is_lost(
    library: Library, staff: TestClient, changed: dict[str, str], field: str
) -> None:
    typed = {"kind": "idea", "act": "save", "subtitle-da": "", **WORDS, **changed}
    before = prompts.listed(library.store)

    answer = staff.post("/prompts/new", data=typed)

    page = unescape(answer.text)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in page
    for name, value in typed.items():
        if name.startswith(("title", "question", "help")):
            assert f'id="{name}"' in page
            assert f">\n{value}</textarea>" in page
    assert prompts.listed(library.store) == before


def test_mistakes_in_several_languages_are_marked_at_once(staff: TestClient) -> None:
    typed = {"kind": "idea", "act": "save", **WORDS, "title-sv": "Bara en rubrik", "question-da": "Kun et spørgsmål?"}

    page = staff.post("/prompts/new", data=typed).text

    assert 'id="question-sv-wrong"' in page
    assert 'id="title-da-wrong"' in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"options-1-sv": "", "options-1-nb": ""}, "options"),
        ({"max_choices": "3"}, "max_choices"),
        ({"max_choices": "mange"}, "max_choices"),
    ],
)
def test_poll_says_what_is_wrong_with_its_choices(staff: TestClient, changed: dict[str, str], field: str) -> None:
    answer = staff.post("/prompts/new", data={"act": "save", **POLL, **changed})

    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("add", ["A", "B", "C", ""]),
        ("remove-1", ["A", "C"]),
        ("up-2", ["A", "C", "B"]),
        ("down-0", ["B", "A", "C"]),
        ("up-0", ["A", "B", "C"]),
        ("down-9", ["A", "B", "C"]),
        ("remove-x", ["A", "B", "C"]),
    ],
)
def test_choices_are_rearranged_without_saving(
    library: Library, staff: TestClient, act: str, expected: list[str]
) -> None:
    typed = {"kind": "poll", "act": act, **WORDS}
    for n, label in enumerate("ABC"):
        typed |= {f"options-{n}-id": f"id-{label}", f"options-{n}-en": label}

    page = staff.post("/prompts/new", data=typed).text

    shown = [page.split(f'name="options-{n}-en"')[1].split(">\n")[1].split("<")[0] for n in range(len(expected))]
    assert shown == expected
    assert f'name="options-{len(expected)}-en"' not in page
    assert "Hvilken bok mangler?" in page
    assert len(prompts.listed(library.store)) == 4


def test_days_are_whole_days_of_the_library(library: Library, staff: TestClient) -> None:
    today = library.clock().astimezone().date()
    first, last = today + timedelta(days=2), today + timedelta(days=4)
    days = {"opens": first.isoformat(), "closes": last.isoformat()}
    staff.post("/prompts/new", data={"kind": "drawing", "act": "save", **WORDS, **days})
    made = prompts.read(library.store, "onsk-deg-en-bok")

    openness = []
    for _ in range(7):
        openness.append(made.is_open(library.clock()))
        library.clock.go(days=1)

    assert openness == [False, False, True, True, True, False, False]
    assert {name: filled(made).values[name] for name in days} == days
    assert to_prompt(filled(made), made.id, made) == made


def test_list_says_what_is_open_and_until_when(library: Library, staff: TestClient) -> None:
    today = library.clock().astimezone().date()
    over = replace(prompts.read(library.store, "ideas"), id="over", closes_at=utc(library.clock()))
    prompts.save(library.store, over, by=KARI, now=library.clock() - timedelta(days=1))
    for title, opens, closes in [("Snart", 3, None), ("Nå", None, 3)]:
        days = {
            "opens": str(today + timedelta(days=opens)) if opens else "",
            "closes": str(today + timedelta(days=closes)) if closes else "",
        }
        staff.post("/prompts/new", data={"kind": "idea", "act": "save", **WORDS, "title-nb": title, **days})

    page = staff.get("/prompts").text

    assert ["Opens " in page, "Open until " in page, "Closed since " in page] == [True, True, True]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Missing in: Norwegian Nynorsk, "), ("nb", "Mangler på: norsk nynorsk, svensk, dansk, engelsk")],
)
def test_languages_a_question_lacks_are_named_in_the_readers(staff: TestClient, language: str, said: str) -> None:
    staff.post("/prompts/new", data={"kind": "idea", "act": "save", **WORDS})

    assert said in staff.get("/prompts", headers={"accept-language": language}).text


GONE = "This day is over already. Look at the year."


def test_new_question_whose_last_day_is_over_is_refused(library: Library, staff: TestClient) -> None:
    days = {"opens": str(a_day(library, -9)), "closes": str(a_day(library, -1))}

    answer = staff.post("/prompts/new", data={"kind": "idea", "act": "save", **WORDS, **days})

    assert answer.status_code == 422
    assert GONE in answer.text.split('id="closes-wrong"')[1][:200]
    assert len(prompts.listed(library.store)) == 4


def test_last_day_is_not_changed_to_one_that_is_over(library: Library, staff: TestClient) -> None:
    before = prompts.read(library.store, "ideas")
    typed = filled(before).values | {"act": "save"}

    refused = staff.post("/prompts/ideas", data=typed | {"closes": str(a_day(library, -1))})
    today = staff.post("/prompts/ideas", data=typed | {"closes": str(a_day(library, 0))})

    assert (refused.status_code, GONE in refused.text) == (422, True)
    assert today.headers["location"] == "/prompts?done=saved"
    assert prompts.read(library.store, "ideas").revision == before.revision + 1


def test_what_is_said_of_a_saved_question_is_true(library: Library, staff: TestClient) -> None:
    over = replace(prompts.read(library.store, "ideas"), id="over", closes_at=utc(library.clock()))
    prompts.save(library.store, over, by=KARI, now=library.clock() - timedelta(days=1))
    typed = {"kind": "idea", "act": "save", **WORDS, "opens": str(a_day(library, 2))}

    early = staff.post("/prompts/new", data=typed).headers["location"]
    corrected = filled(over).values | {"title-nb": "Ønsket", "act": "save-as-it-is"}
    closed = staff.post("/prompts/over", data=corrected).headers["location"]

    assert "Saved. The kiosks show it from its first day." in staff.get(early).text
    assert "Saved. The kiosks do not show it: its last day is over." in staff.get(closed).text
    assert prompts.read(library.store, "over").text("nb").title == "Ønsket"


def test_questions_are_moved_up_and_down(library: Library, staff: TestClient) -> None:
    staff.post("/prompts/order", data={"id": "visit", "to": "up"})
    staff.post("/prompts/order", data={"id": "ideas", "to": "down"})
    staff.post("/prompts/order", data={"id": "visit", "to": "up"})
    missing = staff.post("/prompts/order", data={"id": "nothing", "to": "up"})

    assert [prompt.id for prompt in prompts.listed(library.store)] == [
        "visit",
        "opening-hours",
        "ideas",
        "dream-library",
    ]
    assert missing.status_code == 404


def test_question_is_taken_away_and_its_answers_stay(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", {"text": "en suppe"})

    staff.post("/prompts/ideas/withdraw")

    assert "ideas" not in [prompt.id for prompt in prompts.listed(library.store)]
    assert "en suppe" in staff.get(f"/inbox/{given}").text


LEFT = "some languages still have the ready-made ones: Norwegian Nynorsk, Swedish, Danish, English."


def test_ready_made_question_rewritten_in_one_language_alone_is_asked_about_once(
    library: Library, staff: TestClient
) -> None:
    before = prompts.read(library.store, "ideas")
    changed = {**filled(before).values, "title-nb": "Hva mangler på Øya?", "act": "save"}

    asked = staff.post("/prompts/ideas", data=changed)
    kept = prompts.read(library.store, "ideas")
    answer = staff.post("/prompts/ideas", data={**changed, "act": "save-as-it-is"})

    assert (asked.status_code, LEFT in unescape(asked.text)) == (200, True)
    assert 'name="act" value="save-as-it-is"' in asked.text
    assert kept == before
    assert answer.headers["location"] == "/prompts?done=saved"
    assert prompts.read(library.store, "ideas").texts["nb"].title == "Hva mangler på Øya?"


def test_question_whose_words_stay_or_are_all_new_is_saved_at_once(library: Library, staff: TestClient) -> None:
    values = {**filled(prompts.read(library.store, "ideas")).values, "act": "save"}
    said = [
        staff.post("/prompts/ideas", data=values | changed).status_code
        for changed in (
            {"keep_days": "30"},
            dict.fromkeys((name for name in values if name.endswith(("-nn", "-sv", "-da", "-en"))), "")
            | {"title-nb": "Hva mangler?"},
        )
    ]

    assert said == [303, 303]


@pytest.mark.parametrize("title", ["Ideas", "New", "Order"])
def test_new_question_never_takes_the_place_of_another(library: Library, staff: TestClient, title: str) -> None:
    staff.post("/prompts/ideas/withdraw")
    words = {"title-nb": title, "question-nb": "Hva?"}

    answer = staff.post("/prompts/new", data={"act": "save", **POLL, **words})

    made = prompts.listed(library.store)[-1]
    assert answer.status_code == 303
    assert (made.id, made.kind, made.revision) == (f"{title.lower()}-2", "poll", 1)
    assert staff.get(f"/prompts/{made.id}").status_code == 200


def test_kiosks_that_ask_nothing_are_told_of_and_one_button_makes_a_question(
    library: Library, staff: TestClient
) -> None:
    some = staff.get("/prompts").text
    for prompt in prompts.listed(library.store):
        staff.post(f"/prompts/{prompt.id}/withdraw")

    none = staff.get("/prompts").text
    assert ["The kiosks ask nothing" in page for page in (some, none)] == [False, True]
    assert [page.count('href="/prompts/new"') for page in (some, none)] == [1, 1]


def test_unknown_question_is_not_found(staff: TestClient) -> None:
    assert [staff.get(f"/prompts/{one}").status_code for one in ("nothing", "A%20B", "%00")] == [404] * 3


def test_new_question_asks_first_for_its_kind(staff: TestClient) -> None:
    page = staff.get("/prompts/new").text

    assert [f'href="/prompts/new?kind={kind}"' in page for kind in ("idea", "feedback", "poll", "drawing")] == [
        True
    ] * 4
    assert staff.post("/prompts/new", data={"kind": "nothing"}).status_code == 404


def test_every_mistake_a_prompt_can_have_has_words() -> None:
    prompt = to_prompt(blank("poll"), "x")

    assert InvalidPrompt.says not in mistakes(prompt, now=NOON).values()


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Ønsk deg en bok!", [], "onsk-deg-en-bok"),
        ("Ærlig talt, År 2", [], "aerlig-talt-ar-2"),
        ("ønsk", ["onsk", "onsk-2"], "onsk-3"),
        ("مرحبا", [], "poll"),
        ("👩‍👩‍👧", ["poll"], "poll-2"),
        ("x" * 200, [], "x" * 48),
    ],
)
def test_slug_is_plain_and_nobody_has_it(name: str, taken: list[str], expected: str) -> None:
    assert slug(name, taken.__contains__, "poll") == expected
