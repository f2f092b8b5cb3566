"""The soft sound of thanks, on kiosks of a library that turned it on."""

import os
from collections.abc import Callable
from tempfile import mkstemp
from typing import Protocol

from shared.chime import wav
from shared.errors import NoSound, NoTemporaryRoom
from shared.fence import Fence


class Clip(Protocol):
    """A sound that is loaded, as Kivy has it."""

    def play(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""


def loaded() -> Clip:
    """Return the clip. Raises NoSound, and OSError where there is no room for a file while it is loaded."""
    from kivy.core.audio import SoundLoader

    handle, name = mkstemp(suffix=".wav")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(wav())
        clip = SoundLoader.load(name)
    finally:
        os.unlink(name)
    if clip is None or clip.length <= 0:  # Kivy raises nothing where there is no sound card
        raise NoSound("nothing plays here")
    found: Clip = clip
    return found


class Sound:
    """Off at first. Where it is on and there is none to be had, staff read so by the ``fence``."""

    def __init__(self, fence: Fence, load: Callable[[], Clip] = loaded) -> None:
        self.on = False
        self._fence, self._load = fence, load
        self._clip: Clip | None = None
        self._again = False

    def turn(self, on: bool) -> None:
        """Turn it on or off. The first time takes a fifth of a second: while nobody is there to wait for it.

        Where there was no room for its file it tries again the next time; a sound card does not come by itself.
        """
        if on == self.on and not self._again:
            return
        self.on, self._clip, self._again = on, None, False
        with self._fence:
            try:
                self._clip = self._load() if on else None
            except OSError as exc:
                self._again = True
                raise NoTemporaryRoom("the file of the sound") from exc

    def play(self) -> None:
        """Let it be heard; nothing where it is off, or there is none. Whoever is thanked is thanked all the same."""
        if self._clip is not None:
            with self._fence:
                self._clip.stop()
                self._clip.play()
