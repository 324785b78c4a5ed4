"""Speaks to a browser over its DevTools pipe: JSON messages, each ended by a NUL byte (chromedevtools.github.io).

The pipe is a pair of file descriptors, 3 and 4 on the browser's side: no port is opened, nobody else can speak to it.
"""

import json
from collections.abc import Callable
from typing import IO, TypedDict, cast

from digest.errors import DigestError

_END = b"\0"
_CHUNK = 65_536


class BrowserGone(DigestError):
    """The browser ended before it answered."""


class Message(TypedDict, total=False):
    """What comes from the browser: an answer has the `id` of its call, an event has a `method`."""

    id: int
    method: str
    params: dict[str, object]
    result: dict[str, object]
    error: dict[str, object]


class DevTools:
    """One conversation, one call after the other; `heed` gets every event while an answer is waited for."""

    def __init__(self, to_browser: IO[bytes], from_browser: IO[bytes], heed: Callable[[Message], None]) -> None:
        self._to, self._from, self._heed = to_browser, from_browser, heed
        self._rest = b""
        self._last = 0
        self.session: str | None = None
        """Of the page that calls are about; None for the browser itself."""

    def call(self, method: str, **parameters: object) -> dict[str, object]:
        """Return the answer to a call; raises `BrowserGone`, and `DigestError` when the browser refuses."""
        number = self.tell(method, **parameters)
        while (message := self.read()).get("id") != number:
            self._heed(message)
        if "error" in message:
            raise DigestError(f"the browser refuses {method}: {message['error'].get('message')}")
        return message.get("result", {})

    def tell(self, method: str, **parameters: object) -> int:
        """Make a call and wait for no answer; return its number."""
        self._last += 1
        message: dict[str, object] = {"id": self._last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        try:
            self._to.write(json.dumps(message).encode() + _END)
            self._to.flush()
        except OSError:
            raise BrowserGone("the browser ended") from None
        return self._last

    def wait_for(self, event: str) -> None:
        """Wait until an event comes."""
        while (message := self.read()).get("method") != event:
            self._heed(message)

    def read(self) -> Message:
        """Return the next message; raises `BrowserGone`."""
        while _END not in self._rest:
            chunk = self._from.read1(_CHUNK)  # type: ignore[attr-defined]  # of a buffered reader, which pipes are
            if not chunk:
                raise BrowserGone("the browser ended")
            self._rest += chunk
        message, _, self._rest = self._rest.partition(_END)
        return cast("Message", json.loads(message))
