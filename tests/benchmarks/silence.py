"""What a hello takes while hundreds of callers hold a connection and say nothing."""

import http.client
import socket
import tempfile
from contextlib import ExitStack
from pathlib import Path

from hub.keys import open_keys
from tests.benchmarks.figures import Figure, rounds, seconds
from tests.live import trusting
from tests.processes import HubProcess, serving

SILENT, ROUNDS = 560, 40


def measure() -> list[Figure]:
    """Ask for hello in turn at a hub that is left alone and at one with silent callers, on new connections."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        alone, beset = (
            stack.enter_context(serving(Path(folder, name), discovery=False)) for name in ("alone", "beset")
        )
        context = trusting(open_keys(beset.data).certificate)

        def silent() -> None:
            line = socket.create_connection(("127.0.0.1", beset.sync_port))
            stack.enter_context(context.wrap_socket(line))

        def hello_beside_one_more() -> float:
            silent()
            return _hello(beset)

        for _ in range(SILENT):
            silent()
        # Each round one more comes: those that came first are hung up on after some seconds.
        alone_s, beset_s = rounds(ROUNDS, lambda: _hello(alone), hello_beside_one_more)
    how = f"{beset_s * 1000:.1f} ms beside {SILENT} silent connections, {alone_s * 1000:.1f} ms alone; a handshake each"
    return [Figure("hello beside silent connections", beset_s / alone_s, 2, how)]


def _hello(hub: HubProcess) -> float:
    context = trusting(open_keys(hub.data).certificate)

    def ask() -> None:
        connection = http.client.HTTPSConnection("127.0.0.1", hub.sync_port, context=context, timeout=60)
        connection.request("GET", "/sync/v1/hello")
        assert connection.getresponse().read()
        connection.close()

    return seconds(ask)
