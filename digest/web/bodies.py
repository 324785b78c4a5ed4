"""Room for the bodies of large requests: so many bytes in memory at once, however many computers send some.

A call that finds no room is not read from meanwhile; its bytes wait on the other side. Nobody waits for another who
waits too: the call that came first always goes on, so all get through, one after the other if need be.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request


class TooLarge(Exception):
    """A body is larger than any that is sent in good faith."""


class BodyRoom:
    """Reads bodies of at most `most_bytes` each, and goes on reading only while all have less than `room` together."""

    def __init__(self, most_bytes: int, room: int) -> None:
        self._most_bytes, self._room = most_bytes, room
        self._held: dict[object, int] = {}  # bytes by call, the first call first
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def body(self, request: Request) -> AsyncIterator[bytes]:
        """Read a body, which has its room until the end of the block.

        Raises `TooLarge`, and Starlette's `ClientDisconnect` when the other side went away or took too long.
        """
        call = object()
        if _declared(request) > self._most_bytes:
            raise TooLarge
        self._held[call] = 0
        try:
            yield await self._read(request, call)
        finally:
            del self._held[call]
            async with self._changed:
                self._changed.notify_all()

    async def _read(self, request: Request, call: object) -> bytes:
        body = bytearray()
        chunks = request.stream()
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._may_read(call))
            chunk = await anext(chunks, None)
            if chunk is None:
                return bytes(body)
            body += chunk
            self._held[call] = len(body)
            if len(body) > self._most_bytes:
                raise TooLarge

    def _may_read(self, call: object) -> bool:
        return sum(self._held.values()) < self._room or next(iter(self._held)) is call


def _declared(request: Request) -> int:
    """Return the length that a request says its body has; 0 when it says none, which is found out while reading."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0
