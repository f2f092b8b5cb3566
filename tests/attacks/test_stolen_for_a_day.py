"""A kiosk is stolen with its disk and used by a hostile client for a day, then shut out: the end, from each side."""

import re
from collections.abc import Iterator

import pytest

from hub.services.activities import sign_ups
from hub.services.review import review
from kiosk.visit.lookup import LookUp
from tests.attacks.day import (
    CAFE,
    CAME,
    CONTACT,
    HONEST,
    HOURS,
    INBOX,
    LANGUAGES,
    MEETING,
    ON_BOARD,
    SAID,
    SOUP,
    STOLEN,
    TO_LIV,
    TO_OLA,
    UNREAD,
    Story,
)
from tests.attacks.thief import everything_in, shapes_of_slip, shapes_of_words
from tests.builders import quick_root

WARNING = {
    "nb": "Det er kopiert, lagt inn fra en sikkerhetskopi, eller noen har tuklet med det.",
    "en": "Its tablet was copied, put back from a backup, or tampered with.",
}


@pytest.fixture(name="story", scope="module")
def _story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    story = Story(tmp_path_factory.mktemp("story"))
    story.the_week_before()
    story.the_day()
    story.shutting_out()
    yield story
    story.close()


# The others


def test_every_other_kiosk_syncs_and_hears_news(story: Story) -> None:
    for name in HONEST:
        kiosk, thanked = story.town.kiosks[name], story.given[f"after, {name}"]
        status = kiosk.store.status()
        assert (status.waiting, status.set_aside) == (0, 0)
        assert "poll" in [prompt.id for prompt in kiosk.store.open_prompts(kiosk.store.now())]
        assert story.town.store.submissions.known([thanked.id]) != {}
        known = story.town.store.kiosks.read(name)
        assert known is not None
        assert (known.copied, known.missed, known.balanced) == (False, 0, True)
        assert kiosk.store.last_word().cursor == story.town.store.revisions.newest() < 10_000


def test_every_seat_and_every_place_in_the_line_stands(story: Story) -> None:
    after, friends = story.standing(), story.given["friends"].receipt_code

    assert len(story.before) == 10
    assert {code: one for code, one in after.items() if code != friends} == {
        code: one for code, one in story.before.items() if code != friends
    }
    assert {one.activity for one in after.values()} == {SOUP, MEETING, CAFE}
    assert sorted(one.place for one in after.values() if one.place) == [1, 2]


def test_who_waited_for_seats_that_the_thief_took_has_them_once_staff_have_put_it_right(story: Story) -> None:
    friends = story.given["friends"].receipt_code

    assert friends is not None
    assert (story.before[friends].state, story.before[friends].place) == ("waiting", 1)
    assert (story.standing()[friends].state, story.standing()[friends].seated) == ("confirmed", 2)


def test_every_code_gives_at_both_kiosks_without_a_network_what_the_hub_says(story: Story) -> None:
    standing = story.standing()
    told = {who: one for who, one in story.given.items() if who in SAID or one.receipt_code in standing}
    for name in HONEST:
        kiosk = story.town.kiosks[name]
        look_up = LookUp(kiosk.store, kiosk.clock.monotonic, quick_root)
        found = {who: look_up.find(one.receipt_code or "", "nb") for who, one in told.items()}

        assert {who: found[who].replies for who in SAID} == {
            "ola": {"nb": TO_OLA}, "liv": {"nb": TO_LIV}, "sewing": {"nb": ON_BOARD}
        }  # fmt: skip
        assert {one.code: (one.state, one.persons, one.seated) for one in found.values() if one.sign_up} == {
            code: (one.state, one.persons, one.seated) for code, one in standing.items()
        }


# What the thief has


@pytest.fixture(name="heard", scope="module")
def _heard(story: Story) -> bytes:
    """All that the hub has answered him, as it was said and with its escapes read."""
    answers = b"\0\0".join(dict.fromkeys(story.thief.answers))
    return answers + answers.decode().encode("ascii", "backslashreplace")


def test_nobodys_reply_was_readable_on_the_disk_or_in_any_answer(story: Story, heard: bytes) -> None:
    for reply in (TO_OLA, TO_LIV, "barnevernet", "moren din"):
        for shape in shapes_of_words(reply):
            assert shape not in story.loot
            assert shape not in heard

    assert any(shape in story.loot for shape in shapes_of_words(ON_BOARD)), "everybody may read it, and it is found"
    assert ON_BOARD.encode() in heard
    assert TO_OLA.encode() in everything_in(story.folder / "hub")


def test_nobodys_words_names_or_contact_were_readable(story: Story, heard: bytes) -> None:
    names = [name for one in story.before.values() for name in one.names if " " in name]
    assert len(names) >= 5
    for words in (SAID["ola"], SAID["liv"], CONTACT, *names):
        for shape in shapes_of_words(words):
            assert shape not in story.loot
            assert shape not in heard


def test_nobodys_code_was_readable_on_the_disk_or_in_any_answer(story: Story, heard: bytes) -> None:
    slips, answers, hub = story.slips(), heard, everything_in(story.folder / "hub")

    assert len(slips) == len(story.given)
    for slip in slips.values():
        shapes = shapes_of_slip(slip)
        assert [shape for shape in shapes if shape in story.loot or shape in answers] == []
        assert any(shape in hub for shape in shapes), "where it is, it is found"


