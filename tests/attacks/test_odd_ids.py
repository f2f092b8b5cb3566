"""Ids of a shape that no kiosk makes: they stand in addresses, files and lists, so each is refused or not found."""

import pytest

from hub.services.house import pairing
from hub.services.sync import intake
from hub.store.base import Store
from shared.errors import BadMessage
from shared.protocol import LeaseReport, PairingProof, Refusal
from shared.submission import is_submission_id, new_submission_id
from tests.builders import HUB_KEY
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk

ODD = ["", "s1", "deadbeef", "-", "0" * 36, "0" * 32, new_submission_id().upper(), f"{new_submission_id()}\n",
       f"urn:uuid:{new_submission_id()}", "../../keys/seal", "a/b", "\0", "é", "i" * 100_000]  # fmt: skip


def test_ids_of_kiosks_are_uuids() -> None:
    assert is_submission_id(new_submission_id())
    assert not any(map(is_submission_id, ODD))


@pytest.mark.parametrize("odd", ODD)
def test_record_with_an_odd_id_is_refused_alone(store: Store, kiosk: DeliveringKiosk, odd: str) -> None:
    sound = kiosk.make()

    receipt = kiosk.deliver(kiosk.make(id=odd), sound)

    assert (receipt.refused, receipt.accepted) == ([Refusal(odd, "bad-message")], [sound.id])
    assert [one.submission.id for one in store.submissions.every()] == [sound.id]


@pytest.mark.parametrize(
    "over",
    [
        {"offered": ["s1"]},
        {"offered": ["\ud800"]},
        {"promised": {"s1": 1}},
        {"ages_s": {"i" * 10_000: 1.0}},
        {"leases": [LeaseReport("not a slug", 1, 0, 0)]},
        {"leases": [LeaseReport("s" * 65, 1, 0, 0)]},
    ],
)
def test_delivery_that_names_what_cannot_be_is_refused_whole_and_changes_nothing(
    store: Store, kiosk: DeliveringKiosk, over: dict[str, object]
) -> None:
    before = kiosk.paired

    with pytest.raises(BadMessage):
        intake.receive(kiosk.delivery(kiosk.make(), **over), kiosk=before, store=store, unseal_key=HUB_KEY, now=NOON)

    assert list(store.submissions.every()) == []
    assert kiosk.paired == before


@pytest.mark.parametrize("id", ["", "a/b", "..", "k 1", "k?1", "k1\n", "<b>", "k" * 65])
def test_kiosk_whose_id_fits_in_no_address_is_not_paired(store: Store, id: str) -> None:
    pairing.open_code(store, by=KARI, now=NOON)
    proof = PairingProof("a" * 64, "b" * 64, id, "Inngang", "c" * 64)

    with pytest.raises(BadMessage):
        pairing.prove(store, proof, certificate_sha256="d" * 64, seal_key="e" * 64, now=NOON)

    assert store.kiosks.every() == []
