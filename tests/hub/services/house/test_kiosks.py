"""Kiosks as staff manage them."""

import pytest

from hub.services.house import kiosks
from hub.store.base import Store
from shared.errors import BadPlace, InvalidInput, KioskRevoked, NameTaken, NotAllowed, NotFound
from tests.hub_builders import BY, DeliveringKiosk


def test_kiosk_is_known_by_its_token(store: Store, kiosk: DeliveringKiosk) -> None:
    assert kiosks.known(store, kiosk.token).id == "k1"


@pytest.mark.parametrize("token", ["", "x", "token of k2", "\ud800", "'; --"])
def test_unknown_token_is_not_allowed(store: Store, kiosk: DeliveringKiosk, token: str) -> None:
    with pytest.raises(NotAllowed):
        kiosks.known(store, token)


def test_revoked_kiosk_is_shut_out_with_one_click(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosks.revoke(store, "k1", **BY)

    with pytest.raises(KioskRevoked):
        kiosks.known(store, kiosk.token)
    assert kiosks.listed(store)[0].revoked_at is not None
    assert [line.move for line in store.history.about("kiosk k1")] == ["revoke"]


def test_revoking_one_leaves_the_others(store: Store, kiosk: DeliveringKiosk) -> None:
    other = DeliveringKiosk(store, "k2")
    kiosks.revoke(store, "k1", **BY)

    assert kiosks.known(store, other.token).id == "k2"


def test_kiosk_gets_another_name(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosks.rename(store, "k1", "  Barneavdelingen ", **BY)

    assert kiosks.listed(store)[0].name == "Barneavdelingen"


def test_kiosk_stands_where_staff_say_with_a_line_of_history_each_time_it_moves(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    for place in ("  ved inngangen ", "ved inngangen", ""):
        kiosks.say_where(store, "k1", place, **BY)

    lines = [(line.move, line.detail) for line in store.history.about("kiosk k1") if line.move == "say-where"]
    assert lines == [("say-where", "ved inngangen"), ("say-where", "")]
    assert kiosks.read(store, "k1").place == ""


@pytest.mark.parametrize("place", ["x" * 81, "to\nlinjer", "\u202esnudd"])
def test_place_unfit_for_a_list_is_refused(store: Store, kiosk: DeliveringKiosk, place: str) -> None:
    with pytest.raises(BadPlace):
        kiosks.say_where(store, "k1", place, **BY)
    with pytest.raises(NotFound):
        kiosks.say_where(store, "nobody", "ved inngangen", **BY)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "to\nlinjer", "\u202esnudd"])
def test_name_unfit_for_a_list_is_refused(store: Store, kiosk: DeliveringKiosk, name: str) -> None:
    with pytest.raises(InvalidInput):
        kiosks.rename(store, "k1", name, **BY)


def test_unknown_kiosk_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        kiosks.revoke(store, "nobody", **BY)
    with pytest.raises(NotFound):
        kiosks.rename(store, "nobody", "x", **BY)


def test_no_two_kiosks_that_may_call_have_one_name(store: Store, kiosk: DeliveringKiosk) -> None:
    other = DeliveringKiosk(store, "k2")
    kiosks.rename(store, kiosk.id, "Inngang", **BY)

    with pytest.raises(NameTaken):
        kiosks.rename(store, other.id, "INNGANG", **BY)
    kiosks.rename(store, kiosk.id, "INNGANG", **BY)  # its own

    assert kiosks.free_name(store, "Inngang", "k3") == "Inngang 2"
    kiosks.revoke(store, kiosk.id, **BY)
    assert kiosks.free_name(store, "Inngang", "k3") == "Inngang"
    assert len(kiosks.free_name(store, "x" * 80, "k3")) == 80
