"""One connection a host at a time: whoever wants to ask it waits for their turn. Other hosts are asked meanwhile."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from digest.fetching.deadline import Deadline


class HostTurns:
    """The turns of all hosts, each known by its name, and its port where that is not the web's."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}

    @contextmanager
    def turn(self, url: str, deadline: Deadline) -> Iterator[None]:
        """Wait for the turn at the host of `url`, and have it; `deadline` moves by the time waited."""
        with self._guard:
            lock = self._turns.setdefault(site_of(url), threading.Lock())
        began = time.monotonic()
        with lock:
            deadline.extend(time.monotonic() - began)
            yield


def site_of(url: str) -> str:
    """Return the host of an address, with its port where that is not the web's."""
    parts = urlsplit(url)
    return (parts.hostname or "") + ("" if parts.port in (None, 80, 443) else f":{parts.port}")
