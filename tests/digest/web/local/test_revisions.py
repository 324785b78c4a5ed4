"""Open pages are told that there is something new, from whatever thread it comes, and are let go at the end."""

import asyncio
import threading
from collections.abc import AsyncIterator

from digest.web.local.revisions import Revisions
from tests.standins.loop import run_async


async def told(stream: AsyncIterator[str]) -> str:
    while True:
        words = await asyncio.wait_for(anext(stream), 20)
        if words.startswith("data:"):
            return words


def test_a_page_is_told_the_current_number_and_each_that_follows() -> None:
    async def listen() -> None:
        revisions = Revisions()
        stream = revisions._stream()
        assert await told(stream) == "data: 1\n\n"
        threading.Thread(target=revisions.count_on).start()
        assert await told(stream) == "data: 2\n\n"

    run_async(listen())


def test_nobody_waits_any_longer_at_the_end() -> None:
    async def listen() -> list[str]:
        revisions = Revisions()
        threading.Timer(0.05, revisions.end).start()
        return [words async for words in revisions._stream()]

    words = run_async(listen())
    assert words[:2] == ["retry: 500\n\n", "data: 1\n\n"]
