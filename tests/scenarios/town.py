"""A library to run whole programmes in: the real hub and its sync app, real kiosks without glass, one settable time."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.model import PairedKiosk, Role, Staff
from hub.running import Hub
from hub.services.activities import activities, door_keys, templates
from hub.services.house import kiosks, settings
from hub.services.house import people as colleagues
from hub.services.keeping import retention
from hub.web.sync.sync_app import create_sync_app
from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.filling import Thanked, fill
from kiosk.hub_link import HubLink
from kiosk.store import HubPairing
from kiosk.sync import sync_once
from kiosk.visit.lookup import Found
from kiosk.visit.views import WhatsOn
from shared.activity import Activity
from shared.errors import SamskapError
from shared.submission import utc
from tests.builders import CHEAP_PIN, quick_root
from tests.fakes import FrozenClock
from tests.hub_builders import KARI, By

PASSWORD = "a long password of words"


class Town:
    """One hub, its staff Kari and Ola, and kiosks by name. Time stands still until it is moved, everywhere at once."""

    def __init__(self, folder: Path, hub: Hub, http: TestClient, clock: FrozenClock) -> None:
        self.folder, self.hub, self.http, self.clock = folder, hub, http, clock
        self.store = hub.store
        self.kari = colleagues.add(hub.store, "Kari", PASSWORD, roles=set(Role), now=clock.utc())
        self.ola = colleagues.add(hub.store, "Ola", PASSWORD, roles=set(Role), now=clock.utc())
        self.kiosks: dict[str, Kiosk] = {}

    def by(self, person: Staff | None = None) -> By:
        """Who does something now."""
        return {"by": person or self.kari, "now": self.clock.utc()}

    def in_person(self, person: Staff | None = None) -> dict[str, Any]:
        """The same for what only some may do."""
        return {"staff": person or self.kari, "now": self.clock.utc()}

    def move_to(self, at: datetime) -> None:
        """Let time pass, on every clock."""
        self.clock.pass_s((at - self.clock.utc()).total_seconds())

    def publish(self, template: str, first_day: date, *, zone: str = "Europe/Oslo", **over: Any) -> Activity:
        """Make an activity from a starter template, with Kari to look after it."""
        made = templates.activity(templates.read(template), slug=template, first_day=first_day, zone=zone)
        saved = activities.save(self.store, replace(made, **over), by=KARI, now=self.clock.utc())
        activities.take_on(self.store, saved.slug, **self.in_person())
        return saved

    def kiosk(self, name: str) -> Kiosk:
        """A kiosk paired with the hub, after its first round."""
        if name not in self.kiosks:
            kiosk = build(
                KioskConfig(self.folder / name, name=name), self.clock, stretch=quick_root, pin_cost=CHEAP_PIN
            )
            token = f"token of {name}"
            self.store.kiosks.pair(name, name, kiosks.hash_of(token), now=utc(self.clock.utc()))
            keys = self.hub.keys
            kiosk.store.keep_pairing(
                HubPairing(
                    name, name, keys.hub_id, "Hylte", token, keys.unseal_key.public.hex,
                    keys.certificate.read_text(), keys.certificate_sha256, "hub.test:8443",
                )
            )  # fmt: skip
            self.kiosks[name] = kiosk
            self.sync(name)
        return self.kiosks[name]

    def sync(self, *names: str) -> None:
        """Run a round of these kiosks, of all when none is named."""
        for name in names or tuple(self.kiosks):
            kiosk = self.kiosks[name]
            pairing = kiosk.store.pairing()
            assert pairing
            sync_once(kiosk.store, HubLink(pairing, [pairing.address], self.http), kiosk.clock)

    def say_yes_to_door(self, name: str) -> None:
        """Staff have opened the door of this kiosk, and compare its words with those on their page."""
        asked = door_keys.waiting(self.store, self._paired(name), settings.read(self.store).default_language)
        assert asked
        assert " · ".join(asked.words) == self.kiosks[name].door.words()
        door_keys.accept(self.store, name, asked.key, **self.by())

    def _paired(self, name: str) -> PairedKiosk:
        found = self.store.kiosks.read(name)
        assert found
        return found

    def end_of_day(self) -> None:
        """What the hub does every night, and what kiosks hear of it."""
        retention.purge(self.store, self.clock.utc())
        self.sync()

    def sign_up(self, kiosk: str, slug: str, language: str, **answer: Any) -> Thanked:
        """A visitor signs up, screen by screen. Raises what the visitor would be shown."""
        return self.answer(kiosk, "signup", language, activity=slug, **answer)

    def answer(self, kiosk: str, prompt: str, language: str, **answer: Any) -> Thanked:
        """A visitor answers a prompt, screen by screen. Raises what the visitor would be shown."""
        line = json.dumps({"prompt": prompt, "language": language, "answer": answer}).encode()
        (outcome,) = fill(self.kiosk(kiosk).visit, [line])
        if isinstance(outcome, SamskapError):
            raise outcome
        assert outcome is not None
        return outcome

    def change(self, kiosk: str, code: str | None, persons: int) -> None:
        """A visitor with the code says that fewer come, or nobody."""
        assert code is not None
        visit = self.kiosk(kiosk).visit
        visit.choose_language("nb")
        visit.open_activities()
        visit.look_up()
        visit.change_sign_up(self.kiosk(kiosk).look_up.slip(code))
        visit.choose_persons(persons)
        visit.send_change()
        visit.finish()

    def look_up(self, kiosk: str, code: str | None) -> Found:
        """What a visitor with the code is told there."""
        assert code is not None
        return self.kiosk(kiosk).look_up.find(code, "nb")

    def whats_on(self, kiosk: str) -> tuple[str, ...]:
        """The slugs a visitor sees."""
        visit = self.kiosk(kiosk).visit
        visit.choose_language("nb")
        visit.open_activities()
        assert isinstance(visit.view, WhatsOn)
        slugs = tuple(here.activity.slug for here in visit.view.activities)
        visit.finish()
        return slugs

    def files_with(self, words: str) -> list[str]:
        """Return the files of hub and kiosks in whose bytes these words stand."""
        files = (file for file in sorted(self.folder.rglob("*")) if file.is_file())
        return [str(file.relative_to(self.folder)) for file in files if words.encode() in file.read_bytes()]


@contextmanager
def town(folder: Path, at: datetime) -> Iterator[Town]:
    """A library at this moment."""
    clock = FrozenClock(at)
    with ExitStack() as open_things:
        hub = open_things.enter_context(open_hub(HubConfig(folder / "hub", name="Hylte"), clock))
        http = open_things.enter_context(TestClient(create_sync_app(hub)))
        made = Town(folder, hub, http, clock)
        yield made
        for kiosk in made.kiosks.values():
            kiosk.close()


def people(*named: str, age: str = "adult") -> list[dict[str, str]]:
    """Persons of one age band."""
    return [{"name": name, "age": age} for name in named]
