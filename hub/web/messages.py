"""Reading what kiosks send: counted while it streams, unpacked within the same bound, and checked against its type."""

import asyncio
import zlib
from typing import Any, Final, Generic, TypeVar

from fastapi import Request
from fastapi.responses import Response
from pydantic import TypeAdapter
from pydantic_core import from_json

from shared.errors import BadMessage, MessageTooLarge, MessageTooSlow, UnknownEncoding

T = TypeVar("T")

READ_S = 60
"""A batch of 4 MB passes in this time at 0.5 Mbit/s; a message that takes longer only holds the connection."""
GZIP_WINDOW: Final = 31  # zlib's way to say: gzip, with the largest window


class Message(Generic[T]):
    """One type of message. ``most`` bytes are read of it, packed or unpacked, within ``read_s`` seconds."""

    def __init__(self, kind: type[T], most: int, read_s: float = READ_S) -> None:
        self.kind = kind
        self._most, self._read_s = most, read_s
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    async def bytes_of(self, request: Request) -> bytes:
        """Return the body. Raises MessageTooLarge, MessageTooSlow, UnknownEncoding, BadMessage."""
        packing = request.headers.get("content-encoding", "identity").lower()
        if packing not in ("identity", "gzip"):
            raise UnknownEncoding(packing[:40])
        body = _Body(self._most, packed=packing == "gzip")
        try:
            async with asyncio.timeout(self._read_s):
                async for part in request.stream():
                    body.take(part)
        except TimeoutError as exc:
            raise MessageTooSlow("the message drips in") from exc
        return body.whole()

    def read(self, body: bytes) -> T:
        """Return the message. Raises BadMessage; what was wrong is not told, for it may quote the message."""
        try:
            from_json(body, allow_inf_nan=False)  # pydantic itself takes NaN and Infinity, which are no JSON
            return self._adapter.validate_json(body, strict=True)
        except ValueError:
            raise BadMessage(f"not a {self.kind.__name__}") from None

    def written(self, message: T) -> Response:
        """Return the message as a response."""
        return Response(self._adapter.dump_json(message), media_type="application/json")

    def described(self, path: str) -> dict[str, Any]:
        """Return the message for the OpenAPI description of ``path``, as the body of its POST."""
        pointer = path.replace("/", "~1")
        here = f"#/paths/{pointer}/post/requestBody/content/application~1json/schema/$defs/{{model}}"
        schema = self._adapter.json_schema(ref_template=here)
        return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


class _Body:
    def __init__(self, most: int, *, packed: bool) -> None:
        self._most = most
        self._inflater = zlib.decompressobj(GZIP_WINDOW) if packed else None
        self._content = bytearray()

    def take(self, part: bytes) -> None:
        if self._inflater is not None:
            try:
                # One byte more than may be: enough to know, however much is packed in there.
                part = self._inflater.decompress(part, self._most + 1 - len(self._content)) if part else b""
            except zlib.error as exc:
                raise BadMessage("not gzip") from exc
            if self._inflater.unused_data:
                raise BadMessage("something follows the gzip")
        self._content += part
        if len(self._content) > self._most or (self._inflater is not None and self._inflater.unconsumed_tail):
            raise MessageTooLarge(f"more than {self._most} bytes")

    def whole(self) -> bytes:
        if self._inflater is not None and not self._inflater.eof:
            raise BadMessage("the gzip is cut short")
        return bytes(self._content)
