"""Which touches count."""

from kiosk.touches import Touches
from tests.fakes import FrozenClock


def counted(*pauses_s: float, steady: bool = True, again: bool = False) -> list[bool]:
    """Return of each touch whether it counted; each comes so long after the one before."""
    clock = FrozenClock()
    touches = Touches(clock.monotonic, steady=steady)
    said = []
    for pause_s in pauses_s:
        clock.pass_s(pause_s)
        said.append(touches.counts(again=again))
    return said


def test_second_touch_of_a_shaking_hand_does_not_count() -> None:
    assert counted(0, 0.1, 0.1, 0.2) == [True, False, False, True]


def test_every_touch_counts_where_nothing_is_passed_over() -> None:
    assert counted(0, 0.01, 0.01, steady=False) == [True, True, True]


def test_who_counts_quickly_is_counted_and_a_finger_that_springs_is_not() -> None:
    assert counted(0, 0.2, 0.15, 0.05, 0.15, again=True) == [True, True, True, False, True]


def test_five_taps_in_the_corner_open_the_way_in_and_any_other_touch_ends_them() -> None:
    clock = FrozenClock()
    touches = Touches(clock.monotonic, steady=True)

    said = [touches.opens(in_corner=place) for place in (True, True, True, True, False, True, True, True, True, True)]
    clock.pass_s(10)
    late = []
    for _ in range(6):
        clock.pass_s(1)
        late.append(touches.opens(in_corner=True))

    assert said == [False] * 9 + [True]
    assert not any(late)
