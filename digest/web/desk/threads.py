"""Threads of the desk's own: whatever editors ask of it, readers' pages have theirs, and wait for none of it.

Who waits too long for a turn is told so, and nothing of what they asked for is begun.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

PATIENCE_SECONDS = 5.0
PAGES_AT_ONCE = 4
"""So many pages and buttons of the desk are worked on at once: more would only take the processor from readers."""
_T = TypeVar("_T")


class Busy(Exception):
    """No turn came in time: what was asked for was not begun."""


class DeskThreads:
    """Does at most `at_once` things at a time, each in a thread; others wait `patience_seconds` for their turn."""

    def __init__(self, at_once: int, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._threads = ThreadPoolExecutor(at_once, "desk")
        self._patience_seconds = patience_seconds

    async def take(self, do: Callable[[], _T]) -> _T:
        """Return what `do` returns, or raise what it raises; raises `Busy` where its turn did not come."""
        turn = self._threads.submit(do)
        waiting = asyncio.wrap_future(turn)
        done, _ = await asyncio.wait({waiting}, timeout=self._patience_seconds)
        if not done and turn.cancel():  # what has begun is not cancelled, and is waited for
            raise Busy
        return await waiting
