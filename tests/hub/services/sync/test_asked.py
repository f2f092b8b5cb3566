"""Which revision an answer is read under: one rule for what a library asks and for what belongs to an activity."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.services.house import prompts
from hub.services.review import inbox
from hub.store.base import Store
from shared.activity import sign_up_prompt
from shared.submission import Submission
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_hub_store
from tests.sign_up_builders import publish

Give = Callable[..., Submission]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return a_hub_store(tmp_path)


@pytest.fixture
def kiosk(store: Store) -> DeliveringKiosk:
    return DeliveringKiosk(store)


@pytest.fixture(params=["idea", "signup"])
def give(request: pytest.FixtureRequest, store: Store, kiosk: DeliveringKiosk) -> Give:
    """Give an answer to the first of two revisions, as an envelope says it."""
    if request.param == "idea":
        first = prompts.read(store, "idea")
        prompts.save(store, replace(first, settings={"cards": False}), by=KARI, now=NOON)
        answer: dict[str, Any] = {"text": "flere krakker", "cards": ["music"]}
    else:
        first = sign_up_prompt(publish(store, most_persons=2))
        publish(store, most_persons=1, revision=2)
        persons = [{"name": name, "age": "adult"} for name in ("Sol", "Måne")]
        answer = {"activity": "soup", "persons": persons, "contact": "", "fields": {}, "split": False}

    def given(**over: Any) -> Submission:
        submission = kiosk.make(answer, kind=request.param, prompt=first, **over)
        assert kiosk.deliver(submission).accepted == [submission.id]
        return submission

    return given


def reason(store: Store, given: Submission) -> str | None:
    return inbox.read(store, given.id).reason


def test_answer_to_an_old_revision_is_read_under_that(store: Store, give: Give) -> None:
    assert reason(store, give()) is None


def test_revision_is_told_by_its_hash_not_by_its_number(store: Store, give: Give) -> None:
    assert reason(store, give(prompt_revision=2)) is None


@pytest.mark.parametrize("revision", [1, 2])
def test_hash_of_no_revision_is_set_aside_and_kept(store: Store, give: Give, revision: int) -> None:
    given = give(prompt_revision=revision, prompt_hash="ab" * 32)

    assert reason(store, given) == "unknown-prompt"
    assert inbox.read(store, given.id).payload


def test_revision_lost_with_a_backup_is_read_as_the_newest(store: Store, give: Give, kiosk: DeliveringKiosk) -> None:
    given = give(prompt_revision=3, prompt_hash="ab" * 32)

    # The newest takes less than this: known by the reason, which is about the answer and not about the question.
    assert reason(store, given) in ("unknown-choice", "too-many-choices")


def test_sign_up_that_is_set_aside_for_its_hash_takes_no_seat(store: Store, kiosk: DeliveringKiosk) -> None:
    prompt = sign_up_prompt(publish(store))
    answer = {"activity": "soup", "persons": [{"name": "Sol", "age": "adult"}], "contact": "", "fields": {}}

    given = kiosk.give({**answer, "split": False}, kind="signup", prompt=prompt, prompt_hash="ab" * 32)

    assert inbox.read(store, given).reason == "unknown-prompt"
    assert store.sign_ups.read(given) is None
