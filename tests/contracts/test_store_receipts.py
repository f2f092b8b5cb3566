"""What every store promises about what receipt codes give."""

from hub.model import Arrival, State, Told
from hub.store.base import Store
from shared.notice import ReceiptState
from shared.slip import Slip
from shared.submission import utc
from tests.builders import a_slip
from tests.fakes import NOON
from tests.hub_builders import a_submission, an_arrival


def test_receipts_tell_only_what_staff_moved(store: Store) -> None:
    ids = [arrival_with_slip(store).submission.id for _ in range(4)]
    untouched, kept, published, erased = ids
    move = store.submissions.move
    move(kept, state=State.KEPT, status=None, replies={"nb": "snart"}, notice_id=None, revision=1)
    move(published, state=State.PUBLISHED, status="heard", replies={}, notice_id="n", revision=2)
    move(erased, state=State.KEPT, status=None, replies={"nb": "hemmelig"}, notice_id=None, revision=3)
    with store.atomic():
        for _ in range(3):
            store.revisions.take()
    store.submissions.remove([erased, untouched], now=utc(NOON))

    of = dict(zip(ids, map(a_slip, ids), strict=True))
    assert store.receipts.of_submissions(0, 10) == [
        told(1, of[kept], ReceiptState(of[kept].code, "read", {"nb": "snart"})),
        told(2, of[published], ReceiptState(of[published].code, "published", {})),
        Told(4, of[erased].finder, of[erased].pair, ReceiptState("", "read", {}), None),
    ]
    assert store.receipts.of_submissions(1, 1) == [
        told(2, of[published], ReceiptState(of[published].code, "published"))
    ]


def test_what_nobody_took_a_slip_of_is_told_to_nobody(store: Store) -> None:
    moved, erased = an_arrival(slip=None), an_arrival(slip=None)
    store.submissions.add([moved, erased])
    for revision, one in enumerate((moved, erased), 1):
        store.submissions.move(
            one.submission.id, state=State.KEPT, status=None, replies={"nb": "ja"}, notice_id=None, revision=revision
        )

    store.submissions.remove([erased.submission.id], now=utc(NOON))

    assert store.receipts.of_submissions(0, 10) == []


def test_slip_comes_with_what_could_only_be_opened_later(store: Store) -> None:
    closed = an_arrival(slip=None, payload=None, state=State.SET_ASIDE, reason="cannot-unseal", gist="", words="")
    one = closed.submission.id
    store.submissions.add([closed])

    store.submissions.reopen(closed._replace(payload=b"{}", state=State.NEW, reason=None, slip=a_slip(one)))
    store.submissions.move(one, state=State.KEPT, status=None, replies={}, notice_id=None, revision=1)

    assert store.receipts.of_submissions(0, 10) == [told(1, a_slip(one), ReceiptState(a_slip(one).code, "read"))]


def arrival_with_slip(store: Store) -> Arrival:
    """An arrival that is kept, with the slip of its id."""
    submission = a_submission()
    arrival = an_arrival(submission, slip=a_slip(submission.id))
    store.submissions.add([arrival])
    return arrival


def told(changed: int, slip: Slip, state: ReceiptState) -> Told:
    """What is told of a code that is known."""
    return Told(changed, slip.finder, slip.pair, state, slip)
