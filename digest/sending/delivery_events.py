"""Delivery events: record what an ESP says became of our mail, settle what was uncertain, keep the subscribers in step.

A dead address and a complaint suppress the address the mail went to; leaving through the ESP counts as leaving. An
event older than the reader's latest consent changes nothing there, and no event is ever consent. What follows from an
event is decided by `digest.delivery.events.consequence`.
"""

from collections.abc import Sequence
from datetime import datetime

from digest.delivery.events import Consequence, DeliveryEvent, Event, Kind, News, consequence
from digest.delivery.mail import NAME_PREFIX
from digest.delivery.statuses import Status
from digest.ports.delivery import Settlements
from digest.ports.mail import MailQueue
from digest.ports.readers import Subscribers

NOT_OURS = "deliveries with names that were not made with this newsroom's keys"


def record_events(
    events: Sequence[Event], settlements: Settlements, subscribers: Subscribers, mail_queue: MailQueue
) -> int:
    """Record `events`, each once however often it comes, all in a few statements; return how many were new.

    Counted are those about deliveries.
    """
    # The subscribers first: their steps may be repeated, a recorded event is not looked at again.
    subscribers.act_upon(_consequences(events))
    ours, mails = list[DeliveryEvent](), list[tuple[str, Status, str]]()
    named = subscribers.deliveries({one.delivery for one in events if not one.delivery.startswith(NAME_PREFIX)})
    unknown = [(News.WORD, event.unknown, event.at) for event in events if event.unknown]
    for event in events:
        if event.delivery.startswith(NAME_PREFIX):
            lost = event.kind is Kind.DROPPED
            mails.append((event.delivery, Status.REFUSED if lost else Status.ACCEPTED, _in_words(event)))
            continue
        delivery = named.get(event.delivery)
        if delivery:
            ours.append(DeliveryEvent(event.id, *delivery, event.kind, event.at, event.reason))
        else:
            unknown.append((News.DELIVERY, NOT_OURS, event.at))
    mail_queue.settle(mails)
    settlements.record_unknown(unknown)
    return len(settlements.record(ours))


def _consequences(events: Sequence[Event]) -> list[tuple[str, Consequence, datetime]]:
    found = [(event.delivery, consequence(event), event.at) for event in events]
    return [(name, follows, at) for name, follows, at in found if follows]


def _in_words(event: Event) -> str:
    return f"event {event.kind.value}: {event.reason}" if event.reason else f"event {event.kind.value}"
