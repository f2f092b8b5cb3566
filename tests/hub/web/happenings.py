"""Activities for tests of staff pages: held by a library, signed up for by its staff and at its kiosks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from hub.model import SignUp, Staff
from hub.services.activities import activities, sign_ups
from hub.services.review import review
from shared.activity import Activity, ActivityText, AskedField, Occasion, sign_up_prompt
from shared.notice import Status
from shared.submission import new_submission_id, utc
from tests.builders import a_slip
from tests.hub.web.library import ENTRANCE, NAME, Library, open_library
from tests.hub_builders import KARI

SLUG, CONTACT = "suppe", "kari@example.org"
ASKED = ("name", "contact", "persons", "food", "access")
FIELDS = [AskedField(name, 14, {"nb": "Så vi kan si fra."}) for name in ASKED]


def an_activity(library: Library, slug: str = SLUG, *, in_days: float = 7, dates: int = 1, **over: Any) -> Activity:
    """An activity with ten seats in a week, of two hours; further dates follow weekly."""
    first = library.clock() + timedelta(days=in_days)
    starts = [first + timedelta(weeks=week) for week in range(dates)]
    whole: dict[str, Any] = {
        "id": f"id of {slug}",
        "slug": slug,
        "revision": 1,
        "texts": {"nb": ActivityText("Demokratisuppe", "Vi spiser og snakker.")},
        "dates": [Occasion(utc(at), utc(at + timedelta(hours=2))) for at in starts],
        "place": "Kafeen",
        "card": "food",
        "seats": 10,
        "fields": FIELDS,
    }
    return Activity(**whole | over)


def hold(library: Library, slug: str = SLUG, **over: Any) -> Activity:
    """Let the library hold an activity that Kari does not look after yet."""
    return activities.save(library.store, an_activity(library, slug, **over), by=KARI, now=library.clock())


def sign_up_at_kiosk(library: Library, activity: Activity, *names: str, kiosk: str = ENTRANCE) -> str:
    """Let visitors sign up at a kiosk that has no seat to promise; return the id."""
    answer: dict[str, Any] = {"persons": [{"name": name, "age": "adult"} for name in names], "contact": CONTACT}
    return library.give(sign_up_prompt(activity), answer, kiosk=kiosk)


def kari(library: Library) -> Staff:
    """Kari, who is signed in."""
    found = library.store.people.find(NAME)
    assert found is not None
    return found.staff


def publish(library: Library, id: str) -> None:
    """Let Kari put it on the board."""
    review.publish(library.store, id, by=KARI, now=library.clock(), status=Status.HEARD, replies={})


def write_in(library: Library, *names: str, slug: str = SLUG, contact: str = CONTACT, **over: Any) -> SignUp:
    """Let staff write somebody in."""
    answer: dict[str, Any] = {"persons": [{"name": name, "age": "adult"} for name in names], "contact": contact}
    slip = a_slip(new_submission_id())
    return sign_ups.add(library.store, slug, answer | over, by=KARI, now=library.clock(), language="nb", slip=slip)


@contextmanager
def library_with_soup(folder: Path) -> Iterator[Library]:
    """Open a library with ideas to decide about, and an activity ``soup`` that Kari looks after."""
    with open_library(folder) as opened:
        opened.pair_kiosks()
        opened.add_staff()
        hold(opened, "soup")
        activities.take_on(opened.store, "soup", staff=kari(opened), now=opened.clock())
        yield opened
