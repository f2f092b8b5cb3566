"""Things for tests, whole by default: say only what the test is about."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.store import HubPairing, KioskStore
from shared.activity import (
    KEEP_DAYS,
    Activity,
    ActivityText,
    AskedField,
    Occasion,
    change_prompt,
    sign_up_prompt,
)
from shared.clock import Clock
from shared.kinds import kind_of
from shared.notice import Notice, ReceiptState, SealedState, SignUpState
from shared.prompt import Prompt, PromptText
from shared.protocol import News, Receipt
from shared.seal import UnsealKey, seal_reply
from shared.slip import ROOT_BYTES, SLIP_BYTES, Slip
from shared.submission import CROCKFORD, Submission, new_submission_id, utc
from tests.fakes import NOON, FrozenClock
from tools import kind_examples

HUB_KEY = UnsealKey(bytes(range(16)))
"""The key of every hub in tests that does not make its own."""

CHEAP_PIN = 2
"""The cost of PINs in tests that do not measure it."""

SETTINGS: dict[str, dict[str, Any]] = {
    **{kind: example.settings for kind, example in kind_examples.ASKED.items()},
    "feedback": {"reasons": [{"id": "books", "label": {"en": "The books"}}, {"id": "staff", "label": {"en": "Staff"}}]},
    "poll": {"options": [{"id": one, "label": {"en": one}} for one in ("early", "late", "never")], "max_choices": 2},
}
"""The settings of the prompts of every kind that staff make prompts of."""
ANSWERS: dict[str, dict[str, Any]] = {
    **{kind: example.answer for kind, example in kind_examples.ASKED.items()},
    "feedback": {"rating": 4, "reasons": ["books"], "comment": "fint her"},
    "poll": {"choices": ["late"]},
    "drawing": {"strokes": [{"colour": "#102030", "width": 8, "points": [[0.1, 0.2], [0.3, 0.4]]}]},
}


def quick_root(code: str, hub_id: str) -> bytes:
    """In place of the slow function, where a test makes many slips."""
    return hashlib.sha256(f"{hub_id} {code}".encode()).digest()[:ROOT_BYTES]


def slip_of(code: str, pair: int | None = None, hub_id: str = "hub1") -> Slip:
    """The slip with this code for the hub of these tests; its words by the beginning of the code."""
    first = sum(CROCKFORD.index(letter) << 5 * (3 - place) for place, letter in enumerate(code[:4])) >> 4
    return Slip(code, first if pair is None else pair, quick_root(code, hub_id))


def a_slip(submission_id: str) -> Slip:
    """The slip that goes with a submission of these tests."""
    number = int.from_bytes(hashlib.sha256(submission_id.encode()).digest()[:5])
    return slip_of("".join(CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5)))


def receipt_code(submission_id: str) -> str:
    """The code on that slip."""
    return a_slip(submission_id).code


def payload_of(submission: Submission) -> bytes:
    """What was sealed to HUB_KEY, after the slip."""
    opened = HUB_KEY.unseal(submission.sealed_bytes, submission_id=submission.id, kind=submission.kind)
    return opened[SLIP_BYTES:]


def a_sealed(told: ReceiptState, slip: Slip | None = None, **over: Any) -> SealedState:
    """What a hub tells kiosks of this code; its own hand is easy to read here."""
    slip = slip or slip_of(told.code)
    words = json.dumps(told.replies).encode()
    given = {"finder": slip.finder, "pair": slip.pair, "sealed": seal_reply(words, slip) if told.replies else ""}
    numbers = {"activity": told.activity, "persons": told.persons, "seated": told.seated, "order": told.order}
    hand = f"told {told.code}" if told.activity is not None else ""
    return SealedState(**{**given, "state": told.state, **numbers, "told": hand, **over})


def a_prompt(kind: str = "idea", **over: Any) -> Prompt:
    """A prompt of this kind, open always; its id is the kind."""
    texts = {"en": PromptText(title=f"A {kind}", question="What would you like?")}
    return Prompt(**{"id": kind, "kind": kind, "revision": 1, "texts": texts, "settings": SETTINGS[kind], **over})


def an_activity(**over: Any) -> Activity:
    """Soup in three days: twenty portions, sign-up open now; it asks for names, a contact, persons and food."""
    starts = NOON + timedelta(days=3)
    given: dict[str, Any] = {
        "id": "a1",
        "slug": "soup",
        "revision": 1,
        "texts": {"en": ActivityText("Soup", "Soup and talk.")},
        "dates": [Occasion(utc(starts), utc(starts + timedelta(hours=2)))],
        "seats": 20,
        "fields": [AskedField(name, KEEP_DAYS[name]) for name in ("name", "contact", "persons", "food")],
    }
    return Activity(**{**given, **over})


def a_notice(**over: Any) -> Notice:
    """A published idea."""
    fields = {"id": new_submission_id(), "status": "heard", "kind": "idea", "prompt": "idea", "language": "nb"}
    return Notice(**{**fields, "text": "flere krakker", "published_at": utc(NOON), **over})


def a_news(*, receipts: Sequence[ReceiptState] = (), **over: Any) -> News:
    """News with nothing in them; what receipt codes give is sealed on the way."""
    sealed = [a_sealed(one) for one in receipts]
    return News(**{"cursor": 1, "library": "Holmlia", "default_language": "nb", "receipts": sealed, **over})


def a_receipt(hub_time: datetime = NOON, **over: Any) -> Receipt:
    """A receipt that acknowledges nothing."""
    return Receipt(**{"lineage": "lineage 1", "hub_time": utc(hub_time), "news": a_news(), **over})


def a_pairing(**over: Any) -> HubPairing:
    """Trust in a hub with HUB_KEY. Its certificate is no real one."""
    fields = {
        "kiosk_id": "k1",
        "kiosk_name": "By the door",
        "hub_id": "hub1",
        "name": "Holmlia",
        "token": "secret token",
    }
    seal = {"seal_key": HUB_KEY.public.hex, "certificate": "", "certificate_sha256": "", "address": "hub.test:8443"}
    return HubPairing(**{**fields, **seal, **over})


def a_store(folder: Path, clock: Clock | None = None, **over: Any) -> KioskStore:
    """A paired store that has prompts of all kinds."""
    store = KioskStore.open(folder, clock or FrozenClock(), **over)
    store.keep_pairing(a_pairing())
    store.take_receipt(a_receipt(news=a_news(prompts=[a_prompt(kind) for kind in SETTINGS])))
    return store


def save(
    store: KioskStore, text: str = "flere bøker", *, id: str | None = None, kind: str = "idea", slip: Slip | None = None
) -> str:
    """Save an answer; return its id."""
    submission_id = id or new_submission_id()
    answer = {**ANSWERS[kind], **({"text": text} if kind == "idea" else {})}
    store.save(submission_id, a_prompt(kind), "nb", kind_of(kind).pack(answer), slip=slip or a_slip(submission_id))
    return submission_id


def sign_up(
    store: KioskStore, persons: int = 1, *, id: str | None = None, activity: Activity | None = None
) -> tuple[str, SignUpState | None]:
    """Sign up so many for the activity, the soup by default; return the id and what the visitor was told."""
    prompt, kind = sign_up_prompt(activity or an_activity()), kind_of("signup")
    answer = kind.check({"persons": [{"name": f"P{n}"} for n in range(persons)]}, prompt.settings)
    submission_id = id or new_submission_id()
    return submission_id, store.save(
        submission_id, prompt, "nb", kind.pack(answer), slip=a_slip(submission_id), seats=persons
    )


def change(store: KioskStore, code: str, persons: int) -> str:
    """Say with a receipt code that fewer come to the soup; return the id of the change."""
    prompt, kind = change_prompt(an_activity()), kind_of("change")
    answer = kind.check({"activity": "soup", "code": code, "persons": persons}, prompt.settings)
    submission_id = new_submission_id()
    store.save(submission_id, prompt, "nb", kind.pack(answer), seats=persons, changes=slip_of(code))
    return submission_id
