"""The story that the pictures of ``make demo`` tell: one page, in four chapters, beside the pictures."""

import html
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.widgets.theme import LIGHT
from shared.colours import Colour

LEAFLET = "leaflet.pdf"
STAFF = "staff-page-"
"""What the names of pictures of staff pages begin with; all others show the kiosk."""


@dataclass(frozen=True)
class Chapter:
    """Somebody, and what they do: for each picture, by its name, a sentence of what happens."""

    title: str
    about: str
    scenes: Mapping[str, str]


def _read() -> tuple[Chapter, ...]:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return tuple(Chapter(**chapter) for chapter in told["chapter"])


class Story:
    """The pictures of a demo in a folder. Each must be one that the story tells of."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.chapters = folder, _read()
        self._order = [name for chapter in self.chapters for name in chapter.scenes]

    @property
    def names(self) -> list[str]:
        """The names of all pictures, in the order of the story."""
        return list(self._order)

    def picture(self, name: str) -> Path:
        """Return where a picture belongs; their names sort as the story goes. Raises ValueError for an unknown one."""
        return self.folder / f"{self._order.index(name) + 1:02}-{name}.png"

    def write(self) -> Path:
        """Write ``index.html``, which needs only the pictures beside it. Raises ValueError when one is missing."""
        missing = [name for name in self._order if not self.picture(name).exists()]
        if missing:
            raise ValueError(f"the story has no picture of {', '.join(missing)}")
        chapters = "".join(self._chapter(number, one) for number, one in enumerate(self.chapters, 1))
        page = self.folder / "index.html"
        page.write_text(_PAGE.format(**_colours(), chapters=chapters), "utf-8")
        return page

    def _chapter(self, number: int, chapter: Chapter) -> str:
        scenes = "".join(self._scene(name, says) for name, says in chapter.scenes.items())
        head = (
            f"<header><p>{number}</p><h2>{html.escape(chapter.title)}</h2><p>{html.escape(chapter.about)}</p></header>"
        )
        return f'<section class="chapter-{number}">{head}{scenes}</section>'

    def _scene(self, name: str, says: str) -> str:
        file, said = html.escape(self.picture(name).name), html.escape(says)
        more = f' <a href="{LEAFLET}">The leaflet (PDF)</a>' if name.endswith("leaflet") else ""
        glass = "page" if name.startswith(STAFF) else "glass"
        picture = f'<a href="{file}"><img class="{glass}" src="{file}" alt="" loading="lazy"></a>'
        return f"<figure>{picture}<figcaption>{said}{more}</figcaption></figure>"


def _colours() -> dict[str, Any]:
    """Return the colours of the page, which are the kiosk's."""
    tones = {name: LIGHT.tones[name] for name in ("idea", "drawing", "activity", "board")}
    grounds = {f"{name}_ground": _hex(tone.ground) for name, tone in tones.items()}
    words = {f"{name}_on": _hex(tone.on) for name, tone in tones.items()}
    return {"paper": _hex(LIGHT.paper), "ink": _hex(LIGHT.ink), "soft": _hex(LIGHT.soft), **grounds, **words}


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour[:3])


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Samskap: a visitor, a child, a librarian, an answer</title>
<style>
* {{ box-sizing: border-box; }}
body {{ background: {paper}; color: {ink}; font: 1.125rem/1.5 Inter, system-ui, sans-serif; margin: 0; }}
main > header {{ background: {idea_ground}; padding: 12vh max(5vw, 1.5rem) 9vh; }}
h1 {{ font-size: clamp(2.5rem, 8vw, 6rem); letter-spacing: -.03em; line-height: 1; margin: 0 0 1rem; }}
main > header p {{ font-size: 1.375rem; margin: 0; max-width: 42rem; }}
section {{ display: grid; gap: 4rem 3rem; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr));
  margin: 0 auto; max-width: 90rem; padding: 0 max(5vw, 1.5rem) 7rem; }}
section > header {{ border-radius: 2rem; grid-column: 1 / -1; margin-top: 5rem; padding: 2.5rem 3rem; }}
section > header p {{ margin: 0; max-width: 44rem; }}
section > header p:first-child {{ font-size: 1.25rem; font-weight: 700; opacity: .85; }}
h2 {{ font-size: clamp(2rem, 5vw, 3.5rem); letter-spacing: -.02em; line-height: 1.1; margin: 0 0 .75rem; }}
.chapter-1 > header {{ background: {idea_ground}; color: {idea_on}; }}
.chapter-2 > header {{ background: {drawing_ground}; color: {drawing_on}; }}
.chapter-3 > header {{ background: {activity_ground}; color: {activity_on}; }}
.chapter-4 > header {{ background: {board_ground}; color: {board_on}; }}
figure {{ break-inside: avoid; margin: 0; }}
img {{ background: #fff; display: block; height: auto; width: 100%; }}
.glass {{ border: .75rem solid {ink}; border-radius: 1.5rem; box-shadow: 0 1rem 2.5rem rgb(30 43 51 / .2); }}
.page {{ border: 1px solid #cfc6b4; border-radius: .75rem; box-shadow: 0 .5rem 1.5rem rgb(30 43 51 / .12); }}
figcaption {{ margin-top: 1.25rem; max-width: 38rem; }}
figcaption a, footer a {{ color: inherit; font-weight: 600; }}
a:focus-visible {{ outline: 4px solid #0b5fd0; outline-offset: 4px; }}
footer {{ color: {soft}; padding: 0 max(5vw, 1.5rem) 4rem; }}
</style>
</head>
<body>
<main>
<header><h1>Samskap</h1>
<p>The people of a library shape it. This is one morning: what they give at a kiosk, and what becomes of it.
The program took every picture itself, while it was used.</p></header>
{chapters}
</main>
<footer><p>The words of visitors are invented. Touch a picture to see it whole.</p></footer>
</body>
</html>
"""
