"""Any JSON in any field of a delivery: it is taken or refused, no page falls over it, and the other kiosks sync."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.marks import Marks
from hub.model import Told
from hub.services.restoring import own_hand, recount
from hub.web.staff_app import create_staff_app
from hub.web.sync.sync_app import create_sync_app
from kiosk.hub_link.wire import converter
from shared.notice import ReceiptState
from shared.protocol import PREFIX, Delivery, Health, LeaseReport, Retained
from shared.submission import new_submission_id
from tests.builders import slip_of
from tests.hub.web.library import Library, open_library
from tests.hub_builders import DeliveringKiosk, retained
from tests.sign_up_builders import a_sign_up, publish

PAGES = ("/kiosks", "/inbox?state=all", "/activities", "/activity/soup", "/board")
FEW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HUGE = 10**400


class Door:
    """A hub with its staff, one kiosk that says odd things, and one that does not."""

    def __init__(self, library: Library) -> None:
        self.hub = library.hub
        self.sync, self.staff = (TestClient(app(library.hub), "http://127.0.0.1:8080") for app in APPS)
        library.add_staff()
        self.staff.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")
        self.odd, self.good = (DeliveringKiosk(self.hub.store, one, now=self.hub.now()) for one in ("odd", "good"))
        publish(library.hub.store, seats=9)

    def plain(self, kiosk: DeliveringKiosk) -> dict[str, Any]:
        """A whole delivery of this kiosk as plain JSON, with something in every field."""
        one = a_sign_up(kiosk)
        said: dict[str, Any] = converter.unstructure(
            kiosk.delivery(
                one, promised=[one.id], ages_s={one.id: 3.5}, offered=[one.id], retained=retained([one]),
                leases=[LeaseReport("soup", 1, 0, 1)], told=[self.said()],
            )
        )  # fmt: skip
        return said

    def said(self) -> str:
        """What the hub says of a sign-up, in its own hand."""
        slip, state = slip_of("AV7BHZ6A"), ReceiptState("AV7BHZ6A", "confirmed", activity="soup", persons=1, seated=1)
        return own_hand.sign_up(Told(5, slip.finder, slip.pair, state, slip), Marks(self.hub.keys.unseal_key.secrets))

    def send(self, kiosk: DeliveringKiosk, body: str) -> int:
        """Send it, and return the status."""
        headers = {"Authorization": f"Bearer {kiosk.token}"}
        return int(self.sync.post(f"{PREFIX}/deliveries", content=body.encode(), headers=headers).status_code)

    def stands(self) -> None:
        """Every page opens, and the other kiosk syncs."""
        assert [self.staff.get(page).status_code for page in PAGES] == [200] * len(PAGES)
        assert self.send(self.good, json.dumps(converter.unstructure(self.good.delivery(self.good.make())))) == 200


ONE_ID = "01890a5d-ac96-774b-bcce-b302099a8057"
APPS = (create_sync_app, create_staff_app)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_library(tmp_path) as opened:
        yield Door(opened)


NUMBERS = st.integers(-3, 3) | st.sampled_from([2**31, 2**53, 2**53 + 1, 2**63, 2**64, -(2**63), HUGE, -HUGE])
FLOATS = st.floats() | st.sampled_from([1e300, -1e300, 5e-324])
TEXTS = st.text(max_size=6) | st.sampled_from(
    ["soup", "\0", "NaN", "0", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", "x" * 200, "f" * 64]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | FLOATS | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a message, but the whole."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for name, one in inner for found in ((*path, name), *places(one, (*path, name)))]


def replaced(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """The message with something else in one place."""
    if not path:
        return other
    name, *rest = path
    changed = dict(value) if isinstance(value, dict) else list(value)
    changed[name] = replaced(value[name], tuple(rest), other)
    return changed


@pytest.mark.parametrize("counting", [False, True])
@FEW
@given(data=st.data())
def test_any_json_in_any_field_is_taken_or_refused_and_harms_nobody(
    door: Door, counting: bool, data: st.DataObject
) -> None:
    if counting:
        recount.begin(door.hub.store, door.hub.now())
    said = door.plain(door.odd)
    for path in data.draw(st.lists(st.sampled_from(places(said)), min_size=1, max_size=2)):
        if path in places(said):
            said = replaced(said, path, data.draw(ANYTHING))

    assert door.send(door.odd, json.dumps(said)) in (200, 422, 426)

    door.stands()


ODD_WHOLE = ("NaN", "Infinity", "-Infinity", "1e999", '"0"', "0.0", "true", "null", "-1", str(2**53 + 1), "9" * 400)
WHOLE = (
    ("cursor",),
    *(("health", one.name) for one in fields(Health) if one.type is int),
    *(("leases", 0, one.name) for one in fields(LeaseReport) if one.type is int),
    *(("retained", one.name) for one in fields(Retained) if one.type is int),
)


def test_what_is_no_whole_number_is_no_message(door: Door) -> None:
    plain = door.plain(door.odd)

    taken = [
        (path, odd)
        for path, odd in itertools.product(WHOLE, ODD_WHOLE)
        if door.send(door.odd, json.dumps(replaced(plain, path, "HERE")).replace('"HERE"', odd)) != 422
    ]

    assert taken == []


def test_age_or_uptime_that_never_ends_is_no_message(door: Door) -> None:
    plain = door.plain(door.odd)
    (made,) = plain["ages_s"]

    for odd in ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", '"1"', "true", "9" * 400):
        for path in (("health", "uptime_s"), ("ages_s", made)):
            unknown = path[0] == "ages_s" and odd[0] in "19-" and odd[-1] == "9"  # too old to be known, as it ever was
            status = door.send(door.odd, json.dumps(replaced(plain, path, "HERE")).replace('"HERE"', odd))
            assert status == (200 if unknown else 422)
            door.stands()
    for odd in ("NaN", "Infinity", "-Infinity"):  # no JSON, wherever they stand
        assert door.send(door.odd, json.dumps({**plain, "later": "HERE"}).replace('"HERE"', odd)) == 422


@pytest.mark.parametrize(
    "over",
    [{"digest": "f" * 63}, {"digest": "F" * 64}, {"digest": ""}, {"first_seq": 3, "last_seq": 2}, {"count": 2**53 + 1}],
)
def test_books_of_another_shape_are_no_message(door: Door, over: dict[str, Any]) -> None:
    plain = door.plain(door.odd)

    assert set(over) <= {field.name for field in fields(Retained)}
    assert door.send(door.odd, json.dumps({**plain, "retained": {**plain["retained"], **over}})) == 422


@pytest.mark.parametrize(
    ("field", "one", "most"),
    [("offered", ONE_ID, 20_000), ("promised", ONE_ID, 500), ("told", None, 2_000), ("leases", None, 5_000)],
)
def test_more_of_anything_than_there_can_be_is_no_message(door: Door, field: str, one: Any, most: int) -> None:
    plain = door.plain(door.odd)
    several = [plain[field][0] if one is None else one]

    assert door.send(door.odd, json.dumps({**plain, field: several * most})) == 200
    assert door.send(door.odd, json.dumps({**plain, field: several * (most + 1)})) == 422


def test_ages_of_more_than_a_batch_are_no_message(door: Door) -> None:
    plain, ages = door.plain(door.odd), {new_submission_id(): 1.0 for _ in range(501)}

    assert door.send(door.odd, json.dumps({**plain, "ages_s": ages})) == 422
    assert door.send(door.odd, json.dumps({**plain, "ages_s": dict(list(ages.items())[:500])})) == 200


@pytest.mark.parametrize("path", [("lineage",), ("mark",), ("door_key",), ("logo",), ("health", "version")])
def test_name_longer_than_any_is_no_message(door: Door, path: tuple[str, ...]) -> None:
    plain = door.plain(door.odd)

    assert door.send(door.odd, json.dumps(replaced(plain, path, "x" * 129))) == 422
    assert door.send(door.odd, json.dumps(replaced(plain, path, "x" * 128))) == 200


@pytest.mark.parametrize("sent_at", ["", "noon", "2026-13-01T00:00:00.000Z"])
def test_time_that_is_none_is_no_message(door: Door, sent_at: str) -> None:
    assert door.send(door.odd, json.dumps(replaced(door.plain(door.odd), ("health", "sent_at"), sent_at))) == 422


def test_delivery_names_all_its_fields_in_this_test(door: Door) -> None:
    assert list(door.plain(door.odd)) == [field.name for field in fields(Delivery)]
