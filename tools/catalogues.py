"""Collect every message for people into the five catalogues, and compile them.

python -m tools.catalogues            update and compile; list what waits for a translation
python -m tools.catalogues --check    change nothing; exit 1 when something is missing, doubtful or no longer used
"""

import argparse
import re
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from assets.i18n.compiling import compile_catalogues
from shared.languages import LANGUAGES

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "assets" / "i18n"
METHODS = [("**.py", "python"), ("**.kv", "python"), ("hub/web/templates/**.html", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}}
KEYWORDS = {"_": None, "N_": None, "tr": None, "gettext": None, "ngettext": (1, 2)}
_CHURN = re.compile(rb'"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Tr|Language-Team|Generated-By)')
_PLACEHOLDER = re.compile(r"{[a-z_]*}|%\([a-z_]+\)[sd]")


def extracted() -> Catalog:
    """Return every message in the source, sorted."""
    template = Catalog(project="samskap", charset="utf-8")
    for room in ("shared", "kiosk", "hub"):
        methods = [(pattern.removeprefix(f"{room}/"), method) for pattern, method in METHODS]
        for _, _, message, comments, context in extract_from_dir(ROOT / room, methods, OPTIONS, KEYWORDS):
            template.add(message, context=context, auto_comments=comments)
    return template


def catalogue_path(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return CATALOGUES / language / "LC_MESSAGES" / "samskap.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue, a new one when there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="samskap", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update(language: str, template: Catalog) -> Catalog:
    """Return the catalogue with exactly the messages of the template; English is its own translation."""
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    if language == "en":
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return each form of a message's id or of its translation: more than one where there is a plural."""
    return tuple(text) if isinstance(text, list | tuple) else (str(text or ""),)


def problems(catalogue: Catalog) -> list[str]:
    """Return what is wrong with a catalogue, a line each."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        ids, strings = forms(message.id), forms(message.string)
        if not all(strings) or message.fuzzy:
            found.append(f"{catalogue.locale}: not translated: {ids[0]}")
        elif any(set(_PLACEHOLDER.findall(s)) != set(_PLACEHOLDER.findall(ids[-1])) for s in strings):
            found.append(f"{catalogue.locale}: other placeholders: {ids[0]}")
    return found


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as a file that differs only where a message does: no dates, no line numbers."""
    catalogue.header_comment = "# The words of Samskap. Message ids are the English texts."
    catalogue.fuzzy = False
    out = BytesIO()
    write_po(out, catalogue, width=120, no_location=True, sort_output=True)
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if not _CHURN.match(line))


def main() -> int:
    """Run the tool; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    template, wrong = extracted(), []
    for language in LANGUAGES:
        catalogue = update(language, template)
        wrong += problems(catalogue)
        if check:
            before = {m.id for m in read(language) if m.id}
            after = {m.id for m in catalogue if m.id}
            wrong += [f"{language}: run `make catalogues`: {message}" for message in sorted(map(str, before ^ after))]
            continue
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue))
    if not check:
        compile_catalogues(CATALOGUES)
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
