"""Activities, sign-ups and their words in a hub's store, for tests: say only what the test is about."""

from typing import Any

from hub.model import Detail, SignUp
from hub.store.base import Store
from shared.activity import Activity, Occasion
from shared.notice import SignUpState
from shared.submission import new_submission_id, utc
from tests.builders import an_activity
from tests.fakes import NOON

SOON, LATER = "2026-11-26T14:00:00.000Z", "2026-12-09T14:00:00.000Z"
"""When food needs and contacts are gone that were given for the soup of ``an_activity``."""


def on(day: int) -> list[Occasion]:
    """The evening of this day of December, as the one date of an activity."""
    return [Occasion(f"2026-12-{day:02}T17:00:00.000Z", f"2026-12-{day:02}T19:00:00.000Z")]


def an_evening(slug: str, day: int = 1, **over: Any) -> Activity:
    """An activity in the evening of this day of December."""
    return an_activity(**{"id": f"id of {slug}", "slug": slug, "dates": on(day), **over})


def keep(store: Store, activity: Activity) -> int:
    """Put an activity into a store as it is; return the revision of the change."""
    with store.atomic():
        changed = store.revisions.take()
        store.activities.save(activity, changed=changed, now=utc(NOON))
    return changed


def a_sign_up(id: str | None = None, order: int = 1, **over: Any) -> SignUp:
    """A confirmed sign-up for one adult."""
    sign_up = id or new_submission_id()
    fields: dict[str, Any] = {
        "id": sign_up, "activity": "soup", "kiosk": "k1", "code": f"CODE{sign_up}", "language": "nb",
        "made_at": utc(NOON), "received_at": utc(NOON), "state": SignUpState.CONFIRMED, "persons": 1,
        "ages": {"adult": 1}, "order": order, "seated": 1,
    }  # fmt: skip
    return SignUp(**{**fields, **over})


def a_detail(sign_up: str = "s1", name: str = "contact", **over: Any) -> Detail:
    """A contact that is deleted two weeks after."""
    fields: dict[str, Any] = {"value": "kari@example.org", "delete_at": LATER, "days": 14}
    return Detail(**{"sign_up": sign_up, "name": name, **fields, **over})
