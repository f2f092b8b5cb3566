"""The door: who is expected, sealed to the kiosk that stands there, and what was noted of who came."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from hub.bus import NEWS
from hub.model import Actor, Attendance, PairedKiosk, Right, SignUp
from hub.services.activities import activities, door_keys, settling
from hub.services.changing import changing
from hub.store.base import Store
from shared.activity import Activity, attendance_prompt
from shared.kinds import kind_of
from shared.protocol import DoorList
from shared.seal import SealKey
from shared.submission import from_utc, utc

LIST_DAYS = 1
"""Days after the last date until a door list is gone from the kiosk."""
NEEDS = ("food", "access")
"""What the people at the door must know besides names; how to reach somebody they need not."""


@dataclass(frozen=True)
class Expected:
    """One sign-up as the door sees it: ``needs`` by name of the field, ``ages`` counts persons by band.

    ``code`` is that of the door, not the visitor's: whoever reads the list can tick with it, and no more.
    """

    code: str
    names: list[str]
    ages: dict[str, int]
    persons: int
    state: str
    needs: dict[str, str] = field(default_factory=dict)


def expected(store: Store, slug: str) -> list[Expected]:
    """Return who is expected or waits, by name; those without a name last, in their order."""
    return _expected(store, [slug])[slug]


def lists(store: Store, kiosk: PairedKiosk, now: datetime) -> list[DoorList]:
    """Return the lists of the activities this kiosk is the door of, sealed to the key that staff said yes to."""
    key = door_keys.accepted(store, kiosk)
    if key is None or kiosk.revoked_at is not None:
        return []
    here = store.activities.at_door(kiosk.id, utc(now - timedelta(days=LIST_DAYS)))
    held = {activity.slug: activity for activity in here if not activity.cancelled}
    people = _expected(store, list(held)) if held else {}
    return [_sealed(activity, people[slug], store.doors.noted(slug), key) for slug, activity in held.items()]


def attendance(store: Store, slug: str) -> dict[str, Attendance]:
    """Return what was noted, by the start of each date. Raises NotFound."""
    return {date.starts_at: store.doors.attendance(slug, date.starts_at) for date in activities.read(store, slug).dates}


def note(
    store: Store, slug: str, date: str, *, ticks: Mapping[str, int], tally: Mapping[str, int], by: Actor, now: datetime
) -> None:
    """Note who came, from a staff page; newer than all that is known by now. Raises InvalidAnswer, NotFound."""
    activity = activities.read(store, slug)
    given = {"activity": slug, "date": date, "ticks": dict(ticks), "tally": dict(tally)}
    noted = kind_of("attendance").check(given, attendance_prompt(activity).settings)
    with changing(store, by, now, Right.DOOR) as change:
        store.doors.note(slug, date, kiosk="", seq=None, ticks=noted["ticks"], tally=noted["tally"])
        said = [f"{code}: {came}" for code, came in noted["ticks"].items()]
        said += [f"{band}: {more:+}" for band, more in noted["tally"].items()]
        change.note("note-who-came", f"activity {slug}", f"{date} {', '.join(said)}")
        change.wake(NEWS)


def _expected(store: Store, slugs: Sequence[str]) -> dict[str, list[Expected]]:
    """Return the same for several activities, in two questions."""
    active = [one for one in store.sign_ups.of(*slugs) if one.active]
    said: dict[str, dict[str, str]] = {}
    for detail in store.sign_ups.details([one.id for one in active]):
        said.setdefault(detail.sign_up, {})[detail.name] = detail.value
    found: dict[str, list[Expected]] = {slug: [] for slug in slugs}
    for one in active:
        found[one.activity].append(_guest(one, said.get(one.id, {})))
    for people in found.values():
        people.sort(key=lambda one: (not one.names, [name.casefold() for name in one.names]))
    return found


def _guest(sign_up: SignUp, said: Mapping[str, str]) -> Expected:
    return Expected(
        code=sign_up.guest,
        names=[name for name in json.loads(said.get(settling.NAMES, "[]")) if name.strip()],
        ages=sign_up.ages,
        persons=sign_up.persons,
        state=sign_up.state.value,
        needs={need: said[need] for need in NEEDS if need in said},
    )


def _sealed(activity: Activity, people: Sequence[Expected], noted: Mapping[str, Attendance], key: SealKey) -> DoorList:
    delete_at = utc(from_utc(activity.ends_at) + timedelta(days=LIST_DAYS))
    content = {
        "activity": activity.slug,
        "title": {language: text.title for language, text in activity.texts.items()},
        "dates": [date.starts_at for date in activity.dates],
        "people": [asdict(one) for one in people],
        "noted": {date: asdict(one) for date, one in noted.items()},
        "delete_at": delete_at,
    }
    payload = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = key.seal(payload, submission_id=activity.slug, kind="attendance")
    return DoorList(activity.slug, base64.b64encode(sealed).decode(), delete_at)
