"""Books, lineage, and the comparison of what both sides hold."""

from dataclasses import replace
from datetime import timedelta

from hub.marks import Marks
from hub.services.house import prompts
from hub.services.sync import books
from hub.store.base import Store
from shared.seal import UnsealKey
from shared.submission import utc
from tests.builders import HUB_KEY, a_prompt
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_health, retained


def test_health_and_skew_are_kept(kiosk: DeliveringKiosk) -> None:
    ahead = utc(NOON + timedelta(seconds=90))

    kiosk.deliver(health=a_health(created=5, waiting=1, on_hub=3, erased=1, sent_at=ahead))

    paired = kiosk.paired
    assert (paired.created, paired.waiting, paired.on_hub, paired.erased, paired.set_aside) == (5, 1, 3, 1, 0)
    assert (paired.skew_s, paired.last_seen_at, paired.balanced) == (90.0, utc(NOON), True)


def test_clock_of_1970_is_only_skew(kiosk: DeliveringKiosk) -> None:
    given = kiosk.make(made_at="1970-01-01T00:00:03.000Z")

    assert kiosk.deliver(given, health=a_health(sent_at="1970-01-01T00:00:09.000Z")).accepted == [given.id]
    assert (kiosk.paired.skew_s or 0) < -1e9


def test_books_that_do_not_balance_are_seen(kiosk: DeliveringKiosk) -> None:
    kiosk.deliver(health=a_health(created=5, waiting=1, on_hub=3))

    assert kiosk.paired.balanced is False


def test_each_receipt_has_a_new_lineage(kiosk: DeliveringKiosk) -> None:
    tokens = [kiosk.deliver().lineage for _ in range(4)]

    assert len(set(tokens)) == 4
    assert not kiosk.paired.copied


def test_lost_receipts_are_no_copy(kiosk: DeliveringKiosk) -> None:
    kiosk.deliver(lost=True)
    kiosk.deliver()
    kiosk.deliver(lost=True)
    kiosk.deliver(lost=True)
    receipt = kiosk.deliver()

    assert not receipt.news.full
    assert not kiosk.paired.copied


def test_restored_kiosk_keeps_its_data_and_is_told_of(store: Store, kiosk: DeliveringKiosk) -> None:
    backup = kiosk.deliver().lineage
    kiosk.deliver()
    kiosk.deliver()
    kiosk.lineage = backup
    given = kiosk.make()

    receipt = kiosk.deliver(given)

    assert receipt.accepted == [given.id]
    assert receipt.news.full
    assert kiosk.paired.copied
    assert not kiosk.deliver().news.full


def test_restored_kiosk_gets_all_news_also_when_that_receipt_is_lost(kiosk: DeliveringKiosk) -> None:
    backup = kiosk.deliver().lineage
    kiosk.deliver()
    kiosk.deliver()
    kiosk.lineage = backup

    assert kiosk.deliver(lost=True).news.full
    assert kiosk.deliver().news.full


def test_cloned_kiosks_both_deliver_and_staff_are_told(kiosk: DeliveringKiosk) -> None:
    kiosk.deliver()
    shared_lineage, shared_cursor = kiosk.lineage, kiosk.cursor
    given = []
    for _ in range(3):
        for clone in ("one", "other"):
            submission = kiosk.make()
            lineage = kiosk.lineage if clone == "one" else shared_lineage
            receipt = kiosk.deliver(submission, lineage=lineage, cursor=shared_cursor, lost=True)
            given += receipt.accepted
            if clone == "one":
                kiosk.lineage = receipt.lineage
            else:
                shared_lineage = receipt.lineage

    assert len(given) == 6
    assert kiosk.paired.copied


def test_kiosk_paired_anew_starts_clean(store: Store, kiosk: DeliveringKiosk) -> None:
    kiosk.deliver()
    store.kiosks.pair(kiosk.id, "Ny", "c" * 64, now=utc(NOON))

    kiosk.deliver(lineage="whatever it remembers")

    assert not kiosk.paired.copied


def test_hub_restored_from_a_backup_asks_for_what_it_lacks(store: Store, kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make() for _ in range(4)]
    kiosk.deliver(*submissions[:2])

    said = kiosk.deliver(retained=retained(submissions))
    assert said.wants_ids
    offered = kiosk.deliver(offered=[one.id for one in submissions])
    assert offered.lacking == [one.id for one in submissions[2:]]
    kiosk.deliver(*submissions[2:])

    assert not kiosk.deliver(retained=retained(submissions)).wants_ids


