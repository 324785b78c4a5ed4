"""Do the same to several addresses of the web at once, and wait for nobody when somebody interrupts."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from digest.ports.process import Watcher

AT_ONCE = 12
"""Addresses of one host wait for one another; so many that those of other hosts rarely have to wait for them."""
Result = TypeVar("Result")


def at_once(act: Callable[[str], Result], urls: Sequence[str], watch: Watcher) -> dict[str, Result]:
    """Return what `act` returns for each of `urls`, in their order; `act` raises nothing.

    When it is interrupted, nothing else is begun, and what is under way ends when whoever opened the web closes it.
    """
    pool = ThreadPoolExecutor(AT_ONCE)
    attempts = {url: pool.submit(act, url) for url in urls}
    try:
        for done, _ in enumerate(as_completed(attempts.values()), 1):
            watch(done, len(urls))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    return {url: attempt.result() for url, attempt in attempts.items()}
