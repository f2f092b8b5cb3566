"""A headless Chromium for tests and the demo: the system's where there is one, else the one Playwright brings."""

import subprocess
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, BrowserType

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Nothing but the page under test may use the network; as root Chromium has no sandbox."""


@cache
def chromium_path() -> str | None:
    """Return the system's Chromium; None where Playwright's own serves."""
    finder = Path(__file__).parent.parent / "tools" / "find-chromium.sh"
    return subprocess.run([finder], capture_output=True, text=True).stdout.strip() or None


def launched(chromium: BrowserType, *flags: str) -> Browser:
    """Start a browser; use it as a context."""
    return chromium.launch(executable_path=chromium_path(), args=[*QUIET, *flags])
