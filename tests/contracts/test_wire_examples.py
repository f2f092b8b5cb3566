"""What the examples in docs/wire say is true: hashes, seals, slips, proofs, marks and books."""

import base64
import hashlib
import json
from dataclasses import fields

import pytest

from hub.marks import Marks
from hub.model import Told
from hub.services.restoring import own_hand
from shared.activity import check_activity, sign_up_prompt
from shared.door_key import door_words, read_door_key
from shared.kinds import kind_of
from shared.notice import ReceiptState, SignUpState, Status, VisitorState
from shared.prompt import check_prompt
from shared.protocol import (
    Delivery,
    digest_ids,
    pairing_key,
    pairing_proof,
    read_pairing_code,
)
from shared.seal import UnsealKey, open_reply
from shared.slip import read_receipt_code, read_slip
from shared.submission import Submission
from tests.contracts.examples import GIVEN, HUB_ID, KEY, WIRE, example, message, opened, slip
from tools.wire_messages import MESSAGES


@pytest.mark.parametrize("name", ["delivery", "delivery-sign-up"])
def test_submission_hash_is_computed_as_the_spec_says(name: str) -> None:
    (submission,) = message(name).submissions
    values = [getattr(submission, field.name) for field in fields(Submission) if field.name != "sha256"]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))

    assert submission.is_whole()
    assert submission.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_sealed_answer_opens_with_the_secret_of_the_examples() -> None:
    (submission,) = message("delivery").submissions
    (prompt,) = message("receipt").news.prompts
    kind = kind_of(submission.kind)

    taken_along, payload = opened(submission)

    assert taken_along == slip("idea")
    assert kind.check(kind.unpack(payload), prompt.settings) == GIVEN["answer"]
    assert submission.prompt_hash == prompt.content_hash()


def test_sealing_worked_through_opens_with_the_secret_of_the_examples() -> None:
    worked = example("seal")
    sealed = base64.b64decode(worked["sealed"])

    plain = KEY.unseal(sealed, submission_id=worked["id"], kind=worked["kind"])

    assert plain.hex() == worked["plain"] == worked["slip"] + worked["answer"].encode().hex()
    assert read_slip(plain) == slip("idea")
    assert json.loads(worked["answer"]) == GIVEN["answer"]
    assert (worked["seal_key"], worked["aad"]) == (KEY.public.hex, "")
    assert sealed[:32].hex() == worked["encapsulated_key"]


def test_slip_worked_through_is_that_of_the_code_and_opens_the_reply() -> None:
    worked, one = example("slip"), slip("answered")

    assert (worked["hub_id"], worked["code"], worked["pair"]) == (HUB_ID, one.code, one.pair)
    assert (worked["root"], worked["finder"], worked["key"]) == (one.root.hex(), one.finder, one.key.hex())
    assert (worked["slip"], worked["door_code"]) == (one.packed().hex(), one.guest)
    assert open_reply(worked["sealed"], one) == worked["replies"].encode()
    assert json.loads(worked["replies"]) == GIVEN["replies"]


def test_sealed_sign_up_opens_and_answers_the_prompt_made_from_its_activity() -> None:
    (submission,) = message("delivery-sign-up").submissions
    (activity,) = message("receipt-sign-up").news.activities
    prompt, kind = sign_up_prompt(activity), kind_of(submission.kind)

    taken_along, payload = opened(submission)

    check_activity(activity)
    assert taken_along == slip("sign_up")
    assert kind.check(kind.unpack(payload), prompt.settings) == GIVEN["sign_up"]
    assert (submission.prompt, submission.prompt_hash) == (prompt.id, prompt.content_hash())
    assert submission.prompt_revision == activity.revision


@pytest.mark.parametrize("name", [name for name in MESSAGES if name.startswith(("delivery", "receipt"))])
def test_mark_is_the_hubs_own_on_lineage_and_cursor(name: str) -> None:
    one, kiosk = message(name), example("pairing-proof")["kiosk_id"]
    cursor = one.cursor if isinstance(one, Delivery) else one.news.cursor

    assert Marks(KEY.secrets).proves(one.mark, "receipt", kiosk, one.lineage, cursor)


def test_promise_and_lease_of_the_examples_fit_together() -> None:
    delivery, receipt = message("delivery-sign-up"), message("receipt-sign-up")
    (report,), (lease,), (count,) = delivery.leases, receipt.leases, receipt.seats

    assert delivery.promised == [one.id for one in delivery.submissions]
    assert report.promised == len(GIVEN["sign_up"]["persons"])
    assert Marks(KEY.secrets).proves(lease.mark, "lease", delivery.submissions[0].kiosk, lease.activity, lease.granted)
    assert report.mark == Marks(KEY.secrets).mark(
        "lease", delivery.submissions[0].kiosk, report.activity, report.granted
    )
    assert report.granted - report.returned - report.promised > 0
    assert report.granted <= lease.granted
    assert report.activity == lease.activity == count.activity == GIVEN["sign_up"]["activity"]
    assert (count.waiting, lease.keep) == (1, 0), "while somebody waits leases are called back"


