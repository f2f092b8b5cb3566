"""What the library asks: every save is a new revision, and every revision can be answered for ever."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hub.model import Actor, OwnHand, Right
from hub.services.changing import Change, changing
from hub.services.restoring import learning
from hub.store.base import Store
from shared.assets import asset
from shared.errors import InvalidPrompt, NotFound
from shared.kinds import kind_of
from shared.prompt import Prompt, check_prompt, prompt_from_json
from shared.submission import Submission

STARTER = OwnHand("starter")
"""Who wrote the prompts of a new library, in the audit."""


def listed(store: Store) -> list[Prompt]:
    """Return the newest revision of every prompt that was not withdrawn, closed ones too, in order."""
    return store.prompts.every()


def read(store: Store, id: str) -> Prompt:
    """Return the newest revision. Raises NotFound."""
    found = store.prompts.read(id)
    if found is None:
        raise NotFound("prompt")
    return found


def asked(store: Store, submission: Submission) -> Prompt | None:
    """Return the prompt as the visitor saw it: the newest revision with the hash that the submission names.

    A revision beyond all that are here was lost when the hub was put back from a backup; the newest stands in for it.
    None where the question was never asked here, as when a kiosk was another library's before.
    """
    found = store.prompts.asked(submission.prompt, submission.prompt_hash)
    newest = None if found else store.prompts.read(submission.prompt)
    return newest if newest and newest.revision < submission.prompt_revision else found


def terms(store: Store, submission: Submission) -> tuple[Prompt, int] | None:
    """Return the prompt as it was :func:`asked`, and how many days this answer to it is kept; None where it was not.

    These are the fewest that held since the visitor was told.
    """
    prompt = asked(store, submission)
    if prompt is None:
        return None
    fewest = store.prompts.shortest_kept(prompt.id, submission.prompt_revision)
    return prompt, prompt.keep_days if fewest is None else min(fewest, prompt.keep_days)


def save(store: Store, prompt: Prompt, *, by: Actor, now: datetime) -> Prompt:
    """Publish the next revision and return it. Raises InvalidPrompt naming what is wrong, UnknownKind.

    Where answers are kept for fewer days than before, that holds at once; for more, it holds for new answers alone.
    """
    check_prompt(prompt)
    kind_of(prompt.kind).check_settings(prompt.settings)
    with changing(store, by, now, Right.ASK) as change:
        before = store.prompts.read(prompt.id)
        check_coming(prompt, before, now)
        return _save(change, prompt)


def check_coming(prompt: Prompt, before: Prompt | None, now: datetime) -> None:
    """Check that people can still answer. Raises InvalidPrompt naming ``over``.

    One that is closed already can still be corrected, with the last day it has.
    """
    kept = before is not None and before.closes_at == prompt.closes_at
    if prompt.is_over(now) and not kept:
        raise InvalidPrompt("over")


def reorder(store: Store, ids: Sequence[str], *, by: Actor, now: datetime) -> None:
    """Put the prompts in this order; those not named follow in the order they have. Raises NotFound."""
    with changing(store, by, now, Right.ASK) as change:
        present = {prompt.id: prompt for prompt in listed(store)}
        if not set(ids) <= set(present):
            raise NotFound("prompt")
        wanted = list(dict.fromkeys([*ids, *present]))
        for place, one in enumerate(wanted, 1):
            if present[one].order != place:
                store.prompts.place(one, place, changed=change.revision())
        change.note("reorder", "prompts")


def withdraw(store: Store, id: str, *, by: Actor, now: datetime) -> None:
    """Take a prompt away from kiosks; answers on their way are still taken. Raises NotFound."""
    with changing(store, by, now, Right.ASK) as change:
        read(store, id)
        store.prompts.withdraw(id, changed=change.revision())
        change.note("withdraw", f"prompt {id}")


def starters() -> list[Prompt]:
    """Return the questions a new library begins with."""
    return [prompt_from_json(data) for data in json.loads(asset("starter", "prompts.json").read_text("utf-8"))]


def ensure_starter(store: Store, now: datetime) -> None:
    """Give a new library prompts that work at once; a library that ever had a revision keeps what it has."""
    with changing(store, STARTER, now, Right.OWN_HAND) as change:
        if store.revisions.newest() > 0:
            return
        for prompt in starters():
            _save(change, prompt)


def _save(change: Change, prompt: Prompt) -> Prompt:
    store = change.store
    before = store.prompts.read(prompt.id)
    if before is not None and before.kind != prompt.kind:
        raise InvalidPrompt("kind")
    last = max((other.order for other in listed(store)), default=0)
    saved = replace(
        prompt,
        revision=max(before.revision if before else 0, learning.newest_forgotten(store)) + 1,
        order=before.order if before else prompt.order or last + 1,
    )
    store.prompts.save(saved, changed=change.revision(), now=change.at)
    if before is not None and saved.keep_days < before.keep_days:
        store.submissions.shorten(saved.id, saved.keep_days)
    change.note("save", f"prompt {saved.id}", f"revision {saved.revision}")
    return saved