def test_thief_was_heard_all_day_and_is_refused_from_then_on(story: Story) -> None:
    during, after = story.thief.statuses[:-1], story.thief.statuses[-1]

    assert set(during) == {200, 422}
    assert during.count(200) > 10 * HOURS
    assert during.count(422) > HOURS
    assert (after, story.refused) == (401, (401, 401))
    assert story.stream_ended


# What staff see


@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_are_warned_while_it_goes_on(story: Story, language: str) -> None:
    page = story.seen["while it goes on", language, "/kiosks"]

    # Once more, after "Careful:", where staff are asked about its door key.
    assert len(re.findall(f"(?<!: ){re.escape(WARNING[language])}", page)) == 1, "of that kiosk alone"


@pytest.mark.parametrize(
    ("language", "answers", "sign_ups", "seats"),
    [
        ("nb", r"(\d+) svar kom fra det siden", r"(\d+) påmeldinger til", r"Det holder (\d+) plasser på Babykafé"),
        ("en", r"(\d+) answers came from it since", r"(\d+) sign-ups for", r"It holds (\d+) seats for Baby café"),
    ],
)
def test_staff_read_what_came_from_it_and_what_it_holds(
    story: Story, language: str, answers: str, sign_ups: str, seats: str
) -> None:
    page = story.seen["shut out", language, "/kiosks"]
    (came,), tried = re.findall(answers, page), [int(n) for n in re.findall(sign_ups, page)]

    assert int(came) == 1 + len(story.thief.ideas)
    assert sum(tried) == len(story.thief.signed_up) + 2, "also what is known again after the backup was put back"
    assert len(re.findall(seats, page)) == 1
    assert re.findall(seats, story.seen["the end", language, "/kiosks"]) == []
    if language == "nb":
        assert re.findall(answers, story.asked) == [came]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("nb", ["Det begynte å si noe sentralen aldri har sagt til det", "Det ble stengt ute Kari"]),
        ("en", ["It began to say what this hub never told it", "It was shut out Kari"]),
    ],
)
def test_history_says_since_when_it_lied_and_who_shut_it_out(story: Story, language: str, lines: list[str]) -> None:
    page = story.seen["the end", language, "/kiosks"]

    places = [page.index(line) for line in lines]
    assert places == sorted(places)


def test_inbox_shows_what_came_from_it_and_nothing_else(story: Story) -> None:
    page = story.seen["the end", "en", INBOX]

    assert f"{1 + len(story.thief.ideas)} found" in page
    assert "kjøp nå" in page
    assert f"· {STOLEN} ·" in page
    assert [name for name in HONEST if f"· {name} ·" in page] == []


@pytest.mark.parametrize("slug", [SOUP, MEETING])
def test_codes_that_nobody_signed_up_with_stand_in_no_list(story: Story, slug: str) -> None:
    for moment in ("while it goes on", "the end"):
        assert "0 persons" not in story.seen[moment, "en", f"/activity/{slug}"]


@pytest.mark.parametrize(("language", "freed"), [("nb", "Plasser frigitt Kari"), ("en", "Seats freed Kari")])
def test_activity_says_that_its_seats_were_freed_and_why(story: Story, language: str, freed: str) -> None:
    page = story.seen["the end", language, f"/activity/{CAFE}"]

    assert freed in page
    assert "Nettbrettet er stjålet" in page


# What staff do about it


@pytest.mark.parametrize(
    ("language", "aside", "cancelled"),
    [
        ("nb", r"Legg (\d+) svar til side", r"Meld av (\d+) påmeldinger"),
        ("en", r"Set (\d+) answers aside", r"Cancel (\d+) sign-ups"),
    ],
)
def test_staff_see_what_they_would_clear_up_before_they_do(
    story: Story, language: str, aside: str, cancelled: str
) -> None:
    page = story.seen["clearing up", language, CAME]

    assert re.findall(aside, page) == [str(len(story.thief.ideas))]
    (n,) = re.findall(cancelled, page)
    assert 0 < int(n) <= len(story.thief.signed_up)


def test_nothing_of_it_is_left_in_the_inbox_and_nothing_is_lost(story: Story) -> None:
    here = story.town

    assert "Nothing fits" in story.seen["the end", "en", UNREAD]
    assert f"{1 + len(story.thief.ideas)} found" in story.seen["the end", "en", INBOX]
    assert review.put_back_together(here.store, STOLEN, **here.by()) == len(story.thief.ideas)


def test_nobody_is_asked_to_phone_people_that_do_not_exist(story: Story) -> None:
    honest = {one.receipt_code for one in story.given.values()}

    to_tell = [one for slug in (SOUP, MEETING, CAFE) for one in sign_ups.to_tell(story.town.store, slug)]

    assert [one.code for one in to_tell if one.code not in honest] == []
    assert story.given["friends"].receipt_code in [one.code for one in to_tell]


def test_clearing_up_is_one_line_of_history_for_each_act_with_how_many(story: Story) -> None:
    page = story.seen["the end", "en", "/kiosks"]

    assert f"Answers set aside together: {len(story.thief.ideas)} Kari" in page
    assert len(re.findall(r"Sign-ups cancelled together: \d+ Kari", page)) == 1


def test_two_words_that_the_thief_took_find_whom_they_belong_to_again(story: Story) -> None:
    before, after = story.by_words["shut out"], story.by_words["the end"]

    assert "several" in before.values()
    assert len(after) == len(story.before)
    assert set(after.values()) == {"confirmed", "waiting"}
