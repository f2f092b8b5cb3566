"""What every store promises about what kiosks are told."""

from dataclasses import replace

from hub.model import Arrival, State, Told
from hub.store.base import Store
from shared.notice import ReceiptState
from shared.slip import Slip
from shared.submission import utc
from tests.builders import a_notice, a_prompt, a_slip
from tests.fakes import NOON
from tests.hub_builders import a_submission, an_arrival


def save_prompt(store: Store, id: str = "idea", revision: int = 1, *, order: int = 1, help: str = "") -> int:
    """Keep a prompt; return the revision of the change."""
    prompt = a_prompt(id=id, revision=revision, order=order)
    texts = {"en": replace(prompt.texts["en"], help=help)}
    with store.atomic():
        changed = store.outgoing.next_revision()
        store.outgoing.save_prompt(replace(prompt, texts=texts), changed=changed, now=utc(NOON))
    return changed


def test_revisions_rise_by_one_and_undo_with_their_transaction(store: Store) -> None:
    try:
        with store.atomic():
            store.outgoing.next_revision()
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    with store.atomic():
        first, second = store.outgoing.next_revision(), store.outgoing.next_revision()

    assert (first, second, store.outgoing.revision()) == (1, 2, 2)


def test_newest_revision_of_a_prompt_is_listed_in_order(store: Store) -> None:
    save_prompt(store, "b", order=2)
    save_prompt(store, "a", order=3)
    save_prompt(store, "c", order=1)
    save_prompt(store, "a", 2, order=3, help="new words")

    assert [(prompt.id, prompt.revision) for prompt in store.outgoing.prompts()] == [("c", 1), ("b", 1), ("a", 2)]
    newest = store.outgoing.prompt("a")
    assert newest is not None
    assert newest.texts["en"].help == "new words"


def test_every_published_content_is_known_for_ever(store: Store) -> None:
    save_prompt(store, "a", 1, help="first")
    first = store.outgoing.prompt("a")
    assert first is not None
    save_prompt(store, "a", 2, help="second")
    store.outgoing.withdraw_prompt("a", changed=3)

    asked = store.outgoing.prompt_asked("a", first.content_hash())

    assert asked is not None
    assert asked.texts["en"].help == "first"
    assert store.outgoing.prompt_asked("a", "0" * 64) is None


def test_prompts_since_tells_changes_in_order_and_withdrawals_by_id(store: Store) -> None:
    for one in ("a", "b", "c"):
        save_prompt(store, one)
    store.outgoing.withdraw_prompt("a", changed=4)
    store.outgoing.place_prompt("b", 9, changed=5)

    told = store.outgoing.prompts_since(2, 10)

    assert [(at, what if isinstance(what, str) else (what.id, what.order)) for at, what in told] == [
        (3, ("c", 1)),
        (4, "a"),
        (5, ("b", 9)),
    ]


def test_notice_comes_back_as_it_was_published(store: Store) -> None:
    notice = a_notice(text="flere 🪑 på øya", replies={"nb": "ja"}, cards=["cooking"], drawing="eJw=")
    store.outgoing.save_notice(notice, submission_id="s1", changed=1)

    assert store.outgoing.notices() == [notice]
    assert store.outgoing.notices_since(0, 10) == [(1, notice)]
    assert store.outgoing.notice(notice.id) == notice
    assert store.outgoing.submission_of(notice.id) == "s1"


def test_notices_are_listed_newest_first(store: Store) -> None:
    old, new = (a_notice(published_at=f"2026-11-2{day}T00:00:00.000Z") for day in (1, 2))
    store.outgoing.save_notice(new, submission_id="s1", changed=1)
    store.outgoing.save_notice(old, submission_id="s2", changed=2)

    assert store.outgoing.notices() == [new, old]


def test_withdrawn_notice_is_told_by_id_and_can_come_back(store: Store) -> None:
    notice = a_notice()
    store.outgoing.save_notice(notice, submission_id="s1", changed=1)
    store.outgoing.withdraw_notice(notice.id, changed=2)
    assert store.outgoing.notices() == []
    assert store.outgoing.notice(notice.id) is None
    assert store.outgoing.submission_of(notice.id) is None
    assert store.outgoing.notices_since(1, 10) == [(2, notice.id)]

    store.outgoing.save_notice(notice, submission_id="s1", changed=3)

    assert store.outgoing.notices_since(2, 10) == [(3, notice)]


def test_receipts_tell_only_what_staff_moved(store: Store) -> None:
    ids = [arrival_with_slip(store).submission.id for _ in range(4)]
    untouched, kept, published, erased = ids
    move = store.submissions.move
    move(kept, state=State.KEPT, status=None, replies={"nb": "snart"}, notice_id=None, revision=1)
    move(published, state=State.PUBLISHED, status="heard", replies={}, notice_id="n", revision=2)
    move(erased, state=State.KEPT, status=None, replies={"nb": "hemmelig"}, notice_id=None, revision=3)
    with store.atomic():
        for _ in range(3):
            store.outgoing.next_revision()
    store.submissions.remove([erased, untouched], now=utc(NOON))

    of = dict(zip(ids, map(a_slip, ids), strict=True))
    assert store.outgoing.receipts_since(0, 10) == [
        told(1, of[kept], ReceiptState(of[kept].code, "read", {"nb": "snart"})),
        told(2, of[published], ReceiptState(of[published].code, "published", {})),
        Told(4, of[erased].finder, of[erased].pair, ReceiptState("", "read", {}), None),
    ]
    assert store.outgoing.receipts_since(1, 1) == [
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

    assert store.outgoing.receipts_since(0, 10) == []


def test_slip_comes_with_what_could_only_be_opened_later(store: Store) -> None:
    closed = an_arrival(slip=None, payload=None, state=State.SET_ASIDE, reason="cannot-unseal", gist="", words="")
    one = closed.submission.id
    store.submissions.add([closed])

    store.submissions.reopen(closed._replace(payload=b"{}", state=State.NEW, reason=None, slip=a_slip(one)))
    store.submissions.move(one, state=State.KEPT, status=None, replies={}, notice_id=None, revision=1)

    assert store.outgoing.receipts_since(0, 10) == [told(1, a_slip(one), ReceiptState(a_slip(one).code, "read"))]


def arrival_with_slip(store: Store) -> Arrival:
    """An arrival that is kept, with the slip of its id."""
    submission = a_submission()
    arrival = an_arrival(submission, slip=a_slip(submission.id))
    store.submissions.add([arrival])
    return arrival


def told(changed: int, slip: Slip, state: ReceiptState) -> Told:
    """What is told of a code that is known."""
    return Told(changed, slip.finder, slip.pair, state, slip)


def test_erasing_takes_the_notice_away(store: Store) -> None:
    arrival, notice = an_arrival(), a_notice()
    store.submissions.add([arrival])
    store.outgoing.save_notice(notice, submission_id=arrival.submission.id, changed=1)

    store.submissions.remove([arrival.submission.id], now=utc(NOON))

    assert store.outgoing.notices() == []
    assert [what for _, what in store.outgoing.notices_since(0, 10)] == [notice.id]


def test_settings_are_kept_by_name(store: Store) -> None:
    assert store.outgoing.settings() == {}

    store.outgoing.save_settings({"library": "Lund", "default_language": "sv"})
    store.outgoing.save_settings({"library": "Lunds bibliotek"})

    assert store.outgoing.settings() == {"library": "Lunds bibliotek", "default_language": "sv"}
