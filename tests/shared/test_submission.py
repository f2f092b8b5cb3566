"""A submission's id and hash: made on the kiosk, known everywhere."""

import hashlib
import json
import threading
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.submission import (
    Submission,
    SubmissionIds,
    from_utc,
    new_submission_id,
    one_shape,
    sealed_submission,
    utc,
)

ID = "01890a5d-ac96-774b-bcce-b302099a8057"


def a_record(**over: Any) -> Submission:
    """Return a whole submission."""
    defaults: dict[str, Any] = {
        "id": ID,
        "kind": "idea",
        "prompt": "ideas",
        "prompt_revision": 1,
        "prompt_hash": "ab" * 32,
        "kiosk": "kiosk-1",
        "seq": 1,
        "made_at": "2026-03-04T10:11:12.345Z",
        "language": "nb",
        "session": None,
        "sealed": b"\0\xff sealed",
    }
    return sealed_submission(**{**defaults, **over})


def test_ids_are_uuids_of_version_seven() -> None:
    made = new_submission_id()

    assert str(UUID(made)) == made
    assert (UUID(made).version, UUID(made).variant) == (7, RFC_4122)


def test_ids_have_62_random_bits() -> None:
    made = [UUID(new_submission_id()).int & (1 << 62) - 1 for _ in range(200)]

    assert reduce(or_, made) == (1 << 62) - 1
    assert reduce(and_, made) == 0


def test_ids_carry_the_time_they_were_made() -> None:
    made = SubmissionIds(lambda: 1_700_000_000_123 * 1_000_000).next()

    assert UUID(made).int >> 80 == 1_700_000_000_123


def test_ids_rise_within_one_millisecond() -> None:
    ids = SubmissionIds(lambda: 1_700_000_000_000_000_000)

    made = [ids.next() for _ in range(10_000)]

    assert made == sorted(set(made))
    assert {UUID(one).version for one in made} == {7}


def test_ids_rise_when_the_clock_goes_back() -> None:
    day_ns = 86_400 * 10**9
    times = iter([20_000 * day_ns, 0, 19_000 * day_ns, 20_001 * day_ns, 1])
    ids = SubmissionIds(lambda: next(times))

    made = [ids.next() for _ in range(5)]

    assert made == sorted(set(made))


def test_ids_are_unique_and_rise_across_threads() -> None:
    made: list[list[str]] = [[] for _ in range(8)]
    begin = threading.Barrier(8)

    def work(mine: list[str]) -> None:
        begin.wait()
        mine.extend(new_submission_id() for _ in range(2_000))

    threads = [threading.Thread(target=work, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({one for mine in made for one in mine}) == 16_000
    assert all(mine == sorted(mine) for mine in made)


def test_hash_is_right_for_a_new_record() -> None:
    assert a_record().is_whole()


CHANGES: dict[str, Any] = {
    "id": ID.replace("0", "1"),
    "kind": "poll",
    "prompt": "visit",
    "prompt_revision": 2,
    "prompt_hash": "cd" * 32,
    "kiosk": "kiosk-2",
    "seq": 2,
    "made_at": "2026-03-04T10:11:12.346Z",
    "language": "sv",
    "session": "s1",
    "sealed": "AAAA",
    "sha256": "00" * 32,
}


@pytest.mark.parametrize("name", [field.name for field in fields(Submission)])
def test_hash_finds_a_change_in_any_field(name: str) -> None:
    assert not replace(a_record(), **{name: CHANGES[name]}).is_whole()


def test_hash_tells_neighbouring_fields_apart() -> None:
    assert a_record(kiosk="ab", language="c").sha256 != a_record(kiosk="a", language="bc").sha256


@given(st.lists(st.text(), min_size=7, max_size=7), st.none() | st.text(), st.binary(), st.integers(0), st.integers(0))
def test_hash_is_that_of_the_fields_as_a_json_list(
    texts: list[str], session: str | None, sealed: bytes, revision: int, seq: int
) -> None:
    names = ("id", "kind", "prompt", "prompt_hash", "kiosk", "made_at", "language")
    said = dict(zip(names, texts, strict=True))

    record = a_record(**said, session=session, sealed=sealed, prompt_revision=revision, seq=seq)

    values = [getattr(record, field.name) for field in fields(Submission) if field.name != "sha256"]
    listed = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    assert record.sha256 == hashlib.sha256(listed.encode()).hexdigest()


def test_sealed_bytes_come_back() -> None:
    assert a_record(sealed=b"\0\xff" * 100).sealed_bytes == b"\0\xff" * 100


@pytest.mark.parametrize("sealed", ["A", "AAA=AAAA", "å", "AA AA", "AA\nAA"])
def test_sealed_bytes_refuse_what_is_not_base64(sealed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        _ = replace(a_record(), sealed=sealed).sealed_bytes


def test_moments_are_written_in_utc_with_milliseconds() -> None:
    oslo = timezone(timedelta(hours=2))

    assert utc(datetime(2026, 6, 1, 12, 0, 0, 123_999, oslo)) == "2026-06-01T10:00:00.123Z"


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.just(UTC)))
def test_moments_come_back_to_the_millisecond(moment: datetime) -> None:
    assert from_utc(utc(moment)) == moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)


ODD = [
    "", "yesterday", "2026-06-01", "2026-06-01T10:00:00", "20260601T100000Z", "2026-06-01T10:00:00Z",
    "2026-06-01T10:00:00.000+00:00", "2026-06-01 10:00:00.000Z", "2026-06-01T10:00:00.000000Z",
    "2026-06-01T10:00:00.000z", "2026-06-01T24:00:00.000Z", "2026-06-31T10:00:00.000Z", "2026-06-01T10:00:00.000Z\n",
    "٢026-06-01T10:00:00.000Z",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_moments_of_another_shape_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_utc(text)


@pytest.mark.parametrize(
    "text",
    ["20260601T100000Z", "2026-06-01T10:00Z", "2026-06-01 12:00+02:00", "2026-06-01T10:00:00.000Z", "2026-06-01T12"],
)
def test_moments_that_people_write_get_the_one_shape(text: str) -> None:
    assert one_shape(text, timezone(timedelta(hours=2))) == "2026-06-01T10:00:00.000Z"


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-06-01T10:00:00", "0001-01-01T00:00+05:00", "2026-06-01T25:00Z"]
)
def test_what_is_no_moment_gets_no_shape(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        one_shape(text)
