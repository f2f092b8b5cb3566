"""A library for the tests of its staff pages: a real hub, and kiosks that deliver through the real intake."""

import secrets
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from hub.bootstrap import open_hub
from hub.bus import Bus
from hub.config import HubConfig
from hub.model import Role, Staff
from hub.running import Hub
from hub.services.house import prompts
from hub.services.house.kiosks import hash_of
from hub.services.sync import intake
from shared.kinds import kind_of
from shared.kinds.base import Answer
from shared.prompt import Prompt
from shared.protocol import VERSION, Delivery, Health
from shared.slip import Slip
from shared.submission import new_submission_id, sealed_submission, utc
from tests.builders import a_slip
from tests.fakes import FrozenClock
from tests.hub_builders import a_submission
from tests.new_library import lay_out

NAME, PASSWORD = "Kari Bibliotekar", "fire gule elger danser"
ENTRANCE, CHILDREN = "entrance", "children"


class Clock(FrozenClock):
    """The clock of the hub's computer, moved by hand: no page depends on the hour at which its test runs."""

    def __call__(self) -> datetime:
        return self.at

    def go(self, **length: float) -> None:
        self.pass_s(timedelta(**length).total_seconds())


class NotingBus(Bus):
    """A bus that notes what was ``said`` on it, and lets ``followed`` be acquired once for each who began to follow."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.followed = threading.Semaphore(0)

    async def subscribe(self, *first: str) -> AsyncIterator[str]:
        async for topic in super().subscribe(*first, "begun"):
            if topic == "begun":
                self.followed.release()
            else:
                yield topic

    def publish(self, topic: str) -> None:
        self.said.append(topic)
        super().publish(topic)


class Library:
    """A hub, its clock, its bus, and what visitors do."""

    def __init__(self, hub: Hub, clock: Clock, bus: NotingBus) -> None:
        self.hub, self.store, self.clock, self.bus = hub, hub.store, clock, bus
        self._seq: defaultdict[str, int] = defaultdict(int)

    def add_staff(self, name: str = NAME, *roles: Role) -> Staff:
        """Let Kari sign in, or somebody else; they may do everything where nothing else is said."""
        return self.store.people.add(name, _hashed(), roles=roles or set(Role), now=utc(self.clock()))

    def begin_session(self, name: str = NAME) -> str:
        """Return the token of a session of Kari's, without the third of a second that a real sign-in takes."""
        found = self.store.people.find(name)
        assert found is not None
        token = secrets.token_urlsafe(32)
        self.store.sessions.begin(hash_of(token), found.staff.id, now=utc(self.clock()), second=True)
        return token

    def pair_kiosks(self) -> None:
        now = utc(self.clock())
        self.store.kiosks.pair(ENTRANCE, "Inngang", "a" * 64, now=now)
        self.store.kiosks.pair(CHILDREN, "Barneavdelingen", "b" * 64, now=now)

    def give(
        self, asked: str | Prompt, answer: Answer, *, language: str = "nb", kiosk: str = ENTRANCE, spoil: bool = False,
        slip: Slip | None = None, **health: Any,
    ) -> str:  # fmt: skip
        """Let a visitor answer and the kiosk deliver; return the id. ``spoil`` seals it for somebody else."""
        prompt = prompts.read(self.store, asked) if isinstance(asked, str) else asked
        submission_id = new_submission_id()
        self._seq[kiosk] += 1
        payload = kind_of(prompt.kind).pack(kind_of(prompt.kind).check(answer, prompt.settings))
        sealed = self.hub.keys.unseal_key.public.seal(
            (slip or a_slip(submission_id)).packed() + payload,
            submission_id="other" if spoil else submission_id,
            kind=prompt.kind,
        )
        submission = sealed_submission(
            id=submission_id,
            kind=prompt.kind,
            prompt=prompt.id,
            prompt_revision=prompt.revision,
            prompt_hash=prompt.content_hash(),
            kiosk=kiosk,
            seq=self._seq[kiosk],
            made_at=utc(self.clock()),
            language=language,
            session=None,
            sealed=sealed,
        )
        self._deliver(kiosk, [submission], {submission_id: 4.0}, health)
        return submission_id

    def send(self, kind: str, payload: bytes, *, kiosk: str = ENTRANCE) -> str:
        """Let a kiosk deliver this as an answer of a kind, whatever it is; return the id."""
        self._seq[kiosk] += 1
        key, made_at = self.hub.keys.unseal_key.keys[0], utc(self.clock())
        odd = a_submission(payload=payload, kind=kind, kiosk=kiosk, seq=self._seq[kiosk], key=key, made_at=made_at)
        self._deliver(kiosk, [odd], {}, {})
        return odd.id

    def call(self, kiosk: str, *, door_key: str | None = None, **health: Any) -> None:
        """Let a kiosk call and say how it is, and the key of its door."""
        self._deliver(kiosk, [], {}, health, door_key)

    def _deliver(
        self, kiosk: str, submissions: list[Any], ages: dict[str, float], health: dict[str, Any],
        door_key: str | None = None,
    ) -> None:  # fmt: skip
        made = self._seq[kiosk]
        said = {"created": made, "waiting": 0, "on_hub": made, "set_aside": 0, "erased": 0, "free_bytes": 9 * 10**9}
        word = Health(version="0.1.0", sent_at=utc(self.clock()), uptime_s=60.0, **said | health)
        delivery = Delivery(
            version=VERSION, cursor=0, health=word, submissions=submissions, ages_s=ages, door_key=door_key
        )
        paired = self.store.kiosks.read(kiosk)
        assert paired is not None
        receipt = intake.receive(
            delivery, kiosk=paired, store=self.store, unseal_key=self.hub.keys.unseal_key, now=self.clock()
        )
        assert not receipt.refused


@cache
def _hashed() -> str:
    return PasswordHasher().hash(PASSWORD)


@contextmanager
def open_library(folder: Path, **config: Any) -> Iterator[Library]:
    """A new library with its starter questions, nobody who can sign in, and no kiosk."""
    clock, bus = Clock(), NotingBus()
    with open_hub(
        HubConfig(lay_out(folder), name="Lund bibliotek", zone="Europe/Oslo", discovery=False, **config), clock, bus
    ) as hub:
        yield Library(hub, clock, bus)
