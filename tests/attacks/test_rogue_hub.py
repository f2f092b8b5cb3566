"""A rogue hub copies the advert, sits in the middle of pairing, or stands where the hub stood: it learns nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.discovery import HubAdvert, announce
from tests.attacks.rogue import HELLO, lurking, relay_to
from tests.processes import HUB_INTERFACE, HubProcess, pair, run, serving, succeed

WORDS = "hemmeligheten om hengekøyen"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub that is not served yet."""
    with HubProcess(tmp_path / "hub", discovery=False) as process:
        yield process


def give_idea(kiosk: Path, folder: Path) -> None:
    """Leave an idea in the kiosk's outbox."""
    line = {"prompt": "ideas", "language": "nb", "answer": {"text": WORDS}}
    (folder / "line.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    succeed("kiosk", "fill", str(folder / "line.jsonl"), "--data", str(kiosk))


def books(kiosk: Path) -> dict[str, int]:
    """The kiosk's books."""
    return dict(json.loads(succeed("kiosk", "status", "--data", str(kiosk), "--json")))


def yes_to_everything(request: bytes) -> bytes:
    """Answer like a hub that is glad about anything."""
    body = json.dumps({"hub_id": "x", "name": "Samskap", "oldest_version": 1, "version": 1}).encode()
    return HELLO % (len(body), body)


def test_a_copied_advert_gets_no_byte_after_the_handshake(hub: HubProcess, tmp_path: Path) -> None:
    kiosk = tmp_path / "kiosk"
    with serving(hub.data, discovery=False) as real:
        pair(kiosk, real)
        succeed("kiosk", "sync", "--data", str(kiosk))
    give_idea(kiosk, tmp_path)
    hub_id = (hub.data / "keys" / "hub-id").read_text().strip()

    with lurking(tmp_path / "rogue", yes_to_everything) as rogue:
        copied = HubAdvert(hub_id, "Samskap", ("127.0.0.1",), rogue.port)
        with announce(copied, [HUB_INTERFACE]):
            done = run("kiosk", "sync", "--data", str(kiosk))

    assert rogue.calls > 0, "the advert was never followed, so nothing was tried"
    assert bytes(rogue.heard) == b""
    assert done.returncode == 3
    assert (books(kiosk)["waiting"], books(kiosk)["on_hub"]) == (1, 0)


def test_a_rogue_on_the_hubs_own_address_gets_nothing_the_hub_gets_all(hub: HubProcess, tmp_path: Path) -> None:
    kiosk = tmp_path / "kiosk"
    hub.start()
    pair(kiosk, hub)
    succeed("kiosk", "sync", "--data", str(kiosk))
    hub.stop()
    give_idea(kiosk, tmp_path)

    with lurking(tmp_path / "rogue", yes_to_everything, port=hub.sync_port) as rogue:
        done = run("kiosk", "sync", "--data", str(kiosk))
    hub.start()
    succeed("kiosk", "sync", "--data", str(kiosk))

    assert rogue.calls > 0
    assert bytes(rogue.heard) == b""
    assert done.returncode == 3
    assert [row["answer"]["text"] for row in hub.submissions()] == [WORDS]
    hub.stop()


def test_pairing_through_a_relay_fails_on_both_sides_and_pairs_nobody(hub: HubProcess, tmp_path: Path) -> None:
    kiosk = tmp_path / "kiosk"
    with serving(hub.data, discovery=False) as real:
        code = real.pairing_code()
        with lurking(tmp_path / "rogue", relay_to(real.sync_address)) as rogue:
            done = run("kiosk", "pair", "--data", str(kiosk), "--hub", f"127.0.0.1:{rogue.port}", "--code", code)

        assert done.returncode != 0
        assert b"/pairing/proof" in rogue.heard, "the relay was never asked for the proof, so nothing was tried"
        assert code.replace("-", "").encode() not in rogue.heard
        assert "token" not in done.stdout
        # The kiosk has no key to seal to, so no visitor can be asked for anything yet.
        line = {"prompt": "ideas", "language": "nb", "answer": {"text": WORDS}}
        (tmp_path / "line.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
        assert run("kiosk", "fill", str(tmp_path / "line.jsonl"), "--data", str(kiosk)).returncode == 1
        assert real.submissions() == []
