"""The only path to the files in ``assets/``, from a checkout and from a wheel alike."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def asset(*parts: str) -> Traversable:
    """Return the asset below ``assets/`` with the given path parts."""
    return resources.files("assets").joinpath(*parts)


def asset_path(*parts: str) -> Path:
    """Return the asset as a path, for libraries that open files themselves. Samskap is installed unzipped."""
    return Path(str(asset(*parts)))


@cache
def read_lines(*parts: str) -> tuple[str, ...]:
    """Return the lines of a text asset, read once."""
    return tuple(asset(*parts).read_text("utf-8").splitlines())
