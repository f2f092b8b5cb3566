"""``make pictures``: the pictures of the README, from a demo of now, and contact sheets of every screen and page.

Take them anew when what they show has changed.
"""

import secrets
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tools import contact_sheets
from tools.contact_sheets import say
from tools.demo import STAFF_NAME, furnished
from tools.demo_story import Story
from tools.demo_visit import DemoVisit

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SHOWN = {
    "attract": "attract",
    "whats-on": "whats-on",
    "inbox": "staff-page-submission",
    "activity": "staff-page-activity",
}
"""The pictures, and the scenes of the demo's story that they are of."""
MAX_BYTES = 120_000
COLOURS, WIDTH = 128, 1280


def shrink(picture: Path, to: Path) -> None:
    """Write a picture with fewer colours, at most as wide as a kiosk's screen."""
    with Image.open(picture) as whole:
        height = round(whole.height * WIDTH / whole.width)
        small = whole.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        small.quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)


def take_for_readme() -> None:
    """Make one visit and keep what the README shows."""
    FOLDER.mkdir(exist_ok=True)
    password = secrets.token_hex(9)
    with tempfile.TemporaryDirectory(prefix="samskap-pictures-") as folder:
        story = Story(Path(folder, "taken"))
        story.folder.mkdir()
        with furnished(Path(folder), password) as (hub, kiosk, desk):
            DemoVisit(hub, kiosk, desk, story).make(STAFF_NAME, password)
        for name, scene in SHOWN.items():
            shrink(story.picture(scene), FOLDER / f"{name}.png")
            say(f"docs/pictures/{name}.png")


def main() -> int:
    """Take everything; return the exit code."""
    take_for_readme()
    return contact_sheets.main([])


if __name__ == "__main__":
    sys.exit(main())
