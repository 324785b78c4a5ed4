"""When things last happened to a subscriber, as the consent log says: events that are older change nothing."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import text

from subscribers.policy.consent_time import EARLIEST, EMPTY_TIMES
from subscribers.policy.model import Event, Status
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp

CONSENT = (Event.CONFIRM, Event.IMPORT, Event.MOVE)
"""What shows that a reader wants the letter at their address; a move shows it for the new one."""
_LATEST = text(
    "SELECT subscriber, MAX(COALESCE(confirmed_at, at)) FROM consent_record "
    "WHERE subscriber IN (SELECT value FROM json_each(:numbers)) "
    "AND event IN (SELECT value FROM json_each(:events)) GROUP BY subscriber"
)

_UNPROVEN = text(
    "SELECT COUNT(*) FROM (SELECT s.number FROM subscriber s JOIN consent_record c ON c.subscriber = s.number "
    "WHERE s.status = :confirmed AND c.event IN (SELECT value FROM json_each(:events)) "
    "GROUP BY s.number HAVING MAX(COALESCE(c.confirmed_at, c.at)) < :earliest "
    "OR MAX(COALESCE(c.confirmed_at, c.at)) IN (SELECT value FROM json_each(:empty)))"
)


def count_unproven(store: Store) -> int:
    """Count the confirmed whose only consent has the empty date of another program, which earlier versions believed."""
    asked = {
        "confirmed": Status.CONFIRMED.value,
        "events": json.dumps([event.value for event in CONSENT]),
        "earliest": timestamp(EARLIEST),
        "empty": json.dumps(sorted(map(timestamp, EMPTY_TIMES))),
    }
    with store.reading.connect() as connection:
        return int(connection.execute(_UNPROVEN, asked).scalar_one())


def latest(store: Store, numbers: Collection[int], *events: Event) -> dict[int, datetime]:
    """Return when the last of such `events` happened to each subscriber; those to whom none ever did are left out.

    Of an import it is the time of the consent itself.
    """
    if not numbers:
        return {}
    asked = {"numbers": json.dumps(sorted(numbers)), "events": json.dumps([event.value for event in events])}
    with store.reading.connect() as connection:
        found = connection.execute(_LATEST, asked).tuples().all()
    return {number: datetime.fromisoformat(at) for number, at in found}


def is_since(latest_of: Mapping[int, datetime], number: int | None, at: datetime) -> bool:
    """Return whether an instant is not before what `latest` found of a subscriber; nobody's never is."""
    return number is None or number not in latest_of or latest_of[number] <= at
