"""After an old backup was put back: the hub asks its kiosks what it has forgotten, and has it again.

Each kiosk tells what the hub once said to it, part by part, see :mod:`hub.services.restoring.own_hand`. Activities and
prompts that are not here are here again at once. The words about sign-ups wait until all kiosks were heard, see
:mod:`hub.services.restoring.recount`: the newest of each counts.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hub.model import PairedKiosk, Told
from hub.services.changing import Change
from hub.services.restoring import own_hand
from hub.services.restoring.marks import Marks
from hub.store.base import Store
from shared.activity import Activity
from shared.prompt import Prompt
from shared.protocol import Delivery

ASKED, LEARNT = "recount_asked", "recount_learnt"
KEPT, FORGOTTEN = "recount_kept", "recount_forgotten"
"""Settings: the kiosks that have not yet said all they were told, each with the place up to which it has; what was
learnt of them; the revision of the backup, and the newest that was forgotten."""

Said = Told | Activity | Prompt


def ask(store: Store, kiosks: Sequence[str], *, heard: int) -> None:
    """Ask these kiosks what they were told, inside a change. ``heard`` as in :func:`begin_above`."""
    keep(store, ASKED, dict.fromkeys(kiosks, ""))
    keep(store, LEARNT, {})
    keep(store, KEPT, {"revision": store.revisions.newest()})
    store.recalled.forget()
    begin_above(store, heard)


def begin_above(store: Store, heard: int) -> None:
    """Give no revision that a kiosk has heard already: neither as a change, nor as that of an activity or a prompt."""
    store.revisions.raise_to(heard)
    keep(store, FORGOTTEN, {"revision": store.revisions.newest()})


def newest_forgotten(store: Store) -> int:
    """Return a number that no forgotten revision of any activity or prompt was above; 0 where nothing was forgotten.

    Each of them took a change of the hub's, so there were never more than changes.
    """
    return int(kept(store, FORGOTTEN).get("revision", 0))


def told_upto(store: Store, kiosk: PairedKiosk) -> str | None:
    """Return up to which place this kiosk has said what it was told, "" for nothing yet; None when it need not say."""
    place: str | None = kept(store, ASKED).get(kiosk.id)
    return place


def is_over(store: Store) -> bool:
    """Tell whether no kiosk that can still be heard has anything more to say of it."""
    asked = kept(store, ASKED)
    return not any(one.id in asked for one in store.kiosks.every() if one.revoked_at is None)


def read(store: Store, kiosk: PairedKiosk, delivery: Delivery, marks: Marks) -> list[Said] | None:
    """Return what this kiosk was told, as far as the ``marks`` prove it; None of one that is not asked.

    Of a part this is most of the work, and it needs no lock.
    """
    if delivery.told is None or told_upto(store, kiosk) is None:
        return None
    return [one for one in (own_hand.read(hidden, marks) for hidden in delivery.told) if one is not None]


def recall(change: Change, kiosk: PairedKiosk, delivery: Delivery, said: Sequence[Said] | None) -> list[Activity]:
    """Take a part of what a kiosk was told, and return the activities that were learnt of it.

    ``said`` is what was read of it before; who was not asked then, and is by now, tells it once more. What it says
    counts whenever it comes and however often. How far the kiosk has come moves only with the part that comes next: so
    it is not through before all parts were here.
    """
    store = change.store
    asked = kept(store, ASKED)
    if said is None or kiosk.id not in asked:
        return []
    words = [one for one in said if isinstance(one, Told)]
    begin_above(store, max([delivery.cursor, *(one.changed for one in words)]))
    since = kept(store, KEPT).get("revision", 0)  # what it said until then is in the backup, and what staff did after
    store.recalled.remember([one for one in words if one.changed > since])
    learnt = _learn(change, kiosk, said)
    if delivery.told_after == asked[kiosk.id]:
        asked[kiosk.id] = delivery.told_upto
        if not delivery.told_upto:
            del asked[kiosk.id]
        keep(store, ASKED, asked)
    return learnt


def _learn(change: Change, kiosk: PairedKiosk, said: Sequence[Said]) -> list[Activity]:
    """Have activities and prompts again that are not here, or only as another kiosk knew them in an older revision.

    What staff have is theirs to mend.
    """
    store, nobody = change.store, replace(change, by="")
    names, learnt = kept(store, LEARNT), list[Activity | Prompt]()
    for one in said:
        if isinstance(one, Told):
            continue
        name = f"activity {one.slug}" if isinstance(one, Activity) else f"prompt {one.id}"
        known = store.activities.read(one.slug) if isinstance(one, Activity) else store.prompts.read(one.id)
        if known is not None and (name not in names or known.revision >= one.revision):
            continue
        if isinstance(one, Activity):
            store.activities.save(one, changed=change.revision(), now=change.at)
        else:
            store.prompts.save(one, changed=change.revision(), now=change.at)
        nobody.note("learn-again", name, f"kiosk {kiosk.id}")
        names[name] = True
        learnt.append(one)
    if learnt:
        keep(store, LEARNT, names)
    return [one for one in learnt if isinstance(one, Activity)]


def kept(store: Store, name: str) -> dict[str, Any]:
    """Return what is kept under this name while the hub learns and counts."""
    found: dict[str, Any] = json.loads(store.settings.read().get(name) or "{}")
    return found


def keep(store: Store, name: str, value: dict[str, Any]) -> None:
    """Keep this under this name."""
    store.settings.save({name: json.dumps(value) if value else ""})
