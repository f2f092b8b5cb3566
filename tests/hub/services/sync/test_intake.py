"""Intake: stored once, nothing dropped, one bad item never holds up the others."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from hub.kinds import answer_of
from hub.model import State
from hub.services.house import prompts, settings
from hub.services.house.settings import Settings
from hub.services.review import inbox
from hub.services.sync import intake, reopening
from hub.store.base import Store
from shared.errors import BadMessage, VersionMismatch
from shared.kinds.base import MAX_TEXT
from shared.protocol import Refusal
from shared.seal import Payloads, Sealed, UnsealKey
from shared.submission import Submission, utc
from tests.builders import ANSWERS, HUB_KEY, a_prompt
from tests.fakes import NOON
from tests.hub_builders import (
    BY,
    KARI,
    DeliveringKiosk,
    a_health,
    a_submission,
    damaged,
    resealed,
)
from tests.sign_up_builders import publish

OTHER_KEY = UnsealKey(b"\xff" * 16)


def stored_ids(store: Store) -> list[str]:
    return [stored.submission.id for stored in store.submissions.every()]


@pytest.mark.parametrize("kind", ANSWERS)
def test_answer_of_each_kind_is_stored_as_it_was_given(store: Store, kiosk: DeliveringKiosk, kind: str) -> None:
    given = kiosk.give(ANSWERS[kind], kind=kind)

    stored = inbox.read(store, given)
    assert answer_of(stored) == ANSWERS[kind]
    assert (stored.state, stored.reason) == (State.NEW, None)
    assert stored.gist


@pytest.mark.parametrize(
    "text", ["æøå ÆØÅ äö", "👩‍👩‍👧 🚲", "مرحبا", "e\u0301 A\u030a", "a\u200bb\u200dc\u2066", "x" * 1_999, "a\n\tb"]
)
def test_text_is_stored_exactly_as_typed(store: Store, kiosk: DeliveringKiosk, text: str) -> None:
    given = kiosk.give({"text": text, "cards": []})

    assert answer_of(inbox.read(store, given)) == {"text": text, "cards": []}


def test_age_and_moments_are_kept(store: Store, kiosk: DeliveringKiosk) -> None:
    submission = kiosk.make(made_at="1970-01-01T00:00:00.000Z")

    kiosk.deliver(submission, ages_s={submission.id: 12.5})

    stored = inbox.read(store, submission.id)
    assert (stored.submission.made_at, stored.received_at, stored.age_s) == (submission.made_at, utc(NOON), 12.5)
    assert stored.delete_at == "2027-11-22T12:00:00.000Z"


@pytest.mark.parametrize("age_s", [-1.0, 1e15, 4.6e18, 1e300, -1e300, float("inf"), float("nan")])
def test_age_that_cannot_be_is_not_known(store: Store, kiosk: DeliveringKiosk, age_s: float) -> None:
    submission = kiosk.make()

    assert kiosk.deliver(submission, ages_s={submission.id: age_s}).accepted == [submission.id]

    assert inbox.read(store, submission.id).age_s is None


def test_sent_twice_is_stored_once(store: Store, kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make() for _ in range(3)]

    first = kiosk.deliver(*submissions, lost=True)
    second = kiosk.deliver(*submissions)

    assert first.accepted == second.accepted == [one.id for one in submissions]
    assert stored_ids(store) == first.accepted


def test_same_submission_twice_in_one_batch_is_stored_once(store: Store, kiosk: DeliveringKiosk) -> None:
    submission = kiosk.make()

    receipt = kiosk.deliver(submission, submission)

    assert receipt.accepted == stored_ids(store) == [submission.id]
    assert receipt.refused == []


def test_same_batch_from_many_threads_at_once_is_stored_once(store: Store, kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make() for _ in range(20)]
    delivery, paired = kiosk.delivery(*submissions), kiosk.paired

    def post(_: int) -> list[str]:
        return intake.receive(delivery, kiosk=paired, store=store, unseal_key=HUB_KEY, now=NOON).accepted

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(24)))

    assert answers == [[one.id for one in submissions]] * 24
    assert stored_ids(store) == [one.id for one in submissions]


def test_same_id_with_other_content_is_refused_and_the_first_stays(store: Store, kiosk: DeliveringKiosk) -> None:
    first = kiosk.make({"text": "det første", "cards": []})
    kiosk.deliver(first)

    receipt = kiosk.deliver(resealed(first, {"text": "noe annet", "cards": []}), kiosk.make())

    assert receipt.refused == [Refusal(first.id, "record-conflict")]
    assert len(receipt.accepted) == 1
    assert answer_of(inbox.read(store, first.id)) == {"text": "det første", "cards": []}


def test_conflict_within_a_batch_keeps_the_first(store: Store, kiosk: DeliveringKiosk) -> None:
    first = kiosk.make()

    receipt = kiosk.deliver(first, resealed(first, {"text": "noe annet", "cards": []}))

    assert receipt.refused == [Refusal(first.id, "record-conflict")]
    assert kiosk.deliver(first).accepted == [first.id]


def poison(kiosk: DeliveringKiosk) -> dict[str, Any]:
    """Submissions the hub cannot keep, by the code it refuses them with."""
    good = kiosk.make()
    half = replace(good, language="\ud800")
    return {
        "record-damaged": damaged(good),
        "bad-message": replace(half, sha256="0" * 64),
        "not-allowed": a_submission(kiosk="another"),
    }


@pytest.mark.parametrize("code", ["record-damaged", "bad-message", "not-allowed"])
def test_poison_item_is_refused_alone(store: Store, kiosk: DeliveringKiosk, code: str) -> None:
    bad = poison(kiosk)[code]
    before, after = kiosk.make(), kiosk.make()

    receipt = kiosk.deliver(before, bad, after)

    assert receipt.refused == [Refusal(bad.id, code)]
    assert receipt.accepted == stored_ids(store) == [before.id, after.id]


@pytest.mark.parametrize(
    "over",
    [
        {"seq": 0}, {"seq": 2**63}, {"prompt_revision": -1}, {"made_at": "yesterday"},
        {"made_at": "2026-11-22T12:00:00"}, {"made_at": "20261122T120000Z"}, {"prompt_hash": "h" * 200},
        {"language": "x" * 200}, {"session": "s" * 200}, {"id": ""}, {"id": "i" * 200},
        {"id": "a/b"}, {"id": "s1"}, {"id": "0" * 36}, {"id": "../x"},
        {"id": "."}, {"id": ".."}, {"id": "\0"}, {"id": "é"}, {"id": "a\n"},
    ],
)  # fmt: skip
def test_envelope_out_of_bounds_is_refused_alone(store: Store, kiosk: DeliveringKiosk, over: dict[str, Any]) -> None:
    good, bad = kiosk.make(), kiosk.make(**over)

    receipt = kiosk.deliver(bad, good)

    assert receipt.refused == [Refusal(bad.id, "bad-message")]
    assert receipt.accepted == stored_ids(store) == [good.id]


def set_aside(store: Store, id: str) -> tuple[State, str | None]:
    stored = inbox.read(store, id)
    return stored.state, stored.reason


def test_what_cannot_be_unsealed_is_set_aside_and_visible(store: Store, kiosk: DeliveringKiosk) -> None:
    for_another_hub = kiosk.make(key=OTHER_KEY)
    not_even_base64 = kiosk.make()
    not_even_base64 = sealed_again(replace(not_even_base64, sealed="%%%"))

    receipt = kiosk.deliver(for_another_hub, not_even_base64)

    assert receipt.accepted == [for_another_hub.id, not_even_base64.id]
    assert set_aside(store, for_another_hub.id) == (State.SET_ASIDE, "cannot-unseal")
    assert set_aside(store, not_even_base64.id) == (State.SET_ASIDE, "cannot-unseal")
    assert inbox.counts(store)[State.SET_ASIDE] == 2
    assert inbox.read(store, for_another_hub.id).submission == for_another_hub


def sealed_again(submission: Submission) -> Submission:
    """The submission with the hash of what it holds now."""
    return replace(submission, sha256=submission._digest())


def test_payload_moved_to_another_record_is_not_opened(store: Store, kiosk: DeliveringKiosk) -> None:
    stolen, carrier = kiosk.make(), kiosk.make()
    moved = sealed_again(replace(carrier, sealed=stolen.sealed))

    kiosk.deliver(moved)

    assert set_aside(store, moved.id) == (State.SET_ASIDE, "cannot-unseal")


def test_unknown_kind_is_set_aside_and_visible(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give(kind="hologram", payload=b"{}")

    assert set_aside(store, given) == (State.SET_ASIDE, "unknown-kind")
    assert inbox.read(store, given).payload == b"{}"


def test_unknown_prompt_is_set_aside_and_can_be_read(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give({"text": "flere krakker", "cards": []}, prompt=a_prompt(id="never-published"))

    assert set_aside(store, given) == (State.SET_ASIDE, "unknown-prompt")
    assert inbox.read(store, given).gist == "flere krakker"


def test_same_prompt_and_revision_with_other_content_is_another_prompt(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give(prompt=a_prompt(settings={"cards": False}))

    assert set_aside(store, given) == (State.SET_ASIDE, "unknown-prompt")


def test_every_revision_ever_published_is_taken(store: Store, kiosk: DeliveringKiosk) -> None:
    old = prompts.read(store, "poll")
    newer = replace(old, settings={**old.settings, "options": old.settings["options"][:2]})
    prompts.save(store, newer, by=KARI, now=NOON)
    prompts.withdraw(store, "poll", by=KARI, now=NOON)

    given = kiosk.give({"choices": ["never"]}, prompt=old)

    assert set_aside(store, given) == (State.NEW, None)


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("idea", b"not json", "invalid-answer"),
        ("idea", b"[]", "invalid-answer"),
        ("idea", b'{"text":5}', "invalid-answer"),
        ("idea", b'{"name":"Kari","text":"x"}', "invalid-answer"),
        ("idea", b'{"text":"","cards":[]}', "answer-empty"),
        ("idea", b'{"text":"%s"}' % (b"x" * (MAX_TEXT + 1)), "answer-too-long"),
        ("idea", b'{"text":"\\ud800"}', "invalid-answer"),
        ("feedback", b'{"rating":9}', "unknown-choice"),
        ("poll", b'{"choices":["bribe"]}', "unknown-choice"),
        ("drawing", b"not deflated", "invalid-answer"),
    ],
)
def test_answer_that_fails_the_check_is_set_aside_and_visible(
    store: Store, kiosk: DeliveringKiosk, kind: str, payload: bytes, code: str
) -> None:
    given = kiosk.give(kind=kind, payload=payload)

    assert set_aside(store, given) == (State.SET_ASIDE, code)
    assert inbox.read(store, given).payload == payload


def test_kind_that_is_not_its_prompts_is_set_aside(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give(kind="idea", prompt=a_prompt("poll"), payload=b'{"text":"x","cards":[]}')

    assert set_aside(store, given) == (State.SET_ASIDE, "invalid-answer")


def test_set_aside_opens_once_the_key_is_there(store: Store, kiosk: DeliveringKiosk) -> None:
    lost = kiosk.make({"text": "skrevet til den gamle huben", "cards": []}, key=OTHER_KEY)
    damaged_too = kiosk.make(key=UnsealKey(b"\xee" * 16))
    kiosk.deliver(lost, damaged_too)

    assert reopening.open_again(store, OTHER_KEY, now=NOON) == 1

    assert set_aside(store, lost.id) == (State.NEW, None)
    assert answer_of(inbox.read(store, lost.id)) == {"text": "skrevet til den gamle huben", "cards": []}
    assert set_aside(store, damaged_too.id) == (State.SET_ASIDE, "cannot-unseal")


class Stumbling(UnsealKey):
    """A key that trips over one submission."""

    def __init__(self, over: str) -> None:
        super().__init__(OTHER_KEY.secret)
        self._over = over

    def unseal(self, sealed: bytes, *, submission_id: str, kind: str) -> bytes:
        if submission_id == self._over:
            raise ValueError("nobody foresaw it")
        return super().unseal(sealed, submission_id=submission_id, kind=kind)


def test_what_fails_to_open_again_holds_up_none_of_the_others(
    store: Store, kiosk: DeliveringKiosk, caplog: pytest.LogCaptureFixture
) -> None:
    publish(store)
    half = kiosk.make(kind="signup", payload=b'{"activity":"\\ud800"}', key=OTHER_KEY)
    bad, *good = (kiosk.make({"text": "skrevet", "cards": []}, key=OTHER_KEY) for _ in range(3))
    kiosk.deliver(half, bad, *good)

    assert reopening.open_again(store, Stumbling(bad.id), now=NOON) == 3

    assert set_aside(store, half.id) == (State.SET_ASIDE, "invalid-answer")
    assert set_aside(store, bad.id) == (State.SET_ASIDE, "cannot-unseal")
    assert [set_aside(store, one.id) for one in good] == [(State.NEW, None)] * 2
    assert [bad.id in line for line in caplog.messages] == [True]
    assert "nobody foresaw it" not in caplog.text


def test_erased_submission_is_told_to_be_wiped_and_does_not_return(store: Store, kiosk: DeliveringKiosk) -> None:
    submission = kiosk.make()
    kiosk.deliver(submission, lost=True)
    store.submissions.remove([submission.id], now=utc(NOON))

    receipt = kiosk.deliver(submission, resealed(submission, {"text": "annet", "cards": []}))

    assert receipt.accepted == []
    assert receipt.erased == [submission.id]
    assert stored_ids(store) == []


@pytest.mark.parametrize("version", [0, 2, 99, -1])
def test_version_that_is_not_spoken_is_refused(kiosk: DeliveringKiosk, version: int) -> None:
    with pytest.raises(VersionMismatch):
        kiosk.deliver(kiosk.make(), version=version)


@pytest.mark.parametrize(
    "over",
    [
        {"cursor": -1}, {"cursor": 2**64}, {"health": a_health(created=2**70)}, {"health": a_health(waiting=-1)},
        {"health": a_health(sent_at="now")}, {"health": a_health(version="9" * 500)}, {"lineage": "x" * 500},
    ],
)  # fmt: skip
def test_broken_envelope_is_refused_whole(store: Store, kiosk: DeliveringKiosk, over: dict[str, Any]) -> None:
    with pytest.raises(BadMessage):
        kiosk.deliver(kiosk.make(), **over)

    assert stored_ids(store) == []


def test_batch_beyond_the_limit_is_refused_whole(store: Store, kiosk: DeliveringKiosk) -> None:
    one = kiosk.make()

    with pytest.raises(BadMessage):
        kiosk.deliver(*[one] * 501)


def test_receipt_tells_the_hubs_time_and_news(store: Store, kiosk: DeliveringKiosk) -> None:
    receipt = kiosk.deliver()

    assert receipt.hub_time == utc(NOON)
    assert [prompt.id for prompt in receipt.news.prompts] == list(ANSWERS)
    assert kiosk.deliver().news.prompts == []


class Renaming(UnsealKey):
    """Staff give the library another name and language while a delivery is being opened."""

    def __init__(self, store: Store) -> None:
        super().__init__(HUB_KEY.secret)
        self._store = store

    def unseal_all(self, batch: Sequence[Sealed]) -> Payloads:
        """Save the settings first."""
        settings.save(self._store, Settings("Lund stadsbibliotek", "sv", "Europe/Stockholm"), **BY)
        return super().unseal_all(batch)


def test_receipt_says_the_name_that_holds_after_the_commit(store: Store, kiosk: DeliveringKiosk) -> None:
    delivery = kiosk.delivery(kiosk.make())

    receipt = intake.receive(delivery, kiosk=kiosk.paired, store=store, unseal_key=Renaming(store), now=NOON)

    assert (receipt.news.library, receipt.news.default_language) == ("Lund stadsbibliotek", "sv")
