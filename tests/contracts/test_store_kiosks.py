"""What every store promises about kiosks and pairing codes."""

from dataclasses import replace

from hub.model import Lineage, OpenCode
from hub.store.base import Store
from shared.submission import utc
from tests.fakes import NOON
from tests.hub_builders import a_health, a_submission, an_arrival

CODE = OpenCode("K7QM-2XHT-9FRB", "2026-11-22T12:10:00.000Z", "Inngang", "ab" * 32, "cd" * 32, "ved inngangen")


def pair(store: Store, id: str = "k1", name: str = "Inngang", token: str = "a" * 64) -> None:
    store.kiosks.pair(id, name, token, now=utc(NOON))


def test_paired_kiosk_has_not_spoken_yet(store: Store) -> None:
    pair(store)

    kiosk = store.kiosks.by_token("a" * 64)

    assert kiosk is not None
    assert (kiosk.id, kiosk.name, kiosk.paired_at) == ("k1", "Inngang", utc(NOON))
    assert (kiosk.last_seen_at, kiosk.created, kiosk.balanced, kiosk.copied, kiosk.stored) == (
        None,
        None,
        None,
        False,
        0,
    )
    assert store.kiosks.by_token("b" * 64) is None


def test_kiosks_are_listed_by_name(store: Store) -> None:
    for one, name in (("k1", "ved døra"), ("k2", "Barn"), ("k3", "Åpen plass")):
        pair(store, one, name, token=one)

    assert [kiosk.id for kiosk in store.kiosks.every()] == ["k2", "k1", "k3"]


def test_token_of_a_kiosk_is_that_of_its_newest_pairing(store: Store) -> None:
    pair(store, token="a" * 64)
    pair(store, "k2", token="b" * 64)
    store.kiosks.revoke("k1", now=utc(NOON))
    out = store.kiosks.shut_out()

    pair(store, token="c" * 64)

    assert out == [("a" * 64, utc(NOON))]
    assert (store.kiosks.token_of("k1"), store.kiosks.shut_out()) == ("c" * 64, [])


def test_health_is_the_last_word(store: Store) -> None:
    pair(store)
    health = a_health(created=9, waiting=2, on_hub=5, set_aside=1, erased=1, salvages=3, version="0.9")

    store.kiosks.heard("k1", health, skew_s=-12.5, now=utc(NOON))

    kiosk = store.kiosks.read("k1")
    assert kiosk is not None
    assert (kiosk.created, kiosk.waiting, kiosk.on_hub, kiosk.set_aside, kiosk.erased) == (9, 2, 5, 1, 1)
    assert (kiosk.skew_s, kiosk.salvages, kiosk.version, kiosk.last_seen_at) == (-12.5, 3, "0.9", utc(NOON))
    assert kiosk.balanced is True


def test_books_count_what_is_stored_of_a_kiosk(store: Store) -> None:
    pair(store)
    arrivals = [an_arrival(a_submission(kiosk=kiosk)) for kiosk in ("k1", "k1", "k2")]
    store.submissions.add(arrivals)

    kiosk = store.kiosks.read("k1")

    assert kiosk is not None
    assert kiosk.stored == 2


def test_pairing_anew_makes_the_old_token_worthless_and_forgives(store: Store) -> None:
    pair(store)
    store.kiosks.revoke("k1", now=utc(NOON))
    store.kiosks.save_lineage("k1", Lineage("x", "y", "z"), copied=True)

    pair(store, token="b" * 64, name="Nytt navn")

    kiosk = store.kiosks.by_token("b" * 64)
    assert kiosk is not None
    assert (kiosk.name, kiosk.revoked_at, kiosk.copied) == ("Nytt navn", None, False)
    assert store.kiosks.by_token("a" * 64) is None
    assert store.kiosks.lineage("k1") == Lineage(None, None, None)


def test_revoked_kiosk_keeps_the_first_date(store: Store) -> None:
    pair(store)
    store.kiosks.revoke("k1", now=utc(NOON))
    store.kiosks.revoke("k1", now=utc(NOON.replace(year=2030)))

    kiosk = store.kiosks.read("k1")
    assert kiosk is not None
    assert kiosk.revoked_at == utc(NOON)


def test_copied_stays_until_paired_anew(store: Store) -> None:
    pair(store)
    store.kiosks.save_lineage("k1", Lineage("a", None, None), copied=True)
    store.kiosks.save_lineage("k1", Lineage("b", "a", "digest"), copied=False)

    kiosk = store.kiosks.read("k1")
    assert kiosk is not None
    assert kiosk.copied
    assert store.kiosks.lineage("k1") == Lineage("b", "a", "digest")


def test_ids_between_takes_both_ends_of_one_kiosk(store: Store) -> None:
    arrivals = [an_arrival(a_submission(seq=seq)) for seq in range(1, 6)]
    other = an_arrival(a_submission(seq=3, kiosk="k2"))
    store.submissions.add([*arrivals, other])

    assert store.kiosks.ids_between("k1", 2, 4) == [arrival.submission.id for arrival in arrivals[1:4]]


def test_erasing_unsettles_the_comparison_of_ids(store: Store) -> None:
    pair(store)
    arrival = an_arrival()
    store.submissions.add([arrival])
    store.kiosks.save_lineage("k1", Lineage("a", None, "digest"), copied=False)

    store.submissions.remove([arrival.submission.id], now=utc(NOON))

    assert store.kiosks.lineage("k1").settled is None


def test_one_pairing_code_at_a_time(store: Store) -> None:
    assert store.kiosks.code() is None
    store.kiosks.open_code(CODE, now=utc(NOON))
    store.kiosks.count_try()
    assert store.kiosks.code() == (CODE, 1)

    other = replace(CODE, code="0000-0000-0000")
    store.kiosks.open_code(other, now=utc(NOON))

    assert store.kiosks.code() == (other, 0)
    store.kiosks.close_code()
    assert store.kiosks.code() is None
