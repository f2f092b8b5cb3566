"""Read every text for people as a spell checker would, each in its own language.

python -m tools.spelling    exit 1 when a word is in no dictionary and not on our lists, or is listed and no longer used

It asks the ``hunspell`` program. What its dictionaries lack stands in ``tools/words/``, each word under its reason:
names in ``every.txt``, the words of one language in ``<language>.txt``. All four Nordic dictionaries put compounds
together by rule; Danish and Swedish reach far with it, the Norwegian ones less, so most compounds listed are Norwegian.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from shared.languages import LANGUAGES, Language
from tools import catalogues

ROOT = Path(__file__).parent.parent
LISTS = ROOT / "tools" / "words"
STARTER = ("cards/cards.json", "starter/prompts.json", "starter/activities.json", "starter/notices.json")
"""What the library shows from the first day. What visitors say in the samples is theirs, however they spell."""
_NOT_WORDS = re.compile(r"{\w*}|%\(\w+\)[sd]|<[^>]*>|https?://\S+|\S+@\S+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class NoDictionary(Exception):
    """The spell checker or one of its dictionaries is not on this machine."""


def translated(language: str) -> Iterator[str]:
    """Yield every text of a catalogue."""
    for message in catalogues.read(language):
        if message.id:
            yield from catalogues.forms(message.string)


def written(data: Any, language: str, *, inside: bool = False) -> Iterator[str]:
    """Yield every text that stands under a language's key, at any depth."""
    if isinstance(data, str):
        yield from [data] if inside else []
    elif isinstance(data, dict):
        tongues = set(data) & set(LANGUAGES)
        for key, value in data.items():
            if not tongues or key == language:
                yield from written(value, language, inside=inside or key == language)
    elif isinstance(data, list):
        for one in data:
            yield from written(one, language, inside=inside)


def texts(language: str) -> Iterator[str]:
    """Yield every text that people read in a language."""
    yield from translated(language)
    for name in STARTER:
        yield from written(json.loads((ROOT / "assets" / name).read_text("utf-8")), language)


def words(lines: Iterator[str]) -> dict[str, str]:
    """Return each word of some texts with the first text it stands in; placeholders and markup are no words."""
    found: dict[str, str] = {}
    for line in lines:
        for word in _WORD.findall(_NOT_WORDS.sub(" ", line)):
            found.setdefault(word, line)
    return found


def unknown(some: dict[str, str], language: Language) -> list[str]:
    """Return the words that a language's dictionary does not know. Raises NoDictionary where that is not installed."""
    program = shutil.which("hunspell")
    if program is None:
        raise NoDictionary("hunspell")
    asked = [program, "-i", "utf-8", "-d", language.locale, "-l"]
    done = subprocess.run(asked, input="\n".join(some), capture_output=True, encoding="utf-8")
    if done.returncode:
        raise NoDictionary(f"{language.locale}: {done.stderr.strip()}")
    return [word for word in dict.fromkeys(done.stdout.split()) if word in some]


def listed(name: str) -> list[str]:
    """Return the words of a list of ours; a line that begins with # is a reason."""
    path = LISTS / f"{name}.txt"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def slips(language: Language) -> list[str]:
    """Return what a reader of this language would stumble over, a line each. Raises NoDictionary."""
    known = {word.casefold() for name in ("every", language.code) for word in listed(name)}
    some = words(texts(language.code))
    return [
        f"{language.code}: {word}: in {some[word]!r}"
        for word in unknown(some, language)
        if word.casefold() not in known
    ]


def unused() -> list[str]:
    """Return the words on our lists that stand in no text, a line each."""
    used = {language: {word.casefold() for word in words(texts(language))} for language in LANGUAGES}
    everywhere = set().union(*used.values())
    lists = {"every": everywhere, **used}
    return [
        f"tools/words/{name}.txt: {word} stands in no text"
        for name, there in lists.items()
        for word in listed(name)
        if word.casefold() not in there
    ]


def main() -> int:
    """Run the check; return the exit code."""
    return report(LANGUAGES.values())


def report(languages: Iterable[Language]) -> int:
    """Read these languages and say what was found; return the exit code. What cannot be read is said as well."""
    found, unread = unused(), list[NoDictionary]()
    for language in languages:
        if not language.has_dictionary:
            sys.stdout.write(f"spelling: {language.own_name} has no dictionary, and is not read\n")
            continue
        try:
            found += slips(language)
        except NoDictionary as missing:
            unread.append(missing)
    sys.stdout.writelines(f"{line}\n" for line in found)
    if found:
        sys.stdout.write("spelling: mend the text; a word that is right but in no dictionary goes into tools/words/\n")
    for one in unread:
        sys.stdout.write(f"spelling: {one} is not here. `make setup` installs hunspell and its dictionaries.\n")
    return 1 if found or unread else 0


if __name__ == "__main__":
    sys.exit(main())
