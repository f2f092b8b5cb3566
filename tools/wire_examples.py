"""What is sealed, hashed or hidden in the examples of `docs/wire`, made anew from `given.json` and the rest of them.

``python -m tools.wire_examples``: to be run when what is sealed, or how, has changed. Seals differ each time, as they
should; `tests/contracts/test_wire.py` opens every one of them. What `tools.protocol_page` makes it makes afterwards.
"""

import base64
import json
import sys
from typing import Any

from hub.marks import Marks
from hub.model import Told
from hub.services.restoring import own_hand
from kiosk.hub_link.wire import from_bytes, to_bytes
from shared.activity import activity_from_json
from shared.kinds import kind_of
from shared.notice import ReceiptState
from shared.prompt import prompt_from_json
from shared.seal import UnsealKey
from shared.slip import Slip, stretched
from shared.submission import sealed_submission
from tools.protocol_page import WIRE, slip
from tools.wire_messages import MESSAGES

CHANGED = 20
"""The revision under which the hub says what it says of the two sign-ups: the cursor of that Receipt."""


def main() -> int:
    """Write the examples anew."""
    for name, message_type in MESSAGES.items():  # a field that is new is shown with its default
        _write(name, json.loads(to_bytes(from_bytes((WIRE / f"{name}.json").read_bytes(), message_type))))
    given = _read("given")
    key = UnsealKey(bytes.fromhex(given["seal_secret"]))
    hub_id = _read("hello")["hub_id"]
    slips = {
        name: Slip(one["code"], one["pair"], stretched(one["code"], hub_id)) for name, one in given["slips"].items()
    }
    _reseal("delivery", key, slips["idea"], given["answer"])
    _reseal("delivery-sign-up", key, slips["sign_up"], given["sign_up"])
    _answer(key, slips["answered"])
    _tell(key, slips["sign_up"], slips["waiting"])
    given["door_list"]["people"][0]["code"] = slips["sign_up"].guest
    _write("given", given)
    _seal_door(given)
    return 0


def _reseal(name: str, key: UnsealKey, slip: Slip, answer: dict[str, Any]) -> None:
    message = _read(name)
    (record,) = message["submissions"]
    payload = slip.packed() + kind_of(record["kind"]).pack(answer)
    sealed = key.public.seal(payload, submission_id=record["id"], kind=record["kind"])
    fields = {field: value for field, value in record.items() if field not in ("sealed", "sha256")}
    made = sealed_submission(sealed=sealed, **fields)
    record |= {"sealed": made.sealed, "sha256": made.sha256}
    _write(name, message)


def _answer(key: UnsealKey, answered: Slip) -> None:
    """Let what is told of the answered one be the reply of `slip.json`."""
    receipt = _read("receipt")
    receipt["news"]["receipts"] = [_state(answered, "published", sealed=slip("answered")["sealed"])]
    receipt["news"]["told"] = {
        f"prompt {one['id']}": own_hand.prompt(prompt_from_json(one), Marks(key.secrets))
        for one in receipt["news"]["prompts"]
    }
    _write("receipt", receipt)


def _tell(key: UnsealKey, coming: Slip, waiting: Slip) -> None:
    """Let the hub say of two sign-ups what it says, to be kept in its own hand and to come back in ``told``."""
    receipt, delivery = _read("receipt-sign-up"), _read("delivery-told")
    said: list[tuple[Slip, dict[str, Any]]] = [
        (coming, {"state": "confirmed", "activity": "soup-april", "persons": 2, "seated": 2, "order": 57}),
        (waiting, {"state": "waiting", "activity": "soup-april", "persons": 3, "seated": 0, "order": 58}),
    ]
    states = []
    for one, told in said:
        hand = Told(CHANGED, one.finder, one.pair, ReceiptState(one.code, **told), one)
        states.append(_state(one, **told, told=own_hand.sign_up(hand, Marks(key.secrets))))
    receipt["news"]["receipts"] = states
    published = [
        own_hand.activity(activity_from_json(one), Marks(key.secrets)) for one in receipt["news"]["activities"]
    ]
    names = [f"activity {one['slug']}" for one in receipt["news"]["activities"]]
    receipt["news"]["told"] = dict(zip(names, published, strict=True))
    delivery["told"] = [*published, *(state["told"] for state in states)]
    _write("receipt-sign-up", receipt)
    _write("delivery-told", delivery)


def _state(one: Slip, state: str, **over: Any) -> dict[str, Any]:
    nothing = {"sealed": "", "activity": None, "persons": 0, "seated": 0, "order": 0, "told": ""}
    return {"finder": one.finder, "pair": one.pair, "state": state, **nothing, **over}


def _seal_door(given: dict[str, Any]) -> None:
    receipt = _read("receipt-sign-up")
    (door,) = receipt["doors"]
    door_key = UnsealKey(bytes.fromhex(given["door_secret"])).public
    payload = json.dumps(given["door_list"], ensure_ascii=False, separators=(",", ":")).encode()
    sealed = door_key.seal(payload, submission_id=door["activity"], kind="attendance")
    door["sealed"] = base64.b64encode(sealed).decode()
    _write("receipt-sign-up", receipt)


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((WIRE / f"{name}.json").read_text("utf-8"))
    return found


def _write(name: str, content: dict[str, Any]) -> None:
    (WIRE / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
