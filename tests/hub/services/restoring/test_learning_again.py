"""A hub that was put back from a backup knows nothing of what was published since; its kiosks do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hub.marks import Marks
from hub.model import Recount, State
from hub.services.activities import activities
from hub.services.house import prompts
from hub.services.keeping import retention
from hub.services.restoring import own_hand
from hub.services.restoring.own_hand import WORDS
from shared.activity import sign_up_prompt
from shared.kinds import kind_of
from shared.notice import SignUpState
from shared.submission import from_utc, new_submission_id
from tests.builders import a_prompt, a_slip, an_activity, receipt_code, sign_up, slip_of
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, DeliveringKiosk
from tests.put_back import PutBack
from tests.seating import an_evening

SOUP = an_activity(seats=9)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[PutBack]:
    library = PutBack(tmp_path)
    yield library
    library.close()


def test_sign_ups_for_an_activity_newer_than_the_backup_are_all_there_again(library: PutBack) -> None:
    activities.save(library.hub, SOUP, by=KARI, now=NOON)
    library.sync()
    told = [sign_up(library.kiosks[name], activity=SOUP) for name in ("k1", "k2", "k1")]
    library.sync()
    late, promise = sign_up(library.kiosks["k1"], activity=SOUP)
    library.put_back()
    assert library.hub.activities.read("soup") is None

    for _ in range(3):
        library.sync()

    ids = [one for one, _ in told]
    assert [state for _, state in told] == [SignUpState.CONFIRMED] * 3
    assert library.states(*ids, late) == ["confirmed"] * 4
    assert promise == SignUpState.CONFIRMED
    assert not library.hub.recalled.recount().is_on
    assert [one.reason for one in library.hub.submissions.every()] == [None] * 4
    for name in library.kiosks:
        (known,) = library.kiosks[name].receipts(slip_of(receipt_code(ids[0])))
        assert known.state == "confirmed"
    (line,) = library.hub.history.about("activity soup")
    assert (line.move, line.detail) == ("learn-again", "kiosk k1")


def test_answers_to_a_question_newer_than_the_backup_are_read_like_others(library: PutBack) -> None:
    prompts.save(library.hub, a_prompt("idea", id="roof"), **BY)
    library.sync()
    asked = next(one for one in library.kiosks["k2"].open_prompts(NOON) if one.id == "roof")
    packed = kind_of("idea").pack({"text": "et tak", "cards": []})
    library.kiosks["k2"].save(new_submission_id(), asked, "nb", packed, slip=a_slip("roof"))
    library.put_back()

    for _ in range(2):
        library.sync()

    (stored,) = library.hub.submissions.every()
    assert (stored.state, stored.reason) == (State.NEW, None)
    assert prompts.read(library.hub, "roof").content_hash() == asked.content_hash()


def test_newest_revision_that_any_kiosk_knows_is_learnt(library: PutBack) -> None:
    activities.save(library.hub, an_activity(), by=KARI, now=NOON)
    library.sync("k1")
    activities.save(library.hub, an_activity(place="Upstairs"), by=KARI, now=NOON)
    library.sync("k2")
    library.put_back()

    for _ in range(2):
        library.sync()

    assert activities.read(library.hub, "soup").place == "Upstairs"


def test_what_staff_made_anew_meanwhile_is_theirs_and_settles_what_waited(library: PutBack) -> None:
    activities.save(library.hub, SOUP, by=KARI, now=NOON)
    library.sync()
    confirmed, _ = sign_up(library.kiosks["k1"], activity=SOUP)
    library.sync()
    library.put_back()
    activities.save(library.hub, an_activity(id="a9", seats=5, place="Upstairs"), by=KARI, now=NOON)

    for _ in range(3):
        library.sync()

    assert (activities.read(library.hub, "soup").place, library.states(confirmed)) == ("Upstairs", ["confirmed"])


def test_what_waited_for_an_activity_is_settled_as_soon_as_it_exists(library: PutBack) -> None:
    library.senders["k1"].store = library.hub
    activities.save(library.hub, SOUP, by=KARI, now=NOON)
    library.sync("k1")
    waits, _ = sign_up(library.kiosks["k1"], activity=SOUP)
    library.put_back()
    with library.hub.atomic():
        library.hub.recalled.keep(Recount())  # nobody is asked: as if its kiosks had forgotten too
    library.sync("k1")
    (stored,) = library.hub.submissions.every()
    before = (stored.state, stored.reason)

    activities.save(library.hub, SOUP, by=KARI, now=NOON)
    library.sync("k1")

    assert before == (State.SET_ASIDE, "unknown-activity")
    assert library.states(waits) == ["confirmed"]


def test_no_activity_is_learnt_that_the_hub_did_not_publish(library: PutBack) -> None:
    thief = library.senders["k1"]
    library.put_back()
    thief.store = library.hub
    thief.deliver()
    his = Marks([b"the key of a thief"])
    forged = [own_hand.activity(SOUP, his), own_hand.prompt(a_prompt("idea", id="roof"), his), his.hide(WORDS, b"x")]

    thief.deliver(told=[*forged, "", "AAAA"])

    assert library.hub.activities.every() == []
    assert library.hub.prompts.read("roof") is None


def test_what_no_activity_claims_is_gone_after_thirty_days_with_its_needs(library: PutBack) -> None:
    kiosk = DeliveringKiosk(library.hub, "k3")
    answer = {"activity": "gone", "persons": [{"name": "Ola", "age": "child"}], "contact": "", "fields": {}}
    prompt = sign_up_prompt(an_evening("gone"))
    kiosk.deliver(kiosk.make({**answer, "split": False}, kind="signup", prompt=prompt))
    (stored,) = library.hub.submissions.every()

    assert stored.reason == "unknown-activity"
    assert from_utc(stored.delete_at) == NOON + timedelta(days=30)
    retention.purge(library.hub, NOON + timedelta(days=31))
    assert list(library.hub.submissions.every()) == []


@pytest.mark.parametrize("again", [False, True])
def test_revision_that_was_forgotten_is_not_given_again(library: PutBack, again: bool) -> None:
    activities.save(library.hub, SOUP, by=KARI, now=NOON)
    library.sync()
    confirmed, _ = sign_up(library.kiosks["k1"])
    library.put_back()
    activities.save(library.hub, replace(SOUP, id="a9", place="Upstairs"), by=KARI, now=NOON)
    if again:
        activities.save(library.hub, replace(SOUP, id="a9", most_persons=3), by=KARI, now=NOON)

    for _ in range(3):
        library.sync()

    assert library.states(confirmed) == ["confirmed"]
    assert activities.read(library.hub, "soup").revision > 1


def test_answer_that_no_database_reads_as_json_stops_no_later_delivery(library: PutBack) -> None:
    kiosk = DeliveringKiosk(library.hub, "k3")
    odd = b'{"activity":"gone","persons":[NaN],"contact":"","fields":{},"split":false}'
    kiosk.deliver(kiosk.make(payload=odd, kind="signup", prompt=sign_up_prompt(an_evening("gone"))))
    activities.save(library.hub, SOUP, by=KARI, now=NOON)
    sound = kiosk.make()

    assert kiosk.deliver(sound).accepted == [sound.id]
