"""Somebody puts another ``pairing.json`` on a tablet, so that what visitors write is sealed to a key of his own."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from kiosk.store import HubPairing, KioskStore
from kiosk.sync import sync_once
from shared.errors import PairingChanged, StoreBroken
from shared.protocol import Delivery, Receipt
from shared.seal import UnsealKey
from tests.builders import a_pairing, a_receipt, a_store, save
from tests.fakes import BrokenLink, FrozenClock
from tests.kiosk.store.test_store_damage import flip_page_header

THIEF = UnsealKey(b"the thief's hub!").public.hex
SWAPS: dict[str, dict[str, str]] = {
    "seal key": {"seal_key": THIEF},
    "certificate": {"certificate_sha256": "ab" * 32},
    "hub": {"hub_id": "his"},
    "kiosk": {"kiosk_id": "k2"},
    "all": asdict(a_pairing(hub_id="his", seal_key=THIEF, token="his", certificate_sha256="ab" * 32, address="his:1")),
}


def swap(folder: Path, **over: str) -> None:
    """Change the file as an editor would."""
    file = folder / "pairing.json"
    new = folder / "new"
    new.write_text(json.dumps(json.loads(file.read_text()) | over))
    new.replace(file)


def taken_in(delivery: Delivery) -> Receipt:
    """What a hub that takes everything says."""
    return a_receipt(accepted=[one.id for one in delivery.submissions])


def opened(store: KioskStore, folder: Path, *, running: bool) -> KioskStore:
    """The store of a kiosk that goes on, or was started again."""
    if running:
        return store
    store.close()
    return KioskStore.open(folder, FrozenClock())


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize("swapped", SWAPS.values(), ids=SWAPS)
def test_nothing_is_sealed_or_sent_to_a_hub_that_was_put_in_place_of_ours(
    tmp_path: Path, swapped: dict[str, str], running: bool
) -> None:
    store = a_store(tmp_path)
    save(store)
    waits = store.waiting().submissions
    swap(tmp_path, **swapped)
    store, link = opened(store, tmp_path, running=running), BrokenLink(taken_in)

    for try_it in (store.pairing, lambda: save(store), lambda: sync_once(store, link, FrozenClock())):
        with pytest.raises(PairingChanged):
            try_it()

    assert link.sent == []
    assert store.waiting().submissions == waits
    assert store.status().created == 1


def test_address_may_be_another_whenever_it_likes(tmp_path: Path) -> None:
    store = a_store(tmp_path)

    swap(tmp_path, address="elsewhere:8443", name="Holmlia bibliotek")
    store = opened(store, tmp_path, running=False)
    save(store)

    assert store.pairing() == a_pairing(address="elsewhere:8443", name="Holmlia bibliotek")


def test_staff_who_pair_it_anew_have_the_same_kiosk_and_all_that_waited(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    kept = save(store)
    swap(tmp_path, **SWAPS["all"] | {"kiosk_id": "his kiosk"})
    store = opened(store, tmp_path, running=False)

    kiosk_id = store.kiosk_id()
    store.keep_pairing(a_pairing(token="a new one"))
    link = BrokenLink(taken_in)
    sync_once(store, link, FrozenClock())

    assert kiosk_id == "k1"
    assert [one.id for delivery in link.sent for one in delivery.submissions] == [kept]


def test_hub_that_is_put_back_in_its_place_is_trusted_again(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    swap(tmp_path, **SWAPS["all"])
    with pytest.raises(PairingChanged):
        save(store)

    swap(tmp_path, **asdict(a_pairing()))
    save(store)

    assert len(store.waiting().submissions) == 1


def cut_before_the_file(store: KioskStore, folder: Path, new: HubPairing) -> None:
    """The plug is pulled when the database knows of the new hub, and the file does not."""
    (folder / "pairing.json.new").mkdir()
    with pytest.raises(StoreBroken):
        store.keep_pairing(new)
    (folder / "pairing.json.new").rmdir()


def cut_after_the_file(store: KioskStore, folder: Path, new: HubPairing) -> None:
    """The plug is pulled when the file is there, and the database has not heard that it came."""
    cut_before_the_file(store, folder, new)
    swap(folder, **asdict(new))


def not_cut(store: KioskStore, folder: Path, new: HubPairing) -> None:
    store.keep_pairing(new)


OURS, NEW = a_pairing(), a_pairing(hub_id="hub2", seal_key=UnsealKey(b"the second hub's").public.hex)


@pytest.mark.parametrize(
    ("pair", "trusted", "others"),
    [(cut_before_the_file, OURS, []), (cut_after_the_file, NEW, [OURS]), (not_cut, NEW, [OURS])],
)
def test_plug_pulled_while_pairing_leaves_one_hub_that_is_trusted(
    tmp_path: Path, pair: Callable[[KioskStore, Path, HubPairing], None], trusted: HubPairing, others: list[HubPairing]
) -> None:
    store = a_store(tmp_path)
    pair(store, tmp_path, NEW)

    store = opened(store, tmp_path, running=False)
    save(store)

    assert store.pairing() == trusted
    for other in [*others, a_pairing(**SWAPS["seal key"])]:
        swap(tmp_path, **asdict(other))
        with pytest.raises(PairingChanged):
            opened(store, tmp_path, running=False).pairing()


def test_database_that_was_begun_anew_takes_the_hub_that_is_there_and_then_no_other(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.close()
    (tmp_path / "kiosk.db").unlink()

    store = KioskStore.open(tmp_path, FrozenClock())
    there = store.pairing()
    swap(tmp_path, **SWAPS["seal key"])

    assert there == a_pairing()
    with pytest.raises(PairingChanged):
        store.pairing()


def test_database_that_was_salvaged_still_knows_its_hub(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.close()
    flip_page_header(tmp_path / "kiosk.db")

    store = KioskStore.open(tmp_path, FrozenClock())
    whole = store.check()
    swap(tmp_path, **SWAPS["seal key"])

    assert not whole
    with pytest.raises(PairingChanged):
        store.pairing()
