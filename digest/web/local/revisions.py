"""Tells open pages that there is something new to see: server-sent events (WHATWG HTML, 9.2), one number each."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

_LOOK_SECONDS = 10.0
"""How often a comment is sent, by which a server learns that a page was closed."""


class Revisions:
    """Counts what was changed; any thread may count on, and whoever waits is woken."""

    def __init__(self) -> None:
        self.current, self.is_over = 1, False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def count_on(self) -> None:
        """Tell that there is another revision."""
        self.current += 1
        self._wake()

    def end(self) -> None:
        """Let nobody wait any longer: the server ends."""
        self.is_over = True
        self._wake()

    def events(self) -> StreamingResponse:
        """Return the stream of the numbers, beginning with the current one."""
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        yield "retry: 500\n\n"
        told = 0
        news = (asyncio.get_running_loop(), asyncio.Event())
        self._waiting.add(news)
        try:
            while not self.is_over:
                news[1].clear()
                if told != self.current:
                    told = self.current
                    yield f"data: {json.dumps(told)}\n\n"
                try:
                    await asyncio.wait_for(news[1].wait(), _LOOK_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._waiting.discard(news)

    def _wake(self) -> None:
        for loop, event in list(self._waiting):
            loop.call_soon_threadsafe(event.set)
