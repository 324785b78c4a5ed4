"""A call of SendGrid's signed Event Webhook: where it comes to, how it is verified and read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from digest.delivery.events import Event, WebhookRefusal
from digest.transports.sendgrid.events import sendgrid_events
from digest.transports.sendgrid.signature import Verifier

PATH = "/webhooks/sendgrid"
SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"


class SendGridWebhook:
    """Reads the calls of one account; is turned to by `digest.web.webhooks`."""

    def __init__(self, public_key: str) -> None:
        """Take the verification key as SendGrid shows it; raises `DigestError` when it is none."""
        self._verifier = Verifier(public_key)

    def could_be_genuine(self, headers: Mapping[str, str], now: datetime) -> bool:
        """Return whether a call with these headers is worth reading; `headers` have lower-case names."""
        return self._verifier.could_be_genuine(headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, ""), now)

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Sequence[Event] | WebhookRefusal:
        """Return the events of a genuine and recent call; `headers` have lower-case names, `body` is raw.

        Whatever an event says of itself, it did not happen later than it came: one dated in the far future would count
        as newer than everything a reader does from now on.
        """
        if not self._verifier.is_genuine(body, headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, ""), now):
            return WebhookRefusal.UNVERIFIED
        events = sendgrid_events(body)
        if events is None:
            return WebhookRefusal.UNREADABLE
        return [replace(event, at=min(event.at, now)) for event in events]
