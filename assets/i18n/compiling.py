"""Compile each ``<lang>/LC_MESSAGES/samskap.po`` to the ``.mo`` that gettext reads. It needs Babel alone."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folder: Path) -> None:
    """Compile every catalogue below a folder."""
    for po in sorted(folder.glob("*/LC_MESSAGES/samskap.po")):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
