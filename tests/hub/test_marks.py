from hypothesis import given
from hypothesis import strategies as st

from hub.marks import Marks

OLD, NEW = bytes(range(16)), bytes(range(16, 32))


@given(st.lists(st.text() | st.integers(), max_size=4), st.lists(st.text() | st.integers(), max_size=4))
def test_mark_proves_what_was_said_and_nothing_else(said: list[str | int], other: list[str | int]) -> None:
    marks = Marks([NEW])
    mark = marks.mark("cursor", *said)

    assert marks.proves(mark, "cursor", *said)
    assert marks.proves(mark, "cursor", *other) == ([str(one) for one in said] == [str(one) for one in other])
    assert not marks.proves(mark, "lease", *said)
    assert not Marks([OLD]).proves(mark, "cursor", *said)


def test_mark_of_a_former_key_still_proves() -> None:
    former = Marks([OLD])

    assert Marks([NEW, OLD]).proves(former.mark("cursor", "k1", 7), "cursor", "k1", 7)
    assert Marks([NEW, OLD]).read("told", former.hide("told", b"seven")) == b"seven"


@given(st.binary(max_size=200))
def test_hidden_words_are_read_by_their_hub_alone(said: bytes) -> None:
    marks = Marks([NEW])
    hidden = marks.hide("told", said)

    assert marks.read("told", hidden) == said
    assert marks.read("cursor", hidden) is None
    assert Marks([OLD]).read("told", hidden) is None


@given(st.text() | st.none())
def test_what_no_hub_made_proves_nothing(made_up: str | None) -> None:
    marks = Marks([NEW, OLD])

    assert not marks.proves(made_up, "cursor", "k1", 7)
    assert marks.read("told", made_up or "") is None
