"""Routes for the webhooks of ESPs: a call of sane size is verified and parsed, and its events are written down.

How a call looks and how it is signed is known to the ESP's room (`digest/transports/`), which passes an object here.
Anybody can call, so as little as possible is done for somebody who has shown nothing: a body is read only when the
headers could be those of a call of now, few bodies are in memory at once, and fewer are parsed.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from digest.delivery.events import Event, WebhookRefusal
from digest.ports.process import Clock
from digest.web.bodies import BodyRoom, TooLarge, TooSlow

MOST_BYTES = 8_000_000
_ROOM_BYTES = 16_000_000
_AT_ONCE = 2
_STATUS: Mapping[WebhookRefusal, int] = {WebhookRefusal.UNVERIFIED: 403, WebhookRefusal.UNREADABLE: 400}


class WebhookParser(Protocol):
    """How one ESP's calls are verified and parsed; `headers` have lower-case names."""

    def could_be_genuine(self, headers: Mapping[str, str], now: datetime, /) -> bool:
        """Return whether a call with these headers, which came at `now`, is worth reading; raises nothing."""
        ...

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime, /) -> Sequence[Event] | WebhookRefusal:
        """Return the events of a call that came at `now`, or why it is refused; raises nothing.

        `body` is raw, as it was signed.
        """
        ...


def webhook(path: str, parser: WebhookParser, clock: Clock, receive: Callable[[Sequence[Event]], int]) -> Route:
    """Make the route at `path`; `receive` is called in a thread with the events of each verified call.

    Answers 204 when the events are on disk, 403 for a call that is not verified, 400 for one that holds no events, 413
    for one that is too large. An error while writing is a 500, upon which ESPs send the same events again.
    """
    room, turns = BodyRoom(MOST_BYTES, _ROOM_BYTES), asyncio.Semaphore(_AT_ONCE)

    def take(headers: Mapping[str, str], body: bytes, now: datetime) -> int:
        events = parser.read(headers, body, now)
        if isinstance(events, WebhookRefusal):
            return _STATUS[events]
        receive(events)
        return 204

    async def answer(request: Request) -> Response:
        now = clock.now()
        if not parser.could_be_genuine(request.headers, now):
            return Response(status_code=_STATUS[WebhookRefusal.UNVERIFIED])
        try:
            async with room.body(request) as body, turns:
                return Response(status_code=await run_in_threadpool(take, request.headers, body, now))
        except TooLarge:
            return Response(status_code=413)
        except (ClientDisconnect, TooSlow):
            return Response(status_code=408)

    return Route(path, answer, methods=["POST"], name="webhook")
