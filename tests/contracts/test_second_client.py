"""Somebody who knows the page about the protocol and nothing else delivers an answer of every kind at the first try."""

import ast
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.second_client import SecondKiosk, receipt_code
from tests.processes import HubProcess, serving, succeed

CLIENT = Path(__file__).with_name("second_client.py")
SOUP = {
    "slug": "soup",
    "title": {"nb": "Suppe på øya", "sv": "Soppa på ön"},
    "starts_at": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
    "ends_at": (datetime.now(UTC) + timedelta(days=30, hours=2)).isoformat(),
    "seats": 20,
    "fields": ["name", "contact", "persons", {"name": "food", "reasons": {"nb": "Så alle får mat de kan spise."}}],
}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    soup = tmp_path / "soup.json"
    soup.write_text(json.dumps(SOUP), "utf-8")
    with serving(tmp_path / "hub", discovery=False) as started:
        succeed("hub", "add-activity", str(soup), "--data", str(started.data))
        yield started


@pytest.fixture
def kiosk(hub: HubProcess) -> SecondKiosk:
    paired = SecondKiosk("127.0.0.1", hub.sync_port)
    paired.pair(hub.pairing_code(), "Inngangen")
    paired.deliver()
    return paired


def answers(prompts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Answer each of these prompts by what its kind and its settings say; return the answers by prompt."""
    reasons, options = (
        [one["id"] for p in prompts for one in p["settings"].get(name, [])] for name in ("reasons", "options")
    )
    by_kind = {
        "idea": {"text": "Et verksted for brukte sykler 🚲", "cards": ["repair"]},
        "feedback": {"rating": 4, "reasons": reasons[:1], "comment": "Fint her"},
        "poll": {"choices": options[:1]},
        "drawing": {"strokes": [{"colour": "#102030", "width": 8.5, "points": [[0.1, 0.2], [0.3, 0.15], [0, 1]]}]},
    }
    return {prompt["id"]: by_kind[prompt["kind"]] for prompt in prompts}


def test_second_client_delivers_every_kind_at_the_first_try(hub: HubProcess, kiosk: SecondKiosk) -> None:
    asked = list({prompt["kind"]: prompt for prompt in kiosk.prompts.values()}.values())
    given = answers(asked)
    made = [kiosk.answer(prompt, given[prompt["id"]]) for prompt in asked]
    persons = [{"name": "Åse", "age": "adult"}, {"name": "", "age": "child"}]
    contact = {"contact": "ase@example.org", "fields": {"food": "Ikke nøtter"}, "split": False}
    made.append(kiosk.sign_up(kiosk.activities["soup"], {"persons": persons, **contact}))

    receipt = kiosk.deliver(*made)

    assert {prompt["kind"] for prompt in asked} == {"idea", "feedback", "poll", "drawing"}
    assert (receipt["accepted"], receipt["refused"]) == ([one["id"] for one in made], [])
    read = {line["id"]: line for line in hub.submissions()}
    assert {one["id"]: read[one["id"]]["state"] for one in made[:-1]} == {one["id"]: "new" for one in made[:-1]}
    assert [read[one["id"]]["answer"] for one in made[:-1]] == [given[prompt["id"]] for prompt in asked]
    (signed_up,) = succeed("hub", "signups", "--json", "--data", str(hub.data)).splitlines()
    assert {**json.loads(signed_up), "id": made[-1]["id"], "state": "confirmed", "persons": 2} == json.loads(signed_up)
    state = kiosk.states[receipt_code(made[-1]["id"])]
    assert (state["state"], state["persons"], state["seated"]) == ("confirmed", 2, 2)


def test_second_client_sends_everything_again_and_it_is_stored_once(hub: HubProcess, kiosk: SecondKiosk) -> None:
    idea = next(prompt for prompt in kiosk.prompts.values() if prompt["kind"] == "idea")
    made = kiosk.answer(idea, {"text": "Lengre åpent", "cards": []})

    receipts = [kiosk.deliver(made) for _ in range(2)]

    assert [receipt["accepted"] for receipt in receipts] == [[made["id"]]] * 2
    assert [line["id"] for line in hub.submissions()] == [made["id"]]


def test_second_client_imports_nothing_of_samskap() -> None:
    tree = ast.parse(CLIENT.read_text("utf-8"))
    named = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in named} - {"cryptography"} <= sys.stdlib_module_names
