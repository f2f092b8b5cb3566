"""Cut the fonts of the staff pages out of those of the packages: the letters of our languages, and the icons in use.

``made/`` beside this file gets two WOFF2 files and ``cut.css``, which names them for what they hold. Whatever they do
not hold browsers take from the whole font, which ``staff.css`` names. It needs fontTools and brotli.
"""

import logging
import re
from collections.abc import Callable, Collection, Iterable
from hashlib import sha256
from io import BytesIO
from itertools import chain, groupby
from pathlib import Path

import fonticon_mdi7
import fontpkg_inter
from fontTools import subset
from fontTools.ttLib import TTFont

LETTERS = frozenset(chain(range(0x20, 0x7F), range(0xA0, 0x180), range(0x2010, 0x2028), range(0x2190, 0x2194))) | {
    ord(sign) for sign in "\u2032\u2033\u2039\u203a\u20ac\u2122\u2212\u2264\u2265\u2713"
}
"""Latin with all its marks, from Sámi to Turkish, and the signs of the pages."""
FEATURES = ("calt", "ccmp", "cv05", "kern", "liga", "locl", "mark", "mkmk", "rvrn", "ss02", "ss03", "tnum", "zero")
"""What ``staff.css`` asks of letters, and what browsers switch on by themselves."""
LICENCE_NAMES = (0, 1, 2, 13, 14)
"""The names in a font that say whose it is and under which licence: they stay in what is cut out of it."""
LETTERS_FILE = Path(fontpkg_inter.__file__).parent / "files" / "Inter[opsz,wght].ttf"
ICONS_FILE = Path(fonticon_mdi7.__file__).parent / "fonts" / "materialdesignicons-webfont.ttf"
_QUOTED = re.compile(r"""["']([a-z0-9_]+)["']""")
_FACE = """@font-face {{
  font-family: {family}; font-weight: {weights}; font-display: {display};
  src: url("{name}?{mark}") format("woff2");
  unicode-range: {ranges};
}}
"""


def cut_fonts(root: Path) -> None:
    """Write the fonts for what is below ``root``, a checkout or an installed Samskap. Letters are cut only once."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # of old dates in fonts it would tell whoever installs
    made = root / "assets" / "fonts" / "made"
    made.mkdir(exist_ok=True)
    letters, icons = made / "letters.woff2", made / "icons.woff2"
    if not letters.exists() or letters.stat().st_mtime < Path(__file__).stat().st_mtime:
        write_whole(letters, cut(LETTERS_FILE, LETTERS, FEATURES))
    write_whole(icons, cut(ICONS_FILE, icons_in_use(root), ()))
    faces = (
        _face("Inter", letters, weights="100 900", display="swap"),
        _face("Icons", icons, weights="400", display="block"),
    )
    write_whole(made / "cut.css", "\n".join(faces).encode())


def write_whole(file: Path, content: bytes) -> None:
    """Write a file, or leave it as it was: half a font, of an installation that was interrupted, would stay."""
    part = file.with_suffix(".part")
    part.write_bytes(content)
    part.replace(file)


def cut(font: Path, characters: Collection[int], features: Iterable[str]) -> bytes:
    """Return these characters of a font as WOFF2."""
    asked = subset.Options(
        flavor="woff2", layout_features=list(features), name_IDs=list(LICENCE_NAMES), hinting=False, notdef_outline=True
    )
    loaded, cutter, out = subset.load_font(str(font), asked), subset.Subsetter(asked), BytesIO()
    cutter.populate(unicodes=characters)
    cutter.subset(loaded)
    subset.save_font(loaded, out, asked)
    return out.getvalue()


def icons_in_use(root: Path) -> frozenset[int]:
    """Return the code points of all icons that code, templates and assets of the hub name: what stands in quotes there.

    A word that is no icon's name only there brings an icon too many, which costs a hundred bytes.
    """
    known: Callable[[str], str | None] = fonticon_mdi7.MDI7.__dict__.get
    found = (known(name) for path in _sources(root) for name in _QUOTED.findall(path.read_text("utf-8")))
    # Every icon stands as "mdi7.glyph"; the class has other things under names of its own.
    return frozenset(ord(sign[-1]) for sign in found if isinstance(sign, str) and sign[-2:-1] == ".")


def ranges(characters: Collection[int]) -> str:
    """Return characters as the value of ``unicode-range``."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(sorted(characters)), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"U+{run[0]:X}" + (f"-{run[-1]:X}" if run[1:] else "") for run in runs)


def _sources(root: Path) -> Iterable[Path]:
    for folder, ending in (("hub", "py"), ("hub", "html"), ("shared", "py"), ("assets", "json")):
        yield from (root / folder).rglob(f"*.{ending}")


def _face(family: str, file: Path, **more: str) -> str:
    characters = TTFont(file).getBestCmap()
    mark = sha256(file.read_bytes()).hexdigest()[:12]
    return _FACE.format(family=family, name=file.name, mark=mark, ranges=ranges(characters), **more)


if __name__ == "__main__":
    cut_fonts(Path(__file__).parent.parent.parent)
