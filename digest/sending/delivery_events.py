"""Delivery events: record what an ESP says became of our mail, settle what was uncertain, keep the subscribers in step.

A dead address and a complaint suppress the reader's address; leaving through the ESP counts as leaving. An event older
than the reader's latest consent changes nothing there, and no event is ever consent.
"""

from collections.abc import Sequence

from digest.delivery.events import DeliveryEvent, Event, Kind, SuppressionCause
from digest.delivery.mail import NAME_PREFIX
from digest.delivery.statuses import Status
from digest.ports import MailQueue, Settlements, Subscribers

_SUPPRESS: dict[Kind, SuppressionCause] = {Kind.BOUNCED: "hard_bounce", Kind.COMPLAINED: "complaint"}


def record_events(
    events: Sequence[Event], settlements: Settlements, subscribers: Subscribers, mail_queue: MailQueue
) -> int:
    """Record `events`, each once however often it comes, all in a few statements; return how many were new."""
    ours, mails = list[DeliveryEvent](), list[tuple[str, Status, str]]()
    for event in events:
        if event.delivery.startswith(NAME_PREFIX):
            lost = event.kind is Kind.DROPPED
            mails.append((event.delivery, Status.REFUSED if lost else Status.ACCEPTED, f"event {event.kind.value}"))
            continue
        delivery = subscribers.delivery(event.delivery)
        if delivery:
            ours.append(DeliveryEvent(event.id, *delivery, event.kind, event.at))
    mail_queue.settle(mails)
    # The subscribers first: their steps may be repeated, a recorded event is not looked at again.
    subscribers.suppress([(found, _SUPPRESS[found.kind]) for found in ours if found.kind in _SUPPRESS])
    subscribers.unsubscribe([found for found in ours if found.kind is Kind.UNSUBSCRIBED])
    return len(settlements.record(ours))
