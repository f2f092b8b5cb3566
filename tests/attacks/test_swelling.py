"""Answers that are small on the wire and large when opened: a delivery of them costs the hub no more than others.

What is too much for one delivery is not refused. It waits on its kiosk and comes again.
"""

import struct
import zlib
from pathlib import Path

from hub.model import State
from hub.services.review import inbox
from hub.services.sync.opening import MOST_UNPACKED
from hub.store.base import Store
from kiosk.sync import sync_once
from shared.kinds.drawing import MAX_POINTS
from shared.protocol import MAX_BATCH_BYTES
from shared.slip import NO_SLIP
from shared.submission import Submission, new_submission_id, sealed_submission, utc
from tests.builders import HUB_KEY, a_prompt, a_slip, a_store, save
from tests.fakes import NOON, BrokenLink, FrozenClock
from tests.hub_builders import DeliveringKiosk

SWELLING = zlib.compress(struct.pack("<3sHI", b"\x10\x20\x30", 80, MAX_POINTS) + bytes(4 * MAX_POINTS), 9)
"""The largest drawing there can be, in less than a thousandth."""
SWOLLEN = 9 + 4 * MAX_POINTS
AT_ONCE = MOST_UNPACKED // SWOLLEN + 1


def a_swelling(kiosk: DeliveringKiosk) -> Submission:
    """Make the next submission of this kiosk: a drawing that swells."""
    kiosk.seq += 1
    prompt, one = a_prompt("drawing"), new_submission_id()
    return sealed_submission(
        id=one, kind="drawing", prompt=prompt.id, prompt_revision=1, prompt_hash=prompt.content_hash(), kiosk=kiosk.id,
        seq=kiosk.seq, made_at=utc(NOON), language="nb", session=None,
        sealed=HUB_KEY.public.seal(NO_SLIP.packed() + SWELLING, submission_id=one, kind="drawing"),
    )  # fmt: skip


def test_delivery_is_opened_as_far_as_one_of_real_drawings_goes(store: Store, kiosk: DeliveringKiosk) -> None:
    many = [a_swelling(kiosk) for _ in range(40)]
    assert sum(len(one.sealed) for one in many) < MAX_BATCH_BYTES

    receipt = kiosk.deliver(*many)

    assert receipt.accepted == [one.id for one in many[:AT_ONCE]]
    assert (receipt.refused, receipt.erased) == ([], [])
    assert len(list(store.submissions.every())) == AT_ONCE


def test_what_was_left_comes_again_and_none_is_lost(store: Store, kiosk: DeliveringKiosk, tmp_path: Path) -> None:
    tablet = a_store(tmp_path)
    for _ in range(2 * AT_ONCE):
        one = new_submission_id()
        tablet.save(one, a_prompt("drawing"), "nb", SWELLING, slip=a_slip(one))
    last = save(tablet, "flere krakker")
    link = BrokenLink(kiosk.receive)

    rounds = [sync_once(tablet, link, FrozenClock()) for _ in range(3)]

    status = tablet.status()
    assert [one.waiting for one in rounds] == [AT_ONCE + 1, 1, 0]
    assert (status.created, status.on_hub, status.set_aside) == (2 * AT_ONCE + 1, 2 * AT_ONCE + 1, 0)
    assert inbox.read(store, last).state == State.NEW
