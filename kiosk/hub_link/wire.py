"""Messages to JSON and back, requests and what can go wrong with them: every foreign error becomes one of ours."""

import json
import math
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, get_args, get_origin

import cattrs
import httpx2

from shared.errors import (
    BadMessage,
    BatchRefused,
    HubFull,
    HubRefused,
    HubTimedOut,
    HubUnreachable,
    KioskRevoked,
    NotAHub,
    PairingClosed,
    SamskapError,
    UnknownEncoding,
    VersionMismatch,
    WrongCode,
)
from shared.packing import PACKING, Incoming
from shared.protocol import PREFIX, Hello

T = TypeVar("T")

CONNECT_S, READ_S = 5.0, 20.0
MAX_REPLY_BYTES = 64_000_000
"""A reply is read no further; a News of 500 things, many of them drawings, stays below."""
MAX_LINE_BYTES = 10_000
"""Of a stream a line is read no further; the hub's have some ten characters."""

_BY_CODE: dict[str, type[SamskapError]] = {
    error.code: error for error in (KioskRevoked, PairingClosed, WrongCode, UnknownEncoding, VersionMismatch, HubFull)
}
_BY_STATUS: dict[int, type[SamskapError]] = {
    400: BatchRefused,
    401: KioskRevoked,
    403: KioskRevoked,
    408: HubTimedOut,
    413: BatchRefused,
    415: UnknownEncoding,
    422: BatchRefused,
    426: VersionMismatch,
    507: HubFull,
}

BIGGEST = 2**53
"""Whole numbers up to here are the same in every language and database."""
_HALF_A_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half of a pair stands alone where the other does not follow: then it is no text."""

converter = cattrs.Converter()


def _exactly(value: Any, wanted: type) -> Any:
    if type(value) is not wanted:
        raise TypeError(f"not {wanted.__name__}")
    return value


def _is_list(wanted: Any) -> bool:
    return get_origin(wanted) is list


def _is_dict(wanted: Any) -> bool:
    return get_origin(wanted) is dict


def _list(value: Any, wanted: Any) -> list[Any]:
    (item,) = get_args(wanted)
    return [converter.structure(one, item) for one in _exactly(value, list)]


def _dict(value: Any, wanted: Any) -> dict[str, Any]:
    _, item = get_args(wanted)
    return {_exactly(name, str): converter.structure(one, item) for name, one in _exactly(value, dict).items()}


# cattrs would turn anything into text, a number or a list; a message is as the protocol says, or it is none.
for _plain in (str, int, bool):
    converter.register_structure_hook(_plain, _exactly)
converter.register_structure_hook_func(_is_list, _list)
converter.register_structure_hook_func(_is_dict, _dict)


def _whole(digits: str) -> int:
    number = int(digits)
    if abs(number) > BIGGEST:
        raise ValueError("beyond what is the same in every language")
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("not a number that can be counted with")
    return number


def client(context: ssl.SSLContext, *, connect_s: float = CONNECT_S, read_s: float = READ_S) -> httpx2.Client:
    """Return an HTTP client that goes where it is told and nowhere else: no proxy, no redirect, no environment."""
    return httpx2.Client(
        verify=context,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(read_s, connect=connect_s),
        headers={"User-Agent": "samskap-kiosk", "Accept-Encoding": "identity"},
    )


def url(address: str, path: str) -> str:
    """Return where a path of the sync interface is at an address ("host:port")."""
    return f"https://{address}{path}"


def to_bytes(message: Any) -> bytes:
    """Return a message of the protocol as JSON."""
    return json.dumps(converter.unstructure(message), ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(body: bytes, wanted: type[T]) -> T:
    """Return the message that this JSON holds. Raises BadMessage, also for a number or a text no database keeps."""
    try:
        content = json.loads(body, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
        if _HALF_A_CHARACTER.search(body):
            json.dumps(content, ensure_ascii=False).encode()
        return converter.structure(content, wanted)
    except (ValueError, TypeError, RecursionError, cattrs.BaseValidationError) as exc:
        raise BadMessage(f"not a {wanted.__name__}") from exc


def ask(http: httpx2.Client, method: str, where: str, wanted: type[T], **request: Any) -> T:
    """Send one request and return the reply. Raises LinkError, PairingError, ProtocolError."""
    with translated(), http.stream(method, where, **request) as response:
        body = read(response)
        refuse(response.status_code, body)
        if response.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise NotAHub("the reply is not JSON")
        return from_bytes(body, wanted)


def read(response: httpx2.Response) -> bytes:
    """Return the body of a reply, unpacked here: the client's own unpacking has no bound. Raises NotAHub."""
    packing = _packing(response)
    if packing not in ("identity", PACKING):
        raise NotAHub("a reply packed in another way")
    body = Incoming(MAX_REPLY_BYTES, is_packed=packing == PACKING)
    try:
        for part in response.iter_raw():
            body.take(part)
        return body.whole()
    except BadMessage as exc:
        raise NotAHub("a reply that is not whole, or without end") from exc


def lines(response: httpx2.Response) -> Iterator[str]:
    """Yield the lines of a reply as they come. Raises NotAHub for one that is packed, or a line without end."""
    if _packing(response) != "identity":
        raise NotAHub("a stream is never packed")
    begun = b""
    for part in response.iter_raw():
        *whole, begun = (begun + part).replace(b"\r", b"\n").split(b"\n")
        if len(begun) > MAX_LINE_BYTES:
            raise NotAHub("a line without end")
        yield from (line.decode(errors="replace") for line in whole)


def _packing(response: httpx2.Response) -> str:
    return str(response.headers.get("content-encoding", "identity")).lower()


def greet(http: httpx2.Client, address: str) -> Hello:
    """Ask who answers at this address. Raises LinkError; NotAHub also for a reply that makes no sense."""
    try:
        return ask(http, "GET", url(address, f"{PREFIX}/hello"), Hello)
    except BadMessage as exc:
        raise NotAHub("the greeting is not a hub's") from exc


def refuse(status: int, body: bytes = b"") -> None:
    """Raise what a status other than 200 means; the stable code in the body says it more exactly."""
    if status == 200:
        return
    try:
        code = json.loads(body)["code"]
    except (ValueError, TypeError, KeyError, RecursionError):
        code = ""
    error = _BY_CODE.get(code) if isinstance(code, str) else None
    raise (error or _BY_STATUS.get(status) or (NotAHub if status < 500 else HubRefused))(f"status {status}")


@contextmanager
def translated() -> Iterator[None]:
    """Turn what HTTP and TLS may raise into a LinkError."""
    try:
        yield
    except (httpx2.ConnectTimeout, httpx2.PoolTimeout) as exc:
        raise HubUnreachable("no answer to the connection") from exc
    except httpx2.TimeoutException as exc:
        raise HubTimedOut("connected, then silent") from exc
    except httpx2.ConnectError as exc:
        if _is_tls(exc):
            raise NotAHub("no TLS 1.3 there") from exc
        raise HubUnreachable("no connection") from exc
    except httpx2.RemoteProtocolError as exc:
        if "disconnected" in str(exc) or "peer closed" in str(exc):
            raise HubUnreachable("the connection broke") from exc
        raise NotAHub("not HTTP") from exc
    except (httpx2.HTTPError, httpx2.InvalidURL) as exc:
        raise HubUnreachable("the connection broke") from exc


def _is_tls(exc: BaseException | None) -> bool:
    while exc is not None:
        if isinstance(exc, ssl.SSLError):
            return True
        exc = exc.__cause__ or exc.__context__
    return False
