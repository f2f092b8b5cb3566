"""Whatever is sealed in a record or said in a delivery, the next one is taken: no word of a kiosk stops its queue."""

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.kinds import READERS, answer_of
from hub.model import State
from hub.services.restoring import recount
from hub.services.review import inbox
from shared.errors import BadMessage
from shared.kinds import KINDS, at_home
from shared.kinds.base import ActivityKind, Home
from shared.prompt import Prompt
from shared.protocol import LeaseReport, Retained
from tests.builders import ANSWERS, a_prompt, an_activity
from tests.fakes import NOON
from tests.hub_builders import DeliveringKiosk, a_health, a_hub_store
from tests.sign_up_builders import publish
from tools.kind_examples import of_activity

SOUP = an_activity()
DATE = SOUP.starts_at
OF_ACTIVITY = {name: kind for name, kind in KINDS.items() if isinstance(kind, ActivityKind)}
PROMPTS: dict[str, Prompt] = {kind: a_prompt(kind) for kind in at_home(Home.INBOX)} | {
    name: kind.prompt_of(SOUP, DATE) for name, kind in OF_ACTIVITY.items()
}
GIVEN: dict[str, dict[str, Any]] = ANSWERS | of_activity("soup", DATE, code="AV7BHZ6A", door_code="AV7BHZ6A")
FEW = settings(max_examples=settings().max_examples // 4)
"""Each delivery waits for the disk; the long run has its thousands."""
HALF = "\ud800"
WORDS = st.sampled_from(["", "\0", HALF, "soup", "soup\n", "SOUP", "adult", "yes", DATE, "AV7BHZ6A", "x" * 5_000])
TEXT = WORDS | st.text(st.characters(), max_size=20)
NUMBERS = st.integers() | st.sampled_from([2**31, 2**53, 2**63, 2**64, -(2**63), 10**400]) | st.floats()
ODD = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def odd_kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeliveringKiosk]:
    store = a_hub_store(tmp_path_factory.mktemp("odd"))
    publish(store)
    yield DeliveringKiosk(store)
    store.close()


def is_taken(kiosk: DeliveringKiosk, kind: str, payload: bytes) -> State:
    """Deliver it before another answer; both are taken, and what was set aside can be read."""
    odd, good = kiosk.make(kind=kind, prompt=PROMPTS[kind], payload=payload), kiosk.make()
    assert kiosk.deliver(odd, good).accepted == [odd.id, good.id]
    stored = inbox.read(kiosk.store, odd.id)
    if stored.state == State.SET_ASIDE and (found := answer_of(stored)) is not None:
        assert all(text.encode() is not None for row in READERS[kind].rows(found, None, "nb") for text in row)
    return stored.state


@pytest.mark.parametrize("kind", list(KINDS))
@FEW
@given(data=st.data())
def test_answer_with_something_odd_in_it_is_taken(odd_kiosk: DeliveringKiosk, kind: str, data: st.DataObject) -> None:
    fields = st.sampled_from([*GIVEN[kind], "split", "met", "more"]) | TEXT
    odd = data.draw(st.dictionaries(fields, ODD, min_size=1, max_size=2) | ODD)
    answer = {**GIVEN[kind], **odd} if isinstance(odd, dict) else odd

    is_taken(odd_kiosk, kind, json.dumps(answer).encode())


@FEW
@given(kind=st.sampled_from(list(KINDS)), payload=st.binary() | st.binary().map(zlib.compress))
def test_payload_of_any_bytes_is_taken(odd_kiosk: DeliveringKiosk, kind: str, payload: bytes) -> None:
    is_taken(odd_kiosk, kind, payload)


@pytest.mark.parametrize("activity", [HALF, "\0", "soup\n", "", "../x", "ø" * 500, 7, None, ["soup"], {}])
@pytest.mark.parametrize("kind", OF_ACTIVITY)
def test_activity_that_is_no_name_of_one_is_set_aside(odd_kiosk: DeliveringKiosk, kind: str, activity: object) -> None:
    payload = json.dumps({**GIVEN[kind], "activity": activity}).encode()

    assert is_taken(odd_kiosk, kind, payload) == State.SET_ASIDE

    (*_, last) = [one for one in odd_kiosk.store.submissions.every() if one.submission.kind == kind]
    assert last.reason == "invalid-answer"


LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=140)  # half a character is no JSON of theirs
SMALL = st.integers(0, 3)
COUNTS = st.integers(-2, 3) | st.sampled_from([2**31, 2**53, 2**63, 2**70, -(2**63)])
FLOATS = st.floats() | st.sampled_from([1e15, 4.6e18, 1e300, -1e300])
NAMES = LINES | st.sampled_from(["soup", "\0", "k1", "AV7BHZ6A", "confirmed", "waiting", "requested", "read"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "lineage": st.none() | NAMES,
        "door_key": NAMES,
        "offered": st.lists(NAMES, max_size=3),
        "promised": st.lists(NAMES, max_size=2),
        "retained": st.builds(Retained, COUNTS, COUNTS, COUNTS, NAMES),
        "leases": st.lists(st.builds(LeaseReport, NAMES, SMALL, SMALL, SMALL), max_size=2),
        "told": st.lists(NAMES, max_size=3),
    },
)


@pytest.mark.parametrize("counting", [False, True])
@FEW
@given(data=st.data())
def test_delivery_with_odd_words_is_taken_or_refused_as_a_bad_message(
    odd_kiosk: DeliveringKiosk, counting: bool, data: st.DataObject
) -> None:
    kiosk = odd_kiosk
    if counting:
        recount.begin(kiosk.store, NOON)
    said: dict[str, Any] = data.draw(st.fixed_dictionaries({}, optional={"language": NAMES, "session": NAMES}))
    odd = kiosk.make(**said)
    over = data.draw(FIELDS) | {"ages_s": {odd.id: data.draw(FLOATS)}, "health": a_health(uptime_s=data.draw(FLOATS))}

    with suppress(BadMessage):
        kiosk.deliver(odd, **over, lost=True)

    kiosk.deliver(told=[] if counting else None)
    good = kiosk.make()
    assert kiosk.deliver(good).accepted == [good.id]
    assert not kiosk.store.recalled.recount().is_on
