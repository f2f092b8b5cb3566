"""Gives a face at a kiosk with sound, and waits until it is heard: ``python -m ... FOLDER``. Prints what staff read.

SDL opens one sound card in each process.
"""

import sys
from array import array
from pathlib import Path

QUIET, CLEAR = 100, 3_000
"""A sample below the first is silence; one above the second is heard in a library."""


def main(folder: Path) -> None:
    """Leave what was heard where SDL was told to write it."""
    from kiosk import window

    window.prepare(windowed=True, max_fps=0)
    from tests.glass.driver import Driver
    from tests.glass.kiosks import a_kiosk

    def loudest() -> int:
        return max(map(abs, array("h", whole(folder / "heard.raw"))), default=0)

    kiosk = a_kiosk(folder / "kiosk", news={"sound": True})
    with Driver.of(kiosk) as glass:
        glass.until(lambda: bool(glass.page.ids.picture.children))
        assert glass.app.sound.on
        troubles = kiosk.fences.troubles()
        assert troubles or loudest() <= QUIET
        for test_id in ("everything", "prompt-visit", "face-4"):
            glass.tap(test_id)
        assert glass.screen == "ThanksScreen"
        if not troubles:
            glass.until(lambda: loudest() > CLEAR)
    print(*(trouble.code for trouble in troubles))


def whole(file: Path) -> bytes:
    """Return what is written of a file by now, in whole samples of two bytes."""
    written = file.read_bytes() if file.exists() else b""
    return written[: len(written) // 2 * 2]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
