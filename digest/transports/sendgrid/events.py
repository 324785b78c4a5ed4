"""Reads SendGrid's events: what became of a mail after it was accepted.

Source of the names: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event and, for the reasons of
drops, https://docs.sendgrid.com/glossary/drops and the Event Webhook's settings in the OpenAPI files (read 2026-11).

A value that is not in these tables is neither the worst it could be nor nothing: it is taken for the mildest of its
kind, and named as unknown.
"""

import json
from datetime import UTC, datetime
from typing import NamedTuple

from digest.characters import one_line
from digest.delivery.events import Event, Kind
from digest.transports.sendgrid.bounces import BounceWords, bounce_kind

MOST_EVENTS = 20_000
LONGEST_ID = 100
"""An event's id is kept in a column of this length."""
_LONGEST_REASON = 60

_KINDS = {
    "processed": Kind.PROCESSED,
    "delivered": Kind.DELIVERED,
    "deferred": Kind.DEFERRED,
    "bounce": Kind.BOUNCED,
    "dropped": Kind.DROPPED,
    "spamreport": Kind.COMPLAINED,
    "unsubscribe": Kind.UNSUBSCRIBED,
    "group_unsubscribe": Kind.UNSUBSCRIBED,
}
_LEFT_OUT = frozenset({"open", "click", "group_resubscribe", "account_status_change"})
"""Tracking, which is not wanted; coming back, which takes a reader's own confirmation; and the account."""

_DROPS: dict[str, Kind | None] = {
    "bounced address": Kind.BOUNCED,
    "bounced": Kind.BOUNCED,
    "invalid": Kind.BOUNCED,
    "spam reporting address": Kind.COMPLAINED,
    "unsubscribed address": Kind.UNSUBSCRIBED,
    # of these the mail or the account is to blame, not the mailbox
    "invalid smtpapi header": None,
    "spam content": None,
    "recipient list over package quota": None,
    "duplicate message": None,
}
"""By `reason`: which of SendGrid's lists the address was on."""


class _Meaning(NamedTuple):
    """What an event says, in our words; see `Event`."""

    kind: Kind
    reason: str = ""
    because: Kind | None = None
    unknown: str = ""


def sendgrid_events(body: bytes) -> list[Event] | None:
    """Read the body of a webhook call, in its order; None when it is no array of events.

    What is not about our deliveries is left out, and so is `group_resubscribe`: coming back takes a reader's own
    confirmation.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) > MOST_EVENTS:
        return None
    return [event for event in map(_event, found) if event]


def _event(entry: object) -> Event | None:
    """Read one event; None when it is one of those that are left out, or names no delivery."""
    if not isinstance(entry, dict):
        return None
    name, delivery, at = entry.get("sg_event_id"), entry.get("digest_delivery"), entry.get("timestamp")
    if not (isinstance(name, str) and isinstance(delivery, str) and isinstance(at, int)):
        return None
    if not 0 < len(name) <= LONGEST_ID or not _is_plain(name + delivery):
        return None
    texts = {key: value for key, value in entry.items() if isinstance(value, str)}
    meaning = _meaning(texts)
    if meaning is None:
        return None
    try:
        when = datetime.fromtimestamp(at, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Event(name, meaning.kind, delivery, when, meaning.reason, meaning.because, meaning.unknown)


def _meaning(entry: dict[str, str]) -> _Meaning | None:
    """Return what an event says, None when it is left out; `entry` holds its texts."""
    name = _in_plain(entry.get("event", ""))
    if not name or name in _LEFT_OUT:
        return None
    kind = _KINDS.get(name)
    if kind is Kind.BOUNCED:
        return _bounce(entry)
    if kind is Kind.DROPPED:
        return _drop(entry)
    return _Meaning(kind) if kind else _Meaning(Kind.UNKNOWN, unknown=f"event `{name}`")


def _bounce(entry: dict[str, str]) -> _Meaning:
    kind, unknown = bounce_kind(_words(entry))
    return _Meaning(kind, unknown=unknown)


def _drop(entry: dict[str, str]) -> _Meaning:
    """Return what a drop means by its `reason`; a bounce that was none of a dead mailbox is no cause of anything."""
    reason = _in_plain(entry.get("reason", ""))
    if reason not in _DROPS:
        return _Meaning(Kind.DROPPED, reason, unknown=f"dropped for `{reason}`" if reason else "dropped for no reason")
    because = _DROPS[reason]
    if because is not Kind.BOUNCED:
        return _Meaning(Kind.DROPPED, reason, because)
    bounced, unknown = bounce_kind(_words(entry)._replace(type="bounce", reason=""))
    return _Meaning(Kind.DROPPED, reason, because if bounced is because else None, unknown)


def _words(entry: dict[str, str]) -> BounceWords:
    said = (entry.get(name, "") for name in ("type", "status", "bounce_classification", "reason"))
    return BounceWords(*map(_in_plain, said))


def _in_plain(text: str) -> str:
    """Return a text of SendGrid's as it is compared and kept: in small letters, short, and without addresses."""
    words = ("…" if "@" in word or "%40" in word else word for word in text.casefold().split())
    return one_line(" ".join(words))[:_LONGEST_REASON].strip()


def _is_plain(text: str) -> bool:
    """Return whether a text can be an id: JSON can hold halves of characters, which no database takes."""
    return all(" " <= character <= "~" for character in text)
