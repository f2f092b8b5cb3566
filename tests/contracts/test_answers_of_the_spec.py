"""What somebody who writes a second kiosk must know beyond the shapes of messages, as docs/sync-protocol.md says it."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import TypeAdapter

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.running import Hub
from hub.services.house import kiosks, pairing
from hub.services.restoring import recount
from hub.store.base import Store
from kiosk.hub_link.wire import from_bytes, refuse
from kiosk.store import LastWord
from shared.errors import BatchRefused, HubRefused, KioskRevoked, NotAHub, SamskapError
from shared.protocol import NEWS_LIMIT, PREFIX, Delivery, LeaseReport, PairingProof, Receipt, pairing_key, pairing_proof
from shared.submission import Submission, utc
from tests.builders import a_pairing, a_receipt, a_store, save
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_health, a_hub_store, damaged, retained
from tests.leasing import account, leased
from tests.live import LiveHub, live
from tests.sign_up_builders import a_sign_up, lease, publish, states

WIRE = Path(__file__).parents[2] / "docs" / "wire"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_hub_store(tmp_path / "store")
    yield opened
    opened.close()


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


# Numbers and ids


def test_gap_in_the_numbering_is_taken_and_so_is_a_number_that_comes_twice(kiosk: DeliveringKiosk) -> None:
    given = [kiosk.make(seq=seq) for seq in (1, 5, 3, 5)]

    receipt = kiosk.deliver(*given)

    assert receipt.accepted == [one.id for one in given]
    assert receipt.refused == []


def test_retained_is_compared_with_what_came_in_the_same_delivery_too(kiosk: DeliveringKiosk) -> None:
    first, between, last, later = [kiosk.make() for _ in range(4)]
    kiosk.deliver(first, last)

    within = kiosk.deliver(between, retained=retained([first, last]))
    beyond = kiosk.deliver(later, retained=retained([first, between, last]))

    assert (within.wants_ids, beyond.wants_ids) == (True, False)


def test_erased_wins_over_accepted_on_the_kiosk(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    on_hub, waits = save(store), save(store)
    store.take_receipt(a_receipt(accepted=[on_hub]))

    store.take_receipt(a_receipt(accepted=[waits], erased=[on_hub, waits, "never seen"], lacking=[on_hub]))
    store.take_receipt(a_receipt(accepted=[on_hub]))

    status = store.status()
    assert (status.erased, status.on_hub, status.waiting) == (2, 0, 0)
    assert (store.retained(), store.waiting().submissions) == (None, [])


# Receipts that are lost, and ids that are asked for


def test_any_number_of_receipts_in_a_row_may_be_lost_but_none_of_them_come_late(kiosk: DeliveringKiosk) -> None:
    kiosk.deliver()

    lost = [kiosk.deliver(lost=True) for _ in range(5)]
    late = kiosk.deliver(lineage=lost[3].lineage, cursor=lost[3].news.cursor)

    assert [one.news.full for one in lost[1:]] == [False] * 4
    assert late.news.full


def test_ids_are_asked_for_once_and_once_more_when_what_was_lacking_is_up(kiosk: DeliveringKiosk) -> None:
    first, gone, last, lacking = [kiosk.make() for _ in range(4)]
    kiosk.deliver(first, gone, last)

    def asked(*copies: Submission, up: tuple[Submission, ...] = ()) -> bool:
        wants = kiosk.deliver(retained=retained(copies)).wants_ids
        if wants:
            kiosk.deliver(offered=[one.id for one in copies])
            kiosk.deliver(*up)
        return wants

    fewer = [asked(first, last) for _ in range(2)]
    with_one_lacking = [asked(first, last, lacking, up=(lacking,)) for _ in range(3)]

    assert fewer == [True, False]
    assert with_one_lacking == [True, True, False]


@pytest.mark.parametrize("together", [True, False])
def test_ids_and_words_that_are_both_asked_for_go_in_any_order(
    store: Store, kiosk: DeliveringKiosk, together: bool
) -> None:
    publish(store)
    copy, lost, new = [kiosk.make() for _ in range(3)]
    kiosk.deliver(copy)
    recount.begin(store, NOON)
    asked = kiosk.deliver(retained=retained([copy, lost]))
    ids = [copy.id, lost.id]

    parts: list[dict[str, Any]] = [{"told": [], "offered": ids}] if together else [{"offered": ids}, {"told": []}]
    receipts = [kiosk.deliver(new, **part) for part in parts]

    assert (asked.wants_ids, asked.wants_told) == (True, True)
    assert (receipts[0].accepted, receipts[0].lacking) == ([new.id], [lost.id])
    assert [one.wants_told for one in receipts] == ([False] if together else [True, False])


# Leases and seats


def test_hub_counts_of_what_a_kiosk_says_that_lost_its_leases_only_what_fits(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    publish(store, seats=14)
    granted = lease(kiosk)
    assert granted is not None
    assert granted.granted == 7
    kiosk.deliver(leases=[LeaseReport("soup", 7, 2, 0, granted.mark)])

    kiosk.deliver(leases=[LeaseReport("soup", 7, 0, 7, granted.mark)])

    told = store.leases.read("soup", kiosk.id)
    assert (told.returned, told.promised) == (2, 5)


def test_account_that_a_delivery_does_not_name_stays_as_it_was(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=20)
    granted = lease(kiosk)
    before = store.leases.read("soup", kiosk.id)

    kiosk.deliver(leases=[LeaseReport("of-another-library", 5, 5, 0)])

    assert lease(kiosk) == granted
    assert store.leases.read("soup", kiosk.id) == before


def test_sign_up_made_outside_its_time_gets_its_place(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4, opens_at="2026-11-01T12:00:00.000Z", closes_at="2026-11-02T12:00:00.000Z")
    late = a_sign_up(kiosk)

    kiosk.deliver(late)

    assert states(store, late) == ["confirmed"]


def test_leases_wait_until_there_are_no_more_news(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    for n in range(NEWS_LIMIT):
        publish(store, slug=f"other-{n}", id=f"other-{n}", seats=None)

    first = kiosk.deliver()
    rest = kiosk.deliver()

    assert [(one.news.full, one.news.more, bool(one.leases)) for one in (first, rest)] == [
        (True, True, False),
        (False, False, True),
    ]


# A hub that was put back


def test_kiosk_is_heard_once_it_was_told_and_has_closed_its_round(store: Store, kiosk: DeliveringKiosk) -> None:
    publish(store, seats=4)
    on_hub = kiosk.make()
    kiosk.deliver(on_hub)
    recount.begin(store, NOON)

    def counting_after(*submissions: Submission, **over: Any) -> bool:
        kiosk.deliver(*submissions, **over)
        return store.recalled.recount().is_on

    copies, well = retained([on_hub]), a_health(created=1, on_hub=1)
    steps = [
        counting_after(retained=copies, health=well),
        counting_after(kiosk.make(), told=[], retained=copies, health=well),
        counting_after(offered=[on_hub.id], health=well),
        counting_after(retained=copies, health=replace(well, waiting=1)),
        counting_after(health=well),
        counting_after(retained=copies, health=well),
    ]

    assert steps == [True] * 5 + [False]


def test_record_that_is_never_set_aside_holds_news_and_leases_from_all_until_staff_go_on(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    publish(store, seats=4)
    other = DeliveringKiosk(store, "k2")
    for one in (kiosk, other):
        one.deliver()
    recount.begin(store, NOON)
    bad, waits = damaged(kiosk.make()), a_health(created=1, waiting=1)
    kiosk.deliver(told=[], health=waits)
    other.deliver(told=[])
    refused = [kiosk.deliver(bad, health=waits) and kiosk.deliver(health=waits) for _ in range(6)]
    held = other.deliver()

    recount.go_on_without(store, kiosk.id, by=KARI, now=NOON, reason="still there")
    then = other.deliver()

    assert [(one.news.full, one.leases) for one in (*refused, held)] == [(False, [])] * 7
    assert (then.news.full, len(then.leases)) == (True, 1)


# Pairing


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub")) as opened:
        yield opened


@pytest.fixture
def serving(hub: Hub) -> Iterator[LiveHub]:
    with live(hub) as started:
        yield started


def ask(serving: LiveHub, step: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Ask over a connection of its own."""
    with httpx2.Client(verify=serving.context, base_url=serving.url, trust_env=False) as http:
        answer = http.post(f"{PREFIX}/pairing/{step}", json=message)
    return answer.status_code, answer.json()


