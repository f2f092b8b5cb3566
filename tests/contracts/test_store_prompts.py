"""What every store promises about prompts."""

from dataclasses import replace

from hub.store.base import Store
from shared.submission import utc
from tests.builders import a_prompt
from tests.fakes import NOON


def save_prompt(store: Store, id: str = "idea", revision: int = 1, *, order: int = 1, help: str = "") -> int:
    """Keep a prompt; return the revision of the change."""
    prompt = a_prompt(id=id, revision=revision, order=order)
    texts = {"en": replace(prompt.texts["en"], help=help)}
    with store.atomic():
        changed = store.revisions.take()
        store.prompts.save(replace(prompt, texts=texts), changed=changed, now=utc(NOON))
    return changed


def test_newest_revision_of_a_prompt_is_listed_in_order(store: Store) -> None:
    save_prompt(store, "b", order=2)
    save_prompt(store, "a", order=3)
    save_prompt(store, "c", order=1)
    save_prompt(store, "a", 2, order=3, help="new words")

    assert [(prompt.id, prompt.revision) for prompt in store.prompts.every()] == [("c", 1), ("b", 1), ("a", 2)]
    newest = store.prompts.read("a")
    assert newest is not None
    assert newest.texts["en"].help == "new words"


def test_every_published_content_is_known_for_ever(store: Store) -> None:
    save_prompt(store, "a", 1, help="first")
    first = store.prompts.read("a")
    assert first is not None
    save_prompt(store, "a", 2, help="second")
    store.prompts.withdraw("a", changed=3)

    asked = store.prompts.asked("a", first.content_hash())

    assert asked is not None
    assert asked.texts["en"].help == "first"
    assert store.prompts.asked("a", "0" * 64) is None


def test_prompts_since_tells_changes_in_order_and_withdrawals_by_id(store: Store) -> None:
    for one in ("a", "b", "c"):
        save_prompt(store, one)
    store.prompts.withdraw("a", changed=4)
    store.prompts.place("b", 9, changed=5)

    told = store.prompts.since(2, 10)

    assert [(at, what if isinstance(what, str) else (what.id, what.order)) for at, what in told] == [
        (3, ("c", 1)),
        (4, "a"),
        (5, ("b", 9)),
    ]
