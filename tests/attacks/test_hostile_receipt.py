"""A hub in the wrong hands, or mad: whatever numbers, times and texts are in its receipts, the kiosk starts again."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hub_link.receipts import check_receipt
from kiosk.hub_link.wire import from_bytes
from kiosk.store import KioskStore
from kiosk.store.database import FILE
from shared.errors import BadMessage, SamskapError
from shared.logo import Logo
from shared.notice import ReceiptState
from shared.protocol import DoorList, Lease, Receipt, Refusal, SeatCount
from shared.submission import utc
from tests.builders import (
    a_news,
    a_notice,
    a_pairing,
    a_prompt,
    a_receipt,
    a_store,
    an_activity,
    receipt_code,
    save,
    slip_of,
)
from tests.fakes import NOON, FrozenClock

CODE = receipt_code("0192")
TIMES = ("0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "2026-13-01T00:00:00.000Z", "noon", "")


def a_full_receipt() -> dict[str, Any]:
    """A receipt that says something in every field."""
    news = a_news(
        prompts=[a_prompt(opens_at=utc(NOON), closes_at="2027-01-01T00:00:00.000Z"), a_prompt("poll")],
        notices=[a_notice()],
        activities=[an_activity(exit_kiosks=["k1"], opens_at=utc(NOON))],
        receipts=[ReceiptState(CODE, "waiting", {}, "soup", 2, 1, 7)],
        withdrawn=["n1"],
        logo=Logo("first", "png", "#ffffff"),
    )
    return asdict(
        a_receipt(
            news=news,
            accepted=["a"],
            refused=[Refusal("b", "bad-message")],
            leases=[Lease("soup", 4, 2, 3_600)],
            seats=[SeatCount("soup", 9, 1)],
            doors=[DoorList("soup", "", utc(NOON))],
        )
    )


def leaves(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where each number, text, switch and null stands."""
    inside = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else None
    if inside is None:
        yield path
        return
    for name, one in inside:
        yield from leaves(one, (*path, name))


def changed(path: tuple[Any, ...], value: Any) -> bytes:
    """The receipt with this value there."""
    content = a_full_receipt()
    inside: Any = content
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    return json.dumps(content).encode()


def look_at_everything(store: KioskStore) -> None:
    """What a kiosk reads when it starts, and shows."""
    now = store.now()
    for read in (store.notices, store.status, store.lease_reports, store.door.lists, store.told, store.retained):
        read()
    store.open_prompts(now)
    for here in store.activities(now):
        store.activity(here.activity.slug)
    store.receipts(slip_of(CODE))
    store.prune(utc(NOON))
    store.signed_up(slip_of(CODE))


LEAVES = list(leaves(a_full_receipt()))
NUMBERS = st.integers() | st.sampled_from([2**53, 2**53 + 1, -1, 2**63, 10**400]) | st.floats() | st.booleans()
ODD = NUMBERS | st.sampled_from(TIMES) | st.text(st.characters(), max_size=20) | st.none() | st.just("x" * 10_000)


@settings(max_examples=80)
@given(path=st.sampled_from(LEAVES), value=ODD)
def test_kiosk_raises_nothing_but_its_own_errors_and_starts_again_whatever_a_receipt_says(
    path: tuple[Any, ...], value: Any
) -> None:
    with TemporaryDirectory() as folder:
        with closing(a_store(Path(folder))) as store:
            try:
                receipt = from_bytes(changed(path, value), Receipt)
                check_receipt(receipt)
                store.take_receipt(receipt)
                look_at_everything(store)
            except SamskapError:
                pass
        with closing(KioskStore.open(Path(folder), FrozenClock())) as again:
            look_at_everything(again)
            save(again)


BROKEN: dict[tuple[Any, ...], list[Any]] = {
    ("hub_time",): list(TIMES),
    ("doors", 0, "delete_at"): ["noon", ""],
    ("news", "cursor"): [-1, 2**53 + 1, 1.5, float("nan")],
    ("leases", 0, "granted"): [-1, 2**60, float("inf")],
    ("leases", 0, "keep"): [-1, 2**60],
    ("leases", 0, "term_s"): [-1, 10**400, 1e300],
    ("seats", 0, "free"): [-1, True],
    ("seats", 0, "waiting"): [-1],
    ("news", "receipts", 0, "persons"): [-1],
    ("news", "receipts", 0, "seated"): [-1],
    ("news", "receipts", 0, "order"): [-1, 2**54],
    ("news", "prompts", 0, "settings"): [{"max_choices": 2**60}, {"cards": float("nan")}],
    ("news", "colour"): ["x" * 257, "half \ud800", 7],
    ("news", "sound"): [1, "yes"],
    ("news", "logo"): ["png", [], {"mark": 1}],
    ("news", "logo", "mark"): ["x" * 257, None],
    ("news", "logo", "ground"): ["x" * 257],
    ("news", "logo", "png"): [None, 7],
    ("lineage",): ["x" * 257, "half \ud800"],
    ("accepted", 0): ["x" * 257],
}


@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in BROKEN.items() for value in values])
def test_receipt_with_what_cannot_be_is_refused_whole(path: tuple[Any, ...], value: Any) -> None:
    with pytest.raises(BadMessage):
        check_receipt(from_bytes(changed(path, value), Receipt))


def test_number_that_is_too_large_for_a_number_is_refused() -> None:
    body = changed(("news", "cursor"), 77777).replace(b"77777", b"1e999")

    with pytest.raises(BadMessage):
        from_bytes(body, Receipt)


def test_receipt_that_says_something_in_every_field_is_taken() -> None:
    check_receipt(from_bytes(json.dumps(a_full_receipt()).encode(), Receipt))


@pytest.mark.parametrize("hub_time", [*TIMES, 7, None, b"\x00"])
def test_kiosk_starts_whatever_an_early_program_kept_of_the_hubs_time(tmp_path: Path, hub_time: object) -> None:
    a_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as raw, raw:
        raw.execute("INSERT OR REPLACE INTO facts VALUES ('hub_time', ?)", (hub_time,))

    with closing(KioskStore.open(tmp_path, FrozenClock())) as store:
        look_at_everything(store)
        save(store)
        assert store.pairing() == a_pairing()
        assert store.now() == NOON
