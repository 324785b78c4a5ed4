"""Routes for the webhooks of ESPs: a call of sane size is verified and parsed, and its events are written down.

How a call looks and how it is signed is known to the ESP's room (`digest/transports/`), which passes a parser here.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from digest.delivery.events import Event, WebhookRefusal
from digest.ports import Clock

MOST_BYTES = 8_000_000
_STATUS: Mapping[WebhookRefusal, int] = {WebhookRefusal.UNVERIFIED: 403, WebhookRefusal.UNREADABLE: 400}


class WebhookParser(Protocol):
    """How one ESP's calls are verified and parsed."""

    def __call__(self, headers: Mapping[str, str], body: bytes, now: datetime, /) -> Sequence[Event] | WebhookRefusal:
        """Return the events of a call that came at `now`, or why it is refused; raises nothing.

        `headers` have lower-case names; `body` is raw, as it was signed.
        """
        ...


def webhook(path: str, parse: WebhookParser, clock: Clock, receive: Callable[[Sequence[Event]], int]) -> Route:
    """Make the route at `path`; `receive` is called in a thread with the events of each verified call.

    Answers 204 when the events are on disk, 403 for a call that is not verified, 400 for one that holds no events, 413
    for one that is too large. An error while writing is a 500, upon which ESPs send the same events again.
    """

    async def answer(request: Request) -> Response:
        body = await _bounded_body(request)
        if body is None:
            return Response(status_code=413)
        events = parse(request.headers, body, clock.now())
        if isinstance(events, WebhookRefusal):
            return Response(status_code=_STATUS[events])
        await run_in_threadpool(receive, events)
        return Response(status_code=204)

    return Route(path, answer, methods=["POST"], name="webhook")


async def _bounded_body(request: Request) -> bytes | None:
    """Read the body, giving up when it grows too large; None then, or when the other side went away."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
