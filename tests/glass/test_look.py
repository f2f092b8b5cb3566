"""The library's look: its colour where a visit begins, and a soft sound when somebody is thanked."""

import os
import subprocess
import sys
from array import array
from pathlib import Path
from typing import Any

import pytest

from kiosk.app import KioskApp
from kiosk.widgets.sound import Sound
from kiosk.widgets.theme import CONTRAST, LIGHT
from shared.colours import colour
from shared.fence import Fences
from tests.builders import a_news, a_receipt
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk, starter_prompts
from tests.glass.sounds import CLEAR

BLUE = "#1d4e89"


class Heard:
    """Plays nothing, and counts how often it was asked to."""

    times = 0

    def play(self) -> None:
        """Begin."""
        self.times += 1

    def stop(self) -> None:
        """End."""


def with_sound(clip: Heard) -> type[KioskApp]:
    """Return a glass that plays this."""

    class Heeding(KioskApp):
        """A glass whose sound is counted."""

        def __init__(self, kiosk: Any, **kwargs: Any) -> None:
            super().__init__(kiosk, **kwargs)
            self.sound = Sound(Fences().round("sound", ""), lambda: clip)

    return Heeding


def rest(glass: Driver) -> None:
    """Wait until all is loaded, as it is where a visitor comes."""
    glass.until(lambda: bool(glass.page.ids.picture.children))


@pytest.mark.parametrize(("turned_on", "config", "times"), [(True, True, 2), (False, True, 0), (True, False, 0)])
def test_thanks_is_heard_once_where_library_and_kiosk_let_it(
    tmp_path: Path, turned_on: bool, config: bool, times: int
) -> None:
    clip = Heard()
    with Driver.of(a_kiosk(tmp_path, news={"sound": turned_on}, sound=config), app=with_sound(clip)) as glass:
        rest(glass)
        for test_id in ("everything", "prompt-visit", "face-4"):
            assert clip.times == 0
            glass.tap(test_id)
        assert (glass.screen, clip.times) == ("ThanksScreen", times // 2)
        glass.tap("larger-text")
        glass.tap("contrast")
        assert clip.times == times // 2
        for test_id in ("more", "back"):
            glass.tap(test_id)
        assert (glass.screen, clip.times) == ("ThanksScreen", times // 2)
        for test_id in ("more", "reason-staff", "main", "main", "send"):
            glass.tap(test_id)

    assert clip.times == times


def test_look_that_is_changed_shows_at_once_on_a_kiosk_at_rest(tmp_path: Path) -> None:
    clip, kiosk = Heard(), a_kiosk(tmp_path)
    with Driver.of(kiosk, app=with_sound(clip)) as glass:
        rest(glass)
        assert (glass.page.ids.row.own, glass.app.sound.on) == (None, False)

        assert kiosk.store.take_receipt(a_receipt(news=a_news(colour=BLUE, sound=True, prompts=starter_prompts())))
        kiosk.worker.on_change()
        glass.frames(3)

        assert glass.page.ids.row.own.ground == colour(BLUE)
        assert glass.app.sound.on


def test_colour_costs_no_words_in_high_contrast(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path, news={"colour": BLUE})) as glass:
        assert glass.page.ids.row.own.ground == colour(BLUE)
        glass.tap("everything")
        heads = [one for one in glass.page.walk() if type(one).__name__ == "Greeting"]
        assert [one.ink for one in heads] == [list(colour("#ffffff"))]
        glass.tap("contrast")

        assert [one.ink for one in heads] == [list(CONTRAST.ink)]
        assert LIGHT.ink != CONTRAST.ink


def test_tablet_without_a_loudspeaker_goes_on_and_tells_staff(tmp_path: Path) -> None:
    recording = played(tmp_path, driver="none that there is")

    assert recording == ["no-sound"]


def test_sound_goes_to_the_loudspeaker_at_thanks_and_ends(tmp_path: Path) -> None:
    recording = played(tmp_path, driver="disk")

    assert recording == []
    samples = array("h", (tmp_path / "heard.raw").read_bytes())
    assert max(map(abs, samples)) > CLEAR


def played(folder: Path, *, driver: str) -> list[str]:
    """Give a face at a kiosk whose library turned the sound on, in a process of its own; return what staff read."""
    environment = os.environ | {"SDL_AUDIODRIVER": driver, "SDL_DISKAUDIOFILE": str(folder / "heard.raw")}
    run = subprocess.run(
        [sys.executable, "-m", "tests.glass.sounds", str(folder)],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return run.stdout.split()


class Unplugged(Heard):
    """A loudspeaker that somebody has pulled out."""

    def play(self) -> None:
        """Begin."""
        raise RuntimeError("no device")


def test_loudspeaker_that_fails_takes_no_thanks_away(tmp_path: Path) -> None:
    with Driver.of(a_kiosk(tmp_path, news={"sound": True}), app=with_sound(Unplugged())) as glass:
        rest(glass)
        for test_id in ("everything", "prompt-visit", "face-4"):
            glass.tap(test_id)

        assert glass.screen == "ThanksScreen"


def test_sound_comes_once_there_is_room_for_its_file() -> None:
    fences, clip, tries = Fences(), Heard(), iter([OSError("no room")])

    def load() -> Heard:
        for error in tries:
            raise error
        return clip

    sound = Sound(fences.round("sound", ""), load)
    sound.turn(True)
    told = [(trouble.code, bool(trouble.why)) for trouble in fences.troubles()]
    sound.turn(True)
    sound.play()

    assert (told, fences.troubles(), clip.times) == ([("no-temporary-room", True)], [], 1)
