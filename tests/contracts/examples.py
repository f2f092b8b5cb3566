"""The examples in docs/wire, for tests: as plain JSON, as messages, and what was sealed in them."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from kiosk.hub_link.wire import from_bytes
from shared.seal import UnsealKey
from shared.slip import SLIP_BYTES, Slip, read_slip, stretched
from shared.submission import Submission
from tools.wire_messages import MESSAGES

DOCS = Path(__file__).parents[2] / "docs"
WIRE = DOCS / "wire"
SPEC = (DOCS / "sync-protocol.md").read_text("utf-8")


def example(name: str) -> Any:
    """Return an example as plain JSON."""
    return json.loads((WIRE / f"{name}.json").read_text("utf-8"))


def message(name: str) -> Any:
    """Return an example as the kiosk reads it."""
    return from_bytes((WIRE / f"{name}.json").read_bytes(), MESSAGES[name])


GIVEN = example("given")
KEY = UnsealKey(bytes.fromhex(GIVEN["seal_secret"]))
HUB_ID = example("hello")["hub_id"]


@lru_cache
def slip(name: str) -> Slip:
    """Return a slip of the examples, its root by the slow function."""
    given = GIVEN["slips"][name]
    return Slip(given["code"], given["pair"], stretched(given["code"], HUB_ID))


def opened(submission: Submission) -> tuple[Slip | None, bytes]:
    """Return what was sealed in a record of the examples: the slip, and the answer after it."""
    plain = KEY.unseal(submission.sealed_bytes, submission_id=submission.id, kind=submission.kind)
    return read_slip(plain), plain[SLIP_BYTES:]
