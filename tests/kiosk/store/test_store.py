"""The kiosk's memory when all goes well: outbox, receipts, books, news, copies."""

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.store import HubPairing, KeepFree, KioskStore, LastWord, Library
from shared.errors import DiskFull, FileUnreadable, NotPaired
from shared.look import Look
from shared.notice import ReceiptState
from shared.protocol import Refusal, Retained, digest_ids
from shared.submission import utc
from tests.builders import (
    SETTINGS,
    a_news,
    a_notice,
    a_pairing,
    a_prompt,
    a_receipt,
    a_store,
    payload_of,
    receipt_code,
    save,
    slip_of,
)
from tests.fakes import NOON, FrozenClock


def books(store: KioskStore) -> tuple[int, int, int, int, int]:
    """Created, waiting, on the hub, set aside, erased; and that they balance."""
    status = store.status()
    parts = (status.waiting, status.on_hub, status.set_aside, status.erased)
    assert status.created == sum(parts)
    return status.created, *parts


def test_saved_answer_waits_sealed_whole_and_numbered_from_one(tmp_path: Path) -> None:
    store = a_store(tmp_path)

    ids = [save(store, "først"), save(store, kind="poll")]

    batch = store.waiting()
    assert [s.id for s in batch.submissions] == ids
    assert [(s.seq, s.kind, s.prompt, s.kiosk, s.language, s.made_at) for s in batch.submissions] == [
        (1, "idea", "idea", "k1", "nb", utc(NOON)),
        (2, "poll", "poll", "k1", "nb", utc(NOON)),
    ]
    assert all(s.is_whole() for s in batch.submissions)
    first = batch.submissions[0]
    assert first.prompt_hash == a_prompt("idea").content_hash()
    assert payload_of(first).decode() == '{"text":"først","cards":[]}'


