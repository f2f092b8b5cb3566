"""A library that has been open for years: activities that were and that come, each with a door, seats and a line."""

from datetime import timedelta

from hub.model import ActivityCare, LeaseAccount
from hub.store.base import Store
from shared.activity import Activity, Occasion
from shared.notice import SignUpState
from shared.protocol import LeaseReport
from shared.submission import utc
from tests.builders import an_activity
from tests.fakes import NOON
from tests.seating import a_sign_up

GRANTED, RETURNED, PROMISED = 4, 2, 2
"""What kiosk k1 was leased of each, has handed back, and has promised; that sign-up is here."""


def hold(store: Store, count: int, first_days: float, step_days: float) -> list[Activity]:
    """Keep so many activities in a hub's store, the first after so many days.

    Of five seats two are taken, and a party of four waits.
    """
    made = []
    for n in range(count):
        starts = NOON + timedelta(days=first_days + step_days * n)
        date = Occasion(utc(starts), utc(starts + timedelta(hours=2)))
        slug = f"evening-{first_days:.0f}-{n}"
        made.append(an_activity(id=f"id of {slug}", slug=slug, dates=[date], seats=5, exit_kiosks=["k1"]))
    with store.atomic():
        for one in made:
            store.activities.save(one, changed=store.revisions.take(), now=utc(NOON))
            store.activities.save_care(one.slug, ActivityCare((1,), "k1"))
            first, second = store.sign_ups.next_order(), store.sign_ups.next_order()
            waits = a_sign_up(None, second, activity=one.slug, state=SignUpState.WAITING, persons=4, seated=0)
            store.sign_ups.add([a_sign_up(None, first, activity=one.slug, persons=2, seated=2), waits], [])
            store.leases.save(LeaseAccount(one.slug, "k1", GRANTED, RETURNED, PROMISED, PROMISED))
    return made


def reports(activities: list[Activity]) -> list[LeaseReport]:
    """What the kiosk says of its leases of these."""
    return [LeaseReport(one.slug, GRANTED, RETURNED, PROMISED) for one in activities]
