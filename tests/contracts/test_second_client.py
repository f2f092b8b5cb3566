"""Somebody who knows the page about the protocol and nothing else delivers an answer of every kind at the first try."""

import ast
import json
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.second_client import SecondKiosk
from tests.processes import HubProcess, serving, succeed
from tests.staff_desk import StaffDesk

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
    by_kind: dict[str, dict[str, Any]] = {
        "idea": {"text": "Et verksted for brukte sykler 🚲", "cards": ["repair"]},
        "feedback": {"rating": 4, "reasons": reasons[:1], "comment": "Fint her"},
        "poll": {"choices": options[:1]},
        "drawing": {"strokes": [{"colour": "#102030", "width": 8.5, "points": [[0.1, 0.2], [0.3, 0.15], [0, 1]]}]},
    }
    return {prompt["id"]: by_kind[prompt["kind"]] for prompt in prompts}


def test_second_client_delivers_every_kind_at_the_first_try(hub: HubProcess, kiosk: SecondKiosk) -> None:
    asked = list({prompt["kind"]: prompt for prompt in kiosk.prompts.values()}.values())
    given = answers(asked)
    made = [kiosk.answer(prompt, given[prompt["id"]])[0] for prompt in asked]
    persons = [{"name": "Åse", "age": "adult"}, {"name": "", "age": "child"}]
    contact = {"contact": "ase@example.org", "fields": {"food": "Ikke nøtter"}, "split": False}
    sign_up, slip = kiosk.sign_up(kiosk.activities["soup"], {"persons": persons, **contact})
    made.append(sign_up)

    receipt = kiosk.deliver(*made)

    assert {prompt["kind"] for prompt in asked} == {"idea", "feedback", "poll", "drawing"}
    assert (receipt["accepted"], receipt["refused"]) == ([one["id"] for one in made], [])
    read = {line["id"]: line for line in hub.submissions()}
    assert {one["id"]: read[one["id"]]["state"] for one in made[:-1]} == {one["id"]: "new" for one in made[:-1]}
    assert [read[one["id"]]["answer"] for one in made[:-1]] == [given[prompt["id"]] for prompt in asked]
    (signed_up,) = succeed("hub", "signups", "--json", "--data", str(hub.data)).splitlines()
    assert {**json.loads(signed_up), "id": made[-1]["id"], "state": "confirmed", "persons": 2} == json.loads(signed_up)
    state = kiosk.states[slip.finder]
    assert (state["state"], state["persons"], state["seated"]) == ("confirmed", 2, 2)


def test_second_client_sends_everything_again_and_it_is_stored_once(hub: HubProcess, kiosk: SecondKiosk) -> None:
    idea = next(prompt for prompt in kiosk.prompts.values() if prompt["kind"] == "idea")
    made, _ = kiosk.answer(idea, {"text": "Lengre åpent", "cards": []})

    receipts = [kiosk.deliver(made) for _ in range(2)]

    assert [receipt["accepted"] for receipt in receipts] == [[made["id"]]] * 2
    assert [line["id"] for line in hub.submissions()] == [made["id"]]


def test_second_client_finds_a_private_reply_by_its_code_at_another_kiosk(hub: HubProcess, kiosk: SecondKiosk) -> None:
    idea = next(prompt for prompt in kiosk.prompts.values() if prompt["kind"] == "idea")
    made, slip = kiosk.answer(idea, {"text": "Stol ved vinduet", "cards": []})
    before = kiosk.look_up(slip.code)
    kiosk.deliver(made)
    delivered = kiosk.look_up(slip.code)
    with StaffDesk(hub) as desk:
        desk.answer(made["id"], {"nb": "Kjære Ola, kom innom på tirsdag."})
    other = SecondKiosk("127.0.0.1", hub.sync_port)
    other.pair(hub.pairing_code(), "Barneavdelingen")
    receipt = other.deliver()

    found = other.look_up(f" {slip.code[:4].lower()}-{slip.code[4:]} ")

    assert (before, delivered) == ({"state": "waiting", "replies": {}}, {"state": "received", "replies": {}})
    assert found is not None
    assert (found["state"], found["replies"]) == ("read", {"nb": "Kjære Ola, kom innom på tirsdag."})
    assert other.states_of_words(slip.pair) == ["read"]
    assert other.look_up(other.new_slip().code) is None
    said = json.dumps([receipt, list(other.states.values())], ensure_ascii=False)
    assert [secret for secret in ("Kjære", slip.code, slip.root.hex()) if secret in said] == []


def test_second_client_cancels_a_sign_up_by_its_code_from_another_kiosk(hub: HubProcess, kiosk: SecondKiosk) -> None:
    persons = {"persons": [{"name": "Åse", "age": "adult"}], "contact": "ase@example.org"}
    made, slip = kiosk.sign_up("soup", persons)
    at_once = kiosk.look_up(slip.code)
    kiosk.deliver(made)
    other = SecondKiosk("127.0.0.1", hub.sync_port)
    other.pair(hub.pairing_code(), "Barneavdelingen")
    other.deliver()
    seated = other.look_up(slip.code)

    for tried in (slip.door_code, slip.code):
        other.deliver(other.change("soup", tried, 0))
        kiosk.deliver()
        after = kiosk.look_up(slip.code)
        assert after is not None
        assert after["state"] == ("cancelled" if tried == slip.code else "confirmed")

    assert at_once == {"state": "confirmed", "replies": {}}
    assert seated is not None
    assert (seated["state"], seated["activity"], seated["seated"]) == ("confirmed", "soup", 1)


def test_second_client_tells_a_hub_that_forgot_what_it_knows_in_parts(hub: HubProcess, kiosk: SecondKiosk) -> None:
    hub.stop()
    shutil.copy(hub.data / "hub.db", hub.data / "backup.db")
    hub.start()
    cake = hub.data / "cake.json"
    cake.write_text(json.dumps({**SOUP, "slug": "cake"}), "utf-8")
    succeed("hub", "add-activity", str(cake), "--data", str(hub.data))
    kiosk.deliver()
    made, slip = kiosk.sign_up("cake", {"persons": [{"name": "Åse", "age": "adult"}], "contact": "ase@example.org"})
    kiosk.deliver(made)
    hub.stop()
    shutil.move(hub.data / "backup.db", hub.data / "hub.db")
    hub.start()

    kiosk.most_told = 1
    first = kiosk.deliver()
    kiosk.deliver(*kiosk.waiting.values())
    kiosk.deliver()

    assert (first["wants_told"], first["told_upto"]) == (True, "")
    (signed_up,) = succeed("hub", "signups", "--json", "--data", str(hub.data)).splitlines()
    assert (json.loads(signed_up)["id"], json.loads(signed_up)["state"]) == (made["id"], "confirmed")
    state = kiosk.look_up(slip.code)
    assert state is not None
    assert (state["state"], state["activity"]) == ("confirmed", "cake")


def test_second_client_imports_nothing_of_samskap() -> None:
    tree = ast.parse(CLIENT.read_text("utf-8"))
    named = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in named} - {"cryptography"} <= sys.stdlib_module_names
