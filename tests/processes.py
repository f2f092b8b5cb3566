"""Real processes for tests, the demo and the benchmarks: a hub that serves, and the commands beside it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

HUB_INTERFACE, KIOSK_INTERFACE = "127.0.0.1", "127.0.0.2"
"""mDNS on one machine wants two addresses: on one, the answer goes to the wrong socket of port 5353."""

START_LIMIT_S, END_LIMIT_S = 60.0, 30.0


def free_port() -> int:
    """Return a TCP port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a Samskap process on this machine alone."""
    own = {"SAMSKAP_HUB_INTERFACES": HUB_INTERFACE, "SAMSKAP_KIOSK_INTERFACES": KIOSK_INTERFACE}
    return {**os.environ, **own, **more}


def run(
    module: str, *arguments: str, stdin: str | None = None, timeout: float | None = 300, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Run ``samskap-hub`` (module hub) or ``samskap-kiosk`` (module kiosk) to its end, with these variables set."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, env=environment(**variables), timeout=timeout
    )


def succeed(module: str, *arguments: str, stdin: str | None = None) -> str:
    """Run a command that must end with 0; return what it printed."""
    done = run(module, *arguments, stdin=stdin)
    assert done.returncode == 0, f"{module} {arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}"
    return done.stdout


class HubProcess:
    """``samskap-hub serve`` on loopback. Start it again after :meth:`kill`: ports and data stay.

    ``variables`` are set in its environment. As a context it leaves no process behind, whatever a test does.
    """

    def __init__(self, data: Path, *, discovery: bool = True, **variables: str) -> None:
        self.data, self.discovery, self.variables = data, discovery, variables
        self.staff_port, self.sync_port = free_port(), free_port()
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []
        self.silent = True
        self._heard = threading.Condition()

    def __enter__(self) -> "HubProcess":
        """Start nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind."""
        self.end()

    @property
    def staff_url(self) -> str:
        """Where staff read."""
        return f"http://127.0.0.1:{self.staff_port}"

    @property
    def sync_address(self) -> str:
        """Where kiosks sync."""
        return f"127.0.0.1:{self.sync_port}"

    @property
    def command(self) -> list[str]:
        """The command line."""
        ports = ["--staff-port", str(self.staff_port), "--sync-host", "127.0.0.1", "--sync-port", str(self.sync_port)]
        quiet = [] if self.discovery else ["--no-discovery"]
        return [sys.executable, "-m", "hub", "serve", "--data", str(self.data), *ports, *quiet]

    def start(self, *, before: Sequence[str] = ()) -> "HubProcess":
        """Start and wait until it says that it is ready. ``before``: a command to run it under."""
        self.process = subprocess.Popen(
            [*before, *self.command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=environment(**self.variables), start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout
        self.said, self.silent = [], False
        self._listener = threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True)
        self._listener.start()
        if not self.says("ready"):
            self.end()
            raise AssertionError(f"the hub did not start: {''.join(self.said)}")
        return self

    def says(self, words: str) -> bool:
        """Wait until it has said a line with these words; tell whether it did."""
        with self._heard:
            said = self._heard.wait_for(lambda: self.silent or self._has_said(words), START_LIMIT_S)
            return said and self._has_said(words)

    def stop(self) -> int:
        """Ask it to end; return its exit code. One that does not end is ended."""
        assert self.process
        self.process.terminate()
        return self._ended()

    def end(self) -> None:
        """See to it that no process is left, whatever happened before."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)  # also what it runs under, or has started
            self._ended()

    def kill(self) -> None:
        """Pull the plug."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self._ended()

    def pairing_code(self, name: str = "") -> str:
        """Open a pairing code for a kiosk that gets this name; "" for one that says its own."""
        called = ("--name", name) if name else ()
        return succeed("hub", "pairing-code", "--data", str(self.data), *called).split()[-1]

    def submissions(self) -> list[dict[str, Any]]:
        """Everything it has, as the command prints it."""
        printed = succeed("hub", "submissions", "--data", str(self.data), "--json")
        return [json.loads(line) for line in printed.split("\n") if line]

    def _ended(self) -> int:
        assert self.process
        try:
            code = self.process.wait(timeout=END_LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise
        finally:
            # What it has started itself may hold its output open; nobody waits for that.
            self._listener.join(END_LIMIT_S)
        return code

    def _has_said(self, words: str) -> bool:
        return any(words in line for line in self.said)

    def _listen(self, output: IO[str]) -> None:
        with output:
            for line in output:
                with self._heard:
                    self.said.append(line)
                    self._heard.notify_all()
        with self._heard:
            self.silent = True
            self._heard.notify_all()


@contextmanager
def serving(data: Path, *, discovery: bool = True) -> Iterator[HubProcess]:
    """A hub that runs as long as the context."""
    with HubProcess(data, discovery=discovery) as hub:
        yield hub.start()
        if hub.process and hub.process.poll() is None:
            hub.stop()


def pair(kiosk_data: Path, hub: HubProcess, *, to: str | None = None, name: str = "") -> None:
    """Pair a kiosk folder with a running hub; ``to`` is an address or "auto", ``name`` what staff call the kiosk."""
    address = to or hub.sync_address
    succeed("kiosk", "pair", "--data", str(kiosk_data), "--hub", address, "--code", hub.pairing_code(name))
