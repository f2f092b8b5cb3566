"""Who has to go when there is no room for one more."""

from dataclasses import dataclass, field

from hub.serving.callers import Callers, Room


@dataclass(eq=False)
class Somebody:
    """A caller that leaves when it is hung up on, as connections do."""

    callers: Callers
    address: str = "10.0.0.1"
    busy: bool = False
    gone: bool = field(default=False, init=False)

    def hang_up(self) -> None:
        self.gone = True
        self.callers.leave(self)


def come(callers: Callers, n: int, address: str = "10.0.0.1", *, busy: bool = False) -> list[Somebody]:
    """Let so many come, one after the other."""
    came = [Somebody(callers, address, busy) for _ in range(n)]
    for one in came:
        callers.come(one)
    return came


def gone(some: list[Somebody]) -> list[bool]:
    return [one.gone for one in some]


def test_oldest_of_an_address_goes_and_other_addresses_do_not_notice() -> None:
    callers = Callers(Room(strangers=9, at_one_address=3))
    neighbour = come(callers, 1, "10.0.0.2")

    some = come(callers, 5)

    assert gone(some) == [True, True, False, False, False]
    assert gone(neighbour) == [False]


def test_room_is_as_large_as_the_protocol_says() -> None:
    callers = Callers(Room())

    at_one = come(callers, 65)
    assert gone(at_one[:2]) == [True, False]
    elsewhere = [come(callers, 1, f"10.0.1.{n}")[0] for n in range(192)]
    assert sum(gone(at_one + elsewhere)) == 1
    come(callers, 1, "10.0.2.1")
    assert sum(gone(at_one + elsewhere)) == 2


def test_request_under_way_outlives_silence() -> None:
    callers = Callers(Room(at_one_address=2))
    asking = come(callers, 1, busy=True)

    some = come(callers, 3)

    assert gone(asking) == [False]
    assert gone(some) == [True, True, False]


def test_newest_is_let_in_where_all_are_busy() -> None:
    callers = Callers(Room(at_one_address=2))

    some = come(callers, 3, busy=True)

    assert gone(some) == [True, False, False]


def test_address_with_the_most_makes_room_for_another() -> None:
    callers = Callers(Room(strangers=4, at_one_address=3))
    crowd = come(callers, 3)
    neighbours = come(callers, 1, "10.0.0.2")

    newcomers = come(callers, 1, "10.0.0.3")

    assert gone(crowd) == [True, False, False]
    assert gone(neighbours + newcomers) == [False, False]


def test_many_addresses_with_one_each_do_not_keep_the_newest_out() -> None:
    callers = Callers(Room(strangers=3))
    crowd = [come(callers, 1, f"10.0.0.{n}")[0] for n in range(5)]

    assert gone(crowd) == [True, True, False, False, False]


def test_known_kiosk_is_no_stranger_any_more() -> None:
    callers = Callers(Room(strangers=2, at_one_address=2))
    kiosks = come(callers, 2)
    for n, one in enumerate(kiosks):
        callers.belongs(one, f"k{n}")

    some = come(callers, 4)

    assert gone(kiosks) == [False, False]
    assert gone(some) == [True, True, False, False]


def test_kiosk_has_room_for_so_many_and_for_its_newest() -> None:
    callers = Callers(Room(of_a_kiosk=2))
    mine, another = come(callers, 3), come(callers, 1)
    for one in mine:
        callers.belongs(one, "k1")
        callers.belongs(one, "k1")
    callers.belongs(another[0], "k2")

    assert gone(mine) == [True, False, False]
    assert gone(another) == [False]
