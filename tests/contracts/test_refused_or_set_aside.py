"""What the hub refuses, what it sets aside and what it takes, as docs/sync-protocol.md tells who writes a kiosk."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.services.review import review
from hub.store.base import Store
from hub.web.sync.sync_app import create_sync_app
from kiosk.hub_link.wire import converter, from_bytes
from shared.activity import AskedField, sign_up_prompt
from shared.errors import (
    CannotUnseal,
    InvalidAnswer,
    PartyTooLarge,
    UnknownActivity,
    UnknownKind,
    UnknownPrompt,
)
from shared.kinds import kind_of
from shared.prompt import Prompt
from shared.protocol import MAX_BATCH_ITEMS, PREFIX, Receipt, Refusal
from shared.submission import Submission, sealed_submission
from tests.builders import a_slip
from tests.contracts.examples import SPEC
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_hub_store
from tests.sign_up_builders import a_change, a_sign_up, publish, state, states

WIRE = Path(__file__).parents[2] / "docs" / "wire"
WORKED = json.loads((WIRE / "kinds.json").read_text("utf-8"))
IDEA = b'{"text":"flere krakker"}'
ADULT = {"name": "Ola", "age": "adult"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_hub_store(tmp_path / "store")
    yield opened
    opened.close()


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


# Records


def a_record(kiosk: DeliveringKiosk, **over: Any) -> Submission:
    """An idea with these fields in its envelope, whole in itself."""
    prompt = over.pop("prompt", None)
    made = kiosk.make(payload=IDEA, **over)
    fields = {**asdict(made), "sealed": made.sealed_bytes, **({} if prompt is None else {"prompt": prompt})}
    del fields["sha256"]
    return sealed_submission(**fields)


@pytest.mark.parametrize(
    "over",
    [
        {"id": "01890A5D-AC96-774B-BCCE-B302099A8057"}, {"made_at": ""}, {"made_at": "2026-11-22T12:00:00Z"},
        {"seq": 0}, {"seq": 2**53 + 1}, {"prompt_revision": -1}, {"prompt_revision": 2**53 + 1},
        *({name: "x" * 129} for name in ("id", "kind", "prompt", "prompt_hash", "made_at", "language", "session")),
    ],
)  # fmt: skip
def test_field_out_of_its_bounds_is_refused_alone(kiosk: DeliveringKiosk, over: dict[str, Any]) -> None:
    bad, good = a_record(kiosk, **over), kiosk.make()

    receipt = kiosk.deliver(bad, good)

    assert (receipt.refused, receipt.accepted) == ([Refusal(bad.id, "bad-message")], [good.id])


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"prompt": "Å !"}, "unknown-prompt"), ({"prompt": ""}, "unknown-prompt"),
        ({"prompt": "x" * 128}, "unknown-prompt"), ({"kind": ""}, "unknown-kind"),
        ({"prompt_hash": "zz"}, "unknown-prompt"), ({"prompt_hash": "zz", "prompt_revision": 99}, None),
        ({"language": ""}, None), ({"language": "tlh"}, None), ({"session": ""}, None), ({"seq": 2**53}, None),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_accepted(
    store: Store, kiosk: DeliveringKiosk, over: dict[str, Any], reason: str | None
) -> None:
    one = a_record(kiosk, **over)

    assert kiosk.deliver(one).accepted == [one.id]

    kept = store.submissions.read(one.id)
    assert kept is not None
    assert (kept.state, kept.reason) == ("set_aside" if reason else "new", reason)


def test_age_without_a_bound_is_not_known(store: Store, kiosk: DeliveringKiosk) -> None:
    one = kiosk.make()

    kiosk.deliver(one, ages_s={one.id: float("1e999")})

    kept = store.submissions.read(one.id)
    assert kept is not None
    assert kept.age_s is None


# Answers


@pytest.mark.parametrize("kind", [kind for kind in WORKED if kind != "drawing"])
def test_answer_with_another_key_than_its_kind_has_is_invalid(kind: str) -> None:
    worked = WORKED[kind]
    kind_of(kind).check(worked["answer"], worked["settings"])

    with pytest.raises(InvalidAnswer) as raised:
        kind_of(kind).check({**worked["answer"], "from_a_later_version": 1}, worked["settings"])

    assert raised.value.code == "invalid-answer"


def signed_up(kiosk: DeliveringKiosk, **answer: Any) -> Submission:
    """Somebody signs up for the soup with just this answer, and it is delivered."""
    activity = kiosk.store.activities.read("soup")
    assert activity is not None
    given = {"activity": "soup", "persons": [ADULT], **answer}
    one = kiosk.make(given, kind="signup", prompt=sign_up_prompt(activity))
    assert kiosk.deliver(one).accepted == [one.id]
    return one


@pytest.mark.parametrize(
    ("asks", "answer"),
    [
        (["name"], {"persons": [{"name": "Ola"}]}),
        (["name"], {"persons": [ADULT, ADULT]}),
        ([], {"persons": [{}]}),
        ([], {"persons": [{"name": 7}]}),
        ([], {"contact": ["x"], "fields": {"food": "x", "note": 7}}),
    ],
)
def test_what_is_not_asked_is_dropped_and_an_age_left_out_is_a_grown_up(
    store: Store, kiosk: DeliveringKiosk, asks: list[str], answer: dict[str, Any]
) -> None:
    publish(store, fields=[AskedField(name, 14) for name in asks])

    one = signed_up(kiosk, **answer)

    assert states(store, one) == ["confirmed"]
    assert state(store, one).ages == {"adult": len(answer.get("persons", [1]))}
    assert {detail.name for detail in store.sign_ups.details([one.id])} == ({"names"} if asks else set())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"persons": [{"name": "Ola", "age": "elder"}]}, "unknown-choice"),
        ({"persons": [{"age": "adult"}]}, "answer-empty"),
        ({"persons": [{**ADULT, "shoe": 43}]}, "invalid-answer"),
        ({"fields": {"shoe": "43"}}, "invalid-answer"),
        ({"contact": ""}, "answer-empty"),
        ({"contact": "12"}, "not-reachable"),
        ({"persons": [ADULT] * 7}, "too-many-choices"),
    ],
)
def test_sign_up_that_is_set_aside_is_told_as_none(
    store: Store, kiosk: DeliveringKiosk, answer: dict[str, Any], reason: str
) -> None:
    asked = [AskedField(name, 14) for name in ("name", "contact")]
    publish(store, fields=asked, audience="children", most_persons=6)
    kiosk.deliver()

    one = signed_up(kiosk, **{"contact": "ola@example.org", **answer})

    kept = store.submissions.read(one.id)
    assert kept is not None
    assert (kept.state, kept.reason) == ("set_aside", reason)
    kiosk.cursor = 0
    assert kiosk.deliver().news.receipts == []
    review.reopen(store, one.id, by=KARI, now=NOON)
    [told] = kiosk.deliver().news.receipts
    assert (told.state, told.activity, told.persons) == ("read", None, 0)


def test_sign_up_of_more_than_there_are_seats_is_taken_and_never_seated_whole(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    publish(store, seats=2)

    one = a_sign_up(kiosk, 3)
    kiosk.deliver(one)

    assert states(store, one) == ["waiting"]


@pytest.mark.parametrize(("persons", "told"), [(0, ("cancelled", 3)), (2, ("confirmed", 2))])
def test_change_counts_when_its_sign_up_comes_after_it(
    store: Store, kiosk: DeliveringKiosk, persons: int, told: tuple[str, int]
) -> None:
    publish(store)
    one = a_sign_up(kiosk, 3)
    change = a_change(kiosk, one, persons)
    assert kiosk.deliver(change).accepted == [change.id]
    assert [entry.finder for entry in kiosk.deliver().news.receipts] == []

    entries = kiosk.deliver(one).news.receipts

    assert [(entry.state, entry.persons) for entry in entries if entry.finder == a_slip(one.id).finder] == [told]


def test_page_names_every_reason_why_something_is_set_aside() -> None:
    sentence = SPEC[SPEC.index("the reason why a submission was set aside there") :].split("\n\n")[0]
    unknown = {CannotUnseal.code, UnknownKind.code, UnknownPrompt.code, UnknownActivity.code}
    invalid = {InvalidAnswer.code, *(error.code for error in InvalidAnswer.__subclasses__())}
    invalid.remove(PartyTooLarge.code)  # kiosks and staff pages ask that, and the hub does not ask it again

    assert set(re.findall("`([a-z-]+)`", sentence)) == unknown | invalid


# Hashes


def test_prompt_is_hashed_with_what_was_left_out_of_its_texts_and_as_its_settings_came() -> None:
    plain = json.loads((WIRE / "receipt.json").read_text("utf-8"))
    [prompt, *_] = plain["news"]["prompts"]
    prompt["texts"] = {"nb": {"title": "Bø", "question": "Hva?", "from_a_later_version": "x"}}
    prompt["settings"] = {"\U0001f600": 2, "\uff5e": 1}  # in UTF-16 the other way round

    read: Prompt = from_bytes(json.dumps(plain).encode(), Receipt).news.prompts[0]

    texts = '{"nb":{"help":"","question":"Hva?","subtitle":"","title":"B\\u00f8"}}'
    settings = r'{"\uff5e":1,"\ud83d\ude00":2}'
    assert read.content() == f'{{"id":"{read.id}","kind":"{read.kind}","settings":{settings},"texts":{texts}}}'


# Requests

Spoilt = Callable[[dict[str, Any]], bytes]


@pytest.fixture(scope="module")
def sync(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, DeliveringKiosk]]:
    with open_hub(HubConfig(tmp_path_factory.mktemp("hub"))) as hub:
        yield TestClient(create_sync_app(hub)), DeliveringKiosk(hub.store, now=hub.now())


def changed(**over: Any) -> Spoilt:
    return lambda plain: json.dumps({**plain, **over}).encode()


def in_the_record(**over: Any) -> Spoilt:
    return lambda plain: json.dumps({**plain, "submissions": [{**plain["submissions"][0], **over}]}).encode()


@pytest.mark.parametrize(
    ("spoil", "packing", "status"),
    [
        (changed(), "identity", 200),
        (lambda plain: gzip.compress(changed()(plain)), "gzip", 200),
        (lambda plain: gzip.compress(changed()(plain)) + b"x", "gzip", 422),
        (lambda plain: gzip.compress(changed()(plain)) * 2, "gzip", 422),
        (lambda plain: gzip.compress(changed()(plain))[:-1], "gzip", 422),
        (changed(), "gzip", 422),
        (changed(), "deflate", 415),
        (lambda plain: b"", "identity", 422),
        (lambda plain: b'{"version": 7,' + changed()(plain)[1:], "identity", 200),
        (lambda plain: changed()(plain)[:-1] + b', "version": 7}', "identity", 426),
        (changed(told_upto="\ud800"), "identity", 422),
        (lambda plain: changed(submissions=plain["submissions"] * (MAX_BATCH_ITEMS + 1))(plain), "identity", 422),
        (in_the_record(seq=True), "identity", 422),
        (in_the_record(prompt=None), "identity", 422),
        (in_the_record(language="\ud800"), "identity", 422),
        (lambda plain: changed()(plain).replace(b'"uptime_s": 60.0', b'"uptime_s": 1e999'), "identity", 422),
        (lambda plain: changed()(plain).replace(b"0.0625", b"1e999"), "identity", 200),
        (lambda plain: changed()(plain).replace(b"0.0625", b"Infinity"), "identity", 422),
        (changed(promised=["x"]), "identity", 422),
        (changed(offered=["x"]), "identity", 422),
        (changed(ages_s={"x": 1.0}), "identity", 422),
        (changed(leases=[{"activity": "Å !", "granted": 1, "returned": 0, "promised": 0}]), "identity", 422),
    ],
)
def test_broken_request_is_refused_as_a_whole(
    sync: tuple[TestClient, DeliveringKiosk], spoil: Spoilt, packing: str, status: int
) -> None:
    client, kiosk = sync
    one = kiosk.make()
    plain = converter.unstructure(kiosk.delivery(one, ages_s={one.id: 0.0625}))
    headers = {"Authorization": f"Bearer {kiosk.token}", "Content-Encoding": packing}

    answer = client.post(f"{PREFIX}/deliveries", content=spoil(plain), headers=headers)

    code = {415: "unknown-encoding", 422: "bad-message", 426: "version-mismatch"}.get(status)
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert (kiosk.store.submissions.read(one.id) is None) == (status != 200)
