"""After an old backup was put back: the hub asks its kiosks what it has forgotten, and has it again.

Each kiosk tells what the hub once said to it, part by part, see :mod:`hub.services.restoring.own_hand`. Activities and
prompts that are not here are here again at once. The words about sign-ups wait until all kiosks were heard, see
:mod:`hub.services.restoring.recount`: the newest of each counts.
"""

from collections.abc import Sequence
from dataclasses import replace

from hub.model import PairedKiosk, Told
from hub.services.changing import Change
from hub.services.restoring import memory, own_hand
from hub.services.restoring.marks import Marks
from hub.services.restoring.memory import Recount, without
from hub.store.base import Store
from shared.activity import Activity
from shared.prompt import Prompt
from shared.protocol import Delivery

Said = Told | Activity | Prompt


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
    return memory.read(store).forgotten


def told_upto(store: Store, kiosk: PairedKiosk) -> str | None:
    """Return up to which place this kiosk has said what it was told, "" for nothing yet; None when it need not say."""
    return memory.read(store).told_upto(kiosk.id)


def is_over(store: Store, known: Recount) -> bool:
    """Tell whether no kiosk that can still be heard has anything more to say of it."""
    return not any(one.id in known.asked for one in store.kiosks.every() if one.revoked_at is None)


def read(store: Store, kiosk: PairedKiosk, delivery: Delivery, marks: Marks) -> list[Said] | None:
    """Return what this kiosk was told, as far as the ``marks`` prove it; None of one that is not asked.

    Of a part this is most of the work, and it needs no lock.
    """
    if delivery.told is None or told_upto(store, kiosk) is None:
        return None
    return [one for one in (own_hand.read(hidden, marks) for hidden in delivery.told) if one is not None]


def recall(
    change: Change, known: Recount, kiosk: PairedKiosk, delivery: Delivery, said: Sequence[Said]
) -> tuple[Recount, list[Activity]]:
    """Take a part of what a kiosk was told, and return what is known then and the activities that were learnt of it.

    ``said`` is what was read of it before; who was not asked then, and is by now, tells it once more. What it says
    counts whenever it comes and however often. How far the kiosk has come moves only with the part that comes next: so
    it is not through before all parts were here.
    """
    store = change.store
    if kiosk.id not in known.asked:
        return known, []
    words = [one for one in said if isinstance(one, Told)]
    known = begin_above(store, known, max([delivery.cursor, *(one.changed for one in words)]))
    # What it said until then is in the backup, and what staff did after.
    store.recalled.remember([one for one in words if one.changed > known.backup])
    learnt = _learn(change, known, kiosk, said)
    known = replace(known, learnt={**known.learnt, **dict.fromkeys(learnt, True)})
    if delivery.told_after == known.asked[kiosk.id]:
        rest = {kiosk.id: delivery.told_upto} if delivery.told_upto else {}
        known = replace(known, asked={**without(known.asked, kiosk.id), **rest})
    return known, [one for one in learnt.values() if isinstance(one, Activity)]


def _learn(change: Change, recount: Recount, kiosk: PairedKiosk, said: Sequence[Said]) -> dict[str, Activity | Prompt]:
    """Have activities and prompts again that are not here, or only as another kiosk knew them in an older revision.

    What staff have is theirs to mend.
    """
    store, nobody = change.store, replace(change, by="")
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
        nobody.note("learn-again", name, f"kiosk {kiosk.id}")
        learnt[name] = one
    return learnt
