"""Setting up where uv does not get through: pip does."""

import os
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
NOBODY_LISTENS = "http://127.0.0.1:9/simple"


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder that holds one package, and no uv."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    with ZipFile(folder / "chair-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("chair.py", "SEATS = 1\n")
        wheel.writestr("chair-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: chair\nVersion: 1.0\n")
        wheel.writestr("chair-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("chair-1.0.dist-info/RECORD", "")
    return folder


@pytest.mark.parametrize("has_uv", [False, True], ids=["uv-cannot-be-fetched", "uv-refuses"])
def test_install_goes_on_with_pip_where_uv_does_not_work(tmp_path: Path, wheels: Path, has_uv: bool) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=True, symlinks=True)
    if has_uv:
        (home / "bin" / "uv").symlink_to(Path(sys.executable).parent / "uv")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "UV_DEFAULT_INDEX": NOBODY_LISTENS,
    }

    done = subprocess.run(
        ["tools/install.sh", home, "chair"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "pip does the same" in done.stderr
    assert subprocess.run([home / "bin" / "python", "-c", "import chair"]).returncode == 0


def test_catalogues_are_compiled_where_hatchling_is_not_installed(tmp_path: Path) -> None:
    source = ROOT / "assets/i18n/sv/LC_MESSAGES/samskap.po"
    copy = tmp_path / "sv" / "LC_MESSAGES" / "samskap.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(source.read_bytes())
    asked = "import sys; sys.modules['hatchling'] = None; from tools.catalogues import compile_catalogues, Path"

    done = subprocess.run(
        [sys.executable, "-c", f"{asked}; compile_catalogues(Path({str(tmp_path)!r}))"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert copy.with_suffix(".mo").stat().st_size > 0


def test_browser_is_found_in_one_place() -> None:
    python = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    own = {"tests/browser.py", "tests/test_setup.py"}
    named = {path.relative_to(ROOT).as_posix() for path in python if "executable_path" in path.read_text("utf-8")}
    fixed = {path.relative_to(ROOT).as_posix() for path in python if "bin/chromium" in path.read_text("utf-8")}

    assert named - own == set()
    assert fixed - own == set()
