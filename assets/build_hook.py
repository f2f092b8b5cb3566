"""Build step: compile the catalogues and cut the fonts for the wheel.

Only what builds imports this: hatchling is in no environment.
"""

from pathlib import Path
from runpy import run_path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface):  # type: ignore[misc]  # hatchling is in no environment
    """Hatch calls this for a wheel and for an editable install alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is made. While it builds, the project itself cannot be imported, so a path names the code."""
        root = Path(self.root)
        folder = root / "assets" / "i18n"
        run_path(str(folder / "compiling.py"))["compile_catalogues"](folder)
        run_path(str(root / "assets" / "fonts" / "cutting.py"))["cut_fonts"](root)
