"""What stands before every staff page: the right address, no foreign sender, headers that keep a page to itself."""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.hosts import LOOPBACK_NAMES, is_loopback_name

_OWN_PORTS = {"http": 80, "https": 443}
_PASSED_ON = frozenset({"x-forwarded-for", "x-real-ip", "forwarded", "via"})
"""What proxies add; no browser that sits at the hub does."""
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

PAGE_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""On every response; a static file says itself how long it may be kept."""


class Guard:
    """ASGI middleware: refuses names that are not ours and writes from other origins, and dresses every response.

    ``names`` are further ``host`` or ``host:port`` names by which staff reach the hub. Beside them it answers to the
    loopback names, and on the port for other desks to those its certificate is for.
    """

    def __init__(self, app: ASGIApp, names: tuple[str, ...] = ()) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] != "http":
            # No page uses anything else; a WebSocket would escape the checks below.
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in PAGE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        # HEAD is answered as GET: the server itself leaves the body out.
        asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        await (refusal or self.app)(asked, receive, send_dressed)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_ours(hosts[0].lower(), scope):
            # A page of another site whose name was re-pointed at us (DNS rebinding) still says its own name here.
            return PlainTextResponse("Bad Request", 400)
        if scope["method"] not in _SAFE_METHODS and not _is_from_us(headers, hosts[0].lower()):
            return PlainTextResponse("Forbidden", 403)
        return None

    def _is_ours(self, host: str, scope: Scope) -> bool:
        if host in self.names:
            return True
        server = scope.get("server")
        port = server[1] if server else None
        desks = scope["app"].state.hub.desks
        if desks is not None and scope["scheme"] == "https":
            return host in desks.hosts(port)
        # Browsers leave the port out where it is the scheme's own.
        ending = "" if port == _OWN_PORTS.get(scope["scheme"]) else f":{port}"
        return host in {name + ending for name in LOOPBACK_NAMES}


def _is_from_us(headers: Headers, host: str) -> bool:
    """Tell whether a writing request comes from one of our own pages.

    Browsers say so in ``Sec-Fetch-Site`` on addresses they trust, and in ``Origin`` everywhere. One that says
    neither is not a browser of this decade, and has no business on staff pages.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    try:
        return urlsplit(headers.get("origin", "")).netloc.lower() == host
    except ValueError:  # an origin that is no address, "http://[" say
        return False


def is_over_tls(request: Request, names: tuple[str, ...]) -> bool:
    """Tell whether the browser speaks TLS: to us, or to the proxy that passes its requests on.

    Any of ``HubConfig.staff_names`` is reached through such a proxy; one that calls us by a loopback name says so in
    ``X-Forwarded-Proto``. A lie there only makes a cookie that the liar's own browser keeps to TLS.
    """
    if request.url.scheme == "https" or request.headers.get("host", "").lower() in {name.lower() for name in names}:
        return True
    passed_on = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return passed_on == "https" or not is_loopback_name(request.headers["host"])


def is_beyond_loopback(request: Request) -> bool:
    """Tell whether somebody asks who does not sit at the hub itself: who asks for a second factor asks this.

    True for whatever comes to the port for other desks, whatever its headers say, and through a proxy: one that is
    named in ``HubConfig.staff_names``, that says so in X-Forwarded-Proto, that is trusted and tells another address, or
    that says in any other way that it passes something on: a lie there makes it no easier for the liar.
    A tunnel to 127.0.0.1, such as of SSH, is the hub's own screen.
    """
    config = request.app.state.hub.config
    if is_over_tls(request, config.staff_names):
        return True
    if not config.trusted_proxies and not _PASSED_ON.isdisjoint(request.headers):
        return True
    address = _address(caller(request, config.trusted_proxies).partition("/")[0])
    return address is not None and not address.is_loopback


def caller(request: Request, proxies: tuple[str, ...]) -> str:
    """Return the address that asks: of the connection, or what a proxy of ``HubConfig.trusted_proxies`` says it is.

    A proxy adds the address it sees at the end of X-Forwarded-For; what stands before that the caller may have made up.
    On the port for other desks nobody is believed: there the colleagues themselves come from such networks.
    Of IPv6 the network counts: one machine has as many addresses there as it likes (RFC 8981).
    """
    networks = [ip_network(proxy) for proxy in proxies] if request.scope.get("scheme") != "https" else []
    lines = request.headers.getlist("x-forwarded-for")
    told = [part.strip() for line in lines for part in line.split(",")]
    found = address = _address(request.client.host if request.client else "")
    while told and address is not None and any(address in network for network in networks):
        address = _address(told.pop())
        found = address or found
    if found is None:
        return ""
    return str(found if found.version == 4 else ip_network((found, 64), strict=False))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address, as some proxies write it with a port; one of IPv4 in the clothes of IPv6 is one of IPv4."""
    host = (
        text[1:].partition("]")[0] if text.startswith("[") else text.partition(":")[0] if text.count(":") == 1 else text
    )
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
