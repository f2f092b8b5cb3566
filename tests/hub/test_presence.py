"""Who has what open: others see it, one is in one place, and nobody stays for ever."""

from datetime import timedelta

from hub.model import Staff
from hub.presence import STAYS, Presence
from tests.fakes import NOON

KARI, OLA = Staff(1, "Kari"), Staff(2, "Ola")


def names(presence: Presence, who: Staff, subject: str = "s1", *, after: timedelta = timedelta()) -> list[str]:
    return [one.name for one in presence.others(who, subject, NOON + after)]


def test_two_at_one_thing_see_each_other_and_nobody_sees_oneself() -> None:
    presence = Presence()

    assert presence.come(KARI, "s1", NOON)
    assert presence.come(OLA, "s1", NOON)

    assert (names(presence, KARI), names(presence, OLA)) == (["Ola"], ["Kari"])
    assert names(presence, KARI, "s2") == []


def test_who_opens_something_else_is_there_no_more() -> None:
    presence = Presence()
    presence.come(KARI, "s1", NOON)

    assert presence.come(KARI, "s2", NOON)

    assert (names(presence, OLA, "s1"), names(presence, OLA, "s2")) == ([], ["Kari"])


def test_coming_again_is_no_news_but_beginning_to_write_is() -> None:
    presence = Presence()
    presence.come(KARI, "s1", NOON)
    later = NOON + STAYS - timedelta(seconds=1)

    assert not presence.come(KARI, "s1", later)
    assert presence.come(KARI, "s1", later, writing=True)

    [one] = presence.others(OLA, "s1", later)
    assert (one.since, one.writing) == (NOON, True)


def test_whoever_is_not_heard_of_is_forgotten_whichever_way_the_clock_leaps() -> None:
    presence = Presence()
    presence.come(KARI, "s1", NOON)

    assert names(presence, OLA, after=STAYS - timedelta(seconds=1)) == ["Kari"]
    assert names(presence, OLA, after=STAYS) == []
    presence.come(KARI, "s1", NOON)
    assert names(presence, OLA, after=-timedelta(seconds=1)) == []


def test_whoever_writes_for_long_stays_where_they_are() -> None:
    presence = Presence()
    presence.come(KARI, "s1", NOON, writing=True)
    later = NOON + STAYS - timedelta(seconds=1)

    presence.stay(KARI, later)
    presence.stay(OLA, later)

    assert names(presence, OLA, after=STAYS + timedelta(minutes=1)) == ["Kari"]
    assert names(presence, KARI, after=STAYS + timedelta(minutes=1)) == []


def test_whoever_is_forgotten_does_not_come_back_by_writing() -> None:
    presence = Presence()
    presence.come(KARI, "s1", NOON)

    presence.stay(KARI, NOON + STAYS)

    assert names(presence, OLA, after=STAYS) == []
