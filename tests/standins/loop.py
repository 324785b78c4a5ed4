"""An event loop for a test: in a thread of its own, since a browser's loop may be running in this one."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns, or raise what it raises.

    `asyncio.run` refuses where a loop runs already, and Playwright keeps one running in the main thread
    from the first test with a browser to the last test of the session.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