def test_saved_again_under_the_same_id_is_stored_once(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    first = save(store)

    save(store, "noe annet", id=first)

    assert [s.id for s in store.waiting().submissions] == [first]
    assert books(store) == (1, 1, 0, 0, 0)


def test_save_without_a_hub_is_refused_and_keeps_nothing(tmp_path: Path) -> None:
    store = KioskStore.open(tmp_path)

    with pytest.raises(NotPaired):
        save(store)

    assert books(store) == (0, 0, 0, 0, 0)


def test_save_is_refused_before_the_disk_is_full_drawings_first(tmp_path: Path) -> None:
    free = a_store(tmp_path).free_bytes()
    only_words = a_store(tmp_path, keep_free=KeepFree(bulky=free * 2, anything=0))
    nothing = a_store(tmp_path, keep_free=KeepFree(bulky=free * 2, anything=free * 2))

    save(only_words)
    with pytest.raises(DiskFull):
        save(only_words, kind="drawing")
    with pytest.raises(DiskFull):
        save(nothing)

    assert books(only_words) == (1, 1, 0, 0, 0)


def test_folder_and_files_are_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kiosk"
    folder.mkdir(mode=0o755)

    save(a_store(folder))

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_waiting_ends_a_batch_at_its_limits_and_lets_a_large_one_travel_alone(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    ids = [save(store, "x" * 1_500) for _ in range(5)]

    by_count = store.waiting(2)
    rest = store.waiting(10, after=by_count.last_seq)
    by_size = store.waiting(10, 5_000)
    alone = store.waiting(10, 10)

    assert ([s.id for s in by_count.submissions], by_count.more) == (ids[:2], True)
    assert ([s.id for s in rest.submissions], rest.more) == (ids[2:], False)
    assert ([s.id for s in by_size.submissions], by_size.more) == (ids[:2], True)
    assert ([s.id for s in alone.submissions], alone.more) == (ids[:1], True)


def test_waiting_tells_the_age_by_the_clock_nobody_can_set_within_one_boot(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)
    earlier = save(store)
    clock.boot = "second boot"
    later = save(store)

    clock.pass_s(90)
    clock.set_to(datetime(1970, 1, 1, tzinfo=UTC))

    assert store.waiting().ages_s == {later: 90.0}
    assert [s.id for s in store.waiting().submissions] == [earlier, later]


def test_receipt_moves_each_submission_to_its_place_and_the_books_balance(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    accepted, refused, erased, waits = (save(store) for _ in range(4))

    store.take_receipt(
        a_receipt(accepted=[accepted], refused=[Refusal(refused, "bad-message")], erased=[erased], lineage="next")
    )

    assert [s.id for s in store.waiting().submissions] == [refused, waits]
    assert books(store) == (4, 2, 1, 0, 1)
    assert store.last_word().lineage == "next"
    assert store.retained_ids() == [accepted]


def test_fifth_refusal_sets_aside_and_a_later_acceptance_still_counts(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    poison = save(store)

    for _ in range(5):
        assert books(store) == (1, 1, 0, 0, 0)
        store.take_receipt(a_receipt(refused=[Refusal(poison, "record-damaged")]))
    set_aside = books(store)
    store.take_receipt(a_receipt(accepted=[poison]))

    assert set_aside == (1, 0, 0, 1, 0)
    assert books(store) == (1, 0, 1, 0, 0)


def test_erased_submission_is_wiped_from_the_disk_and_never_comes_back(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    erased = save(store)
    sealed = store.waiting().submissions[0].sealed.encode()

    store.take_receipt(a_receipt(erased=[erased]))
    store.take_receipt(a_receipt(accepted=[erased], lacking=[erased]))

    assert books(store) == (1, 0, 0, 0, 1)
    assert store.retained() is None
    assert not [path.name for path in tmp_path.iterdir() if sealed in path.read_bytes()]


def test_lacking_submissions_wait_again_with_the_same_seal(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    lost, kept = save(store), save(store)
    before = store.waiting().submissions
    store.take_receipt(a_receipt(accepted=[lost, kept]))

    store.take_receipt(a_receipt(lacking=[lost]))

    assert store.waiting().submissions == before[:1]
    assert store.retained_ids() == [kept]


def test_retained_tells_range_count_and_digest_of_what_the_hub_has(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    ids = [save(store) for _ in range(4)]

    store.take_receipt(a_receipt(accepted=[ids[1], ids[3]]))

    assert store.retained() == Retained(2, 4, 2, digest_ids([ids[3], ids[1]]))


def test_receipt_measures_how_far_the_clock_is_ahead(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = a_store(tmp_path, clock)

    store.take_receipt(a_receipt(hub_time=NOON - timedelta(seconds=90)))

    status = store.status()
    assert (status.skew_s, status.last_sync_at) == (90.0, utc(NOON))


def test_news_bring_prompts_and_notices_and_take_them_away(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    older, newer = a_notice(published_at="2026-01-01T00:00:00.000Z"), a_notice(published_at="2026-02-01T00:00:00.000Z")
    changed = a_prompt("idea", revision=2, order=-1)

    fresh = store.take_receipt(
        a_receipt(news=a_news(cursor=7, default_language="sv", prompts=[changed], notices=[older, newer]))
    )
    shown = store.notices()
    store.take_receipt(a_receipt(news=a_news(cursor=8, withdrawn=[newer.id], withdrawn_prompts=["poll", "drawing"])))

    assert fresh
    assert shown == [newer, older]
    assert store.notices() == [older]
    left = sorted(set(SETTINGS) - {"idea", "poll", "drawing"})
    assert store.open_prompts(NOON) == [changed, *map(a_prompt, left)]
    assert (store.last_word().cursor, store.library().name) == (8, "Holmlia")


def test_news_without_anything_for_visitors_say_so(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.take_receipt(a_receipt())

    assert not store.take_receipt(a_receipt(news=a_news(cursor=2, default_language="sv")))
    assert store.default_language() == "sv"


def test_another_look_of_the_library_is_news_and_what_is_no_colour_is_none(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.take_receipt(a_receipt())

    assert store.take_receipt(a_receipt(news=a_news(colour="#005da8", sound=True)))
    assert store.library() == Library("Holmlia", Look("#005da8", sound=True))
    assert not store.take_receipt(a_receipt(news=a_news(colour="#005da8", sound=True)))
    for later in ("blue", "#005DA8", "#005da8;", "#٠٠٠٠٠٠", "oklch(0.5 0.1 250)"):
        store.take_receipt(a_receipt(news=a_news(colour=later)))
        assert store.library() == Library("Holmlia")


def test_full_news_replace_all_that_was_known(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    code = receipt_code("x")
    store.take_receipt(a_receipt(news=a_news(notices=[a_notice()], receipts=[ReceiptState(code, "read")])))

    store.take_receipt(a_receipt(news=a_news(full=True, prompts=[a_prompt("poll")])))

    assert store.open_prompts(NOON) == [a_prompt("poll")]
    assert store.notices() == []
    assert store.receipts(slip_of(code)) == []


def test_prompts_are_open_in_their_time_and_in_their_order(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    prompts = [
        a_prompt("poll", id="later", opens_at=utc(NOON + timedelta(hours=1))),
        a_prompt("poll", id="past", closes_at=utc(NOON)),
        a_prompt("poll", id="second", order=2),
        a_prompt("idea", id="first", order=1),
    ]

    store.take_receipt(a_receipt(news=a_news(full=True, prompts=prompts)))

    assert [prompt.id for prompt in store.open_prompts(NOON)] == ["first", "second"]
    assert [prompt.id for prompt in store.open_prompts(NOON + timedelta(hours=1))] == ["later", "first", "second"]


def test_prompt_that_this_program_cannot_ask_is_passed_over(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    strange = replace(a_prompt("idea"), id="dance", kind="dance")
    wordless = a_prompt("poll", texts={})

    store.take_receipt(a_receipt(news=a_news(full=True, prompts=[strange, wordless, a_prompt("idea")])))

    assert store.open_prompts(NOON) == [a_prompt("idea")]


def test_receipts_prefer_the_hubs_word_and_fall_back_on_our_own(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    waits, arrived, answered, erased = (save(store) for _ in range(4))
    codes = [receipt_code(one) for one in (waits, arrived, answered, erased)]
    said = ReceiptState(codes[2], "published", {"nb": "Ja, gjerne"})

    store.take_receipt(a_receipt(accepted=[arrived, answered], erased=[erased], news=a_news(cursor=3, receipts=[said])))

    assert [store.receipts(slip_of(code)) for code in codes] == [
        [ReceiptState(codes[0], "waiting")],
        [ReceiptState(codes[1], "received")],
        [said],
        [],
    ]


def test_two_stores_on_one_file_see_each_others_work(tmp_path: Path) -> None:
    glass = a_store(tmp_path)
    worker = KioskStore.open(tmp_path)
    saved = save(glass)

    worker.take_receipt(a_receipt(accepted=[saved], news=a_news(cursor=5, notices=[a_notice()])))
    worker.answered_at("192.168.1.9:8443")

    assert books(glass) == (1, 0, 1, 0, 0)
    assert len(glass.notices()) == 1
    assert glass.pairing() == a_pairing(address="192.168.1.9:8443")


def test_pairing_with_another_hub_hears_its_news_from_the_beginning_and_keeps_what_waits(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    waits = save(store)

    store.keep_pairing(a_pairing(hub_id="hub2", token="other"))

    assert store.last_word() == LastWord(0, None, "")
    assert [s.id for s in store.waiting().submissions] == [waits]


def test_pairing_does_not_show_its_token() -> None:
    assert "secret token" not in repr(a_pairing())


@pytest.mark.parametrize("content", ["", "[]", '{"token": "x"}', '{"kiosk_id": 1}', "{}", "\0\0\0"])
def test_pairing_file_that_makes_no_sense_is_told_and_never_taken_for_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "pairing.json").write_text(content)
    store = KioskStore.open(tmp_path)

    with pytest.raises(FileUnreadable, match="pairing"):
        store.pairing()
    with pytest.raises(FileUnreadable):
        save(store)
    with pytest.raises(FileUnreadable):
        store.keep_pairing(a_pairing())


def test_pairing_that_can_be_read_again_is_the_same_as_before(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    written = (tmp_path / "pairing.json").read_bytes()
    (tmp_path / "pairing.json").unlink()
    (tmp_path / "pairing.json").mkdir()
    with pytest.raises(FileUnreadable):
        store.pairing()

    (tmp_path / "pairing.json").rmdir()
    (tmp_path / "pairing.json").write_bytes(written)

    assert store.pairing() == a_pairing()


def test_pairing_with_a_key_that_is_none_is_told(tmp_path: Path) -> None:
    store = KioskStore.open(tmp_path)
    store.keep_pairing(HubPairing(**{**vars(a_pairing()), "seal_key": "zz"}))

    with pytest.raises(FileUnreadable):
        store.pairing()


def test_pair_of_words_finds_the_state_alone(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    code = receipt_code(save(store))

    pair = slip_of(code).pair

    assert store.states(pair) == [("waiting", False)]
    assert store.states(pair ^ 1) == []