def proof_over(serving: LiveHub, code: str) -> dict[str, Any]:
    """Open, and return the right proof."""
    nonce = secrets.token_hex(32)
    said = (nonce, ask(serving, "opening", {"kiosk_nonce": nonce})[1]["hub_nonce"])
    key = pairing_key(code.replace("-", ""), said[1])
    proof = pairing_proof(key, "kiosk", serving.hub.keys.certificate_sha256, *said, "k9", "Ny")
    return asdict(PairingProof(*said, "k9", "Ny", proof))


def test_opening_and_proof_go_over_two_connections_and_no_nonce_of_another_shape_uses_up_the_code(
    hub: Hub, serving: LiveHub
) -> None:
    code = pairing.open_code(hub.store, by=KARI, now=hub.now()).code
    right = proof_over(serving, code)

    misshapen = [ask(serving, "proof", {**right, "hub_nonce": "ab" * 31}) for _ in range(5)]
    unknown = [ask(serving, "proof", {**right, "hub_nonce": "ab" * 32}) for _ in range(5)]
    opening = ask(serving, "opening", {"kiosk_nonce": "not hex"})

    assert misshapen == [(422, {"code": "bad-message"})] * 5
    assert unknown == [(403, {"code": "wrong-code"})] * 5
    assert opening == (422, {"code": "bad-message"})
    assert ask(serving, "proof", right)[0] == 200
    assert ask(serving, "proof", right) == (403, {"code": "pairing-closed"})


