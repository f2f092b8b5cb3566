"""Sign-ups as a kiosk delivers them, for tests of the hub: real records, really sealed."""

from typing import Any

from hub.marks import Marks
from hub.model import SignUp
from hub.services.activities import sign_ups
from hub.store.base import Store
from shared.activity import Activity, change_prompt, sign_up_prompt
from shared.protocol import Lease
from shared.submission import Submission, new_submission_id, utc
from tests.builders import HUB_KEY, a_slip, an_activity, receipt_code
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk


def publish(store: Store, **over: Any) -> Activity:
    activity = an_activity(**over)
    with store.atomic():
        store.activities.save(activity, changed=store.revisions.take(), now=utc(NOON))
    return activity


def a_sign_up(
    kiosk: DeliveringKiosk, persons: int = 1, *, split: bool = False, slug: str = "soup", contact: str = ""
) -> Submission:
    activity = kiosk.store.activities.read(slug)
    assert activity is not None
    people = [{"name": f"P{n}", "age": "adult"} for n in range(persons)]
    answer = {"activity": slug, "persons": people, "contact": contact, "fields": {}, "split": split}
    return kiosk.make(answer, kind="signup", prompt=sign_up_prompt(activity))


def a_change(kiosk: DeliveringKiosk, sign_up: Submission, persons: int) -> Submission:
    activity = kiosk.store.activities.read("soup")
    assert activity is not None
    answer = {"activity": "soup", "code": receipt_code(sign_up.id), "persons": persons}
    return kiosk.make(answer, kind="change", prompt=change_prompt(activity))


def give(kiosk: DeliveringKiosk, persons: int = 1, **over: Any) -> Submission:
    """A request that reaches the hub."""
    one = a_sign_up(kiosk, persons, **over)
    kiosk.deliver(one)
    return one


def state(store: Store, sign_up: Submission) -> SignUp:
    found = store.sign_ups.read(sign_up.id)
    assert found is not None
    return found


def states(store: Store, *given: Submission) -> list[str]:
    return [state(store, one).state.value for one in given]


def lease(kiosk: DeliveringKiosk, **over: Any) -> Lease | None:
    found = [one for one in kiosk.deliver(**over).leases if one.activity == "soup"]
    return found[0] if found else None


def marked(kiosk: DeliveringKiosk, granted: int) -> str:
    """Return the hub's mark on a lease of the soup."""
    return Marks(HUB_KEY.secrets).mark("lease", kiosk.id, "soup", granted)


def write_in(store: Store, persons: int, slug: str = "soup") -> str:
    """Let staff write so many in, so that no kiosk holds seats; return the id."""
    people = {"persons": [{"name": f"P{n}"} for n in range(persons)]}
    return sign_ups.add(store, slug, people, by=KARI, now=NOON, language="nb", slip=a_slip(new_submission_id())).id
