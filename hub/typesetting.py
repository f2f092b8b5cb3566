"""Tagged PDF that screen readers read too (PDF/UA), from a template of ours and words that stay data."""

import json
import re
import unicodedata
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from shared.assets import asset_path

_ARROWS = "\u2190"
"""Where pictures begin; below are signs like °."""
_VARIANTS = {chr(code) for code in range(0xFE00, 0xFE10)}
"""These say which picture a picture is."""
_OURS = ("LATIN", "GREEK", "CYRILLIC", "COMBINING")
"""Scripts of which our font has nearly all."""
_UNDRAWN = re.compile(r'the text `"(?:\\u\{([0-9a-f]+)\}|(.))')
"""How the typesetter names a letter that no font has. It does so only for a tagged PDF; in others it draws a box."""


def typeset(template: str, words: dict[str, Any]) -> bytes:
    """Return what a template of ``assets/print`` makes of these words, as PDF.

    Letters that our font lacks are taken from the fonts of the machine. Pictures among the letters, and scripts for
    which there is no font, are left out: nobody reads boxes. Takes a tenth of a second or more: not for the event loop.
    """
    words = _printable(words)
    with suppress(typst.TypstError):
        return _compiled(template, words, ignore_system_fonts=True)
    while True:
        try:
            return _compiled(template, words, ignore_system_fonts=False)
        except typst.TypstError as error:
            fewer = _without_script(words, _undrawn(error))
            if fewer == words:
                raise
            words = fewer


def _undrawn(error: typst.TypstError) -> str:
    """Return the letter that no font here can draw. Raises the error again when it is about something else."""
    found = _UNDRAWN.search(str(error))
    if found is None:
        raise error
    return found[2] or chr(int(found[1], 16))


def _without_script(value: Any, letter: str) -> Any:
    """Return texts, lists and objects without the script of a letter; a text of nothing else becomes an ellipsis.

    A script goes as a whole: half of a word says less than nothing, and each further letter would cost a try.
    """
    match value:
        case str():
            kept = "".join(one for one in value if _script(one) != _script(letter))
            return value if kept == value else " ".join(kept.split()) or "…"
        case list():
            return [_without_script(one, letter) for one in value]
        case dict():
            return {name: _without_script(one, letter) for name, one in value.items()}
        case _:
            return value


def _script(letter: str) -> str:
    """Return the first word of a letter's name, which is its script; what our font nearly has goes letter by letter."""
    script = unicodedata.name(letter, letter).partition(" ")[0]
    return letter if script in _OURS else script


def _compiled(template: str, words: dict[str, Any], *, ignore_system_fonts: bool) -> bytes:
    made = typst.compile(
        asset_path("print", template),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=ignore_system_fonts,
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def _printable(value: Any) -> Any:
    """Return texts, lists and objects without what no font of letters has: pictures, and signs one cannot see."""
    match value:
        case str():
            whole = unicodedata.normalize("NFC", value)
            return "".join(" " if one.isspace() else one for one in whole if one.isspace() or _is_letter(one))
        case list():
            return [_printable(one) for one in value]
        case dict():
            return {name: _printable(one) for name, one in value.items()}
        case _:
            return value


def _is_letter(one: str) -> bool:
    category = unicodedata.category(one)
    return category[0] != "C" and not (category in ("So", "Sk") and one >= _ARROWS) and one not in _VARIANTS


@cache
def _fonts() -> list[Path]:
    """Return the folders with the fonts of the staff pages: letters, and icons."""
    places = (("fontpkg_inter", "files"), ("fonticon_mdi7", "fonts"))
    return [Path(str(resources.files(package).joinpath(folder))) for package, folder in places]
