"""The whole first visit: a finger on the real glass, a real hub process found by real mDNS, real TLS, staff, and back.

One library is opened and its kiosk paired by touches; then every kind is given in Norwegian and in Swedish.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.visit.views import Answering, Thanking
from shared.kinds import kind_of
from tests.end_to_end.hurried import HurriedClock
from tests.glass.driver import Driver
from tests.processes import KIOSK_INTERFACE, HubProcess, serving
from tests.staff_desk import StaffDesk

PIN = "271828"
FRAMES = 200_000
"""Frames to wait for what another process does; a frame with nothing new takes well under a millisecond."""

IDEAS = {"nb": "Æsj, så kaldt! Få en ovn på øya.", "sv": "Läxhjälp på arabiska, gärna också än mer öl för Åke"}
COMMENTS = {"nb": "Fint her på øya", "sv": "Härligt även på övervåningen"}
ZIGZAG = [[(0.1 + i * 0.001, 0.3 + 0.2 * (i % 40) / 40) for i in range(750)] for _ in range(4)]


class Library:
    """A running hub, its staff, and one kiosk's glass."""

    def __init__(self, hub: HubProcess, desk: StaffDesk, kiosk: Kiosk, glass: Driver) -> None:
        self.hub, self.desk, self.kiosk, self.glass = hub, desk, kiosk, glass
        self.code = ""

    def begin(self, language: str, prompt: str) -> None:
        """Touch the resting screen, the language, the tile."""
        for test_id in (f"language-{language}", f"prompt-{prompt}"):
            self.glass.tap(test_id)

    def send(self) -> str:
        """Send from the review; return the id the visit was thanked for, and remember the code."""
        self.glass.tap("send")
        assert self.glass.screen == "ThanksScreen"
        thanks = self.kiosk.visit.view
        assert isinstance(thanks, Thanking)
        self.code = thanks.slip.code
        self.glass.tap("done")
        return thanks.submission_id

    def arrived(self, submission_id: str) -> dict[str, Any]:
        """Wait until the hub has it; return it as the hub's command prints it."""
        self.glass.until(lambda: self.kiosk.store.status().waiting == 0, FRAMES)
        return {row["id"]: row for row in self.hub.submissions()}[submission_id]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library whose kiosk was paired by touches, with a code read from the hub."""
    folder = tmp_path_factory.mktemp("library")
    kiosk = build(KioskConfig(folder / "kiosk", interfaces=(KIOSK_INTERFACE,)), HurriedClock())
    with serving(folder / "hub") as hub, StaffDesk(hub) as desk, Driver.of(kiosk, syncs=True) as glass:
        pair_by_touch(glass, hub)
        yield Library(hub, desk, kiosk, glass)
    kiosk.close()


def pair_by_touch(glass: Driver, hub: HubProcess) -> None:
    """From a tablet out of its box to one that asks today's question: the first sync follows the pairing."""
    hub_id = (hub.data / "keys" / "hub-id").read_text().strip()
    glass.tap("for-staff")
    glass.pad(PIN * 2)
    glass.tap("pair")
    glass.until(lambda: f"hub-{hub_id}" in glass.ids(), FRAMES)
    glass.tap(f"hub-{hub_id}")
    glass.type("Ved døra")
    glass.tap("pair-main")
    for character in hub.pairing_code().replace("-", ""):
        glass.tap(f"pad-{character}")
    glass.tap("pair-main")
    glass.until(lambda: glass.top and getattr(glass.app._page, "step", "") == "done", FRAMES)
    glass.tap("pair-main")
    glass.until(lambda: glass.screen == "AttractScreen", FRAMES)
    glass.until(lambda: bool(glass.app.kiosk.store.open_prompts(glass.app.kiosk.store.now())), FRAMES)


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_an_idea_typed_on_the_glass_is_read_by_staff_and_answered_on_the_board(library: Library, language: str) -> None:
    glass = library.glass
    library.begin(language, "ideas")
    glass.type(IDEAS[language])
    glass.tap("turn-over")
    glass.tap("card-food")
    submission_id = library.send()

    row = library.arrived(submission_id)
    assert (row["prompt"], row["language"], row["state"]) == ("ideas", language, "new")
    assert row["answer"] == {"text": IDEAS[language], "cards": ["food"]}
    assert IDEAS[language] in library.desk.page(f"/inbox/{submission_id}")

    reply = {"nb": "Ovnen kommer på mandag.", "sv": "Läxhjälpen börjar på måndag."}
    library.desk.publish(submission_id, status="trying", replies=reply)
    glass.until(lambda: IDEAS[language] in [notice.text for notice in library.kiosk.store.notices()], FRAMES)
    published = next(one for one in library.kiosk.store.notices() if one.text == IDEAS[language])
    glass.tap(f"language-{language}")
    glass.tap("board")
    glass.tap(f"notice-{published.id}")
    assert IDEAS[language] in glass.words()
    assert reply[language] in glass.words()
    glass.tap("close")

    glass.tap("have-code")
    glass.type(library.code)
    glass.tap("main")
    assert reply[language] in glass.words()
    for test_id in ("back", "back", "back"):
        glass.tap(test_id)
    assert glass.screen == "AttractScreen"


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_a_face_and_the_reasons_and_comment_after_it_reach_the_hub(library: Library, language: str) -> None:
    glass = library.glass
    library.begin(language, "visit")
    glass.tap("face-4")
    thanks = library.kiosk.visit.view
    assert isinstance(thanks, Thanking)
    glass.tap("more")
    glass.tap("reason-staff")
    glass.tap("main")
    glass.type(COMMENTS[language])
    glass.tap("main")

    row = library.arrived(library.send())

    assert library.arrived(thanks.submission_id)["answer"] == {"rating": 4, "reasons": [], "comment": ""}
    assert row["answer"] == {"after": thanks.submission_id, "reasons": ["staff"], "comment": COMMENTS[language]}
    assert (row["language"], library.code) == (language, thanks.slip.code)


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_two_choices_of_a_poll_reach_the_hub(library: Library, language: str) -> None:
    glass = library.glass
    library.begin(language, "opening-hours")
    options = [name for name in sorted(glass.ids()) if name.startswith("option-")][:2]
    for option in options:
        glass.tap(option)

    row = library.arrived(library.send())

    assert sorted(row["answer"]["choices"]) == [option.removeprefix("option-") for option in options]
    assert row["language"] == language


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_a_drawing_of_3000_points_reaches_the_hub_point_for_point(library: Library, language: str) -> None:
    glass = library.glass
    library.begin(language, "dream-library")
    glass.draw(ZIGZAG)
    drawn = library.kiosk.visit.view
    assert isinstance(drawn, Answering)

    row = library.arrived(library.send())

    assert sum(len(stroke["points"]) for stroke in row["answer"]["strokes"]) >= 2_900
    assert row["answer"] == kind_of("drawing").check(drawn.answer, {})
    assert row["language"] == language


def test_nothing_of_what_was_sent_lies_readable_in_the_kiosks_folder(library: Library, tmp_path: Path) -> None:
    planted = [f"hemmelig{i}ord" for i in range(50)]
    library.begin("nb", "ideas")
    library.glass.press_key(0, " ".join(planted))
    submission_id = library.send()

    assert library.arrived(submission_id)["answer"]["text"] == " ".join(planted)
    files = [path for path in library.kiosk.config.data.rglob("*") if path.is_file()]
    raw = b"".join(path.read_bytes() for path in files)
    assert len(raw) > 10_000
    assert [word for word in planted if word.encode() in raw] == []
