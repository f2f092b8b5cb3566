"""The colours, here and nowhere else. Plain numbers; knows no Kivy, so that tests can reckon with them."""

from dataclasses import dataclass, field, replace
from functools import cache

from shared import look
from shared.colours import Colour, colour, contrast, mixed
from shared.kinds import KINDS
from shared.kinds.base import Home


@dataclass(frozen=True)
class Tone:
    """The colour of one kind of thing: its ground, the words on it, and a neighbour for shapes behind words."""

    ground: Colour
    on: Colour
    tint: Colour


@dataclass(frozen=True)
class Theme:
    """One set of tokens. All words on their grounds have a contrast of at least 7:1."""

    name: str
    paper: Colour
    card: Colour
    ink: Colour
    soft: Colour
    """Secondary words, on paper and on cards."""
    hint: Colour
    """What an empty field says, on its card: it must not look like what somebody has written."""
    line: Colour
    """Borders that only please; never the only sign of a control."""
    edge: Colour
    """Borders that say "this can be touched": at least 3:1 on paper and card."""
    quiet: Colour
    """Ground of keys that type nothing."""
    faded: Colour
    """Words and borders of what cannot be touched now: the one thing that may be weaker."""
    main: Colour
    on_main: Colour
    """The main act of a screen."""
    chosen: Colour
    """Ground of what is chosen, under ink."""
    ring: Colour
    """The outline of what the keyboard points at."""
    warn: Colour
    on_warn: Colour
    """Problems; always with a sign and words, never the colour alone."""
    veil: Colour
    """What lies over the screen behind a dialog."""
    border: float
    """Width of borders in dp."""
    tones: dict[str, Tone] = field(default_factory=dict)
    faces: tuple[Colour, ...] = ()
    """Faces from very bad to very good, under ``face_ink``."""
    face_ink: Colour = (0, 0, 0, 1)
    face_border: float = 0
    """Width in dp of the outline of faces, in their ink."""
    sheet_ink: Colour = (0.2, 0.25, 0.28, 1)
    """On the paper for drawings, which is white in every set."""


def _tone(ground: str, on: str, tint: str) -> Tone:
    return Tone(colour(ground), colour(on), colour(tint))


INK, WHITE = "#1e2b33", "#ffffff"

LIGHT = Theme(
    name="light",
    paper=colour("#faf6ee"),
    card=colour(WHITE),
    ink=colour(INK),
    soft=colour("#47535b"),
    hint=colour("#4f5a61"),
    line=colour("#e4dccd"),
    edge=colour("#857c6b"),
    quiet=colour("#e4dccd"),
    faded=colour("#989080"),
    main=colour(INK),
    on_main=colour(WHITE),
    chosen=colour("#fde9b3"),
    ring=colour("#0b5fd0"),
    warn=colour("#fbe0d8"),
    on_warn=colour("#6e1d0c"),
    veil=(*colour(INK)[:3], 0.72),
    border=2,
    tones={
        "idea": _tone("#f4b728", INK, "#f9cf6b"),
        "feedback": _tone("#f0886b", "#10181d", "#f7b29e"),
        "poll": _tone("#0e5a5c", WHITE, "#0b4a4c"),
        "drawing": _tone("#5f4490", WHITE, "#50387c"),
        "activity": _tone("#285f3b", WHITE, "#1f5131"),
        "exit": _tone("#8a2a55", WHITE, "#742247"),
        "board": _tone("#25507c", WHITE, "#1d4369"),
        "no": _tone("#4a5359", WHITE, "#3e474d"),
        "calm": _tone("#faf6ee", INK, "#f3ebdc"),
    },
    faces=tuple(map(colour, ("#e2765c", "#f0a35e", "#f4cf5f", "#a9cf7f", "#66b873"))),
    face_ink=colour("#10181d"),
)

CONTRAST = Theme(
    name="contrast",
    paper=colour(WHITE),
    card=colour(WHITE),
    ink=colour("#000000"),
    soft=colour("#000000"),
    hint=colour("#555555"),
    line=colour("#000000"),
    edge=colour("#000000"),
    quiet=colour("#e2e2e2"),
    faded=colour("#767676"),
    main=colour("#000000"),
    on_main=colour(WHITE),
    chosen=colour("#ffe45c"),
    ring=colour("#0000d6"),
    warn=colour("#8a0000"),
    on_warn=colour(WHITE),
    veil=(0, 0, 0, 0.85),
    border=4,
    tones={
        "idea": _tone("#ffd500", "#000000", "#ffd500"),
        "feedback": _tone("#8a1c00", WHITE, "#8a1c00"),
        "poll": _tone("#004b4d", WHITE, "#004b4d"),
        "drawing": _tone("#46226e", WHITE, "#46226e"),
        "activity": _tone("#084a20", WHITE, "#084a20"),
        "exit": _tone("#6e0f3f", WHITE, "#6e0f3f"),
        "board": _tone("#003a75", WHITE, "#003a75"),
        "no": _tone("#333333", WHITE, "#333333"),
        "calm": _tone(WHITE, "#000000", WHITE),
    },
    faces=tuple(map(colour, ("#ff6b4a", "#ff9f40", "#ffd500", "#9ad14b", "#3fbf5f"))),
    face_border=4,
)

