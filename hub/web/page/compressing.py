"""Answers go packed to browsers, except where somebody else could weigh them."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN_SITES: Final = frozenset({"same-origin", "none"})
"""What ``Sec-Fetch-Site`` says of a request that our own page made, or the person: no page of anybody else."""


class Compressing:
    """ASGI middleware: packs what our own pages and the person at the browser ask for.

    How long a packed answer is tells what in it is said twice. A page elsewhere that has a browser ask for searches of
    its choice, beside somebody who sees how much goes over the network, could learn what visitors wrote word by word
    (BREACH, 2013). What other sites ask for therefore goes as it is, and so does everything to a browser that does not
    say who asks. Streams of events are never packed: each would wait for the next.

    Packed and plain are two representations of one thing, and its tag is that of the thing: a weak one, as RFC 9110
    asks in 8.8.3. Who has either hears that it has not changed; single bytes of one are never put to the other.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.plain, self.packing = app, GZipMiddleware(app, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, packed or not."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        packs = headers.get("sec-fetch-site") in OWN_SITES and _takes_gzip(headers.get("accept-encoding", ""))
        await (self.packing if packs else self.plain)(scope, receive, _told_apart(send))


def _told_apart(send: Send) -> Send:
    """Return what sends an answer with a tag that fits it packed and plain, and says that there are these two."""

    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            if "etag" in headers and not headers["etag"].startswith("W/"):
                headers["etag"] = f"W/{headers['etag']}"
            if "accept-encoding" not in headers.get("vary", "").lower():
                headers.add_vary_header("Accept-Encoding")
        await send(message)

    return telling


def _takes_gzip(accepted: str) -> bool:
    """Tell whether an ``Accept-Encoding`` names gzip and does not refuse it (``q=0``)."""
    # The middleware looks for the word alone.
    for coding in accepted.split(","):
        name, *said = (part.strip().lower() for part in coding.split(";"))
        if name == "gzip":
            return all(not one.startswith("q=") or one.removeprefix("q=").strip("0.") for one in said)
    return False
