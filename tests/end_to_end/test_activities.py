"""An activity from the first finger to the last deletion: two real glasses, real TLS, a hub, and time that is moved.

A family gets its seats from the lease without a network, a second one waits, the first cancels at another kiosk, the
second is promoted and told, comes through the door, says what it thought, and is forgotten on time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.kinds import answer_of
from hub.model import Role, Staff
from hub.running import Hub
from hub.services.activities import activities, door, door_keys, sign_ups, templates
from hub.services.house import kiosks, people
from hub.services.keeping import retention
from kiosk.bootstrap import Kiosk, build, open_link
from kiosk.config import KioskConfig
from kiosk.store import HubPairing
from kiosk.sync import sync_once
from shared.activity import Activity
from shared.submission import utc
from tests.fakes import FrozenClock
from tests.glass.driver import Driver
from tests.hub_builders import KARI
from tests.live import LiveHub, live

PIN = "271828"
SLUG = "idea-meeting"
FIRST, SECOND = "hyllest@example.org", "havregryn@example.org"


class Library:
    """A hub, its clock, one person of its staff, and two kiosks: one in the hall and one by the door."""

    def __init__(self, folder: Path, served: LiveHub, clock: FrozenClock) -> None:
        self.folder, self.served, self.clock = folder, served, clock
        self.hub: Hub = served.hub
        self.kari: Staff = people.add(self.hub.store, "Kari", "a long password", roles=set(Role), now=clock.utc())
        self.hall, self.door = self._kiosk("hall"), self._kiosk("door")
        self.activity = self._published()
        self.sync(self.hall, self.door)

    def sync(self, *these: Kiosk) -> None:
        """The network is there for a moment."""
        for kiosk in these:
            pairing = kiosk.store.pairing()
            assert pairing
            link = open_link(pairing, [pairing.address])
            try:
                sync_once(kiosk.store, link, kiosk.clock)
            finally:
                link.close()
            kiosk.worker.on_change()

    def move_to(self, at: str) -> None:
        """Let time pass, on every clock."""
        self.clock.pass_s((datetime.fromisoformat(at) - self.clock.utc()).total_seconds())

    def files_with(self, words: str) -> list[str]:
        """The files of hub and kiosks in whose bytes these words stand."""
        files = [file for file in self.folder.rglob("*") if file.is_file()]
        return [file.name for file in files if words.encode() in file.read_bytes()]

    def close(self) -> None:
        for kiosk in (self.hall, self.door):
            kiosk.close()

    def _published(self) -> Activity:
        first_day = (self.clock.utc() + timedelta(days=12)).date()
        made = templates.activity(templates.read(SLUG), slug=SLUG, first_day=first_day)
        made = replace(made, seats=6, minimum=None, exit_kiosks=["hall"])
        activities.save(self.hub.store, made, by=KARI, now=self.clock.utc())
        activities.take_on(self.hub.store, SLUG, staff=self.kari, now=self.clock.utc())
        return activities.read(self.hub.store, SLUG)

    def _kiosk(self, name: str) -> Kiosk:
        kiosk, keys, token = build(KioskConfig(self.folder / name, name=name), self.clock), self.hub.keys, f"of {name}"
        self.hub.store.kiosks.pair(name, name, kiosks.hash_of(token), now=utc(self.clock.utc()))
        kiosk.store.keep_pairing(
            HubPairing(
                name, name, keys.hub_id, "Holmlia", token, keys.unseal_key.public.hex,
                keys.certificate.read_text(), keys.certificate_sha256, f"127.0.0.1:{self.served.port}",
            )
        )  # fmt: skip
        return kiosk


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    clock = FrozenClock()
    with open_hub(HubConfig(tmp_path / "hub", name="Holmlia"), clock) as hub, live(hub) as served:
        opened = Library(tmp_path, served, clock)
        yield opened
        opened.close()


@contextmanager
def glass_of(kiosk: Kiosk, language: str, *taps: str) -> Iterator[Driver]:
    """Somebody at the glass of a kiosk, from the resting screen on."""
    with Driver.of(kiosk) as glass:
        for name in (f"language-{language}", *taps):
            glass.tap(name)
        yield glass
        kiosk.visit.finish()


@contextmanager
def at_the_door(kiosk: Kiosk) -> Iterator[Driver]:
    """Staff open the door book with the PIN."""
    with Driver.of(kiosk) as glass:
        glass.knock()
        glass.pad(PIN)
        glass.tap("at-the-door")
        yield glass


def sign_family_up(glass: Driver, more: int, names: list[str], contact: str) -> str:
    """From the page of the activity to the receipt code."""
    glass.tap("sign-up")
    for _ in range(more):
        glass.tap("more-adult")
    glass.tap("main")
    for number, name in enumerate(names):
        if number:
            glass.tap("next-name")
        glass.type(name)
    while "name" in glass.ids():  # past those who stay without a name
        glass.tap("main")
    glass.type(contact)
    while glass.screen == "AskScreen":
        glass.tap("main")
    glass.tap("send")
    assert glass.screen == "ThanksScreen"
    code = str(glass.app.visit.view.slip.code)
    glass.tap("done")
    return code


def said(glass: Driver, words: str, many: str | None = None, **of: int) -> bool:
    told = glass.app.tr(words) if many is None else glass.app.tr.ngettext(words, many, of["n"])
    return any(told.format(**of) in shown for shown in glass.words())


def look_up(glass: Driver, code: str) -> None:
    for name in ("whats-on", "have-code"):
        glass.tap(name)
    glass.type(code)
    glass.tap("main")


@pytest.mark.parametrize("language", ["nb", "da"])
def test_activity_from_the_first_touch_to_the_last_deletion(library: Library, language: str) -> None:
    first, second = sign_two_families_up(library, language)
    cancel_at_the_other_kiosk(library, language, first, second)
    come_through_the_door(library, second)
    answer_on_the_way_out(library, language)

    assert {name.partition("-")[0] for name in library.files_with(SECOND)} == {"hub.db"}
    library.clock.pass_s(15 * 24 * 3600)
    retention.purge(library.hub.store, library.clock.utc())
    library.sync(library.hall, library.door)

    for words in (FIRST, SECOND, "Hyllest", "Havregryn"):
        assert library.files_with(words) == []
    assert library.hall.store.status().erased == 2


def sign_two_families_up(library: Library, language: str) -> tuple[str, str]:
    """Without a network: a family from the lease, another beyond it; then the hub decides. Return their codes."""
    with glass_of(library.hall, language, "whats-on", f"activity-{SLUG}") as glass:
        first = sign_family_up(glass, 2, ["Hyllest", "Bo", "Cy"], FIRST)
    with glass_of(library.hall, language, "whats-on", f"activity-{SLUG}") as glass:
        second = sign_family_up(glass, 3, ["Havregryn"], SECOND)
    with glass_of(library.hall, language) as glass:
        look_up(glass, first)
        assert said(glass, "You have {n} seat.", "You have {n} seats.", n=3)
    library.sync(library.hall, library.door, library.hall, library.door)
    listed = sign_ups.listed(library.hub.store, SLUG)
    states = {one.sign_up.code: (one.sign_up.state.value, one.place) for one in listed}
    assert states == {first: ("confirmed", None), second: ("waiting", 1)}
    return first, second


def cancel_at_the_other_kiosk(library: Library, language: str, first: str, second: str) -> None:
    """The second looks and the first cancels where neither signed up; staff tell the second."""
    store, now = library.hub.store, library.clock.utc()
    with glass_of(library.door, language) as glass:
        look_up(glass, second)
        assert any("1" in words for words in glass.words())
    with glass_of(library.door, language) as glass:
        look_up(glass, first)
        for name in ("change-sign-up", "nobody", "send"):
            glass.tap(name)
    library.sync(library.door, library.hall)
    (tell,) = sign_ups.to_tell(store, SLUG)
    assert tell.code == second
    assert sign_ups.contacts(store, SLUG, [tell.id], staff=library.kari, now=now)[tell.id]["contact"] == SECOND
    sign_ups.mark_told(store, tell.id, by=library.kari, now=now)
    library.sync(library.hall, library.door)
    assert library.hall.look_up.find(second, language).state == "told"


def say_yes_to_door(library: Library, glass: Driver) -> None:
    """Kari stands before the tablet and compares its words with those on her page."""
    (paired,) = [kiosk for kiosk in kiosks.listed(library.hub.store) if kiosk.id == "door"]
    asked = door_keys.waiting(library.hub.store, paired, library.door.store.default_language())
    assert asked
    assert " · ".join(asked.words) in glass.words()
    door_keys.accept(library.hub.store, "door", asked.key, by=library.kari, now=library.clock.utc())


def come_through_the_door(library: Library, code: str) -> None:
    """The door is chosen while there is a network, and used without."""
    store, activity = library.hub.store, library.activity
    library.door.pin.set(PIN)
    expected = store.sign_ups.by_code(SLUG, code)
    assert expected is not None
    guest = expected.guest
    with at_the_door(library.door) as glass:
        library.sync(library.door)
        say_yes_to_door(library, glass)
    activities.set_door(store, SLUG, "door", by=library.kari, now=library.clock.utc())
    library.sync(library.door)
    library.move_to(activity.starts_at)
    with at_the_door(library.door) as glass:
        assert any("Havregryn" in words for words in glass.words())
        glass.tap(f"guest-{guest}")
    library.sync(library.door)
    assert door.attendance(store, SLUG)[activity.starts_at].ticks == {guest: 4}


def answer_on_the_way_out(library: Library, language: str) -> None:
    """Four quick questions, at the kiosk named for them."""
    library.move_to(library.activity.ends_at)
    library.sync(library.hall, library.door)
    with glass_of(library.hall, language, f"prompt-exit-{SLUG}") as glass:
        for answer in ("said-yes", "said-no", "said-unsure"):
            glass.tap(answer)
        assert glass.screen == "ThanksScreen"
        glass.tap("more")
        glass.type("Buss")
        glass.tap("send")
        assert glass.screen == "ThanksScreen"
    library.sync(library.hall)
    kept = [one for one in library.hub.store.submissions.every() if one.submission.kind == "exit"]
    given, wished = (answer_of(one) for one in sorted(kept, key=lambda one: one.submission.seq))
    assert given is not None
    assert wished is not None
    assert (given["activity"], given["learned"], given["met"]) == (SLUG, "yes", "no")
    assert (wished["activity"], wished["next_topic"]) == (SLUG, "Buss")
