"""Many hands: whatever becomes of the second process, each seal is opened once, in its order."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.hands import MANY, ManyHands
from hub.keys import KeyRing
from shared.errors import CannotUnseal
from shared.seal import Sealed, new_unseal_key
from shared.submission import new_submission_id

LIMIT_S = 30.0
PRESENT, FORMER, OTHER = new_unseal_key(), new_unseal_key(), new_unseal_key()
RING = KeyRing((PRESENT, FORMER))


def a_batch(count: int) -> list[Sealed]:
    """Sealed to the present key, to a former one, and to one nobody has; damaged, and with nothing in it."""
    batch = []
    for number in range(count):
        one, key = new_submission_id(), (PRESENT, PRESENT, FORMER, OTHER)[number % 4]
        payload = b"" if number % 10 == 0 else b"Suppe %d" % number
        sealed = key.public.seal(payload, submission_id=one, kind="idea")
        batch.append(Sealed(b"" if number % 25 == 24 else sealed, one, "idea"))
    return batch


BIG = a_batch(MANY)
OPENED = list(RING.unseal_all(BIG))


@pytest.fixture
def hands() -> Iterator[ManyHands]:
    with closing(ManyHands(RING, cores=2, patience_s=LIMIT_S)) as opened:
        yield opened


def seconds() -> list[psutil.Process]:
    """The second processes of this one; one that has just ended is none."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            found += [child] if "hub.hands" in child.cmdline() else []
    return found


def helped(hands: ManyHands) -> psutil.Process:
    """Let a second process come up; return it."""
    before = seconds()
    assert list(hands.unseal_all(BIG)) == OPENED
    assert hands.is_helped(LIMIT_S)
    [second] = set(seconds()) - set(before)
    return second


def test_what_is_opened_is_right_and_there_is_something_of_everything() -> None:
    assert {None, b""} < set(OPENED)
    for sealed, payload in zip(BIG, OPENED, strict=True):
        try:
            assert RING.unseal(sealed.sealed, submission_id=sealed.id, kind=sealed.kind) == payload
        except CannotUnseal:
            assert payload is None


def test_big_batches_are_opened_by_two_in_their_order(hands: ManyHands) -> None:
    second = helped(hands)

    for _ in range(3):
        assert list(hands.unseal_all(BIG)) == OPENED

    assert second.cpu_times().user > 0
    assert hands.is_helped()


def test_small_batch_starts_nothing(hands: ManyHands) -> None:
    assert list(hands.unseal_all(BIG[:-1])) == OPENED[:-1]
    assert hands.is_alone()


def test_machine_with_one_core_has_one_process() -> None:
    with closing(ManyHands(RING, cores=1)) as hands:
        assert list(hands.unseal_all(BIG)) == OPENED
        assert hands.is_alone()


def test_no_secret_stands_where_others_could_read_it(hands: ManyHands) -> None:
    second = helped(hands)

    told = " ".join([*second.cmdline(), *second.environ().values()])
    assert not [one for one in RING.secrets if one.hex() in told]


def test_killed_process_loses_nothing_and_another_comes(hands: ManyHands) -> None:
    helped(hands).kill()

    assert list(hands.unseal_all(BIG)) == OPENED
    assert hands.is_alone(LIMIT_S)
    helped(hands)


def test_process_killed_in_the_middle_loses_nothing(hands: ManyHands) -> None:
    second = helped(hands)

    opening = hands.unseal_all(BIG)
    first = next(opening)
    second.kill()

    assert [first, *opening] == OPENED


def test_process_that_hangs_is_not_waited_for_long() -> None:
    with closing(ManyHands(RING, cores=2, patience_s=0.05)) as hands:
        second = helped(hands)
        second.suspend()

        assert list(hands.unseal_all(BIG)) == OPENED
        assert hands.is_alone(LIMIT_S)
        assert not second.is_running()


def test_process_rests_and_then_ends() -> None:
    with closing(ManyHands(RING, cores=2, rest_s=0.05)) as hands:
        list(hands.unseal_all(BIG))

        assert hands.is_alone(LIMIT_S)


def test_closing_ends_it_also_under_a_batch_and_nothing_is_lost(hands: ManyHands) -> None:
    second = helped(hands)
    opening = hands.unseal_all(BIG)
    first = next(opening)

    hands.close()

    assert not second.is_running()
    assert [first, *opening] == OPENED
    assert list(hands.unseal_all(BIG)) == OPENED
    assert hands.is_alone()


def test_second_batch_at_the_same_time_is_opened_here(hands: ManyHands) -> None:
    helped(hands)
    opening = hands.unseal_all(BIG)
    first = next(opening)

    assert list(hands.unseal_all(BIG)) == OPENED
    assert [first, *opening] == OPENED


def test_process_ends_with_whoever_started_it() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "hub.hands"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        said, complained = process.communicate(timeout=LIMIT_S)

    assert (process.returncode, said, complained) == (0, b"", b"")


def test_what_lies_in_the_folder_it_is_started_in_is_not_taken_for_the_hub(
    hands: ManyHands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub/__init__.py").touch()
    (tmp_path / "hub/hands.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)

    helped(hands)


def test_batch_that_fails_leaves_nothing_behind_for_the_next(hands: ManyHands) -> None:
    helped(hands)
    nobodys: Any = None  # an id as nothing here ever makes it

    with pytest.raises(AttributeError):
        list(hands.unseal_all([*BIG[:-1], Sealed(BIG[0].sealed, nobodys, "idea")]))

    assert list(hands.unseal_all(BIG)) == OPENED
    assert hands.is_helped()


@pytest.fixture(scope="module")
def shared() -> Iterator[ManyHands]:
    with closing(ManyHands(RING, cores=2, patience_s=LIMIT_S)) as opened:
        yield opened


@given(stops=st.lists(st.tuples(st.integers(0, MANY), st.booleans()), max_size=4))
def test_whatever_is_left_unread_the_next_batch_is_right(shared: ManyHands, stops: list[tuple[int, bool]]) -> None:
    for count, kills in stops:
        with closing(shared.unseal_all(BIG)) as opening:
            assert list(islice(opening, count // 2)) == OPENED[: count // 2]
            for second in seconds() if kills else ():
                second.kill()
            assert list(islice(opening, count - count // 2)) == OPENED[count // 2 : count]
    assert list(shared.unseal_all(BIG)) == OPENED
