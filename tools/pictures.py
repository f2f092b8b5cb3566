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
from tools.demo_visit import DemoVisit

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SHOWN = ("attract", "whats-on", "inbox", "activity")
"""What the demo calls them, after a number or the side."""
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
        taken = Path(folder, "taken")
        taken.mkdir()
        with furnished(Path(folder), password) as (hub, kiosk):
            DemoVisit(hub, kiosk, taken).make(STAFF_NAME, password)
        for name in SHOWN:
            (picture,) = (one for one in taken.glob(f"*{name}.png") if one.stem.endswith(f"-{name}"))
            shrink(picture, FOLDER / f"{name}.png")
            say(f"docs/pictures/{name}.png")


def main() -> int:
    """Take everything; return the exit code."""
    take_for_readme()
    return contact_sheets.main([])


if __name__ == "__main__":
    sys.exit(main())
