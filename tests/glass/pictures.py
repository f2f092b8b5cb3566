"""Takes pictures of some screens with a GL that really draws, in a process of its own: ``python -m ... FOLDER``.

Kivy has one way to draw in each process, and the other tests here draw nothing.
"""

import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    """Leave the pictures in a folder."""
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    os.environ.pop("KIVY_GL_BACKEND", None)
    from kiosk import window

    window.prepare(windowed=True, max_fps=0)
    from tests.glass.activities import a_kiosk_with_activities
    from tests.glass.driver import Driver
    from tests.glass.kiosks import a_kiosk

    with Driver.of(a_kiosk(folder / "kiosk")) as glass:

        def see(name: str, *taps: str) -> None:
            for test_id in taps:
                glass.tap(test_id)
            glass.picture(folder / f"{name}.png")

        see("attract")
        see("home", "language-nb")
        see("faces", "prompt-visit")
        see("said", "face-4")
        see("reasons", "more")
        glass.tap("back")
        glass.tap("back")
        glass.tap("prompt-dream-library")
        glass.tap("colour-d1382c")
        glass.tap("width-28")
        glass.draw([[(0.1, 0.5), (0.9, 0.5)]])
        glass.tap("eraser")
        glass.draw([[(0.5, 0.1), (0.5, 0.9)]])
        see("drawing")
        glass.tap("colour-1e2b33")
        glass.app.wear("dark")
        see("dark-drawing", "width-12")
        glass.app.wear("light")
        see("thanks", "send")
    with Driver.of(a_kiosk(folder / "upright"), size=(800, 1280)) as glass:
        see("upright", "language-nb", "contrast")
        see("upright-faces", "prompt-visit")
    with Driver.of(a_kiosk_with_activities(folder / "activities")) as glass:
        for test_id in ("language-nb", "whats-on"):
            glass.tap(test_id)
        glass.picture(folder / "whats-on.png")
        for test_id in ("activity-idea-meeting", "sign-up", "main"):
            glass.tap(test_id)
        glass.type("Kari")
        while glass.screen == "AskScreen":
            glass.tap("main")
        glass.tap("send")
        glass.picture(folder / "seat.png")
        (folder / "seat.txt").write_text(glass.app.visit.view.slip.code)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
