"""What was given before there were slips: its receipt code follows from an id that lies on kiosks in clear."""

import hashlib
from dataclasses import replace
from typing import Any

from hub.services.activities import door, sign_ups
from hub.store.base import Store
from shared.activity import Activity, change_prompt, sign_up_prompt
from shared.kinds import kind_of
from shared.slip import NO_SLIP, code_before_slips, read_receipt_code
from shared.submission import CROCKFORD, Submission, new_submission_id, sealed_submission, utc
from tests.builders import HUB_KEY
from tests.fakes import NOON
from tests.hub_builders import BY, DeliveringKiosk
from tests.sign_up_builders import publish, state, states


def derived(one: str) -> str:
    """The code as ADR 0010 says it: the first 40 bits of SHA-256 over a label and the id."""
    number = int.from_bytes(hashlib.sha256(b"samskap receipt code\0" + one.encode()).digest()[:5])
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))


def without_slip(kiosk: DeliveringKiosk, kind: str, prompt: Any, answer: dict[str, Any]) -> Submission:
    """The next record of a kiosk, with nobody's slip: as one in the first form of the seal opens."""
    kiosk.seq += 1
    one, packed = new_submission_id(), kind_of(kind).pack(answer)
    return sealed_submission(
        id=one, kind=kind, prompt=prompt.id, prompt_revision=prompt.revision, prompt_hash=prompt.content_hash(),
        kiosk=kiosk.id, seq=kiosk.seq, made_at=utc(NOON), language="nb", session=None,
        sealed=HUB_KEY.public.seal(NO_SLIP.packed() + packed, submission_id=one, kind=kind),
    )  # fmt: skip


def asked(kiosk: DeliveringKiosk) -> Activity:
    found = kiosk.store.activities.read("soup")
    assert found is not None
    return found


def signs_up(kiosk: DeliveringKiosk, name: str) -> Submission:
    answer = {"activity": "soup", "persons": [{"name": name, "age": "adult"}], "contact": "", "fields": {}}
    one = without_slip(kiosk, "signup", sign_up_prompt(asked(kiosk)), {**answer, "split": False})
    kiosk.deliver(one)
    return one


def cancels(kiosk: DeliveringKiosk, code: str) -> Submission:
    answer = {"activity": "soup", "code": code, "persons": 0}
    return without_slip(kiosk, "change", change_prompt(asked(kiosk)), answer)


def test_code_that_follows_from_an_id_cancels_nobody(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store)
    given = signs_up(kiosk, "Ada")
    assert code_before_slips(given.id) == derived(given.id)

    store.sign_ups.save(replace(state(store, given), code=derived(given.id)))  # as the hub before slips kept it
    receipt = kiosk.deliver(change := cancels(kiosk, derived(given.id)))

    assert receipt.accepted == [change.id]
    assert states(store, given) == ["confirmed"]
    assert [one.sign_up.id for one in sign_ups.listed(store, "soup")] == [given.id]


def test_staff_find_and_cancel_what_has_no_slip(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store)
    given = signs_up(kiosk, "Ada")

    found = store.sign_ups.by_code("soup", derived(given.id))

    assert found == state(store, given)
    assert sign_ups.cancel(store, given.id, **BY).state == "cancelled"


def test_those_without_a_slip_are_ticked_one_by_one_at_the_door(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store)
    for name in ("Ada", "Bo"):
        signs_up(kiosk, name)

    codes = {one.code for one in door.expected(store, "soup")}

    assert len(codes) == 2
    assert all(read_receipt_code(code) == code for code in codes)