def test_cursor_beyond_the_hub_gets_all_news_and_no_alarm(kiosk: DeliveringKiosk) -> None:
    kiosk.deliver()

    asked = kiosk.deliver(cursor=10_000, lineage="of the hub before it was restored")
    receipt = kiosk.deliver(told=[])

    assert asked.wants_told
    assert receipt.news.full
    assert receipt.news.prompts
    assert not kiosk.paired.copied


def test_same_ids_are_asked_for_no_more(kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make() for _ in range(3)]
    kiosk.deliver(*submissions)

    assert not kiosk.deliver(retained=retained(submissions)).wants_ids


def test_kiosk_that_keeps_fewer_than_the_hub_is_asked_once(kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make() for _ in range(3)]
    kiosk.deliver(*submissions)
    fewer = [submissions[0], submissions[2]]
    assert kiosk.deliver(retained=retained(fewer)).wants_ids

    assert kiosk.deliver(offered=[one.id for one in fewer]).lacking == []

    assert not kiosk.deliver(retained=retained(fewer)).wants_ids


def test_erased_elsewhere_is_told_with_the_next_receipt(store: Store, kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make() for _ in range(2)]
    kiosk.deliver(*submissions)
    other = DeliveringKiosk(store, "k2")
    store.submissions.remove([submissions[0].id], now=utc(NOON))

    assert other.deliver().erased == []
    assert kiosk.deliver(lost=True).erased == [submissions[0].id]
    assert kiosk.deliver().erased == [submissions[0].id]
    assert kiosk.deliver().erased == []


def test_erased_is_told_when_it_is_offered(store: Store, kiosk: DeliveringKiosk) -> None:
    given = kiosk.give()
    store.submissions.remove([given], now=utc(NOON))
    kiosk.deliver()

    never_sent = kiosk.make().id

    receipt = kiosk.deliver(offered=[given, never_sent])

    assert (receipt.erased, receipt.lacking) == ([given], [never_sent])


def test_retained_of_nothing_asks_for_nothing(kiosk: DeliveringKiosk) -> None:
    kiosk.give()
    nothing = replace(retained([kiosk.make()]), count=0, digest="0" * 64)

    assert not kiosk.deliver(retained=nothing).wants_ids


def test_kiosk_with_an_emptied_memory_hears_all_news_and_is_nothing_strange(
    store: Store, kiosk: DeliveringKiosk
) -> None:
    kiosk.deliver()

    receipt = kiosk.deliver(cursor=0, mark="")

    assert receipt.news.full
    assert not kiosk.paired.copied


def test_kiosk_put_back_from_its_own_backup_is_believed(store: Store, kiosk: DeliveringKiosk) -> None:
    backup = kiosk.deliver()
    prompts.save(store, a_prompt("idea", revision=2), by=KARI, now=NOON)
    for _ in range(3):
        kiosk.deliver()

    old = kiosk.delivery(lineage=backup.lineage, cursor=backup.news.cursor, mark=backup.mark)

    assert books.believed(Marks(HUB_KEY.secrets), kiosk.paired, old) == old
    assert kiosk.receive(old).news.full


def test_hub_put_back_with_its_phrase_knows_its_word(kiosk: DeliveringKiosk) -> None:
    kiosk.deliver()
    said, others = kiosk.delivery(), UnsealKey(bytes(16))

    assert books.believed(Marks((others.secret, *HUB_KEY.secrets)), kiosk.paired, said) == said
    assert books.believed(Marks(others.secrets), kiosk.paired, said).cursor == 0


def test_offer_in_parts_settles_like_one_of_one_piece(kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make() for _ in range(5)]
    kiosk.deliver(*submissions)
    fewer = submissions[:1] + submissions[2:]
    ids = [one.id for one in fewer]

    for parts in ([ids[:2], ids[2:]], [ids[:1], ids[1:3], ids[3:]]):
        kiosk.store.kiosks.settle(kiosk.id, "another")
        assert kiosk.deliver(retained=retained(fewer)).wants_ids
        for part in parts:
            assert kiosk.deliver(offered=part).lacking == []
        assert not kiosk.deliver(retained=retained(fewer)).wants_ids


def test_offer_of_which_a_part_was_lost_or_lacking_is_asked_for_again(kiosk: DeliveringKiosk) -> None:
    submissions = [kiosk.make() for _ in range(4)]
    kiosk.deliver(*submissions[:3])
    ids = [one.id for one in submissions]

    assert kiosk.deliver(retained=retained(submissions)).wants_ids
    kiosk.deliver(offered=ids[:2])
    assert kiosk.deliver(retained=retained(submissions)).wants_ids
    kiosk.deliver(offered=ids[:2])
    assert kiosk.deliver(offered=ids[2:]).lacking == ids[3:]
    assert kiosk.deliver(retained=retained(submissions)).wants_ids
