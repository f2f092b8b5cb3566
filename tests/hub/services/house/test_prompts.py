"""Prompts: every save a revision, every revision answerable, order and withdrawal told to kiosks."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import open_store
from hub.services.house import prompts
from hub.store.base import Store
from shared.errors import InvalidPrompt, NotFound, UnknownKind
from shared.kinds import kind_of
from shared.languages import DEFAULT_LANGUAGE, LANGUAGES
from shared.prompt import PromptText, check_prompt
from shared.submission import utc
from tests.builders import SETTINGS, a_prompt
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, a_submission


def order(store: Store) -> list[str]:
    return [prompt.id for prompt in prompts.listed(store)]


def test_save_publishes_the_next_revision_and_keeps_the_old(store: Store) -> None:
    old = prompts.read(store, "idea")

    saved = prompts.save(store, replace(old, texts={"en": PromptText("New", "What now?")}), **BY)

    assert (saved.revision, saved.order) == (2, old.order)
    assert prompts.read(store, "idea") == saved
    assert prompts.asked(store, a_submission(prompt=old)) == replace(old, order=0)
    assert store.history.about("prompt idea")[-1].detail == "revision 2"


def test_new_prompt_takes_the_last_place(store: Store) -> None:
    prompts.save(store, a_prompt(id="another"), **BY)

    assert order(store) == [*SETTINGS, "another"]


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"id": "Not A Slug"}, "id"),
        ({"texts": {}}, "texts"),
        ({"keep_days": 0}, "keep_days"),
        ({"opens_at": "today"}, "opens_at"),
        ({"settings": {"cards": "yes"}}, "cards"),
        ({"id": "another", "closes_at": utc(NOON)}, "over"),
        ({"closes_at": utc(NOON - timedelta(days=1))}, "over"),
    ],
)
def test_incomplete_prompt_is_refused_and_nothing_changes(store: Store, over: dict[str, Any], field: str) -> None:
    before = store.revisions.newest()

    with pytest.raises(InvalidPrompt, match=field):
        prompts.save(store, a_prompt(**over), **BY)

    assert store.revisions.newest() == before


def test_closed_prompt_is_still_corrected_with_the_last_day_it_has(store: Store) -> None:
    closing = prompts.save(store, a_prompt(id="another", closes_at=utc(NOON)), by=KARI, now=NOON - timedelta(days=1))

    saved = prompts.save(store, replace(closing, keep_days=9), **BY)

    assert (saved.revision, saved.closes_at) == (2, utc(NOON))


def test_unknown_kind_is_refused(store: Store) -> None:
    with pytest.raises(UnknownKind):
        prompts.save(store, replace(a_prompt(), kind="hologram"), **BY)


def test_kind_of_a_prompt_never_changes(store: Store) -> None:
    with pytest.raises(InvalidPrompt, match="kind"):
        prompts.save(store, a_prompt("poll", id="idea"), **BY)


def test_reorder_puts_the_named_first(store: Store) -> None:
    prompts.reorder(store, ["drawing", "poll"], **BY)

    rest = [kind for kind in SETTINGS if kind not in ("drawing", "poll")]
    assert order(store) == ["drawing", "poll", *rest]
    assert {prompt.revision for prompt in prompts.listed(store)} == {1}


def test_reorder_of_an_unknown_prompt_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        prompts.reorder(store, ["idea", "nothing"], **BY)


def test_withdrawn_prompt_is_not_listed_until_saved_again(store: Store) -> None:
    prompts.withdraw(store, "idea", **BY)
    assert order(store) == [kind for kind in SETTINGS if kind != "idea"]

    prompts.save(store, prompts.read(store, "idea"), **BY)

    assert order(store) == list(SETTINGS)


def test_unknown_prompt_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        prompts.read(store, "nothing")
    with pytest.raises(NotFound):
        prompts.withdraw(store, "nothing", **BY)


def test_starter_prompts_work_at_once_in_every_language(tmp_path: Path) -> None:
    store = open_store(tmp_path)

    prompts.ensure_starter(store, NOON)

    assert order(store) == ["ideas", "visit", "opening-hours", "dream-library"]
    for prompt in prompts.listed(store):
        check_prompt(prompt)
        kind_of(prompt.kind).check_settings(prompt.settings)
        assert {DEFAULT_LANGUAGE, "en"} <= set(prompt.texts) <= set(LANGUAGES)
        assert prompt.is_open(NOON)
    assert len({frozenset(prompt.texts) for prompt in prompts.listed(store)}) == 1
    store.close()


def test_starter_prompts_come_once(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    prompts.ensure_starter(store, NOON)
    for prompt in prompts.listed(store):
        prompts.withdraw(store, prompt.id, **BY)

    prompts.ensure_starter(store, NOON)

    assert order(store) == []
    store.close()
