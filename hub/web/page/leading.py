"""What answers plain HTTP where TLS is spoken: the way to the same page over TLS, and nothing else."""

from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from hub.certificates.desks import Desks
from hub.web.page.guard import PAGE_HEADERS

_PAGE = """<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Samskap</title>
<p><a href="{there}">{there}</a></p>
"""
"""Browsers go on by themselves; whoever reads it needs the address and no words."""


class LeadToTls:
    """ASGI app: leads on to ``https`` under the name that was asked for, where it is one of ours.

    Nothing of the request is read but its first line and its Host. What was sent along has crossed the network in the
    clear already: it is not asked for once more.
    """

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and let the connection end."""
        if scope["type"] != "http":
            return
        answer = self._answer(scope)
        answer.headers.update(PAGE_HEADERS)
        answer.headers["Connection"] = "close"
        await answer(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        hosts = Headers(scope=scope).getlist("host")
        path = scope["raw_path"].decode("ascii", "replace")
        if len(hosts) != 1 or not path.startswith("/") or scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Bad Request", 400)
        if hosts[0].lower() not in self._desks.hosts(scope["server"][1]):
            return PlainTextResponse("Bad Request", 400)
        query = scope["query_string"].decode("ascii", "replace")
        there = f"https://{hosts[0].lower()}{path}{'?' if query else ''}{query}"
        return HTMLResponse(_PAGE.format(there=escape(there)), 308, headers={"Location": there})
