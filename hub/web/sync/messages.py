"""Reading what kiosks send, counted while it streams, unpacked within the same bound, checked against its type; and
writing what they get.
"""

import asyncio
from typing import Any, Generic, TypeVar

from fastapi import Request
from fastapi.responses import Response
from pydantic import TypeAdapter
from pydantic_core import from_json

from shared.errors import BadMessage, MessageTooSlow, UnknownEncoding
from shared.packing import PACKING, WORTH_PACKING, Incoming, may_pack, packed

T = TypeVar("T")

READ_S = 60
"""A batch of 4 MB passes in this time at 0.5 Mbit/s; a message that takes longer only holds the connection."""


class Message(Generic[T]):
    """One type of message. ``most`` bytes are read of it, packed or unpacked, within ``read_s`` seconds."""

    def __init__(self, kind: type[T], most: int, read_s: float = READ_S) -> None:
        self.kind = kind
        self._most, self._read_s = most, read_s
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    async def bytes_of(self, request: Request) -> bytes:
        """Return the body. Raises MessageTooLarge, MessageTooSlow, UnknownEncoding, BadMessage."""
        packing = request.headers.get("content-encoding", "identity").lower()
        if packing not in ("identity", PACKING):
            raise UnknownEncoding(packing[:40])
        body = Incoming(self._most, is_packed=packing == PACKING)
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

    def written(self, message: T, request: Request) -> Response:
        """Return the message as a response, packed where the request asks for it and it is worth it."""
        body, head = self._adapter.dump_json(message), {}
        if len(body) >= WORTH_PACKING and may_pack(request.headers.get("accept-encoding", "")):
            body, head = packed(body), {"Content-Encoding": PACKING}
        return Response(body, headers=head, media_type="application/json")

    def described(self, path: str) -> dict[str, Any]:
        """Return the message for the OpenAPI description of ``path``, as the body of its POST."""
        pointer = path.replace("/", "~1")
        here = f"#/paths/{pointer}/post/requestBody/content/application~1json/schema/$defs/{{model}}"
        schema = self._adapter.json_schema(ref_template=here)
        return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
