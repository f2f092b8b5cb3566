"""From the data of a page to HTML: the templates, and the few names that every one of them may use."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from fonticon_mdi7 import MDI7
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hub.lists import Pile
from hub.model import Right, State
from hub.services.house.reckoning import Doubt
from hub.web.page import wording
from hub.web.page.frame import Frame
from hub.web.page.page_data import PageData
from hub.web.page.speech import Speech
from hub.web.page.tongues import first_open, tabs
from shared.assets import asset_path
from shared.languages import LANGUAGES, nearest, pick

HERE = Path(__file__).parent.parent
CUT = asset_path("fonts", "made")
"""The fonts as they were cut when Samskap was installed; without them pages ask for the whole ones."""


@cache
def environment() -> Environment:
    """Return where templates come from. A name that nobody gave is an error, and what was typed stays text."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {
        "icon": icon,
        "static": static_url,
        "cut": cut_url,
        "pick": pick,
        "nearest": nearest,
        "Right": Right,
        "tabs": tabs,
        "first_open": first_open,
        "LANGUAGES": LANGUAGES,
        "Doubt": Doubt,
        "Pile": Pile,
        "State": State,
        "wording": wording,
    }
    return found


def render(page: PageData, frame: Frame, speech: Speech) -> str:
    """Return a page as HTML."""
    return environment().get_template(page.template).render(speech.spoken() | vars(frame) | page.shown())


@cache
def icon(name: str) -> Markup:
    """Return an icon from the icon font, as decoration: the words beside it say the same."""
    glyph = getattr(MDI7, name, MDI7.circle_small).partition(".")[2]
    return Markup('<span class="icon" aria-hidden="true">{}</span>').format(glyph)


@cache
def static_url(name: str) -> str:
    """Return the address of a static file; it changes with the content, so browsers may keep the file."""
    return f"/static/{name}?{_mark(HERE / 'static' / name)}"


@cache
def cut_url(name: str) -> str:
    """Return the address of a file of the fonts that were cut, as their style sheet says it too; "" where none were."""
    return f"/static/cut/{name}?{_mark(CUT / name)}" if (CUT / name).exists() else ""


def _mark(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12]
