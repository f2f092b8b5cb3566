"""The examples in docs/wire are the protocol: both sides read them, write them again, and the proofs in them hold."""

import base64
import hashlib
import json
import re
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import TypeAdapter

from hub.services.marks import Marks
from hub.web.sync_app import STATUS
from kiosk.hub_link.wire import from_bytes, refuse, to_bytes
from shared import protocol
from shared.activity import Activity, ActivityText, AskedField, Occasion, check_activity, sign_up_prompt
from shared.door_key import door_words, read_door_key
from shared.errors import NotAHub, SamskapError
from shared.kinds import kind_of
from shared.notice import Notice, ReceiptState, SignUpState, Status, VisitorState
from shared.prompt import Prompt, PromptText, check_prompt
from shared.protocol import (
    Delivery,
    DoorList,
    Health,
    Hello,
    Lease,
    LeaseReport,
    News,
    PairingChallenge,
    PairingGrant,
    PairingOpening,
    PairingProof,
    Receipt,
    Refusal,
    Retained,
    SeatCount,
    digest_ids,
    pairing_key,
    pairing_proof,
    read_pairing_code,
)
from shared.seal import UnsealKey
from shared.submission import Submission, read_receipt_code, receipt_code, word_pair
from tools import protocol_page

DOCS = Path(__file__).parents[2] / "docs"
WIRE = DOCS / "wire"
SPEC = (DOCS / "sync-protocol.md").read_text("utf-8")
MESSAGES: dict[str, type[Any]] = {
    "hello": Hello,
    "pairing-opening": PairingOpening,
    "pairing-challenge": PairingChallenge,
    "pairing-proof": PairingProof,
    "pairing-grant": PairingGrant,
    "delivery": Delivery,
    "delivery-offer": Delivery,
    "delivery-sign-up": Delivery,
    "delivery-told": Delivery,
    "receipt": Receipt,
    "receipt-trouble": Receipt,
    "receipt-sign-up": Receipt,
}
PARTS = (
    Submission, Health, Retained, LeaseReport, Refusal, Lease, SeatCount, DoorList, News,
    Prompt, PromptText, Activity, ActivityText, Occasion, AskedField, Notice, ReceiptState,
)  # fmt: skip


def example(name: str) -> Any:
    """Return an example as plain JSON."""
    return json.loads((WIRE / f"{name}.json").read_text("utf-8"))


def message(name: str) -> Any:
    """Return an example as the kiosk reads it."""
    return from_bytes((WIRE / f"{name}.json").read_bytes(), MESSAGES[name])


GIVEN = example("given")
KEY = UnsealKey(bytes.fromhex(GIVEN["seal_secret"]))


@pytest.mark.parametrize("name", MESSAGES)
def test_kiosk_reads_each_example_and_writes_it_again(name: str) -> None:
    assert json.loads(to_bytes(message(name))) == example(name)


@pytest.mark.parametrize("name", MESSAGES)
def test_hub_reads_each_example_and_writes_it_again(name: str) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(MESSAGES[name])

    read = adapter.validate_json((WIRE / f"{name}.json").read_bytes())

    assert read == message(name)
    assert adapter.dump_python(read, mode="json") == example(name)


@pytest.mark.parametrize("name", MESSAGES)
def test_both_sides_pass_over_fields_of_a_later_version(name: str) -> None:
    later = {**example(name), "from_a_later_version": {"anything": [1]}}
    adapter: TypeAdapter[Any] = TypeAdapter(MESSAGES[name])

    assert from_bytes(json.dumps(later).encode(), MESSAGES[name]) == message(name)
    assert adapter.validate_python(later) == message(name)


def test_fields_that_may_be_left_out_stand_in_the_spec() -> None:
    told = re.findall(r"^  - (\w+): (.+?)\.$", section("Reading and writing messages"), re.MULTILINE)
    with_default = {
        one.__name__: [field.name for field in fields(one) if not is_needed(field)]
        for one in dict.fromkeys([*MESSAGES.values(), *PARTS])
    }

    assert {name: re.findall(r"`(\w+)`", named) for name, named in told} == {
        name: named for name, named in with_default.items() if named
    }


def is_needed(field: Field[Any]) -> bool:
    """Tell whether a field has no default."""
    return field.default is MISSING and field.default_factory is MISSING


@pytest.mark.parametrize("name", MESSAGES)
def test_example_shows_every_field(name: str) -> None:
    assert list(example(name)) == [field.name for field in fields(MESSAGES[name])]


def test_every_file_of_the_wire_is_an_example_the_spec_shows() -> None:
    files = {path.stem for path in WIRE.glob("*.json")}

    assert files == {*MESSAGES, "given", "error", "kinds", "seal", "words"}
    assert [name for name in sorted(files) if f"wire/{name}.json" not in SPEC] == []


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

    payload = KEY.unseal(submission.sealed_bytes, submission_id=submission.id, kind=submission.kind)

    assert kind.check(kind.unpack(payload), prompt.settings) == GIVEN["answer"]
    assert submission.prompt_hash == prompt.content_hash()


def test_sealing_worked_through_opens_with_the_secret_of_the_examples() -> None:
    worked = example("seal")
    sealed = base64.b64decode(worked["sealed"])

    opened = KEY.unseal(sealed, submission_id=worked["id"], kind=worked["kind"])

    assert opened.decode() == worked["plain"]
    assert json.loads(opened) == GIVEN["answer"]
    assert (worked["seal_key"], worked["aad"]) == (KEY.public.hex, "")
    assert sealed[:32].hex() == worked["encapsulated_key"]