def test_sign_ups_in_the_news_are_found_by_their_codes_and_by_nothing_in_the_record() -> None:
    states = message("receipt-sign-up").news.receipts
    coming, waiting = slip("sign_up"), slip("waiting")

    assert [(one.finder, one.pair) for one in states] == [(one.finder, one.pair) for one in (coming, waiting)]
    assert {one.state for one in states} <= set(SignUpState)
    assert [one.sealed for one in states] == ["", ""]


def test_told_of_the_examples_is_what_the_hub_said_in_its_own_hand() -> None:
    receipt, marks = message("receipt-sign-up"), Marks(KEY.secrets)
    told = message("delivery-told").told

    activity, *sign_ups = [own_hand.read(hidden, marks) for hidden in told]

    assert told == [*receipt.news.told.values(), *(one.told for one in receipt.news.receipts)]
    assert list(receipt.news.told) == [f"activity {one.slug}" for one in receipt.news.activities]
    assert [activity] == receipt.news.activities
    for said, one, name in zip(sign_ups, receipt.news.receipts, ("sign_up", "waiting"), strict=True):
        assert isinstance(said, Told)
        assert (said.changed, said.slip) == (receipt.news.cursor, slip(name))
        numbers = (one.activity, one.persons, one.seated, one.order)
        assert said.state == ReceiptState(slip(name).code, one.state, {}, *numbers)


def test_prompt_of_the_examples_is_told_in_the_hubs_own_hand() -> None:
    news = message("receipt").news

    told = {name: own_hand.read(hidden, Marks(KEY.secrets)) for name, hidden in news.told.items()}

    assert told == {f"prompt {one.id}": one for one in news.prompts}


def test_door_list_opens_with_the_key_the_kiosk_sent() -> None:
    (door,) = message("receipt-sign-up").doors
    key = UnsealKey(bytes.fromhex(GIVEN["door_secret"]))

    listed = key.unseal(base64.b64decode(door.sealed), submission_id=door.activity, kind="attendance")

    assert message("delivery-sign-up").door_key == base64.b64encode(bytes.fromhex(key.public.hex)).decode()
    assert json.loads(listed) == GIVEN["door_list"]
    assert [one["code"] for one in GIVEN["door_list"]["people"]] == [slip("sign_up").guest]
    assert GIVEN["door_list"]["delete_at"] == door.delete_at


def test_words_of_the_door_are_those_of_the_key_the_kiosk_sent() -> None:
    delivery = message("delivery-sign-up")
    (kiosk,) = {submission.kiosk for submission in delivery.submissions}
    key = read_door_key(delivery.door_key)

    assert GIVEN["door_words"] == {one: " · ".join(door_words(key, kiosk, one)) for one in ("nb", "sv")}


def test_prompt_of_the_examples_is_in_order() -> None:
    (prompt,) = message("receipt").news.prompts

    check_prompt(prompt)


def test_pairing_proofs_follow_from_the_code_and_the_certificate() -> None:
    proof, grant = message("pairing-proof"), message("pairing-grant")
    code = read_pairing_code(GIVEN["pairing_code"])
    assert code is not None
    nonces = (message("pairing-opening").kiosk_nonce, message("pairing-challenge").hub_nonce)
    key, certificate = pairing_key(code, nonces[1]), GIVEN["certificate_sha256"]

    assert (proof.kiosk_nonce, proof.hub_nonce) == nonces
    assert proof.proof == pairing_proof(key, "kiosk", certificate, *nonces, proof.kiosk_id, proof.kiosk_name)
    assert grant.proof == pairing_proof(key, "hub", certificate, *nonces, proof.kiosk_id, grant.token, grant.seal_key)
    assert grant.seal_key == KEY.public.hex


def test_retained_digest_is_of_the_ids_offered_later() -> None:
    retained, offered = message("delivery").retained, message("delivery-offer").offered

    assert (retained.count, retained.digest) == (len(offered), digest_ids(offered))


@pytest.mark.parametrize("name", [name for name, one in MESSAGES.items() if one is Delivery])
def test_books_of_the_examples_balance(name: str) -> None:
    health = message(name).health

    assert health.created == health.on_hub + health.waiting + health.set_aside + health.erased


def test_answered_one_of_the_examples_is_found_and_opened_by_its_code() -> None:
    news, one = message("receipt").news, slip("answered")
    (state,) = news.receipts

    assert (state.finder, state.pair) == (one.finder, one.pair)
    assert json.loads(open_reply(state.sealed, one) or b"") == GIVEN["replies"]
    assert open_reply(state.sealed, slip("idea")) is None
    assert {state.state for state in news.receipts} <= set(VisitorState)
    assert {notice.status for notice in news.notices} <= set(Status)


def test_codes_of_the_examples_are_real() -> None:
    codes = [one["code"] for one in GIVEN["slips"].values()]

    assert [read_receipt_code(code) for code in codes] == codes
    assert [one for one in GIVEN["slips"].values() if not 0 <= one["pair"] < 2**16] == []


def test_no_example_of_a_message_tells_a_code_or_a_root() -> None:
    secret = [one for name in GIVEN["slips"] for one in (slip(name).code, slip(name).root.hex(), slip(name).key.hex())]

    assert [
        (name, one) for name in MESSAGES for one in secret if one in (WIRE / f"{name}.json").read_text("utf-8")
    ] == []
