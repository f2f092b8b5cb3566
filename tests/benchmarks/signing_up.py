"""Five hundred people, twenty kiosks, two hundred seats, one minute, and a hub that is killed every other while."""

import json
import random
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.filling import Thanked, fill
from shared.notice import SignUpState
from shared.submission import utc
from tests.benchmarks.figures import Figure
from tests.processes import HubProcess, serving, succeed

PEOPLE, KIOSKS, SEATS, RUSH_S, SPELL_S, LIMIT_S = 500, 20, 200, 60.0, 7.5, 300.0
SEED = 20


def measure() -> list[Figure]:
    """Run the rush once."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder, "hub"), discovery=False) as hub:
        _publish(hub, Path(folder, "soup.json"))
        kiosks = [_paired(Path(folder, f"k{n}"), hub) for n in range(KIOSKS)]
        try:
            return _rush(hub, kiosks)
        finally:
            for kiosk in kiosks:
                kiosk.close()


def _rush(hub: HubProcess, kiosks: list[Kiosk]) -> list[Figure]:
    _until(lambda: all(kiosk.store.lease_reports() for kiosk in kiosks), "leases")
    over = threading.Event()
    trouble = threading.Thread(target=_up_and_down, args=(hub, over))
    trouble.start()
    people, slowest = _people(kiosks)
    over.set()
    trouble.join()
    began = time.monotonic()
    _until(lambda: all(not kiosk.store.status().waiting for kiosk in kiosks), "outboxes to be empty")
    _until(lambda: _confirmed(hub) >= SEATS, "every seat to be given")
    decided = time.monotonic() - began
    codes = [_code(one) for one in people]
    _until(lambda: all(_alike(kiosks, code) for code in codes), "kiosks to agree")
    agreed = time.monotonic() - began
    listed = [json.loads(line) for line in succeed("hub", "signups", "--data", str(hub.data), "--json").splitlines()]
    places = sorted(one["place"] for one in listed if one["state"] == "waiting")
    assert places == list(range(1, len(listed) - SEATS + 1)), "one line without gaps"
    assert _all_kept(kiosks, people), "somebody who was confirmed has no seat"
    at_once = sum(one.state == SignUpState.CONFIRMED for one in people)
    rush = f"{PEOPLE} people at {KIOSKS} kiosks in {RUSH_S:.0f} s, hub killed every {2 * SPELL_S:.0f} s"
    leased = "from leases, by a hub that was down half of the time"
    visit = "one visit from the first touch, while 20 kiosks share this machine"
    return [
        Figure("seats given of 200", _confirmed(hub), SEATS, rush, at_least=True, unit="seats"),
        Figure("sign-ups on the hub of 500", len(listed), PEOPLE, rush, at_least=True, unit="sign-ups"),
        Figure("… confirmed at the kiosk at once", at_once, None, leased, unit="seats"),
        Figure("slowest send of a sign-up", slowest, None, visit, unit="s"),
        Figure("every seat is given", decided, None, "after the rush, with the back-off of the kiosks", unit="s"),
        Figure("every kiosk says the same", agreed, None, "of all 500, after the rush", unit="s"),
    ]


def _people(kiosks: list[Kiosk]) -> tuple[list[Thanked], float]:
    """Let people come one after the other, each to any kiosk; return what they were told and the slowest visit."""
    chance, began, slowest, told = random.Random(SEED), time.monotonic(), 0.0, []
    for number in range(PEOPLE):
        _pause(began + number * RUSH_S / PEOPLE - time.monotonic())
        person = {"name": f"P{number}", "age": "adult"}
        answer = {"activity": "soup", "persons": [person], "contact": f"p{number}@example.org", "fields": {}}
        line = json.dumps({"prompt": "signup", "language": "nb", "answer": answer}).encode()
        before = time.monotonic()
        (outcome,) = fill(chance.choice(kiosks).visit, [line])
        slowest = max(slowest, time.monotonic() - before)
        assert isinstance(outcome, Thanked), outcome
        told.append(outcome)
    return told, slowest


def _up_and_down(hub: HubProcess, over: threading.Event) -> None:
    while not over.wait(SPELL_S):
        hub.kill()
        over.wait(SPELL_S)
        hub.start()


def _publish(hub: HubProcess, file: Path) -> None:
    starts = datetime.now(UTC) + timedelta(days=7)
    soup = {
        "slug": "soup",
        "title": {"nb": "Suppe"},
        "starts_at": utc(starts),
        "ends_at": utc(starts + timedelta(hours=2)),
        "seats": SEATS,
        "fields": ["name", "contact", "persons"],
    }
    file.write_text(json.dumps(soup), "utf-8")
    succeed("hub", "add-activity", str(file), "--data", str(hub.data))


def _paired(folder: Path, hub: HubProcess) -> Kiosk:
    kiosk = build(KioskConfig(folder, name=folder.name, discovery=False))
    kiosk.pair([hub.sync_address], hub.pairing_code())
    kiosk.worker.start()
    return kiosk


def _confirmed(hub: HubProcess) -> int:
    line, *_ = succeed("hub", "activities", "--data", str(hub.data), "--json").splitlines()
    return int(json.loads(line)["confirmed"])


def _code(one: Thanked) -> str:
    assert one.receipt_code is not None
    return one.receipt_code


def _alike(kiosks: list[Kiosk], code: str) -> bool:
    said = {
        tuple((one.state, one.seated) for one in kiosk.store.receipts(kiosk.look_up.slip(code))) for kiosk in kiosks
    }
    return len(said) == 1 and said != {()}


def _all_kept(kiosks: list[Kiosk], people: list[Thanked]) -> bool:
    confirmed = [_code(one) for one in people if one.state == SignUpState.CONFIRMED]
    return all(
        kiosks[0].store.receipts(kiosks[0].look_up.slip(code))[0].state == SignUpState.CONFIRMED for code in confirmed
    )


def _until(holds: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + LIMIT_S
    while not holds():
        assert time.monotonic() < ends, f"waited {LIMIT_S:.0f} s for {what}"
        _pause(0.5)


def _pause(seconds: float) -> None:
    threading.Event().wait(max(0.0, seconds))
