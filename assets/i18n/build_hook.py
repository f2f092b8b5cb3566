"""Build step: compile each ``<lang>/LC_MESSAGES/samskap.po`` to the ``.mo`` that gettext reads."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> None:
    """Compile every catalogue below a folder."""
    for po in sorted(folder.glob("*/LC_MESSAGES/samskap.po")):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


class CatalogueHook(BuildHookInterface):
    """Hatch calls this for a wheel and for an editable install alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue."""
        compile_catalogues(Path(self.root, "assets", "i18n"))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
