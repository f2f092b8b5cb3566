"""After an old backup was put back: the hub asks its kiosks what it has forgotten, and has it again.

Each kiosk tells what the hub once said to it, part by part, see :mod:`hub.services.restoring.own_hand`. Activities and
prompts that are not here are here again at once. The words about sign-ups wait until all kiosks were heard, see
:mod:`hub.services.restoring.recount`: the newest of each counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hub.marks import Marks
from hub.model import OwnHand, PairedKiosk, Recount, Said, Told
from hub.services.restoring import own_hand
from hub.services.taking import Taking
from hub.store.base import Store
from shared.activity import Activity
from shared.prompt import Prompt


def ask(store: Store, known: Recount, kiosks: Sequence[str], *, heard: int) -> Recount:
    """Ask these kiosks what they were told, inside a change. ``heard`` as in :func:`begin_above`."""
    store.recalled.forget()
    asking = replace(known, asked=dict.fromkeys(kiosks, ""), learnt={}, backup=store.revisions.newest())
    return begin_above(store, asking, heard)


def begin_above(store: Store, known: Recount, heard: int) -> Recount:
    """Give no revision that a kiosk has heard already: neither as a change, nor as that of an activity or a prompt."""
    store.revisions.raise_to(heard)
    return replace(known, forgotten=store.revisions.newest())


def newest_forgotten(store: Store) -> int:
    """Return a number that no forgotten revision of any activity or prompt was above; 0 where nothing was forgotten.

    Each of them took a change of the hub's, so there were never more than changes.
    """
    return store.recalled.recount().forgotten


def is_over(store: Store, known: Recount) -> bool:
    """Tell whether no kiosk that can still be heard has anything more to say of it."""
    return not any(one.id in known.asked for one in store.kiosks.every() if one.revoked_at is None)


def read(store: Store, kiosk: PairedKiosk, told: Sequence[str], marks: Marks) -> list[Said] | None:
    """Return what this kiosk was ``told``, as far as the ``marks`` prove it; None of one that is not asked.

    Of a part this is most of the work, and it needs no lock.
    """
    if store.recalled.recount().told_upto(kiosk.id) is None:
        return None
    return [one for one in (own_hand.read(hidden, marks) for hidden in told) if one is not None]


def recall(taking: Taking, said: Sequence[Said]) -> list[Activity]:
    """Take a part of what a kiosk was told, and return the activities that were learnt of it.

    ``said`` is what was read of it before; who was not asked then, and is by now, tells it once more. What it says
    counts whenever it comes and however often. How far the kiosk has come moves only with the part that comes next: so
    it is not through before all parts were here.
    """
    store, kiosk, delivery, known = taking.change.store, taking.kiosk.id, taking.delivery, taking.recount
    if kiosk not in known.asked:
        return []
    words = [one for one in said if isinstance(one, Told)]
    known = begin_above(store, known, max([delivery.cursor, *(one.changed for one in words)]))
    # What it said until then is in the backup, and what staff did after.
    store.recalled.remember([one for one in words if one.changed > known.backup])
    learnt = _learn(taking, said)
    known = replace(known, learnt={**known.learnt, **dict.fromkeys(learnt, True)})
    if delivery.told_after == known.asked[kiosk]:
        rest = {kiosk: delivery.told_upto} if delivery.told_upto else {}
        known = replace(known, asked={**without(known.asked, kiosk), **rest})
    taking.recount = known
    return [one for one in learnt.values() if isinstance(one, Activity)]


def without(several: Mapping[str, Any], kiosk: str) -> dict[str, Any]:
    """Return all of these but that of one kiosk."""
    return {one: value for one, value in several.items() if one != kiosk}


def _learn(taking: Taking, said: Sequence[Said]) -> dict[str, Activity | Prompt]:
    """Have activities and prompts again that are not here, or only as another kiosk knew them in an older revision.

    What staff have is theirs to mend.
    """
    change, recount = taking.change, taking.recount
    store, nobody = change.store, replace(change, by=OwnHand(""))
    learnt = dict[str, Activity | Prompt]()
    for one in said:
        if isinstance(one, Told):
            continue
        name = f"activity {one.slug}" if isinstance(one, Activity) else f"prompt {one.id}"
        known = store.activities.read(one.slug) if isinstance(one, Activity) else store.prompts.read(one.id)
        if known is not None and (
            (name not in recount.learnt and name not in learnt) or known.revision >= one.revision
        ):
            continue
        if isinstance(one, Activity):
            store.activities.save(one, changed=change.revision(), now=change.at)
        else:
            store.prompts.save(one, changed=change.revision(), now=change.at)
        nobody.note("learn-again", name, f"kiosk {taking.kiosk.id}")
        learnt[name] = one
    return learnt
