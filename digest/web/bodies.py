"""Room for the bodies of large requests: so many bytes in memory at once, however many computers send some.

A call that finds no room is not read from meanwhile; its bytes wait on the other side. Nobody waits for another who
waits too: the call that came first always goes on, so all get through, one after the other if need be. And nobody waits
for one that lets itself be waited for: while there is no room, a body has to come at a fair pace.

Who has shown nothing shares no room with those who have: whatever strangers send slowly, they keep only strangers out.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.requests import Request

_FAIR_BYTES_A_SECOND = 100_000
_GRACE_SECONDS = 2.0
_LOOK_SECONDS = 0.5


class TooLarge(Exception):
    """A body is larger than any that is sent in good faith."""


class TooSlow(Exception):
    """A body came slowly while others waited for its room."""


@dataclass(eq=False, slots=True)
class _Call:
    """How much of a body there is, and for how many seconds the other side was waited for."""

    bytes: int = 0
    waited: float = 0


class BodyRoom:
    """Reads bodies of at most `most_bytes` each, and goes on reading only while all have less than `room` together.

    Without a `room` nobody waits for anybody: for bodies so small that those of all connections together are little.
    """

    def __init__(self, most_bytes: int, room: int | None = None, grace_seconds: float = _GRACE_SECONDS) -> None:
        self._most_bytes, self._room, self._grace = most_bytes, room, grace_seconds
        self._calls: dict[_Call, None] = {}  # the first call first
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def body(self, request: Request) -> AsyncIterator[bytes]:
        """Read a body, which has its room until the end of the block.

        Raises `TooLarge`, `TooSlow`, and Starlette's `ClientDisconnect` when the other side went away or was cut off.
        """
        call = _Call()
        if _declared(request) > self._most_bytes:
            raise TooLarge
        self._calls[call] = None
        try:
            yield await self._read(request.stream(), call)
        finally:
            del self._calls[call]
            async with self._changed:
                self._changed.notify_all()

    async def _read(self, chunks: AsyncIterator[bytes], call: _Call) -> bytes:
        body = bytearray()
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: not self._is_full() or next(iter(self._calls)) is call)
            chunk = await self._next(chunks, call)
            if chunk is None:
                return bytes(body)
            body += chunk
            call.bytes = len(body)
            if len(body) > self._most_bytes:
                raise TooLarge

    async def _next(self, chunks: AsyncIterator[bytes], call: _Call) -> bytes | None:
        """Return the next chunk, None after the last; looks now and then whether the call keeps others waiting."""
        coming = asyncio.ensure_future(_next_of(chunks))
        try:
            done = False
            while not done:
                began = time.monotonic()
                done = bool((await asyncio.wait({coming}, timeout=min(_LOOK_SECONDS, self._grace)))[0])
                call.waited += time.monotonic() - began
                late = call.waited - self._grace
                if not done and self._is_full() and late * _FAIR_BYTES_A_SECOND > call.bytes:
                    raise TooSlow
            return coming.result()
        finally:
            coming.cancel()

    def _is_full(self) -> bool:
        return self._room is not None and sum(call.bytes for call in self._calls) >= self._room


async def _next_of(chunks: AsyncIterator[bytes]) -> bytes | None:
    async for chunk in chunks:
        return chunk
    return None


def _declared(request: Request) -> int:
    """Return the length that a request says its body has; 0 when it says none, which is found out while reading."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0