def test_kiosk_paired_anew_keeps_its_accounts_and_any_lineage_of_it_is_taken(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    publish(store, seats=20)
    granted = lease(kiosk)
    kiosks.revoke(store, kiosk.id, by=KARI, now=NOON)

    store.kiosks.pair(kiosk.id, "Ny", kiosks.hash_of("another token"), now=utc(NOON))
    again = kiosk.deliver(lineage="of long ago")

    assert again.leases == [granted]
    assert (again.news.full, kiosk.paired.copied, kiosk.paired.revoked_at) == (False, False, None)


def test_kiosk_paired_with_another_hub_keeps_id_numbering_and_copies(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    delivered, waits = save(store), save(store)
    store.take_receipt(leased(5, accepted=[delivered]))

    store.keep_pairing(a_pairing(hub_id="hub2", token="other"))
    new = save(store)

    waiting = store.waiting().submissions
    assert [(one.id, one.seq, one.kiosk) for one in waiting] == [(waits, 2, "k1"), (new, 3, "k1")]
    assert store.retained_ids() == [delivered]
    assert (store.lease_reports(), store.told().words, store.last_word()) == ([], [], LastWord(0, None, ""))
    store.keep_pairing(a_pairing())
    store.take_receipt(leased(5))
    assert account(store) == (5, 5, 0)


# Nudges


def test_stream_of_nudges_begins_with_one_and_ends_at_once_for_who_is_shut_out(hub: Hub, serving: LiveHub) -> None:
    kiosk = DeliveringKiosk(hub.store)
    headers = {"Authorization": f"Bearer {kiosk.token}"}
    with (
        httpx2.Client(verify=serving.context, base_url=serving.url, trust_env=False, timeout=60) as http,
        http.stream("GET", f"{PREFIX}/nudges", headers=headers) as stream,
    ):
        lines = stream.iter_lines()
        first = [next(lines) for _ in range(3)]
        kiosks.revoke(hub.store, kiosk.id, by=KARI, now=NOON)
        rest = [line for line in lines if not line.startswith(":")]

    assert [line.rstrip() for line in first] == ["event: news", "data:", ""]
    assert rest == []


# What one side does not know


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (500, b"Internal Server Error", HubRefused),
        (502, b"<html>", HubRefused),
        (599, b'{"code": "from-a-later-version"}', HubRefused),
        (422, b'{"code": "from-a-later-version"}', BatchRefused),
        (400, b"Invalid HTTP request received.", BatchRefused),
        (403, b"", KioskRevoked),
        (418, b"{}", NotAHub),
        (204, b"", NotAHub),
        (302, b"", NotAHub),
    ],
)
def test_status_counts_where_no_known_code_stands(status: int, body: bytes, error: type[SamskapError]) -> None:
    with pytest.raises(error):
        refuse(status, body)


def deepened(value: Any) -> Any:
    """Return a message with a field of a later version in each of its parts that has fields."""
    if isinstance(value, list):
        return [deepened(one) for one in value]
    if isinstance(value, dict) and all(name.islower() and name.isidentifier() for name in value) and len(value) > 2:
        return {name: deepened(one) for name, one in value.items()} | {"from_a_later_version": [1]}
    return value


@pytest.mark.parametrize(("name", "kind"), [("delivery", Delivery), ("receipt-trouble", Receipt)])
def test_unknown_fields_are_passed_over_at_any_depth(name: str, kind: type[Any]) -> None:
    plain = (WIRE / f"{name}.json").read_bytes()
    later = json.dumps(deepened(json.loads(plain))).encode()

    assert later.count(b"from_a_later_version") > 1
    assert from_bytes(later, kind) == from_bytes(plain, kind)
    assert TypeAdapter(kind).validate_json(later) == from_bytes(plain, kind)