DARK = Theme(
    name="dark",
    paper=colour("#12181c"),
    card=colour("#1f292f"),
    ink=colour("#f6f3ec"),
    soft=colour("#c9c5bb"),
    hint=colour("#b8b5ac"),
    line=colour("#39464e"),
    edge=colour("#8b979e"),
    quiet=colour("#39464e"),
    faded=colour("#828e97"),
    main=colour("#f6f3ec"),
    on_main=colour("#12181c"),
    chosen=colour("#4c3f12"),
    ring=colour("#7cc0ff"),
    warn=colour("#3c1710"),
    on_warn=colour("#ffc9bb"),
    veil=(0, 0, 0, 0.78),
    border=2,
    tones={
        "idea": _tone("#d99e12", "#0c1013", "#e7b23a"),
        "feedback": _tone("#e5826a", "#0c1013", "#ee9c88"),
        "poll": _tone("#0e5a5c", WHITE, "#0b4a4c"),
        "drawing": _tone("#5f4490", WHITE, "#50387c"),
        "activity": _tone("#285f3b", WHITE, "#1f5131"),
        "exit": _tone("#8a2a55", WHITE, "#742247"),
        "board": _tone("#25507c", WHITE, "#1d4369"),
        "no": _tone("#4a5359", WHITE, "#3e474d"),
        "calm": _tone("#12181c", "#f6f3ec", "#1a2227"),
    },
    faces=tuple(map(colour, ("#e2765c", "#f0a35e", "#f4cf5f", "#a9cf7f", "#66b873"))),
    face_ink=colour("#10181d"),
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, CONTRAST, DARK)}
"""In the order in which "Contrast" goes round."""

HOMES = {Home.INBOX: "board", Home.ACTIVITY: "activity"}
"""The tone of kinds that have none of their own."""


def tone_of(kind: str) -> str:
    """Return the tone of what is asked of a kind: its own, where the themes have one, else that of its home."""
    if kind not in KINDS:
        return HOMES[Home.INBOX]
    return kind if kind in LIGHT.tones else HOMES[KINDS[kind].home]


@dataclass(frozen=True)
class Blend:
    """How much of the colour of a kind is in its world: in the ground of screens, and in what is chosen."""

    ground: float
    chosen: float
    main: bool
    """Whether the main act has that colour too."""
    under: str = "paper"
    """The token that the ground is blended with."""
    soft: float = 0
    """How much ink is in secondary words, so that they keep their contrast on the coloured ground."""
    raised: float = 0
    """How much ink is in the main act where its colour alone would not stand out from the bar."""


SHAPES = 3.0
"""The least contrast of a shape that can be touched with what it lies on (WCAG 2.2, 1.4.11)."""
BLENDS = {
    "light": Blend(0.15, 0.34, main=True, under="card", soft=0.6),
    "contrast": Blend(0, 0, main=False),
    "dark": Blend(0.1, 0.3, main=True, soft=0.2, raised=0.55),
}
"""By the name of the theme. In high contrast the band alone tells the kind: there colours would cost words."""


@cache
def in_world(name: str, tone: str) -> Theme:
    """Return the theme of a name as it looks where one kind is asked: ground, main act and choices carry its colour.

    With "" for a tone it is the theme itself.
    """
    theme, blend = THEMES[name], BLENDS[name]
    if not tone:
        return theme
    colours = theme.tones[tone]
    chosen = mixed(theme.card, colours.ground, blend.chosen) if blend.chosen else theme.chosen
    main, on_main = _main_act(theme, colours, blend)
    paper = mixed(getattr(theme, blend.under), colours.ground, blend.ground)
    soft = mixed(theme.soft, theme.ink, blend.soft)
    return replace(theme, paper=paper, chosen=chosen, main=main, on_main=on_main, soft=soft)


def _main_act(theme: Theme, colours: Tone, blend: Blend) -> tuple[Colour, Colour]:
    """Return ground and words of the main act: the colours of its kind, lighter where the bar is about as dark."""
    if not blend.main:
        return theme.main, theme.on_main
    if blend.raised and contrast(colours.ground, theme.card) < SHAPES:
        return mixed(colours.ground, theme.ink, blend.raised), theme.on_main
    return colours.ground, colours.on


def plate(theme: Theme, chosen: str) -> Tone | None:
    """Return the tone of a library's own colour; None where it has none, and in high contrast."""
    if not chosen or theme.name == CONTRAST.name:
        return None
    ground, on = look.plate(chosen)
    return Tone(ground, on, ground)