def test_sealed_sign_up_opens_and_answers_the_prompt_made_from_its_activity() -> None:
    (submission,) = message("delivery-sign-up").submissions
    (activity,) = message("receipt-sign-up").news.activities
    prompt, kind = sign_up_prompt(activity), kind_of(submission.kind)

    payload = KEY.unseal(submission.sealed_bytes, submission_id=submission.id, kind=submission.kind)

    check_activity(activity)
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


def test_sign_up_in_the_news_has_the_code_of_the_submission() -> None:
    (submission,) = message("delivery-sign-up").submissions
    states = message("receipt-sign-up").news.receipts

    assert states[0].code == receipt_code(submission.id)
    assert states == message("delivery-told").told
    assert {state.state for state in states} <= set(SignUpState)


def test_door_list_opens_with_the_key_the_kiosk_sent() -> None:
    (door,) = message("receipt-sign-up").doors
    key = UnsealKey(bytes.fromhex(GIVEN["door_secret"]))

    opened = key.unseal(base64.b64decode(door.sealed), submission_id=door.activity, kind="attendance")

    assert message("delivery-sign-up").door_key == base64.b64encode(bytes.fromhex(key.public.hex)).decode()
    assert json.loads(opened) == GIVEN["door_list"]
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


def test_receipt_codes_and_states_of_the_examples_are_real() -> None:
    news, (first, *_) = message("receipt").news, message("delivery-offer").offered

    assert [state.code for state in news.receipts] == [receipt_code(first)]
    assert [read_receipt_code(state.code) for state in news.receipts] == [state.code for state in news.receipts]
    assert {state.state for state in news.receipts} <= set(VisitorState)
    assert {notice.status for notice in news.notices} <= set(Status)


def section(name: str) -> str:
    """Return the spec's section about a message or a part of one."""
    found = re.search(rf"^#+ {name}\n(.*?)(?=^#)", SPEC + "\n#", re.MULTILINE | re.DOTALL)
    assert found, f"docs/sync-protocol.md has no section {name}"
    return found[1]


@pytest.mark.parametrize("message_type", [*dict.fromkeys(MESSAGES.values()), *PARTS], ids=lambda one: str(one.__name__))
def test_every_field_stands_in_the_table_of_its_message(message_type: type[Any]) -> None:
    told = re.findall(r"^\| `(\w+)` \|", section(message_type.__name__), re.MULTILINE)

    assert told == [field.name for field in fields(message_type)]


def test_spec_tells_of_every_message_there_is() -> None:
    messages = {one for one in vars(protocol).values() if isinstance(one, type) and is_dataclass(one)}

    assert messages - {Prompt, Notice, ReceiptState, Submission} <= {*MESSAGES.values(), *PARTS}


def descendants(error: type[SamskapError]) -> list[type[SamskapError]]:
    """Return an error and every class below it."""
    return [error, *(one for child in error.__subclasses__() for one in descendants(child))]


TOLD = [(int(s), code) for s, code in re.findall(r"^\| (\d{3}) \| `([a-z-]+)` \|", SPEC, re.MULTILINE)]
"""Status and code as the spec has them."""


def test_every_status_of_the_hub_stands_in_the_spec_with_its_code() -> None:
    by_code = {error.code: error for error in descendants(SamskapError)}
    by_hand = [(404, "not-found"), (405, "not-allowed"), (507, "hub-full")]

    for told, code in [row for row in TOLD if row not in by_hand]:
        assert told == next(status for error, status in STATUS if issubclass(by_code[code], error)), code
    assert {status for error, status in STATUS if error is not SamskapError} <= {status for status, _ in TOLD}


@pytest.mark.parametrize(("status", "code"), TOLD)
def test_kiosk_knows_every_status_of_the_spec(status: int, code: str) -> None:
    with pytest.raises(SamskapError) as refused:
        refuse(status, json.dumps({"code": code}).encode())

    assert (refused.type is NotAHub) is (status in {404, 405})


def test_no_message_holds_a_type_the_spec_does_not_know() -> None:
    known = {*PARTS, str, int, float, bool, type(None), Any}
    held: set[Any] = set()
    waiting: list[Any] = [hint for one in (*MESSAGES.values(), *PARTS) for hint in get_type_hints(one).values()]
    while waiting:
        hint = waiting.pop()
        waiting += get_args(hint)
        held |= set() if get_args(hint) else {hint}

    assert held <= known


@pytest.mark.parametrize(
    "name", [name for name, value in vars(protocol).items() if name.isupper() and isinstance(value, int)]
)
def test_every_limit_stands_in_the_spec_with_its_value(name: str) -> None:
    value = getattr(protocol, name)

    assert re.search(rf"`{name}` *\| *{value:,}\b".replace(",", "[, ]?"), SPEC)


def test_tables_of_kinds_and_worked_examples_are_those_of_the_code() -> None:
    stale = [path.name for path, content in protocol_page.made().items() if path.read_text("utf-8") != content]

    assert stale == [], "run python -m tools.protocol_page"


@pytest.mark.parametrize("name", protocol_page.examples())
def test_worked_example_of_a_kind_holds(name: str) -> None:
    worked, kind = example("kinds")[name], kind_of(name)

    assert hashlib.sha256(worked["hashed"].encode()).hexdigest() == worked["prompt_hash"]
    assert json.loads(worked["hashed"])["settings"] == worked["settings"]
    assert kind.check(kind.unpack(base64.b64decode(worked["to_seal"])), worked["settings"]) == worked["answer"]


def test_word_pair_of_the_spec_is_that_of_its_code() -> None:
    code, *pairs = re.findall(r"`(\w{8})` is \*(\w+) (\w+)\* in nb and \*(\w+) (\w+)\* in en", SPEC)[0]

    assert tuple(pairs) == (*word_pair(code, "nb"), *word_pair(code, "en"))
