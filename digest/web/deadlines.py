"""How long a computer may take over a request, and how many may be connected: what uvicorn itself does not limit.

Its `timeout_keep_alive` ends with the first byte, so a computer that sends one byte now and then keeps a connection for
ever, and a few hundred of them keep everybody else out (slowloris, CVE-2007-6750). A middleware comes too late: it is
called when the headers are there. So the protocol has clocks of its own that no byte sets back, as hyper
(`header_read_timeout`) and nginx (`client_header_timeout`) have, and as in nginx the connection that has waited longest
makes room for a new one: whoever asks at once is answered, however many only stay.
"""

import asyncio
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from digest.web.app import ANSWERED

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class _Phase(Enum):
    HEADERS = "headers"
    BODY = "body"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the headers of a request, for its body, and until its answer is taken; the most connections."""

    connections: int
    header_seconds: float = 10
    body_seconds: float = 20
    answer_seconds: float = 90  # longer than a write may wait for its turn and for the database


@dataclass(slots=True)
class _Room:
    """The connections whose request is not there yet, the one that has waited longest first."""

    waiting: "dict[BoundedProtocol, None]" = field(default_factory=dict)


class BoundedProtocol(H11Protocol):
    """uvicorn's protocol with a deadline for each part of a request; made by `protocol_with`."""

    limits: ClassVar[Limits]
    room: ClassVar[_Room]

    _phase: _Phase | None = None
    _silent = False  # a kept connection on which no byte of the next request has come
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection on, in place of the longest waiting one when there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            longest = next(iter(self.room.waiting), self)
            self.room.waiting.pop(longest, None)
            longest.transport.abort()
        if not transport.is_closing():
            self._enter(_Phase.HEADERS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self.room.waiting.pop(self, None)
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and see how far the request has come."""
        if self._silent:
            self._enter(_Phase.HEADERS)
        before = self.cycle
        super().data_received(data)
        self._look(before is not self.cycle)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        before = self.cycle
        super().on_response_complete()
        if not self.transport.is_closing():
            self._look(before is not self.cycle)
            self._silent = self._phase is _Phase.HEADERS

    def shutdown(self) -> None:
        """End now, or after the answer; a request that is not whole by now gets none."""
        if self._phase is _Phase.BODY:
            self.transport.abort()
        else:
            super().shutdown()

    def _look(self, another: bool) -> None:
        """Start another clock when the request has come further, or is `another` one."""
        phase = _Phase.ANSWER if self._in_progress() else _Phase.HEADERS
        if self.conn.their_state is h11.SEND_BODY:
            phase = _Phase.BODY
        if another or phase is not self._phase:
            self._enter(phase)

    def _enter(self, phase: _Phase) -> None:
        self._phase, self._silent = phase, False
        self.room.waiting.pop(self, None)
        if phase is not _Phase.ANSWER:
            self.room.waiting[self] = None
        self._stop_clock()
        seconds = {
            _Phase.HEADERS: self.limits.header_seconds,
            _Phase.BODY: self.limits.body_seconds,
            _Phase.ANSWER: self.limits.answer_seconds,
        }
        self._timer = self.loop.call_later(seconds[phase], self._expire)

    def _in_progress(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request, whatever uvicorn's types say
        return cycle is not None and not cycle.response_complete

    def _stop_clock(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _expire(self) -> None:
        """End a connection that took too long; says so where no other answer has begun."""
        begun = self._in_progress() and self.cycle.response_started
        late = self._phase is _Phase.ANSWER or self.transport.is_closing()
        if begun or late or self.transport.get_write_buffer_size():
            self.transport.abort()
            return
        if self._in_progress():
            self.scope["state"][ANSWERED] = 408
        self.transport.write(_TOO_SLOW)
        self.transport.close()


def protocol_with(own: Limits) -> type[BoundedProtocol]:
    """Return the protocol of one server, for uvicorn's `http`."""

    class Bounded(BoundedProtocol):
        limits = own
        room = _Room()

    return Bounded
