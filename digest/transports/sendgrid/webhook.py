"""`POST /webhooks/sendgrid`: the signed Event Webhook.

Whatever is not genuinely signed, recent and of sane size is turned away unread.
"""

from collections.abc import Callable, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from digest.delivery.events import Event
from digest.ports import Clock
from digest.transports.sendgrid.events import sendgrid_events

PATH = "/webhooks/sendgrid"
MOST_BYTES = 8_000_000
SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"

IsGenuine = Callable[..., bool]


def sendgrid_webhook(is_genuine: IsGenuine, clock: Clock, receive: Callable[[Sequence[Event]], int]) -> Route:
    """Make the route; `receive` is called in a thread with the events of each genuine call.

    Answers 204 when the events are on disk, 403 for a bad signature, 400 for a signed body that holds no events, 413
    for too large a one. An error while writing is a 500, upon which SendGrid sends the same events again.
    """

    async def webhook(request: Request) -> Response:
        body = await _bounded_body(request)
        if body is None:
            return Response(status_code=413)
        headers = request.headers
        if not is_genuine(body, headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, ""), clock.now()):
            return Response(status_code=403)
        events = sendgrid_events(body)
        if events is None:
            return Response(status_code=400)
        await run_in_threadpool(receive, events)
        return Response(status_code=204)

    return Route(PATH, webhook, methods=["POST"])


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
