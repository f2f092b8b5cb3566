"""The commands of ``samskap-kiosk``; exit codes: 0 done, 1 not (all) done, 2 asked wrongly, 3 hub not reached."""

import argparse
import json
import os
import re
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.bootstrap import build, build_app, find_hubs, open_link, pair_kiosk
from kiosk.config import KioskConfig
from kiosk.filling import fill
from kiosk.staff_round.pin import Pin
from kiosk.store import HubPairing, KioskStore
from kiosk.sync import SyncOutcome, addresses_of, advertised, sync_once
from kiosk.visit.lookup import LookUp
from kiosk.window import drawn_on
from shared.clock import Clock
from shared.errors import KioskRevoked, LinkError, MachineError, NotFound, NotPaired, SamskapError
from shared.fence import Fences
from shared.languages import pick
from shared.owner import work_as_owner
from shared.sole import sole
from shared.written import lines_of, secret_line

if TYPE_CHECKING:
    from shared.discovery import HubAdvert

DONE, NOT_DONE, ASKED_WRONGLY, NOT_REACHED = range(4)

LOCK = "kiosk.lock"
"""Held by the one who shows the kiosk of a folder."""
SEARCH_S = 5.0
"""How long to look for a hub on the network."""
OTHERS_S = 0.7
"""How long to wait for others after the first hub was seen."""


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. What goes wrong is told on stderr in plain words."""
    asked = _parser().parse_args(arguments)
    try:
        if home := work_as_owner(asked.data):
            os.environ["HOME"] = home  # Kivy keeps things there
        config = KioskConfig.load(asked.data, os.environ)
        return int(asked.command(config, asked))
    except SamskapError as exc:
        _complain(exc)
        reached = not isinstance(exc, LinkError) or isinstance(exc, NotPaired | KioskRevoked)
        return NOT_DONE if reached else NOT_REACHED
    except OSError as exc:
        _complain(MachineError.of(exc))
        return NOT_DONE


def run(config: KioskConfig, asked: argparse.Namespace) -> int:
    """Show the kiosk on this screen until staff end it."""
    kiosk = build(config)
    try:
        with sole(config.data / LOCK):
            app = build_app(kiosk, size=asked.size, windowed=asked.windowed)
            print(f"The kiosk draws on {drawn_on()}.", flush=True)
            app.run()
    finally:
        kiosk.close()
    return DONE


def pair(config: KioskConfig, asked: argparse.Namespace) -> int:
    """Pair this kiosk with a hub, by the code that staff made there, and fetch what the hub has."""
    clock = Clock()
    store = KioskStore.open(config.data, clock)
    addresses = [asked.hub]
    if asked.hub == "auto":
        hubs = _look_around(config)
        if len(hubs) > 1:
            print("There are several hubs here. Choose one with --hub:", file=sys.stderr)
            for hub in hubs:
                print(f"  {hub.addresses[0]}:{hub.port}  {hub.name} ({hub.hub_id})", file=sys.stderr)
            return ASKED_WRONGLY
        addresses = [address for hub in hubs for address in addresses_of(hub)]
    pairing = pair_kiosk(config, store, addresses, asked.code, asked.name)
    print(f"Paired with {pairing.name} ({pairing.hub_id}) at {pairing.address}.", flush=True)
    fetch(store, clock, pairing)
    return DONE


def fetch(store: KioskStore, clock: Clock, pairing: HubPairing) -> None:
    """Sync for the first time and print what came. Without that the pairing holds, and it is said."""
    try:
        _sync_at(store, clock, pairing, [pairing.address])
    except SamskapError as exc:
        _complain(exc, where="The pairing holds, questions come with the next sync. ")
        return
    now = store.now()
    prompts, activities = len(store.open_prompts(now)), len(store.activities(now))
    print(f"{prompts} question{'s' * (prompts != 1)}, {activities} activit{'y' if activities == 1 else 'ies'}.")


def sync(config: KioskConfig, asked: argparse.Namespace) -> int:
    """Run one full sync with the paired hub."""
    clock = Clock()
    store = KioskStore.open(config.data, clock)
    pairing = store.pairing()
    if pairing is None:
        raise NotPaired("pair this kiosk first")
    try:
        outcome = _sync_at(store, clock, pairing, [pairing.address, *config.addresses])
    except LinkError as exc:
        found = advertised(_look_around(config, pairing.hub_id), pairing.hub_id) if exc.retry else []
        if not found:
            raise
        outcome = _sync_at(store, clock, pairing, found)
    print(json.dumps(asdict(outcome)) if asked.json else f"{outcome.delivered} delivered, {outcome.waiting} waiting.")
    return DONE if outcome.waiting == 0 else NOT_DONE


def status(config: KioskConfig, asked: argparse.Namespace) -> int:
    """Print how this kiosk is."""
    figures = asdict(KioskStore.open(config.data).status())
    print(json.dumps(figures) if asked.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return DONE


def fill_from_file(config: KioskConfig, asked: argparse.Namespace) -> int:
    """Give the answers of a file, one JSON object a line, each through a visit of its own."""
    visit, bad = build(config, codes=not asked.without_codes).visit, 0
    for number, outcome in enumerate(fill(visit, lines_of(asked.file.read_bytes())), start=1):
        if isinstance(outcome, SamskapError):
            _complain(outcome, where=f"line {number}: ")
            bad += 1
        elif outcome is not None:
            said = {name: value for name, value in asdict(outcome).items() if value is not None}
            print(json.dumps(said), flush=True)
    return NOT_DONE if bad else DONE


def look_up(config: KioskConfig, asked: argparse.Namespace) -> int:
    """Print what a visitor sees for a receipt code, or for its two words."""
    store = KioskStore.open(config.data)
    language = config.default_language or store.default_language()
    try:
        found = LookUp(store, Clock().monotonic).find(asked.code, language)
    except NotFound:
        print(f"Nothing was found. Check each letter and try again. [{NotFound.code}]", file=sys.stderr)
        return NOT_DONE
    seen = {
        "state": found.state,
        "place": found.place,
        "reply": pick(found.replies, language),
        "activity": found.activity.slug if found.activity else None,
        "persons": found.persons or None,
    }
    print(json.dumps(seen, ensure_ascii=False) if asked.json else "\n".join(f"{k}: {v}" for k, v in seen.items() if v))
    return DONE


def set_pin(config: KioskConfig, asked: argparse.Namespace) -> int:
    """Set the staff PIN: asked for, or a line of standard input."""
    Pin(KioskStore.open(config.data), Clock().monotonic).set(secret_line("PIN of six digits").strip())
    print("The PIN is set.")
    return DONE


def _sync_at(store: KioskStore, clock: Clock, pairing: HubPairing, addresses: Sequence[str]) -> SyncOutcome:
    link = open_link(pairing, addresses)
    try:
        outcome = sync_once(store, link, clock)
    finally:
        link.close()
    store.answered_at(link.address)
    return outcome


def _look_around(config: KioskConfig, hub_id: str | None = None) -> list["HubAdvert"]:
    """Return the hubs on this network; with an id as soon as that one is seen."""
    finder, seen = find_hubs(config, Fences()), threading.Event()

    def on_advert(advert: "HubAdvert") -> None:
        if hub_id in (None, advert.hub_id):
            seen.set()

    finder.start(on_advert)
    try:
        if seen.wait(SEARCH_S if config.discovery else 0) and hub_id is None:
            threading.Event().wait(OTHERS_S)
        return finder.adverts()
    finally:
        finder.stop()


def _complain(error: SamskapError, where: str = "") -> None:
    print(f"{where}{error.says} [{error.code}{f': {error}' if str(error) else ''}]", file=sys.stderr)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9]\d{1,4})x([1-9]\d{1,4})", text, re.ASCII)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no size; one is written as 1280x800")
    return int(found[1]), int(found[2])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samskap-kiosk",
        description="A Samskap kiosk: it collects what visitors say, with or without a network.",
        epilog="Exit codes: 0 done, 1 not (all) done, 2 asked wrongly, 3 the hub was not reached.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: object, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(command=command)
        one.add_argument(
            "--data", type=Path, required=True, metavar="DIR", help="the kiosk's folder; made when missing"
        )
        return one

    one = add("run", run, "Show the kiosk on this screen.")
    one.add_argument("--size", type=_size, metavar="WxH", help="size of the window, such as 1280x800")
    one.add_argument("--windowed", action="store_true", help="in a window, not over the whole screen")
    one = add("pair", pair, "Pair this kiosk with a hub.")
    one.add_argument(
        "--hub", required=True, metavar="auto|HOST[:PORT]", help='"auto" looks for the hub on this network'
    )
    one.add_argument("--code", required=True, help="the pairing code that staff made on the hub")
    one.add_argument("--name", default="", help='what staff call this kiosk, such as "By the entrance"')
    one = add("fill", fill_from_file, "Give the answers of a file, each through a visit of its own.")
    one.add_argument(
        "file", type=Path, metavar="FILE.jsonl", help='{"prompt": ..., "language": ..., "answer": {...}} a line'
    )
    one.add_argument(
        "--without-codes", action="store_true", help="for answers of people who took nothing along: quicker"
    )
    one = add("look-up", look_up, "Print what a visitor sees for a receipt code.")
    one.add_argument("code", metavar="CODE", help="the receipt code, or its two words in quotation marks")
    one.add_argument("--json", action="store_true", help="print it as JSON")
    one = add("sync", sync, "Run one full sync with the paired hub.")
    one.add_argument("--json", action="store_true", help="print figures as JSON")
    one = add("status", status, "Print how this kiosk is.")
    one.add_argument("--json", action="store_true", help="print figures as JSON")
    add("set-pin", set_pin, "Set the staff PIN of six digits. It asks for it, or reads it from a pipe.")
    return parser
