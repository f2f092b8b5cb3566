"""Waits at a terminal for a key, for so long and no longer."""

import os
import select
import sys
from typing import TextIO

HOLD_S = 600.0
"""Ten minutes: long enough to look around."""


def hold(says: str, seconds: float = HOLD_S, *, terminal: TextIO | None = None) -> bool:
    """Say something and wait for a key, ``seconds`` long; return whether one came. Without a terminal return at once.

    Ctrl-C is a key like any other here: as a signal it could come just before the waiting begins, and end nothing. What
    was typed before is passed over. The terminal is left as it was found.
    """
    terminal = terminal or sys.stdin
    if not (terminal.isatty() and sys.stdout.isatty()):
        return False
    import termios  # no other system than those with a terminal of this kind has it
    import tty

    descriptor = terminal.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setraw(descriptor)  # a key counts without Enter
    changed = termios.tcgetattr(descriptor)
    changed[1] = before[1]  # lines still end where they did
    termios.tcsetattr(descriptor, termios.TCSAFLUSH, changed)
    try:
        sys.stdout.write(f"{says}\n")
        sys.stdout.flush()
        ready, _, _ = select.select([descriptor], [], [], seconds)
        if ready:
            os.read(descriptor, 1024)  # all of it: an arrow is three characters, and the shell wants none of them
        return bool(ready)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
